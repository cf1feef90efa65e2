package io.emrops;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A step failed and its target may be half changed. Carries the number or status by which the vendor names the failure,
 * where there is one.
 */
public class StepFailedException extends EmropsException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String vendorCode;

    /**
     * @param message safe for an audit trail
     */
    public StepFailedException(String message) {
        this(message, null, null, null, null, null);
    }

    /**
     * @param message safe for an audit trail
     * @param cause kept for debugging in the process; its text is never journalled or reported
     */
    public StepFailedException(String message, @Nullable Throwable cause) {
        this(message, cause, null, null, null, null);
    }

    /**
     * @param message safe for an audit trail
     * @param cause kept for debugging in the process; its text is never journalled or reported
     * @param target what this is about
     * @param vendorCode the vendor's own name for the failure, such as {@code exit 17} or {@code HTTP 503}
     */
    public StepFailedException(
            String message, @Nullable Throwable cause, @Nullable Target target, @Nullable String vendorCode) {
        this(message, cause, null, null, target, vendorCode);
    }

    /**
     * @param message safe for an audit trail
     * @param cause kept for debugging in the process; its text is never journalled or reported
     * @param runId the run spoken of
     * @param stepPath the path of the step spoken of
     * @param target what this is about
     * @param vendorCode the vendor's own name for the failure
     */
    public StepFailedException(
            String message,
            @Nullable Throwable cause,
            @Nullable String runId,
            @Nullable String stepPath,
            @Nullable Target target,
            @Nullable String vendorCode) {
        super(message, cause, runId, stepPath, target);
        this.vendorCode = vendorCode;
    }

    /** The vendor's own name for the failure; empty if there is none. */
    public Optional<String> vendorCode() {
        return Optional.ofNullable(vendorCode);
    }
}
