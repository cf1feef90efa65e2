package io.emrops.testkit;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A file of {@link Tables} that several fakes share, in this process and in others. */
final class KeptFile {
    /** Closing any channel of a file frees the process's lock on it, so a process opens each file once at a time. */
    private static final Map<Path, ReentrantLock> IN_THIS_PROCESS = new ConcurrentHashMap<>();

    private final Path file;
    private final ReentrantLock lock;

    KeptFile(Path file) {
        this.file = file.toAbsolutePath().normalize();
        this.lock = IN_THIS_PROCESS.computeIfAbsent(this.file, f -> new ReentrantLock());
    }

    /** Works on what the file holds, and stores what came of it, even if the work fails half-way. */
    <T> T update(Consumer<Tables> restore, Supplier<Tables> save, Supplier<T> work) {
        lock.lock();
        var interrupted = Thread.interrupted();
        try (var sidecar = new RandomAccessFile(
                        file.resolveSibling(file.getFileName() + ".lock").toFile(), "rw");
                var locked = lock(sidecar.getChannel())) {
            interrupted |= locked.interrupted();
            var before = Files.exists(file) ? Optional.of(Tables.read(file)) : Optional.<Tables>empty();
            before.ifPresent(restore);
            try {
                return work.get();
            } finally {
                var after = save.get();
                if (!before.equals(Optional.of(after))) {
                    after.write(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The fake cannot keep its state in " + file, e);
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** An engine interrupts the bodies of its steps; the fake finishes what it is at, as a real target would. */
    private static Locked lock(FileChannel channel) throws IOException {
        var interrupted = false;
        while (true) {
            try {
                return new Locked(channel.lock(), interrupted);
            } catch (FileLockInterruptionException e) {
                interrupted |= Thread.interrupted();
            }
        }
    }

    private record Locked(java.nio.channels.FileLock lock, boolean interrupted) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            lock.release();
        }
    }
}
