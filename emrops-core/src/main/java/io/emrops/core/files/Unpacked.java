package io.emrops.core.files;

import io.emrops.core.storage.PrivateFiles;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The content of an archive as files. */
final class Unpacked {
    private static final Logger LOG = LoggerFactory.getLogger(Unpacked.class);

    private Unpacked() {}

    /** Writes what belongs to a source to this place, where nothing is. */
    static void write(Archive archive, Manifest.Source source, Path place) throws IOException, InterruptedException {
        var entries = archive.manifest().entriesOf(source);
        try (var zip = new ZipFile(archive.path().toFile())) {
            for (var entry : entries) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("Interrupted between two files; nothing was changed");
                }
                var path = path(source, entry, place);
                if (entry.kind() == Manifest.Kind.DIRECTORY) {
                    PrivateFiles.ensureDirectory(path);
                } else if (entry.kind() == Manifest.Kind.FILE) {
                    write(zip, entry, path);
                }
            }
        }
        // Links last, so that nothing is written through one; then permissions from the inside out, as a directory
        // may forbid to write into it.
        for (var entry : entries) {
            if (entry.kind() == Manifest.Kind.LINK) {
                Files.createSymbolicLink(path(source, entry, place), Path.of(entry.link()));
            }
        }
        for (var i = entries.size() - 1; i >= 0; i--) {
            if (entries.get(i).kind() != Manifest.Kind.LINK) {
                dress(entries.get(i), path(source, entries.get(i), place));
            }
        }
    }

    /** Whether this place holds exactly what the archive holds of a source; permissions and times may differ. */
    static boolean isThere(Manifest manifest, Manifest.Source source, Path place) throws IOException {
        if (!FileRestore.exists(place)) {
            return false;
        }
        var expected = new HashMap<String, Manifest.Entry>();
        manifest.entriesOf(source).forEach(e -> expected.put(e.name(), e));
        try (var paths = Files.walk(place)) {
            for (var path : (Iterable<Path>) paths::iterator) {
                var relative = place.relativize(path)
                        .toString()
                        .replace(path.getFileSystem().getSeparator(), "/");
                var entry = expected.remove(source.name() + (relative.isEmpty() ? "" : "/" + relative));
                if (entry == null || !isThere(entry, path)) {
                    return false;
                }
            }
        }
        return expected.isEmpty();
    }

    /** Deletes what is there, whatever it is; follows no links. */
    static void delete(Path place) throws IOException {
        if (!FileRestore.exists(place)) {
            return;
        }
        Files.walkFileTree(place, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) throws IOException {
                // A directory that was backed up as read-only would keep its files.
                var posix = Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
                if (posix != null && !Files.isWritable(path)) {
                    posix.setPermissions(PosixFilePermissions.fromString("rwx------"));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
                Files.delete(path);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path path, @Nullable IOException e) throws IOException {
                if (e != null) {
                    throw e;
                }
                Files.delete(path);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    static void deleteQuietly(Path place) {
        try {
            delete(place);
        } catch (IOException e) {
            LOG.warn("What was unpacked to {} could not be removed", place, e);
        }
    }

    private static boolean isThere(Manifest.Entry entry, Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            return entry.kind() == Manifest.Kind.LINK
                    && Files.readSymbolicLink(path).equals(Path.of(entry.link()));
        }
        if (Files.isDirectory(path)) {
            return entry.kind() == Manifest.Kind.DIRECTORY;
        }
        return entry.kind() == Manifest.Kind.FILE
                && Files.size(path) == entry.size()
                && Archive.hash(path).equals(entry.sha256());
    }

    private static Path path(Manifest.Source source, Manifest.Entry entry, Path place) {
        return entry.name().equals(source.name())
                ? place
                : place.resolve(entry.name().substring(source.name().length() + 1));
    }

    private static void write(ZipFile zip, Manifest.Entry entry, Path path) throws IOException {
        PrivateFiles.createFile(path);
        try (var in = zip.getInputStream(zip.getEntry(Manifest.FILES + entry.name()));
                var out = new FileOutputStream(path.toFile())) {
            if (!Archive.hash(in, out).equals(entry.sha256())) {
                throw new IOException("The archive was changed while it was read");
            }
            out.getFD().sync();
        }
    }

    private static void dress(Manifest.Entry entry, Path path) throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(Instant.parse(entry.modified())));
        var posix = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (posix != null && !entry.mode().isEmpty()) {
            posix.setPermissions(PosixFilePermissions.fromString(entry.mode()));
        }
    }
}
