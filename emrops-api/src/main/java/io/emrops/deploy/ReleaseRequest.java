package io.emrops.deploy;

import java.util.Objects;

/**
 * A release that is asked for.
 *
 * @param version which
 * @param operationKey names this roll-out to the platform, so that {@link Deployer#find} can tell whether it happened;
 *     empty in previews
 */
public record ReleaseRequest(String version, String operationKey) {
    public ReleaseRequest {
        if (Objects.requireNonNull(version, "version").isBlank()) {
            throw new IllegalArgumentException("A release has a version");
        }
        Objects.requireNonNull(operationKey, "operationKey");
    }

    /** Asks for a preview. */
    public static ReleaseRequest preview(String version) {
        return new ReleaseRequest(version, "");
    }
}
