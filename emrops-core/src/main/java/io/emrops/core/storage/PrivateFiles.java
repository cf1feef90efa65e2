package io.emrops.core.storage;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryFlag;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Makes files and directories that only their owner can read, from the moment they exist: mode 0600 and 0700 where
 * there are POSIX permissions, elsewhere an access control list with one entry that takes nothing from the directory
 * above. Nothing here is aborted by an interrupt of the calling thread; its flag stays.
 */
public final class PrivateFiles {
    private static final boolean WINDOWS = System.getProperty("os.name", "").startsWith("Windows");
    private static final FileAttribute<?> OWNER_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> OWNER_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private PrivateFiles() {}

    /**
     * Makes an empty file.
     *
     * @throws FileAlreadyExistsException if there is one
     */
    public static void createFile(Path file) throws IOException {
        Files.createFile(file, attributes(file, false));
    }

    /** Makes an empty file unless there is one already. */
    public static void ensureFile(Path file) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        try {
            createFile(file);
        } catch (FileAlreadyExistsException e) {
            // Somebody was faster, which is as good.
        }
    }

    /** Makes a directory, and those above it that are missing; leaves one that is there as it is. */
    public static void ensureDirectory(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path absolute = directory.toAbsolutePath();
        Path above = absolute.getParent();
        Files.createDirectories(absolute, attributes(absolute, true));
        if (above != null) {
            forceDirectory(above);
        }
    }

    /** Writes a new file under a name that nobody looks for, and forces it; the caller renames or deletes it. */
    public static Path writeTemporary(Path directory, byte[] content) throws IOException {
        Path temporary = directory.resolve(".tmp-" + Drawn.uuid());
        createFile(temporary);
        // A stream rather than a channel: an interrupt closes a channel in the middle of a write.
        try (FileOutputStream out = new FileOutputStream(temporary.toFile())) {
            out.write(content);
            out.getFD().sync();
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
        return temporary;
    }

    /** Puts a file in place in one step: after a crash there is the old one or the new one, whole. */
    public static void replace(Path file, byte[] content) throws IOException {
        Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file is in a directory");
        Path temporary = writeTemporary(directory, content);
        try {
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
        forceDirectory(directory);
    }

    /**
     * Makes creations, renames and deletions in a directory durable. Does nothing on Windows, where a directory cannot
     * be opened for this and NTFS journals such changes itself.
     */
    public static void forceDirectory(Path directory) throws IOException {
        if (WINDOWS) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                    channel.force(true);
                    return;
                } catch (ClosedByInterruptException e) {
                    interrupted = true;
                    Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static FileAttribute<?>[] attributes(Path path, boolean directory) throws IOException {
        Set<String> views = path.getFileSystem().supportedFileAttributeViews();
        if (views.contains("posix")) {
            return new FileAttribute<?>[] {directory ? OWNER_DIRECTORY : OWNER_FILE};
        }
        return views.contains("acl") ? new FileAttribute<?>[] {ownerOnly(path, directory)} : new FileAttribute<?>[0];
    }

    private static FileAttribute<List<AclEntry>> ownerOnly(Path path, boolean directory) throws IOException {
        UserPrincipal owner = path.getFileSystem()
                .getUserPrincipalLookupService()
                .lookupPrincipalByName(System.getProperty("user.name"));
        AclEntry.Builder entry = AclEntry.newBuilder()
                .setType(AclEntryType.ALLOW)
                .setPrincipal(owner)
                .setPermissions(EnumSet.allOf(AclEntryPermission.class));
        if (directory) {
            entry.setFlags(AclEntryFlag.FILE_INHERIT, AclEntryFlag.DIRECTORY_INHERIT);
        }
        List<AclEntry> list = List.of(entry.build());
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
}
