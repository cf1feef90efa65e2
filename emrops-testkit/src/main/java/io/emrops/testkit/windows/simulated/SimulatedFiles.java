package io.emrops.testkit.windows.simulated;

import io.emrops.testkit.windows.PowerShellError;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The files of a simulated Windows. Paths are absolute, in either slash and in any case. A directory has to be there before a file in it
 * is, as on Windows; {@code C:\} and {@code D:\} are. Safe for use by several threads.
 */
public final class SimulatedFiles {
    private static final int SHARING_VIOLATION = 0x80070020;
    private static final int ACCESS_DENIED = 0x80070005;
    private static final int PATH_NOT_FOUND = 0x80070003;
    private static final int FILE_NOT_FOUND = 0x80070002;
    private static final int DISK_FULL = 0x80070070;

    /** @param written when this was written last, or made */
    private record Entry(String path, Optional<byte[]> bytes, Instant written) {}

    /** By their paths in lower case; a directory has no bytes. */
    private final TreeMap<String, Entry> entries = new TreeMap<>();

    private final Set<String> locked = new HashSet<>();
    private final Set<String> denied = new HashSet<>();
    private final Supplier<InstantSource> clock;
    private boolean full;

    SimulatedFiles(Supplier<InstantSource> clock) {
        this.clock = clock;
        createDirectory("C:\\");
        createDirectory("D:\\");
    }

    private static String tidy(String path) {
        var tidy = path.replace('/', '\\');
        return tidy.length() > 3 && tidy.endsWith("\\") ? tidy.substring(0, tidy.length() - 1) : tidy;
    }

    private static String key(String path) {
        return tidy(path).toLowerCase(Locale.ROOT);
    }

    private static String below(String path) {
        var key = key(path);
        return key.endsWith("\\") ? key : key + "\\";
    }

    /** The directory that something is in; empty for the root of a drive. */
    public static Optional<String> parent(String path) {
        var tidy = tidy(path);
        var cut = tidy.lastIndexOf('\\');
        if (tidy.length() <= 3 || cut < 0) {
            return Optional.empty();
        }
        return Optional.of(cut <= 2 ? tidy.substring(0, cut + 1) : tidy.substring(0, cut));
    }

    /** Creates a directory and those it is in; does nothing where they are. */
    public synchronized void createDirectory(String path) {
        requireWritable(path);
        parent(path).ifPresent(this::createDirectory);
        entries.putIfAbsent(key(path), new Entry(tidy(path), Optional.empty(), now()));
    }

    /**
     * Writes a file, in place of what was there.
     *
     * @throws PowerShellError as .NET does it: no directory, no right, in use, no room
     */
    public synchronized void write(String path, byte[] bytes) {
        requireWritable(path);
        requireUnlocked(path);
        if (full) {
            throw io("IOException", "System.IO.IOException", DISK_FULL);
        }
        if (parent(path).filter(this::isDirectory).isEmpty()) {
            throw io("DirectoryNotFoundException", "System.IO.DirectoryNotFoundException", PATH_NOT_FOUND);
        }
        entries.put(key(path), new Entry(tidy(path), Optional.of(bytes.clone()), now()));
    }

    /** What is in a file; empty if there is none. */
    public synchronized Optional<byte[]> read(String path) {
        return Optional.ofNullable(entries.get(key(path))).flatMap(Entry::bytes).map(byte[]::clone);
    }

    private Instant now() {
        return clock.get().instant();
    }

    /** When a file was written, or a directory was made; empty if there is none. */
    public synchronized Optional<Instant> written(String path) {
        return Optional.ofNullable(entries.get(key(path))).map(Entry::written);
    }

    /** Whether there is a directory. */
    public synchronized boolean isDirectory(String path) {
        var entry = entries.get(key(path));
        return entry != null && entry.bytes().isEmpty();
    }

    /** The paths of all that is below a directory, at any depth, directories and files. */
    public synchronized List<String> below(String directory, boolean filesOnly) {
        var prefix = below(directory);
        return entries.tailMap(prefix, false).entrySet().stream()
                .takeWhile(e -> e.getKey().startsWith(prefix))
                .filter(e -> !filesOnly || e.getValue().bytes().isPresent())
                .map(e -> e.getValue().path())
                .toList();
    }

    /** The paths of what is in a directory itself. */
    public synchronized List<String> in(String directory) {
        return below(directory, false).stream()
                .filter(path ->
                        parent(path).filter(p -> key(p).equals(key(directory))).isPresent())
                .toList();
    }

    /**
     * Removes a file, or a directory with all that is in it. Nothing is removed if any of it is in use. Does nothing if it is not there.
     *
     * @throws PowerShellError if there is no right to, or it is in use
     */
    public synchronized void delete(String path) {
        requireWritable(path);
        requireUnlocked(path);
        below(path, false).forEach(each -> entries.remove(key(each)));
        entries.remove(key(path));
    }

    /**
     * Moves a file or a directory to a place where nothing is.
     *
     * @throws PowerShellError if it is not there, or something is in its way, or in use, or may not be written
     */
    public synchronized void move(String from, String to) {
        requireWritable(from);
        requireWritable(to);
        requireUnlocked(from);
        var entry = entries.get(key(from));
        if (entry == null) {
            throw io("FileNotFoundException", "System.IO.FileNotFoundException", FILE_NOT_FOUND);
        }
        if (entries.containsKey(key(to))) {
            throw io("IOException", "System.IO.IOException", 0x800700B7);
        }
        var moved = Map.copyOf(entries.subMap(key(from), true, below(from) + Character.MAX_VALUE, false));
        moved.forEach((key, each) -> {
            if (key.equals(key(from)) || key.startsWith(below(from))) {
                entries.remove(key);
                var path = tidy(to) + each.path().substring(tidy(from).length());
                entries.put(key(path), new Entry(path, each.bytes(), each.written()));
            }
        });
    }

    /** Has a file in use by another process, so that it can be read and nothing else. */
    public synchronized void lock(String path) {
        locked.add(key(path));
    }

    /** Ends {@link #lock}. */
    public synchronized void unlock(String path) {
        locked.remove(key(path));
    }

    /** Takes from everybody the right to write here and below. */
    public synchronized void deny(String path) {
        denied.add(key(path));
    }

    /** Ends {@link #deny}. */
    public synchronized void allow(String path) {
        denied.remove(key(path));
    }

    /** Whether the disk has no room for any write. */
    public synchronized void full(boolean isFull) {
        full = isFull;
    }

    synchronized boolean isFull() {
        return full;
    }

    private void requireUnlocked(String path) {
        var prefix = below(path);
        if (locked.stream().anyMatch(each -> each.equals(key(path)) || each.startsWith(prefix))) {
            throw io("IOException", "System.IO.IOException", SHARING_VIOLATION);
        }
    }

    private void requireWritable(String path) {
        if (denied.stream().anyMatch(each -> key(path).equals(each) || key(path).startsWith(each + "\\"))) {
            throw io("UnauthorizedAccessException", "System.UnauthorizedAccessException", ACCESS_DENIED);
        }
    }

    private static PowerShellError io(String id, String type, int hresult) {
        return PowerShellError.of(id, "NotSpecified").from(type, hresult);
    }
}
