package io.emrops.iis.release;

import static io.emrops.iis.release.PackageContent.refused;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.EnumSet;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A folder. A link to something in it is what it leads to; one that leads out of it is refused. */
final class FolderContent implements PackageContent {
    private final NavigableMap<String, Path> files;

    private FolderContent(NavigableMap<String, Path> files) {
        this.files = files;
    }

    static FolderContent of(Path source) throws IOException {
        var walk = new Walk(source, source.toRealPath());
        Files.walkFileTree(walk.root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, walk);
        return new FolderContent(walk.files);
    }

    private static final class Walk extends SimpleFileVisitor<Path> {
        private final Path source;
        private final Path root;
        private final NavigableMap<String, Path> files = new TreeMap<>();

        Walk(Path source, Path root) {
            this.source = source;
            this.root = root;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
            requireInside(folder);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            requireInside(file);
            if (!attributes.isRegularFile()) {
                throw refused(source, name(file), "is no file");
            }
            if (files.size() == ReleasePackage.MOST_FILES) {
                throw refused(source, name(file), "is one file too many");
            }
            files.put(name(file), file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (Files.isSymbolicLink(file)) {
                throw refused(source, name(file), "is a link in a circle or to nothing", e);
            }
            throw e;
        }

        private void requireInside(Path each) throws IOException {
            if (Files.isSymbolicLink(each)) {
                if (!Files.exists(each)) {
                    throw refused(source, name(each), "is a link in a circle or to nothing");
                }
                if (!each.toRealPath().startsWith(root)) {
                    throw refused(source, name(each), "is a link that leads out of it");
                }
            }
        }

        private String name(Path file) {
            return StreamSupport.stream(root.relativize(file).spliterator(), false)
                    .map(Path::toString)
                    .collect(Collectors.joining("/"));
        }
    }

    @Override
    public SortedSet<String> paths() {
        return Collections.unmodifiableSortedSet(files.navigableKeySet());
    }

    @Override
    public InputStream open(String path) throws IOException {
        return Files.newInputStream(Objects.requireNonNull(files.get(path), "path"));
    }

    @Override
    public long mostBytes() {
        return ReleasePackage.MOST_BYTES;
    }

    @Override
    public void close() {}
}
