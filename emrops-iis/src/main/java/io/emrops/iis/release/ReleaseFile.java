package io.emrops.iis.release;

import java.util.Objects;

/**
 * A file of a release.
 *
 * @param path below the folder of the release, with {@code /} between its parts
 * @param length in bytes
 * @param sha256 in lower-case hexadecimal
 */
public record ReleaseFile(String path, long length, String sha256) {
    public ReleaseFile {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(sha256, "sha256");
    }
}
