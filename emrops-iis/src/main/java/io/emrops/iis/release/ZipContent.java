package io.emrops.iis.release;

import static io.emrops.iis.release.PackageContent.refused;

import io.emrops.PreconditionFailedException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** A zip. Backslashes between parts are slashes, as old programs on Windows wrote them. Its checksums are compared. */
final class ZipContent implements PackageContent {
    /** More than what packages of code and pictures shrink by. */
    private static final long MOST_GROWTH = 200;

    private static final long ALWAYS_ALLOWED = 64 << 20;

    private final Path source;
    private final ZipFile zip;
    private final TreeMap<String, ZipEntry> entries = new TreeMap<>();

    private ZipContent(Path source, ZipFile zip) {
        this.source = source;
        this.zip = zip;
    }

    static ZipContent of(Path source) throws IOException {
        ZipFile zip;
        try {
            zip = new ZipFile(source.toFile());
        } catch (ZipException | IllegalArgumentException e) {
            throw new PreconditionFailedException(source + " is no zip that can be read; nothing was sent", e);
        }
        var content = new ZipContent(source, zip);
        try {
            zip.stream().forEach(content::add);
            return content;
        } catch (RuntimeException e) {
            content.close();
            throw e;
        }
    }

    private void add(ZipEntry entry) {
        var path = entry.getName().replace('\\', '/');
        if (path.endsWith("/")) {
            var folder = path.substring(0, path.length() - 1);
            WindowsNames.fault(folder).ifPresent(why -> {
                throw refused(source, folder, why);
            });
            return;
        }
        if (entries.size() == ReleasePackage.MOST_FILES) {
            throw refused(source, path, "is one file too many");
        }
        if (entries.put(path, entry) != null) {
            throw refused(source, path, "is in it twice");
        }
    }

    @Override
    public SortedSet<String> paths() {
        return Collections.unmodifiableSortedSet(entries.navigableKeySet());
    }

    @Override
    public InputStream open(String path) throws IOException {
        var entry = Objects.requireNonNull(entries.get(path), "path");
        try {
            return new Checked(zip.getInputStream(entry), path, entry);
        } catch (ZipException e) {
            throw damaged(path, e);
        }
    }

    private PreconditionFailedException damaged(String path, @Nullable Throwable cause) {
        return refused(source, path, "is damaged or encrypted", cause);
    }

    /** Compares the checksum at the end, and takes whatever the inflater says for damage. */
    private final class Checked extends CheckedInputStream {
        private final String path;
        private final ZipEntry entry;

        Checked(InputStream in, String path, ZipEntry entry) {
            super(in, new CRC32());
            this.path = path;
            this.entry = entry;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read;
            try {
                read = super.read(bytes, offset, length);
            } catch (ZipException | EOFException e) {
                throw damaged(path, e);
            }
            if (read < 0 && getChecksum().getValue() != entry.getCrc()) {
                throw damaged(path, null);
            }
            return read;
        }
    }

    @Override
    public long mostBytes() {
        try {
            return Math.min(ReleasePackage.MOST_BYTES, ALWAYS_ALLOWED + MOST_GROWTH * Files.size(source));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
