package io.emrops.core.files;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.emrops.DataSize;
import io.emrops.PreconditionFailedException;
import io.emrops.Target;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.zip.ZipFile;

/**
 * An archive that was read to its end and is what its manifest says.
 *
 * @param sha256 of the whole file
 */
record Archive(Path path, String sha256, long size, Manifest manifest) {
    static final JsonMapper JSON = new JsonMapper();

    private static final int LONGEST_MANIFEST = 256 << 20;

    /** It is not what it should be. The message is safe for an audit trail. */
    static final class DamagedException extends Exception {
        private static final long serialVersionUID = 1L;

        DamagedException(String message) {
            super(message);
        }
    }

    /** Reads an archive and compares it with its manifest. */
    static Archive read(Path path) throws DamagedException {
        try {
            var sha256 = hash(path);
            try (var zip = new ZipFile(path.toFile())) {
                var manifest = manifest(zip);
                compare(zip, manifest);
                return new Archive(path, sha256, Files.size(path), manifest);
            }
        } catch (IOException | RuntimeException e) {
            throw new DamagedException("The archive " + path + " cannot be read as one");
        }
    }

    /** @throws PreconditionFailedException if it is missing, damaged, or not the one that was made */
    static Archive require(FileBackup backup) {
        var path = Path.of(backup.path());
        if (!Files.isRegularFile(path)) {
            throw refused("There is no archive " + path);
        }
        try {
            var archive = read(path);
            if (!archive.sha256().equals(backup.sha256())) {
                throw refused("The archive " + path + " is not the one that was made: its SHA-256 is another");
            }
            return archive;
        } catch (DamagedException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
    }

    FileBackup toBackup() {
        return new FileBackup(
                path.toString(), sha256, new DataSize(size), manifest.files(), Instant.parse(manifest.takenAt()));
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    static String hash(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return hash(in, OutputStream.nullOutputStream());
        }
    }

    /** Copies and hashes. */
    static String hash(InputStream in, OutputStream out) throws IOException {
        var digest = digest();
        var buffer = new byte[64 << 10];
        for (var n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            digest.update(buffer, 0, n);
            out.write(buffer, 0, n);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static Manifest manifest(ZipFile zip) throws IOException, DamagedException {
        var entry = zip.getEntry(Manifest.NAME);
        if (entry == null || entry.getSize() > LONGEST_MANIFEST) {
            throw new DamagedException(zip.getName() + " has no manifest");
        }
        Manifest manifest;
        try (var in = zip.getInputStream(entry)) {
            manifest = JSON.readValue(in.readAllBytes(), Manifest.class);
        }
        if (manifest.format() != 1) {
            throw new DamagedException(
                    zip.getName() + " has format " + manifest.format() + ", which is not known here");
        }
        return manifest;
    }

    private static void compare(ZipFile zip, Manifest manifest) throws IOException, DamagedException {
        var names = new HashSet<String>();
        for (var entry : manifest.entries()) {
            requireInside(zip, manifest, entry);
            if (!names.add(entry.name())) {
                throw new DamagedException(zip.getName() + " names " + entry.name() + " twice");
            }
            if (entry.kind() == Manifest.Kind.FILE) {
                compare(zip, entry);
            }
        }
        var files = zip.stream().filter(e -> !e.getName().equals(Manifest.NAME)).count();
        if (files != manifest.files()) {
            throw new DamagedException(zip.getName() + " holds files that its manifest does not name");
        }
    }

    private static void compare(ZipFile zip, Manifest.Entry entry) throws IOException, DamagedException {
        var zipped = zip.getEntry(Manifest.FILES + entry.name());
        if (zipped == null || zipped.getSize() != entry.size()) {
            throw new DamagedException(zip.getName() + " does not hold " + entry.name() + " as it was");
        }
        try (var in = zip.getInputStream(zipped)) {
            if (!hash(in, OutputStream.nullOutputStream()).equals(entry.sha256())) {
                throw new DamagedException("In " + zip.getName() + " the file " + entry.name() + " is not what it was");
            }
        } catch (IOException e) {
            throw new DamagedException("In " + zip.getName() + " the file " + entry.name() + " cannot be read");
        }
    }

    /** A name or link that leads elsewhere would write there on restore. */
    private static void requireInside(ZipFile zip, Manifest manifest, Manifest.Entry entry) throws DamagedException {
        var name = Path.of(entry.name());
        var known = manifest.sources().stream().anyMatch(s -> name.startsWith(s.name()));
        var parent = name.getParent();
        var link = entry.kind() != Manifest.Kind.LINK
                || (parent != null && parent.resolve(entry.link()).normalize().startsWith(name.getName(0)));
        if (name.isAbsolute() || !name.normalize().equals(name) || !known || !link) {
            throw new DamagedException(zip.getName() + " holds a name or link that leads out of it");
        }
    }

    private static PreconditionFailedException refused(String why) {
        return new PreconditionFailedException(why + "; nothing was changed", null, Target.thisMachine());
    }
}
