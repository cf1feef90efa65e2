package io.emrops.core.lock;

import io.emrops.StoreException;
import io.emrops.StoreException.Problem;
import io.emrops.core.storage.Drawn;
import io.emrops.core.storage.OsLock;
import io.emrops.core.storage.PrivateFiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A directory of locks as this JVM sees it: one at a time may change it, over all processes of the machine, and this
 * process shows that it lives. One object per directory and JVM, because a second descriptor of a locked file would
 * give the OS lock away.
 */
final class LockDirectory {
    private static final Map<Path, LockDirectory> OPEN = new HashMap<>();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(1);
    private static final String ALIVE = "alive-";

    /** Something to do while nobody else changes the directory. */
    @FunctionalInterface
    interface Change<T> {
        T make() throws IOException;
    }

    private final Path path;
    private final ReentrantLock here = new ReentrantLock();
    private @Nullable OsLock sign;
    private String alive = "";

    private LockDirectory(Path path) {
        this.path = path;
    }

    static LockDirectory of(Path canonical) {
        synchronized (OPEN) {
            return OPEN.computeIfAbsent(canonical, LockDirectory::new);
        }
    }

    Path path() {
        return path;
    }

    /** Does something while neither another thread nor another process changes the directory. */
    <T> T exclusively(Change<T> change) {
        here.lock();
        try {
            OsLock mutex = mutex();
            try {
                return change.make();
            } finally {
                mutex.close();
            }
        } catch (IOException e) {
            throw new StoreException(Problem.FAILED, "The locks in " + path + " could not be read or written", e);
        } finally {
            here.unlock();
        }
    }

    private OsLock mutex() throws IOException {
        Path file = path.resolve("mutex");
        PrivateFiles.ensureFile(file);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            // Not the blocking call, which an interrupt would end.
            OsLock.Attempt attempt = OsLock.tryLock(file, "");
            if (attempt.lock().isPresent()) {
                return attempt.lock().get();
            }
            if (System.nanoTime() - deadline > 0) {
                throw new StoreException(
                        Problem.IN_USE, path + " has been held by " + attempt.owner() + " for " + PATIENCE);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** The file that shows that this process lives; made when it is first needed. Inside of a change only. */
    String alive() throws IOException {
        if (sign == null || !Files.exists(path.resolve(alive))) {
            String name = ALIVE + ProcessHandle.current().pid() + "-" + Drawn.uuid();
            Path file = path.resolve(name);
            PrivateFiles.createFile(file);
            sign = OsLock.tryLock(file, "")
                    .lock()
                    .orElseThrow(() -> new StoreException(Problem.FAILED, file + " was locked by somebody else"));
            alive = name;
        }
        return alive;
    }

    boolean lives(String alive) throws IOException {
        // What a lock file says is not taken as a path to somewhere else.
        return alive.startsWith(ALIVE)
                && !alive.contains("/")
                && !alive.contains("\\")
                && OsLock.isHeld(path.resolve(alive));
    }

    /** Removes what processes that are gone left behind and no lock speaks of. Inside of a change only. */
    void tidy(Set<String> spokenOf) throws IOException {
        Set<Path> left = new HashSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                // Temporary files live within a change only.
                if (name.startsWith(".tmp-") || name.startsWith(ALIVE) && !spokenOf.contains(name) && !lives(name)) {
                    left.add(file);
                }
            }
        }
        for (Path file : left) {
            Files.deleteIfExists(file);
        }
    }
}
