package io.emrops;

import org.jspecify.annotations.Nullable;

/**
 * The connection was lost, or time ran out, in the middle of a change: whether it was applied is not known. Ask the target
 * before anything else; the step that threw this is in doubt.
 */
public class OutcomeUnknownException extends EmropsException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message safe for an audit trail
     */
    public OutcomeUnknownException(String message) {
        super(message);
    }

    /**
     * @param message safe for an audit trail
     * @param cause kept for debugging in the process; its text is never journalled or reported
     */
    public OutcomeUnknownException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * @param message safe for an audit trail
     * @param cause kept for debugging in the process; its text is never journalled or reported
     * @param target what this is about
     */
    public OutcomeUnknownException(String message, @Nullable Throwable cause, @Nullable Target target) {
        super(message, cause, null, null, target);
    }

    /**
     * @param message safe for an audit trail
     * @param cause kept for debugging in the process; its text is never journalled or reported
     * @param runId the run spoken of
     * @param stepPath the path of the step spoken of, if one is
     * @param target the target spoken of, if it is known
     */
    public OutcomeUnknownException(
            String message,
            @Nullable Throwable cause,
            @Nullable String runId,
            @Nullable String stepPath,
            @Nullable Target target) {
        super(message, cause, runId, stepPath, target);
    }
}
