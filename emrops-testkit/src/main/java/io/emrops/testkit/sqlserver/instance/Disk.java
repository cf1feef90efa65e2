package io.emrops.testkit.sqlserver.instance;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** The files of the server's machine, by path; as on Windows, case makes no difference. Safe for use by several threads. */
public final class Disk {
    private static final int IN_USE = 32;

    private final Map<String, ServerFile> files = new TreeMap<>();
    private final Map<String, Integer> faults = new TreeMap<>();
    private final TreeSet<String> full = new TreeSet<>();
    private final TreeSet<String> locked = new TreeSet<>();

    Disk() {}

    /** What is there; empty if nothing is. */
    public synchronized Optional<ServerFile> at(String path) {
        return Optional.ofNullable(files.get(key(path)));
    }

    /** All files by their paths, in capitals. */
    public synchronized Map<String, ServerFile> files() {
        return Collections.unmodifiableMap(new TreeMap<>(files));
    }

    /** Puts a file there, instead of what was there. */
    public synchronized void put(String path, ServerFile file) {
        files.put(key(path), file);
    }

    /** Deletes it; if there is nothing, nothing happens. */
    public synchronized void delete(String path) {
        files.remove(key(path));
    }

    /**
     * Whoever opens a file there, or is in its middle, is told this error of the operating system: 5 access denied, 32 in use by another
     * process, 53 network path not found, 64 network name gone.
     */
    public synchronized void refuse(String path, int operatingSystemError) {
        faults.put(key(path), operatingSystemError);
    }

    /** Whoever writes there finds the disk full, after a part of it. */
    public synchronized void fill(String path) {
        full.add(key(path));
    }

    /** Takes {@link #refuse} and {@link #fill} back. */
    public synchronized void allow(String path) {
        faults.remove(key(path));
        full.remove(key(path));
    }

    /** Why it cannot be opened for reading, as a number of the operating system; empty if it can. */
    synchronized Optional<Integer> errorOfReading(String path) {
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
        var fault = faults.get(key(path));
        return fault == null && locked.contains(key(path)) ? Optional.of(IN_USE) : Optional.ofNullable(fault);
    }

    /** Why it cannot be read or written any more by who has opened it; empty if it can. */
    synchronized Optional<Integer> errorInside(String path) {
        return Optional.ofNullable(faults.get(key(path)));
    }

    synchronized boolean isFull(String path) {
        return full.contains(key(path));
    }

    /** A backup is being written there; that nobody else can open it meanwhile is unverified. */
    synchronized void lock(String path) {
        locked.add(key(path));
    }

    synchronized void unlock(String path) {
        locked.remove(key(path));
    }

    private static String key(String path) {
        return path.replace('/', '\\').toUpperCase(Locale.ROOT);
    }
}
