package io.emrops.iis.release;

import io.emrops.PreconditionFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** The files of a package where it lies. */
interface PackageContent extends AutoCloseable {
    /** With slashes between their parts. */
    SortedSet<String> paths();

    InputStream open(String path) throws IOException;

    /** How many bytes may come out of it. */
    long mostBytes();

    @Override
    void close() throws IOException;

    /** @throws PreconditionFailedException if it is no package, or holds what must not be in one */
    static PackageContent of(Path source) throws IOException {
        if (Files.isDirectory(source)) {
            return FolderContent.of(source);
        }
        if (Files.isRegularFile(source)) {
            return ZipContent.of(source);
        }
        throw new PreconditionFailedException(source + " is neither a folder nor a zip; nothing was sent");
    }

    static PreconditionFailedException refused(Path source, String path, String why) {
        return refused(source, path, why, null);
    }

    static PreconditionFailedException refused(Path source, String path, String why, @Nullable Throwable cause) {
        return new PreconditionFailedException(
                "The package " + source + " is refused: " + printable(path) + " " + why + "; nothing was sent", cause);
    }

    /** A name in a message: what does not show is a question mark. */
    private static String printable(String path) {
        var shown = path.length() > 300 ? path.substring(0, 300) + "…" : path;
        return shown.isEmpty() ? "a file without a name" : shown.replaceAll("[\\p{Cntrl}\\p{Cs}\\p{Cf}]", "?");
    }
}
