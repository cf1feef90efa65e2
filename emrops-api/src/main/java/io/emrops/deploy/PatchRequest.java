package io.emrops.deploy;

import java.util.Objects;

/**
 * A patch that is asked for.
 *
 * @param updates what was found, and what somebody has agreed to: these digests, and no others
 * @param operationKey names this patch to the platform, so that {@link Deployer#find} can tell whether it happened; empty in
 *     previews
 * @param rollout how the newer images take the place of what runs
 */
public record PatchRequest(ImageUpdates updates, String operationKey, Rollout rollout) {
    public PatchRequest {
        Objects.requireNonNull(updates, "updates");
        Objects.requireNonNull(operationKey, "operationKey");
        Objects.requireNonNull(rollout, "rollout");
    }

    /** Asks for a patch that replaces all instances of a service {@linkplain Rollout#AT_ONCE at once}, one service after the other. */
    public PatchRequest(ImageUpdates updates, String operationKey) {
        this(updates, operationKey, Rollout.AT_ONCE);
    }

    /** The same, {@linkplain Rollout#ROLLING rolling}. */
    public PatchRequest rolling() {
        return new PatchRequest(updates, operationKey, Rollout.ROLLING);
    }

    /** Asks for a preview. */
    public static PatchRequest preview(ImageUpdates updates) {
        return new PatchRequest(updates, "");
    }
}
