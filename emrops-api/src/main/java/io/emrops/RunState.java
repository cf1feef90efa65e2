package io.emrops;

/** Where a run stands. */
public enum RunState {
    /** Steps are being done. */
    RUNNING(false, false),
    /** Nothing is being done: the run waits for a person, a window or a lock. */
    WAITING(false, false),
    /** Somebody paused it, or its window closed. It keeps its locks, and its deadlines run on. */
    PAUSED(false, true),
    /** What an attempt did to its target is not known, and a person has to say. */
    IN_DOUBT(false, true),
    /** What was done is being undone. */
    UNDOING(false, false),
    /** All steps finished. */
    SUCCEEDED(true, true),
    /** A step failed; nothing had been changed, or what was changed was left as it is because nobody wants it undone. */
    FAILED(true, true),
    /** Somebody cancelled it before anything was changed, or does not want it undone. */
    CANCELLED(true, true),
    /** A step failed or somebody cancelled, and all that was changed has been undone. */
    ROLLED_BACK(true, true),
    /** The undo came to its end, and something is left changed. */
    ROLLBACK_FAILED(true, true),
    /** The undo was stopped before its end, by a person or before an irreversible step; it can go on. */
    ROLLBACK_STOPPED(true, true);

    private final boolean ended;
    private final boolean atRest;

    RunState(boolean ended, boolean atRest) {
        this.ended = ended;
        this.atRest = atRest;
    }

    /** Whether the run has come to its end. It may still be undone, or gone on with where that makes sense. */
    public boolean ended() {
        return ended;
    }

    /** Whether nothing will happen any more unless somebody asks for it. */
    public boolean atRest() {
        return atRest;
    }
}
