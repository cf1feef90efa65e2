package io.emrops.deploy;

import java.util.Objects;

/**
 * A service of a release.
 *
 * @param name its name in the application, such as {@code api}
 * @param image the image it was started from, as its definition names it
 * @param digest what identifies the image for good; empty if the platform knows none
 * @param replicas how many instances there are
 */
public record Service(String name, String image, String digest, int replicas) {
    public Service {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(image, "image");
        Objects.requireNonNull(digest, "digest");
        if (replicas < 0) {
            throw new IllegalArgumentException("A service has no fewer than 0 replicas: " + replicas);
        }
    }
}
