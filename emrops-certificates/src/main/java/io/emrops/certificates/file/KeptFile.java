package io.emrops.certificates.file;

import io.emrops.spi.file.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A file that a service reads, and what takes its place: at once as a whole, of the same owner and group, and with the same permissions. Those of one with a key are
 * never wider than its owner's own, reading and writing. Where the path is a link, the file that it leads to is replaced.
 *
 * @param secret whether there is a key in it
 */
record KeptFile(Path path, boolean secret) {
    private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> READABLE = PosixFilePermissions.fromString("rw-r--r--");

    /** What it holds; empty if it is not there. */
    Optional<byte[]> content() throws IOException {
        try {
            return Optional.of(Files.readAllBytes(path));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    void replace(byte[] content) throws IOException {
        replace(content, "");
    }

    /** @param permissions that were there before and are again, as {@link #permissions} told them; empty for those that are there now, cut if there is a key in it */
    void replace(byte[] content, String permissions) throws IOException {
        var file = file();
        try (var next = PrivateFile.replace(file)) {
            next.out().write(content);
            likeBefore(next.part(), file);
            if (!permissions.isEmpty()) {
                Files.setPosixFilePermissions(next.part(), PosixFilePermissions.fromString(permissions));
            }
            next.finish();
        }
    }

    /** Such as {@code rw-r-----}; empty if it is not there, or has none of this kind. */
    String permissions() throws IOException {
        var file = file();
        var posix = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        return posix == null || Files.notExists(file)
                ? ""
                : PosixFilePermissions.toString(posix.readAttributes().permissions());
    }

    /** Who can read the key now and will not be able to afterwards; empty if nobody. */
    Optional<String> losing() throws IOException {
        var now = permissions();
        if (!secret || now.isEmpty() || OWNERS.containsAll(PosixFilePermissions.fromString(now))) {
            return Optional.empty();
        }
        var group = Files.getFileAttributeView(file(), PosixFileAttributeView.class)
                .readAttributes()
                .group();
        return Optional.of(path + " has the permissions " + now + " and the group " + group.getName()
                + "; with the new key its owner alone may read it");
    }

    /** The file itself, behind links. */
    Path file() throws IOException {
        return Files.exists(path) ? path.toRealPath() : path.toAbsolutePath().normalize();
    }

    void remove() throws IOException {
        Files.deleteIfExists(file());
    }

    /** The owner first: permissions are narrowed for the one who is to have them. */
    private void likeBefore(Path next, Path before) throws IOException {
        var posix = Files.getFileAttributeView(next, PosixFileAttributeView.class);
        if (posix == null) {
            likeBeforeOnWindows(next, before);
            return;
        }
        if (Files.notExists(before)) {
            posix.setPermissions(secret ? OWNERS : READABLE);
            return;
        }
        var old =
                Files.getFileAttributeView(before, PosixFileAttributeView.class).readAttributes();
        var now = posix.readAttributes();
        if (!now.group().equals(old.group())) {
            posix.setGroup(old.group());
        }
        if (!now.owner().equals(old.owner())) {
            posix.setOwner(old.owner());
        }
        var permissions = EnumSet.noneOf(PosixFilePermission.class);
        permissions.addAll(old.permissions());
        if (secret) {
            permissions.retainAll(OWNERS);
        }
        posix.setPermissions(permissions);
    }

    private static void likeBeforeOnWindows(Path next, Path before) throws IOException {
        var access = Files.getFileAttributeView(next, AclFileAttributeView.class);
        if (access != null && Files.exists(before)) {
            var old = Files.getFileAttributeView(before, AclFileAttributeView.class);
            access.setAcl(old.getAcl());
            access.setOwner(old.getOwner());
        }
    }

    /** Why this process could not replace it; empty if nothing is known that speaks against it. */
    Optional<String> refusal() throws IOException {
        var file = file();
        var folder = file.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return Optional.of("the folder of " + path + " is not there");
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            return Optional.of(path + " is no file");
        }
        if (!Files.isWritable(folder)) {
            return Optional.of("this process may not write into the folder of " + path);
        }
        return Files.exists(file) && !mayKeepOwner(file)
                ? Optional.of(path + " belongs to another user, and only root can keep it that way")
                : Optional.empty();
    }

    private static boolean mayKeepOwner(Path file) throws IOException {
        var posix = Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        var user = System.getProperty("user.name", "");
        return posix == null
                || user.equals("root")
                || posix.getOwner().getName().equals(user);
    }
}
