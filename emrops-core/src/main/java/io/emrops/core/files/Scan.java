package io.emrops.core.files;

import io.emrops.PreconditionFailedException;
import io.emrops.Target;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is to be copied, as it is now. Refuses what a backup could not hold. */
final class Scan {
    private final List<Found> found = new ArrayList<>();

    /** Something on disk, with what the manifest will say of it; without the hash, which the copying finds. */
    record Found(Path path, Manifest.Entry entry) {}

    private Scan() {}

    /** @throws PreconditionFailedException if a source is missing, cannot be read, or holds what is not kept */
    static Scan of(List<Path> sources, Path destination) {
        var scan = new Scan();
        for (var source : sources) {
            if (Files.notExists(source, LinkOption.NOFOLLOW_LINKS)) {
                throw refused("There is no " + source);
            }
            if (Files.isSymbolicLink(source)) {
                throw refused(source + " is a link; name what it leads to");
            }
            requireOutside(destination, source);
            scan.walk(source);
        }
        return scan;
    }

    List<Found> found() {
        return found;
    }

    long bytes() {
        return found.stream().mapToLong(f -> f.entry().size()).sum();
    }

    long files() {
        return found.stream()
                .filter(f -> f.entry().kind() == Manifest.Kind.FILE)
                .count();
    }

    /** What the manifest would say of this, were it copied now. */
    static Manifest.Entry look(Path source, Path path, BasicFileAttributes attributes) throws IOException {
        var relative =
                source.relativize(path).toString().replace(path.getFileSystem().getSeparator(), "/");
        var name = source.getFileName() + (relative.isEmpty() ? "" : "/" + relative);
        var posix = Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        var mode = posix == null || attributes.isSymbolicLink()
                ? ""
                : PosixFilePermissions.toString(posix.readAttributes().permissions());
        var kind = attributes.isDirectory()
                ? Manifest.Kind.DIRECTORY
                : attributes.isSymbolicLink() ? Manifest.Kind.LINK : Manifest.Kind.FILE;
        var link = kind == Manifest.Kind.LINK ? linkInside(source, path) : "";
        var size = kind == Manifest.Kind.FILE ? attributes.size() : 0;
        return new Manifest.Entry(
                name,
                kind,
                size,
                "",
                link,
                mode,
                attributes.lastModifiedTime().toInstant().toString());
    }

    private static void requireOutside(Path destination, Path source) {
        try {
            var existing = destination;
            while (!Files.exists(existing) && existing.getParent() != null) {
                existing = existing.getParent();
            }
            var real = existing.toRealPath()
                    .resolve(existing.relativize(destination))
                    .normalize();
            if (real.startsWith(source.toRealPath())) {
                throw refused("The backup would lie in " + destination + ", inside of " + source + ", which it is of");
            }
        } catch (IOException e) {
            throw refused(source + " or " + destination + " cannot be looked at");
        }
    }

    private void walk(Path source) {
        try {
            Files.walkFileTree(source, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) throws IOException {
                    return visitFile(path, attributes);
                }

                @Override
                public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
                    if (attributes.isOther()) {
                        throw refused(path + " is neither a file nor a directory nor a link");
                    }
                    if (!attributes.isSymbolicLink() && !Files.isReadable(path)) {
                        throw refused(path + " may not be read by this process");
                    }
                    found.add(new Found(path, look(source, path, attributes)));
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path path, IOException e) {
                    throw refused(path + " cannot be read");
                }

                @Override
                public FileVisitResult postVisitDirectory(Path path, @Nullable IOException e) {
                    if (e != null) {
                        throw refused(path + " cannot be read to its end");
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw refused(source + " cannot be read");
        }
    }

    /** Where a link leads, relative to its own directory; so that it leads to the same file wherever the whole is put. */
    private static String linkInside(Path source, Path link) throws IOException {
        var directory = Objects.requireNonNull(link.getParent(), "what is inside of a source has a directory");
        var leadsTo = directory.resolve(Files.readSymbolicLink(link)).normalize();
        var outside = !leadsTo.startsWith(source)
                || (Files.exists(link) && !link.toRealPath().startsWith(source.toRealPath()));
        if (outside) {
            throw refused(
                    "The link " + link + " leads out of " + source + "; back up what it leads to by its own name");
        }
        return directory
                .relativize(leadsTo)
                .toString()
                .replace(link.getFileSystem().getSeparator(), "/");
    }

    private static PreconditionFailedException refused(String why) {
        return new PreconditionFailedException(why + "; nothing was written", null, Target.thisMachine());
    }
}
