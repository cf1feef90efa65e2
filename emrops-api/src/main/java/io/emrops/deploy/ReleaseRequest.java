package io.emrops.deploy;

import java.util.Objects;

/**
 * A release that is asked for.
 *
 * @param version which
 * @param operationKey names this roll-out to the platform, so that {@link Deployer#find} can tell whether it happened;
 *     empty in previews
 * @param rollout how it takes the place of what runs
 */
public record ReleaseRequest(String version, String operationKey, Rollout rollout) {
    public ReleaseRequest {
        if (Objects.requireNonNull(version, "version").isBlank()) {
            throw new IllegalArgumentException("A release has a version");
        }
        Objects.requireNonNull(operationKey, "operationKey");
        Objects.requireNonNull(rollout, "rollout");
    }

    /** Asks for a release that takes the place of what runs {@linkplain Rollout#AT_ONCE at once}. */
    public ReleaseRequest(String version, String operationKey) {
        this(version, operationKey, Rollout.AT_ONCE);
    }

    /** Asks for a preview. */
    public static ReleaseRequest preview(String version) {
        return new ReleaseRequest(version, "");
    }

    /** The same, {@linkplain Rollout#ROLLING rolling}. */
    public ReleaseRequest rolling() {
        return new ReleaseRequest(version, operationKey, Rollout.ROLLING);
    }
}
