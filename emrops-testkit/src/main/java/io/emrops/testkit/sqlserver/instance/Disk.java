package io.emrops.testkit.sqlserver.instance;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The files of the server's machine, by path; as on Windows, case makes no difference. A directory of it may be a share, whose files other machines see
 * too. Safe for use by several threads.
 */
public final class Disk {
    private static final int IN_USE = 32;
    private static final int NO_PATH = 53;

    private final Map<String, ServerFile> files = new TreeMap<>();
    private final Map<String, Integer> faults = new TreeMap<>();
    private final TreeSet<String> full = new TreeSet<>();
    private final TreeSet<String> locked = new TreeSet<>();
    private final Map<String, Optional<Disk>> shares = new TreeMap<>();

    Disk() {}

    /** Files that lie on a machine of their own, for several disks to {@link #mount}. */
    public static Disk share() {
        return new Disk();
    }

    /** What is below this directory lies on a share, from now on. */
    public synchronized void mount(String directory, Disk share) {
        shares.put(key(directory) + "\\", Optional.of(share));
    }

    /** The share cannot be reached from here, until it is mounted again: error 53 for whoever tries. */
    public synchronized void lose(String directory) {
        shares.put(key(directory) + "\\", Optional.empty());
    }

    /** Null for a path that is on no share. */
    private @Nullable Optional<Disk> share(String path) {
        return shares.entrySet().stream()
                .filter(share -> key(path).startsWith(share.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private boolean isElsewhere(String path, Consumer<Disk> change) {
        var share = share(path);
        if (share != null) {
            share.ifPresent(change);
        }
        return share != null;
    }

    /** What is there; empty if nothing is. */
    public synchronized Optional<ServerFile> at(String path) {
        var share = share(path);
        return share != null ? share.flatMap(disk -> disk.at(path)) : Optional.ofNullable(files.get(key(path)));
    }

    /** All files by their paths, in capitals. */
    public synchronized Map<String, ServerFile> files() {
        var all = new TreeMap<>(files);
        shares.values().forEach(share -> share.ifPresent(disk -> all.putAll(disk.files())));
        return Collections.unmodifiableMap(all);
    }

    /** Puts a file there, instead of what was there. */
    public synchronized void put(String path, ServerFile file) {
        if (!isElsewhere(path, disk -> disk.put(path, file))) {
            files.put(key(path), file);
        }
    }

    /** Deletes it; if there is nothing, nothing happens. */
    public synchronized void delete(String path) {
        if (!isElsewhere(path, disk -> disk.delete(path))) {
            files.remove(key(path));
        }
    }

    /**
     * Whoever opens a file there, or is in its middle, is told this error of the operating system: 5 access denied, 32 in use by another
     * process, 53 network path not found, 64 network name gone.
     */
    public synchronized void refuse(String path, int operatingSystemError) {
        if (!isElsewhere(path, disk -> disk.refuse(path, operatingSystemError))) {
            faults.put(key(path), operatingSystemError);
        }
    }

    /** Whoever writes there finds the disk full, after a part of it. */
    public synchronized void fill(String path) {
        if (!isElsewhere(path, disk -> disk.fill(path))) {
            full.add(key(path));
        }
    }

    /** Takes {@link #refuse} and {@link #fill} back. */
    public synchronized void allow(String path) {
        if (!isElsewhere(path, disk -> disk.allow(path))) {
            faults.remove(key(path));
            full.remove(key(path));
        }
    }

    /** Why it cannot be opened for reading, as a number of the operating system; empty if it can. */
    synchronized Optional<Integer> errorOfReading(String path) {
        var share = share(path);
        if (share != null) {
            return share.map(disk -> disk.errorOfReading(path)).orElse(Optional.of(NO_PATH));
        }
        var fault = faults.get(key(path));
        if (fault != null) {
            return Optional.of(fault);
        }
        if (locked.contains(key(path))) {
            return Optional.of(IN_USE);
        }
        return files.containsKey(key(path)) ? Optional.empty() : Optional.of(2);
    }

    /** Why it cannot be opened for writing; empty if it can. */
    synchronized Optional<Integer> errorOfWriting(String path) {
        var share = share(path);
        if (share != null) {
            return share.map(disk -> disk.errorOfWriting(path)).orElse(Optional.of(NO_PATH));
        }
        var fault = faults.get(key(path));
        return fault == null && locked.contains(key(path)) ? Optional.of(IN_USE) : Optional.ofNullable(fault);
    }

    /** Why it cannot be read or written any more by who has opened it; empty if it can. */
    synchronized Optional<Integer> errorInside(String path) {
        var share = share(path);
        if (share != null) {
            return share.map(disk -> disk.errorInside(path)).orElse(Optional.of(NO_PATH));
        }
        return Optional.ofNullable(faults.get(key(path)));
    }

    synchronized boolean isFull(String path) {
        var share = share(path);
        if (share != null) {
            return share.map(disk -> disk.isFull(path)).orElse(false);
        }
        return full.contains(key(path));
    }

    /** A backup is being written there; that nobody else can open it meanwhile is unverified. */
    synchronized void lock(String path) {
        if (!isElsewhere(path, disk -> disk.lock(path))) {
            locked.add(key(path));
        }
    }

    synchronized void unlock(String path) {
        if (!isElsewhere(path, disk -> disk.unlock(path))) {
            locked.remove(key(path));
        }
    }

    private static String key(String path) {
        return path.replace('/', '\\').toUpperCase(Locale.ROOT);
    }
}
