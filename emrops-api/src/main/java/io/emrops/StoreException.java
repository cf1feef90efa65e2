package io.emrops;

import org.jspecify.annotations.Nullable;

/**
 * The store of runs could not be opened, read or written. {@link #problem()} says which of the known situations it is;
 * nothing is acknowledged that was not written and forced.
 *
 * <p>After {@link Problem#FULL}, {@link Problem#FAILED} or {@link Problem#CLOSED} on a write, the state of the run in
 * memory is void: what counts is what the store holds, and a resume reads it.
 */
public class StoreException extends EmropsException {
    private static final long serialVersionUID = 1L;

    /** What is wrong with the store. */
    public enum Problem {
        /** Stored bytes contradict their checksum, their hash chain or their order; the message locates them. */
        CORRUPT,
        /** Another process, or another instance in this one, has the store open. */
        IN_USE,
        /** Written by a newer emrops, in a format this one does not know. */
        NEWER_FORMAT,
        /** The place is not writable, or not safe to write to: world-writable, or on a network mount. */
        NOT_WRITABLE,
        /** No room is left; what was being written was not acknowledged. */
        FULL,
        /** A write or a force failed; this instance takes no more records. Open the store anew. */
        FAILED,
        /** The run has moved on: somebody else wrote to it. */
        CONFLICT,
        /** There is no such run. */
        NOT_FOUND,
        /** The key of the run was erased: that the run was is known, and nothing else of it. */
        ERASED,
        /** The store was closed. */
        CLOSED
    }

    private final Problem problem;

    /**
     * @param problem which situation it is
     * @param message names the store, and where in it
     */
    public StoreException(Problem problem, String message) {
        this(problem, message, null);
    }

    /**
     * @param problem which situation it is
     * @param message names the store, and where in it
     * @param cause the failure underneath, if there is one
     */
    public StoreException(Problem problem, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.problem = problem;
    }

    /** Which situation it is. */
    public Problem problem() {
        return problem;
    }
}
