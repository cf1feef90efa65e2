package io.emrops.core.lock;

import io.emrops.StoreException;
import io.emrops.StoreException.Problem;
import io.emrops.core.storage.PrivateFiles;
import io.emrops.core.storage.SafeDirectory;
import io.emrops.core.storage.SafeDirectory.MountType;
import io.emrops.core.storage.ThisProcess;
import io.emrops.spi.Leases;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The locks of one machine, as files in a directory that all processes of the machine share. A lock is taken while its
 * file is there; the file appears in one step, with all that it says, and outlives the process. Whether that process
 * still lives is shown by an OS lock, and changes nothing about who holds the lock.
 *
 * <p>The directory is made with access for its owner only, so the processes run as the same user.
 */
public final class FileLeases implements Leases {
    private static final Logger log = LoggerFactory.getLogger(FileLeases.class);
    private static final String UNKNOWN = "unknown";

    private final LockDirectory directory;
    private final String process = ThisProcess.description();

    private FileLeases(LockDirectory directory) {
        this.directory = directory;
    }

    /**
     * Opens a directory of locks, and makes it if it is missing.
     *
     * @param directory local to the machine
     * @throws StoreException {@code NOT_WRITABLE} if it is no place for locks
     */
    public static FileLeases open(Path directory) {
        return open(directory, MountType.OF_THE_SYSTEM);
    }

    static FileLeases open(Path directory, MountType mounts) {
        FileLeases leases = new FileLeases(LockDirectory.of(SafeDirectory.ensure(directory, mounts)));
        leases.directory.exclusively(() -> {
            Set<String> spokenOf = new HashSet<>();
            boolean all = true;
            for (Path file : leases.files()) {
                try {
                    LockFile.read(file).ifPresent(lock -> spokenOf.add(lock.alive()));
                } catch (StoreException e) {
                    all = false;
                    log.warn("{}", e.getMessage());
                }
            }
            if (all) {
                leases.directory.tidy(spokenOf);
            }
            return all;
        });
        return leases;
    }

    @Override
    public String name() {
        return directory.path().toString();
    }

    @Override
    public Acquisition acquire(SortedSet<String> names, Holder holder) {
        names.forEach(FileLeases::requireName);
        return directory.exclusively(() -> {
            for (String name : names) {
                Optional<LockFile> there = LockFile.read(file(name));
                if (there.isPresent() && !there.get().holder().runId().equals(holder.runId())) {
                    return new Acquisition.Refused(held(there.get()));
                }
            }
            return take(names, holder);
        });
    }

    private Acquisition take(SortedSet<String> names, Holder holder) throws IOException {
        List<Path> taken = new ArrayList<>();
        try {
            for (String name : names) {
                Path file = file(name);
                Optional<LockFile> own = LockFile.read(file);
                Instant since = own.map(lock -> lock.holder().since()).orElse(holder.since());
                Holder entry = new Holder(holder.runId(), holder.runbookId(), holder.stepPath(), since);
                byte[] content = new LockFile(name, entry, process, directory.alive()).encoded();
                if (own.isPresent()) {
                    PrivateFiles.replace(file, content);
                } else {
                    create(file, content);
                    taken.add(file);
                }
            }
            PrivateFiles.forceDirectory(directory.path());
            return new Acquisition.Granted();
        } catch (IOException | RuntimeException e) {
            for (Path file : taken) {
                Files.deleteIfExists(file);
            }
            throw e;
        }
    }

    /** Puts a lock file in place, whole and only if there is none: a link says so by itself, whoever else is at work. */
    private void create(Path file, byte[] content) throws IOException {
        Path temporary = PrivateFiles.writeTemporary(directory.path(), content);
        try {
            Files.createLink(file, temporary);
        } catch (UnsupportedOperationException e) {
            if (Files.exists(file)) {
                throw new FileAlreadyExistsException(file.toString());
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    @Override
    public void release(SortedSet<String> names, String runId) {
        directory.exclusively(() -> {
            boolean released = false;
            for (String name : names) {
                Optional<LockFile> there = LockFile.read(file(name));
                if (there.isPresent() && there.get().holder().runId().equals(runId)) {
                    released |= Files.deleteIfExists(file(name));
                }
            }
            if (released) {
                PrivateFiles.forceDirectory(directory.path());
            }
            return released;
        });
    }

    /**
     * Takes a lock away from the run that holds it. A last resort for a run that will be neither resumed nor undone: if
     * its process still lives, it does not learn of it. The caller journals who did this and why.
     *
     * @param lock its name
     * @param reason for the log; not blank, and without patient data
     * @return what was released; empty if nobody held the lock. A lock whose file is damaged is released too, and then the
     *     fields of its holder are {@code unknown}.
     */
    public Optional<Held> releaseByForce(String lock, String reason) {
        requireName(lock);
        if (reason.isBlank()) {
            throw new IllegalArgumentException("A lock is released by force for a reason only");
        }
        return directory.exclusively(() -> {
            Optional<Held> released;
            try {
                Optional<LockFile> there = LockFile.read(file(lock));
                released = there.isPresent() ? Optional.of(held(there.get())) : Optional.empty();
            } catch (StoreException e) {
                if (e.problem() != Problem.CORRUPT) {
                    throw e;
                }
                Holder nobody = new Holder(UNKNOWN, UNKNOWN, UNKNOWN, Instant.EPOCH);
                released = Optional.of(new Held(lock, nobody, UNKNOWN, false));
            }
            if (Files.deleteIfExists(file(lock))) {
                PrivateFiles.forceDirectory(directory.path());
                log.warn("The lock {} was released by force: {}. It was {}", lock, reason, released);
            }
            return released;
        });
    }

    @Override
    public Optional<Held> holder(String name) {
        requireName(name);
        try {
            Optional<LockFile> there = LockFile.read(file(name));
            return there.isPresent() ? Optional.of(held(there.get())) : Optional.empty();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public List<Held> held() {
        List<Held> all = new ArrayList<>();
        try {
            for (Path file : files()) {
                Optional<LockFile> there = LockFile.read(file);
                if (there.isPresent()) {
                    all.add(held(there.get()));
                }
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
        all.sort(Comparator.comparing(Held::lock));
        return List.copyOf(all);
    }

    private StoreException unreadable(IOException e) {
        return new StoreException(Problem.FAILED, "The locks in " + name() + " could not be read", e);
    }

    private Held held(LockFile lock) throws IOException {
        return new Held(lock.lock(), lock.holder(), lock.process(), directory.lives(lock.alive()));
    }

    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all =
                Files.newDirectoryStream(directory.path(), LockFile.PREFIX + "*" + LockFile.SUFFIX)) {
            all.forEach(files::add);
        }
        return files;
    }

    private Path file(String lock) {
        return directory.path().resolve(LockFile.fileName(lock));
    }

    private static void requireName(String lock) {
        if (lock.isBlank()) {
            throw new IllegalArgumentException("The name of a lock must not be blank");
        }
    }
}
