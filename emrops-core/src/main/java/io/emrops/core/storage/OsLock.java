package io.emrops.core.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An exclusive lock of the operating system on a file that serves nothing else. It is gone when its process is, however
 * that ends.
 *
 * <p>On POSIX systems a process that closes <em>any</em> descriptor of a file loses its lock on it. So a file that this
 * JVM has locked is never opened a second time: a registry of canonical paths answers instead. Another class loader with
 * its own copy of this class shares no registry; when it is in the way, the channel that found out stays open for good.
 *
 * <p>The locked byte lies far behind the content, because locks are mandatory on Windows and others want to read it.
 */
public final class OsLock implements AutoCloseable {
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;
    private static final int NOTE_BYTES = 200;

    // Both guarded by the class.
    private static final Set<Path> HELD = new HashSet<>();
    private static final Map<Object, FileChannel> KEPT_OPEN = new HashMap<>();

    private final Path file;
    private final FileChannel channel;
    private boolean open = true;

    private OsLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** The answer to a try: the lock, or what is known of the one who has it. */
    public record Attempt(Optional<OsLock> lock, String owner) {}

    /**
     * Takes the lock if it is free, and writes down for others who has it.
     *
     * @param file the file, which must exist
     * @param note one short line about this process. Empty leaves the file as it is, and only then an interrupt of the
     *     caller does no harm.
     */
    public static Attempt tryLock(Path file, String note) throws IOException {
        synchronized (OsLock.class) {
            Path real = file.toRealPath();
            if (HELD.contains(real)) {
                return new Attempt(Optional.empty(), "this process");
            }
            FileChannel channel = open(real);
            try {
                if (!locks(channel, real, false)) {
                    String owner = note.isEmpty() ? "" : readNote(channel);
                    channel.close();
                    return new Attempt(Optional.empty(), owner.isEmpty() ? "another process" : owner);
                }
                if (!note.isEmpty()) {
                    channel.truncate(0);
                    channel.write(ByteBuffer.wrap(note.getBytes(StandardCharsets.UTF_8)), 0);
                }
            } catch (OverlappingFileLockException e) {
                return new Attempt(Optional.empty(), "this process");
            } catch (IOException e) {
                channel.close();
                throw e;
            }
            HELD.add(real);
            return new Attempt(Optional.of(new OsLock(real, channel)), note);
        }
    }

    /** Whether some process has the lock. False for a file that is gone. */
    public static boolean isHeld(Path file) throws IOException {
        synchronized (OsLock.class) {
            Path real;
            try {
                real = file.toRealPath();
            } catch (NoSuchFileException e) {
                return false;
            }
            if (HELD.contains(real)) {
                return true;
            }
            FileChannel channel = open(real);
            try {
                // A shared lock, so that two who ask at once do not take each other for the holder.
                boolean free = locks(channel, real, true);
                channel.close();
                return !free;
            } catch (OverlappingFileLockException e) {
                return true;
            }
        }
    }

    private static boolean locks(FileChannel channel, Path real, boolean shared) throws IOException {
        try {
            FileLock lock = channel.tryLock(LOCKED_BYTE, 1, shared);
            return lock != null;
        } catch (OverlappingFileLockException e) {
            Object key = key(real);
            if (key == null) {
                channel.close();
            } else {
                KEPT_OPEN.put(key, channel);
            }
            throw e;
        }
    }

    private static FileChannel open(Path real) throws IOException {
        Object key = key(real);
        FileChannel kept = key == null ? null : KEPT_OPEN.get(key);
        if (kept == null) {
            return FileChannel.open(real, StandardOpenOption.READ, StandardOpenOption.WRITE);
        }
        KEPT_OPEN.remove(key);
        return kept;
    }

    private static @Nullable Object key(Path real) throws IOException {
        return Files.readAttributes(real, BasicFileAttributes.class).fileKey();
    }

    private static String readNote(FileChannel channel) throws IOException {
        ByteBuffer note = ByteBuffer.allocate(NOTE_BYTES);
        channel.read(note, 0);
        return new String(note.array(), 0, note.position(), StandardCharsets.UTF_8).strip();
    }

    /** Gives the lock back; a second call does nothing. */
    @Override
    public void close() {
        synchronized (OsLock.class) {
            if (!open) {
                return;
            }
            open = false;
            HELD.remove(file);
            try {
                channel.close();
            } catch (IOException e) {
                // The descriptor is gone either way, and the lock with it.
            }
        }
    }
}
