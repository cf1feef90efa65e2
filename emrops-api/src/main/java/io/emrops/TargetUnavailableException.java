package io.emrops;

import org.jspecify.annotations.Nullable;

/**
 * The target could not be reached, or is known not to have applied what was asked. Nothing was changed, and a retry may
 * help; it is the only exception that is retried unless a step says otherwise.
 */
public class TargetUnavailableException extends EmropsException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message safe for an audit trail
     */
    public TargetUnavailableException(String message) {
        super(message);
    }

    /**
     * @param message safe for an audit trail
     * @param cause kept for debugging in the process; its text is never journalled or reported
     */
    public TargetUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * @param message safe for an audit trail
     * @param cause kept for debugging in the process; its text is never journalled or reported
     * @param target what this is about
     */
    public TargetUnavailableException(String message, @Nullable Throwable cause, @Nullable Target target) {
        super(message, cause, null, null, target);
    }

    /**
     * @param message safe for an audit trail
     * @param cause kept for debugging in the process; its text is never journalled or reported
     * @param runId the run spoken of
     * @param stepPath the path of the step spoken of, if one is
     * @param target the target spoken of, if it is known
     */
    public TargetUnavailableException(
            String message,
            @Nullable Throwable cause,
            @Nullable String runId,
            @Nullable String stepPath,
            @Nullable Target target) {
        super(message, cause, runId, stepPath, target);
    }
}
