package io.emrops.spi.file;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A file that comes to be, which only its owner can read from the moment it exists. Until it is finished it has a name of its own, which no
 * other writer has: {@code .name.<random>.part}. What a process that died has left under such a name is removed when the same file is
 * begun again; what another writer is at work on is not. Belongs to one thread.
 */
public final class PrivateFile implements AutoCloseable {
    private static final boolean WINDOWS = System.getProperty("os.name", "").startsWith("Windows");
    private static final String PART = ".part";
    /** Closing any channel of a file would release this process's lock on it, so those of this process are not even opened. */
    private static final Set<Path> AT_WORK = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final Path part;
    private final boolean replaces;
    private final FileOutputStream out;
    private boolean named;
    private boolean closed;

    private PrivateFile(Path file, Path part, boolean replaces) throws IOException {
        this.file = file;
        this.part = part;
        this.replaces = replaces;
        // A stream rather than a channel: an interrupt closes a channel in the middle of a write.
        out = new FileOutputStream(part.toFile());
    }

    /**
     * Begins a file that is not there, in a directory that is made if it is missing.
     *
     * @throws FileAlreadyExistsException if it is there; {@link #finish} throws it too, if somebody has made it meanwhile
     */
    public static PrivateFile create(Path path) throws IOException {
        var file = path.toAbsolutePath().normalize();
        if (Files.exists(file)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        return begin(file, false);
    }

    /** Begins a file that takes the place of one that is there when it is finished. */
    public static PrivateFile replace(Path path) throws IOException {
        return begin(path.toAbsolutePath().normalize(), true);
    }

    private static PrivateFile begin(Path file, boolean replaces) throws IOException {
        ensureDirectory(directoryOf(file));
        removeAbandoned(file);
        var part = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + PART);
        AT_WORK.add(part);
        try {
            Files.createFile(part, attributes(part, "rw-------"));
            var begun = new PrivateFile(file, part, replaces);
            begun.mark();
            return begun;
        } catch (IOException e) {
            AT_WORK.remove(part);
            throw e;
        }
    }

    private static Path directoryOf(Path file) {
        return Objects.requireNonNull(file.getParent(), "a file is in a directory");
    }

    /** So that other processes see that somebody is at work. Where there are no locks, nothing is removed either. */
    private void mark() {
        try {
            out.getChannel().tryLock();
        } catch (IOException e) {
            // As above.
        }
    }

    private static void removeAbandoned(Path file) throws IOException {
        List<Path> parts;
        try (var siblings = Files.list(directoryOf(file))) {
            parts = siblings.filter(each -> isPart(each, file)).toList();
        }
        for (var each : parts) {
            if (!AT_WORK.contains(each) && isAbandoned(each)) {
                Files.deleteIfExists(each);
            }
        }
    }

    /** Whether this is what a writer of a file has not finished. */
    public static boolean isPart(Path path, Path file) {
        var name = path.getFileName().toString();
        return name.startsWith("." + file.getFileName() + ".") && name.endsWith(PART);
    }

    private static boolean isAbandoned(Path part) {
        try (var channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            return channel.tryLock() != null;
        } catch (IOException | OverlappingFileLockException e) {
            return false;
        }
    }

    /** Where it will be; absolute. */
    public Path file() {
        return file;
    }

    /** Where it is until then. */
    public Path part() {
        return part;
    }

    /** Where its bytes go. */
    public OutputStream out() {
        return out;
    }

    /**
     * Gives the file its name, when all of it is safe on the disk.
     *
     * @throws FileAlreadyExistsException if there is one by now, and this is to replace none; that one is as it was
     * @throws IOException if that fails; {@link #isNamed} tells whether the file is there all the same
     */
    public void finish() throws IOException {
        out.getFD().sync();
        out.close();
        name();
        named = true;
        closed = true;
        AT_WORK.remove(part);
        forceDirectory(directoryOf(file));
    }

    /** Whether the file has its name, with all that was written. */
    public boolean isNamed() {
        return named;
    }

    private void name() throws IOException {
        if (replaces) {
            try {
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            }
            return;
        }
        // A link is refused if there is such a file; an atomic move would replace it.
        try {
            Files.createLink(file, part);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (FileSystemException | UnsupportedOperationException e) {
            Files.move(part, file);
            return;
        }
        named = true;
        Files.delete(part);
    }

    /**
     * Gives up what is not finished; does nothing otherwise.
     *
     * @throws IOException if what was written could not be removed: it is in {@link #part}
     */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            out.close();
            Files.deleteIfExists(part);
        } finally {
            AT_WORK.remove(part);
        }
    }

    /** Leaves one that is there as it is. */
    public static void ensureDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            try {
                Files.createDirectories(directory, attributes(directory, "rwx------"));
            } catch (FileAlreadyExistsException e) {
                throw new NotDirectoryException(directory.toString());
            }
        }
    }

    private static FileAttribute<?>[] attributes(Path path, String permissions) throws IOException {
        var views = path.getFileSystem().supportedFileAttributeViews();
        if (views.contains("posix")) {
            return new FileAttribute<?>[] {
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
            };
        }
        return views.contains("acl") ? new FileAttribute<?>[] {ownerOnly(path)} : new FileAttribute<?>[0];
    }

    private static FileAttribute<List<AclEntry>> ownerOnly(Path path) throws IOException {
        var owner = path.getFileSystem()
                .getUserPrincipalLookupService()
                .lookupPrincipalByName(System.getProperty("user.name"));
        var list = List.of(AclEntry.newBuilder()
                .setType(AclEntryType.ALLOW)
                .setPrincipal(owner)
                .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                .build());
        return new FileAttribute<>() {
            @Override
            public String name() {
                return "acl:acl";
            }

            @Override
            public List<AclEntry> value() {
                return list;
            }
        };
    }

    /** Makes a rename durable, where a directory can be opened for that. An interrupt waits. */
    private static void forceDirectory(Path directory) throws IOException {
        if (WINDOWS) {
            return;
        }
        var interrupted = Thread.interrupted();
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (ClosedByInterruptException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
