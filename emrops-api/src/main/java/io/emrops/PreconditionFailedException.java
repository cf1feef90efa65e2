package io.emrops;

import org.jspecify.annotations.Nullable;

/**
 * Something that was required is not so: nothing was changed by whoever threw this, and trying again will not help until
 * it is put right.
 */
public class PreconditionFailedException extends EmropsException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message safe for an audit trail
     */
    public PreconditionFailedException(String message) {
        super(message);
    }

    /**
     * @param message safe for an audit trail
     * @param cause kept for debugging in the process; its text is never journalled or reported
     */
    public PreconditionFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * @param message safe for an audit trail
     * @param cause kept for debugging in the process; its text is never journalled or reported
     * @param target what this is about
     */
    public PreconditionFailedException(String message, @Nullable Throwable cause, @Nullable Target target) {
        super(message, cause, null, null, target);
    }

    /**
     * @param message safe for an audit trail
     * @param cause kept for debugging in the process; its text is never journalled or reported
     * @param runId the run spoken of
     * @param stepPath the path of the step spoken of, if one is
     * @param target the target spoken of, if it is known
     */
    public PreconditionFailedException(
            String message,
            @Nullable Throwable cause,
            @Nullable String runId,
            @Nullable String stepPath,
            @Nullable Target target) {
        super(message, cause, runId, stepPath, target);
    }
}
