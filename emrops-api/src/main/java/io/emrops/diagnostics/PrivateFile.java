package io.emrops.diagnostics;

import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;

/** A new file that only its owner can read, from the moment it exists, and the hash of what is written to it. */
final class PrivateFile implements Closeable {
    private static final int NAMES = 100;

    private final Path path;
    private final FileOutputStream out;
    private final MessageDigest digest;
    private long bytes;

    private PrivateFile(Path path) throws IOException {
        this.path = path;
        this.out = new FileOutputStream(path.toFile());
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** Under this name, or with a number behind it if it is taken. */
    static PrivateFile create(Path directory, String name, String ending) throws IOException {
        for (var i = 1; i < NAMES; i++) {
            var path =
                    directory.resolve(name + (i == 1 ? "" : "-" + i) + ending).toAbsolutePath();
            try {
                Files.createFile(path, ownerOnly(path));
                return new PrivateFile(path);
            } catch (FileAlreadyExistsException e) {
                // The next name may be free.
            }
        }
        throw new FileAlreadyExistsException(directory.resolve(name).toString());
    }

    void write(String text) throws IOException {
        var content = text.getBytes(StandardCharsets.UTF_8);
        out.write(content);
        digest.update(content);
        bytes += content.length;
    }

    /** Forces it. */
    ReportFile finish(int queries) throws IOException {
        out.getFD().sync();
        out.close();
        return new ReportFile(path.toString(), queries, bytes, HexFormat.of().formatHex(digest.digest()));
    }

    private static FileAttribute<?>[] ownerOnly(Path path) throws IOException {
        var views = path.getFileSystem().supportedFileAttributeViews();
        if (views.contains("posix")) {
            return new FileAttribute<?>[] {
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            };
        }
        return views.contains("acl") ? new FileAttribute<?>[] {accessList(path)} : new FileAttribute<?>[0];
    }

    private static FileAttribute<List<AclEntry>> accessList(Path path) throws IOException {
        var owner = path.getFileSystem()
                .getUserPrincipalLookupService()
                .lookupPrincipalByName(System.getProperty("user.name"));
        var entries = List.of(AclEntry.newBuilder()
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
                return entries;
            }
        };
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
