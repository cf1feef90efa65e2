package io.emrops.iis.release;

import static io.emrops.iis.release.PackageContent.refused;

import io.emrops.PreconditionFailedException;
import io.emrops.iis.WebConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A release as it is sent to a Windows host: the files of a folder or a zip, with the edits of its {@code web.config}. Folders without
 * files are not part of it. It is read twice, when it is made and when it is sent, and never held in memory as a whole.
 */
public final class ReleasePackage {
    /** A package has at most this many files. */
    public static final int MOST_FILES = 100_000;

    /** The files of a package have at most this many bytes together, 4 GiB. Those of a zip also at most 200 times as many as the zip and 64 MiB. */
    public static final long MOST_BYTES = 4L << 30;

    private static final String WEB_CONFIG = "web.config";
    private static final int LARGEST_WEB_CONFIG = 4 << 20;
    private static final int LARGEST_MANIFEST = 16 << 20;
    /** A zone of this machine would change the bytes of what lies before the end of January 1980. */
    private static final LocalDateTime ALWAYS = LocalDateTime.of(1980, 2, 1, 0, 0);

    private final Path source;
    private final Manifest manifest;
    private final byte[] manifestText;
    private final String digest;
    private final String editedPath;
    private final byte[] edited;
    private final List<String> edits;

    private ReleasePackage(Path source, Reading reading) {
        this.source = source;
        this.manifest = new Manifest(reading.files);
        this.manifestText = manifest.text();
        this.digest = HexFormat.of().formatHex(sha256().digest(manifestText));
        this.editedPath = reading.editedPath;
        this.edited = reading.edited;
        this.edits = reading.edits;
    }

    /**
     * Reads a package. A link in a folder is what it leads to, within that folder. A link in a zip is a file that has the name of its end.
     *
     * @param directoryOrZip on this machine
     * @throws PreconditionFailedException if there is no such package; if it is empty, larger than a package may be, or damaged; if it
     *     has a name that Windows cannot have, names that differ by case alone, or entries or links that lead out of it; if it has no
     *     {@code web.config} that could be edited. Nothing was sent
     * @throws UncheckedIOException if it cannot be read
     */
    public static ReleasePackage of(Path directoryOrZip, WebConfig edits) {
        Objects.requireNonNull(edits, "edits");
        try (var content = PackageContent.of(directoryOrZip)) {
            var reading = new Reading(directoryOrZip, content);
            reading.read(edits);
            var pack = new ReleasePackage(directoryOrZip, reading);
            if (pack.manifestText.length > LARGEST_MANIFEST) {
                throw refused(directoryOrZip, "its list of files", "is longer than 16 MiB");
            }
            return pack;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One look at all files. */
    private static final class Reading {
        private final Path source;
        private final PackageContent content;
        private final List<ReleaseFile> files = new ArrayList<>();
        private String editedPath = "";
        private byte[] edited = new byte[0];
        private List<String> edits = List.of();
        private long room;

        Reading(Path source, PackageContent content) {
            this.source = source;
            this.content = content;
            this.room = content.mostBytes();
        }

        void read(WebConfig wanted) throws IOException {
            var paths = content.paths();
            if (paths.isEmpty()) {
                throw refused(source, "it", "has no files");
            }
            requireNames(paths);
            if (!wanted.isEmpty()) {
                edit(paths, wanted);
            }
            for (var path : paths) {
                try (var in = open(path)) {
                    files.add(measured(path, in));
                }
            }
        }

        private void requireNames(Iterable<String> paths) {
            var clashes = new WindowsNames.Clashes();
            for (var path : paths) {
                WindowsNames.fault(path).ifPresent(why -> {
                    throw refused(source, path, why);
                });
                clashes.add(path).ifPresent(other -> {
                    throw refused(source, path, "cannot be beside " + other + " on Windows");
                });
            }
        }

        private void edit(Iterable<String> paths, WebConfig wanted) throws IOException {
            for (var path : paths) {
                if (path.equalsIgnoreCase(WEB_CONFIG)) {
                    editedPath = path;
                }
            }
            if (editedPath.isEmpty()) {
                throw refused(source, "it", "has no web.config that could be edited");
            }
            byte[] before;
            try (var in = content.open(editedPath)) {
                before = in.readNBytes(LARGEST_WEB_CONFIG + 1);
            }
            if (before.length > LARGEST_WEB_CONFIG) {
                throw refused(source, editedPath, "is larger than 4 MiB");
            }
            try {
                edits = wanted.preview(before);
                edited = wanted.apply(before);
            } catch (PreconditionFailedException e) {
                throw new PreconditionFailedException("The package " + source + " is refused: " + e.getMessage(), e);
            }
        }

        private InputStream open(String path) throws IOException {
            return path.equals(editedPath) ? new ByteArrayInputStream(edited) : content.open(path);
        }

        private ReleaseFile measured(String path, InputStream in) throws IOException {
            var counted = new Counted(in);
            var buffer = new byte[64 << 10];
            var length = 0L;
            for (var read = counted.read(buffer); read >= 0; read = counted.read(buffer)) {
                length += read;
                room -= read;
                if (room < 0) {
                    throw refused(source, path, "is where it has more bytes than a package may");
                }
            }
            return new ReleaseFile(path, length, counted.sha256());
        }
    }

    private static final class Counted extends DigestInputStream {
        Counted(InputStream in) {
            super(in, ReleasePackage.sha256());
        }

        String sha256() {
            return HexFormat.of().formatHex(getMessageDigest().digest());
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The SHA-256 of its manifest, in lower-case hexadecimal: the same for the same files, wherever they came from. The manifest is UTF-8
     * without a byte order mark, each line ended by a line feed: {@code emrops-release 1 <files> <bytes>}, then for each file
     * {@code <sha256> <length> <path>} with slashes, sorted by the UTF-16 units of the paths.
     */
    public String digest() {
        return digest;
    }

    /** All files after the edits, sorted by path. */
    public List<ReleaseFile> files() {
        return manifest.files();
    }

    /** How many bytes its files have together. */
    public long bytes() {
        return manifest.bytes();
    }

    /** What the edits change in {@code web.config}, in lines without old values; empty if nothing. */
    public List<String> edits() {
        return edits;
    }

    Manifest manifest() {
        return manifest;
    }

    byte[] manifestText() {
        return manifestText.clone();
    }

    /**
     * Writes it as a zip, in place of what is there: sorted, all entries of one time, so that the same files give the same bytes on the
     * same JVM.
     *
     * @throws PreconditionFailedException if a file is another one than when the package was read; no zip is left
     * @throws UncheckedIOException if the package cannot be read or the zip not be written; no zip is left
     */
    public void writeZip(Path zip) {
        try (var content = PackageContent.of(source)) {
            try (var out = Files.newOutputStream(zip)) {
                write(content, out);
            } catch (IOException | RuntimeException e) {
                Files.deleteIfExists(zip);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(PackageContent content, OutputStream out) throws IOException {
        if (content.paths().size() != files().size()) {
            throw refused(source, "it", "has other files than when it was read");
        }
        try (var packed = new ZipOutputStream(out)) {
            for (var file : files()) {
                var entry = new ZipEntry(file.path());
                entry.setTimeLocal(ALWAYS);
                packed.putNextEntry(entry);
                copy(content, file, packed);
                packed.closeEntry();
            }
        }
    }

    private void copy(PackageContent content, ReleaseFile file, OutputStream out) throws IOException {
        if (file.path().equals(editedPath)) {
            out.write(edited);
            return;
        }
        if (!content.paths().contains(file.path())) {
            throw refused(source, file.path(), "is gone since it was read");
        }
        try (var in = new Counted(content.open(file.path()))) {
            in.transferTo(out);
            if (!in.sha256().equals(file.sha256())) {
                throw refused(source, file.path(), "has changed since it was read");
            }
        }
    }

    /** Where it lies, and its digest. */
    @Override
    public String toString() {
        return source + " (" + digest + ")";
    }
}
