package io.emrops.testkit.sqlserver.instance;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

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
    private final Map<String, Disk> shares = new TreeMap<>();
    private boolean gone;

    Disk() {}

    /** Files that lie on a machine of their own, for several disks to {@link #mount}. */
    public static Disk share() {
        return new Disk();
    }

    /** What is below this directory lies on a share, from now on. */
    public synchronized void mount(String directory, Disk share) {
        shares.put(key(directory) + "\\", share);
    }

    /** The share cannot be reached from here, until it is mounted again: error 53 for whoever tries. */
    public synchronized void lose(String directory) {
        var nowhere = new Disk();
        nowhere.gone = true;
        shares.put(key(directory) + "\\", nowhere);
    }

    /** Where this lies, if that is not here. */
    private Optional<Disk> elsewhere(String path) {
        return shares.entrySet().stream()
                .filter(share -> key(path).startsWith(share.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private boolean isElsewhere(String path, Consumer<Disk> change) {
        var share = elsewhere(path);
        share.filter(disk -> !disk.gone).ifPresent(change);
        return share.isPresent();
    }

    /** What is there; empty if nothing is. */
    public synchronized Optional<ServerFile> at(String path) {
        return elsewhere(path).map(disk -> disk.at(path)).orElseGet(() -> Optional.ofNullable(files.get(key(path))));
    }

    /** All files by their paths, in capitals. */
    public synchronized Map<String, ServerFile> files() {
        var all = new TreeMap<>(files);
        shares.values().forEach(share -> all.putAll(share.files()));
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
        if (gone) {
            return Optional.of(NO_PATH);
        }
        var share = elsewhere(path);
        if (share.isPresent()) {
            return share.get().errorOfReading(path);
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
        if (gone) {
            return Optional.of(NO_PATH);
        }
        var share = elsewhere(path);
        if (share.isPresent()) {
            return share.get().errorOfWriting(path);
        }
        var fault = faults.get(key(path));
        return fault == null && locked.contains(key(path)) ? Optional.of(IN_USE) : Optional.ofNullable(fault);
    }

    /** Why it cannot be read or written any more by who has opened it; empty if it can. */
    synchronized Optional<Integer> errorInside(String path) {
        if (gone) {
            return Optional.of(NO_PATH);
        }
        var share = elsewhere(path);
        if (share.isPresent()) {
            return share.get().errorInside(path);
        }
        return Optional.ofNullable(faults.get(key(path)));
    }

    synchronized boolean isFull(String path) {
        var share = elsewhere(path);
        if (share.isPresent()) {
            return share.get().isFull(path);
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
