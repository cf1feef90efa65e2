package io.emrops;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The root of everything emrops throws on purpose. The type says what state the target is in; the message is safe for
 * an audit trail: it holds no secret, no patient data and no raw text of a driver or server.
 *
 * <p>Where it is known, the exception carries the run, the path of the step and the target it speaks of, so that a
 * caller can act on them without parsing the message.
 */
public class EmropsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String runId;
    private final @Nullable String stepPath;
    private final transient @Nullable Target target;

    /**
     * @param message safe for an audit trail; names what happened and what to do next
     */
    public EmropsException(String message) {
        this(message, null, null, null, null);
    }

    /**
     * @param message safe for an audit trail
     * @param cause kept for debugging in the process; its text is never journalled or reported
     */
    public EmropsException(String message, @Nullable Throwable cause) {
        this(message, cause, null, null, null);
    }

    /**
     * @param message safe for an audit trail
     * @param cause kept for debugging in the process; its text is never journalled or reported
     * @param runId the run spoken of, if there is one
     * @param stepPath the path of the step spoken of, if there is one
     * @param target the target spoken of, if it is known
     */
    public EmropsException(
            String message,
            @Nullable Throwable cause,
            @Nullable String runId,
            @Nullable String stepPath,
            @Nullable Target target) {
        super(message, cause);
        this.runId = runId;
        this.stepPath = stepPath;
        this.target = target;
    }

    /** The run this is about; empty if it happened outside of one. */
    public Optional<String> runId() {
        return Optional.ofNullable(runId);
    }

    /** The path of the step this is about, such as {@code restart[app-03]}; empty if no step is to blame. */
    public Optional<String> stepPath() {
        return Optional.ofNullable(stepPath);
    }

    /** The target this is about; empty if it is not known, and after deserialization. */
    public Optional<Target> target() {
        return Optional.ofNullable(target);
    }
}
