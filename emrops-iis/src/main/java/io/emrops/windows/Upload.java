package io.emrops.windows;

import java.util.Objects;

/**
 * A file that is where it should be.
 *
 * @param path on the host
 * @param length in bytes
 * @param sha256 in lower-case hexadecimal, as the host has read it back
 * @param sent false if it was there already
 */
public record Upload(String path, long length, String sha256, boolean sent) {
    public Upload {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(sha256, "sha256");
    }
}
