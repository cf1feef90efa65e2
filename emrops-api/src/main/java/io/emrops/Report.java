package io.emrops;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run did, made from its journal alone: who, when, what, how often, what was undone, and what is left. It holds no
 * secret.
 */
public interface Report {
    String runId();

    String runbookId();

    String runbookTitle();

    /** Where the run stands, as its journal has it. */
    RunState state();

    /** The verdict in one sentence. */
    String verdict();

    /** What somebody has to do now, if anything, most urgent first; ready to be pasted where it is a call. */
    List<String> next();

    String startedBy();

    String reason();

    Instant startedAt();

    /** When it ended; empty if it has not. */
    Optional<Instant> endedAt();

    /** The parameters as text; secrets as {@code ***}. */
    Map<String, String> params();

    /** The steps that were reached, in the order of the document; items of a fan-out behind it. */
    List<StepReport> steps();

    /** What is left changed after an undo, or by a run that was not undone although it failed. */
    List<String> leftChanged();

    /** Everything else worth telling, in order of time: resumes, pauses, decisions, jumps of the clock. */
    List<Entry> story();

    /** Whether the run ended as {@link RunState#SUCCEEDED}. */
    default boolean succeeded() {
        return state() == RunState.SUCCEEDED;
    }

    /**
     * The report, if the run succeeded.
     *
     * @throws StepFailedException otherwise; it says what state things are in
     */
    Report orThrow();

    /** For people. */
    String toMarkdown();

    /** For machines. */
    String toJson();

    /**
     * Something that happened.
     *
     * @param at by the wall clock
     * @param text one sentence
     */
    record Entry(Instant at, String text) {}

    /** How far a step came. */
    enum StepState {
        /** An attempt is under way, or was when the run was last heard of. */
        RUNNING,
        /** It waits for a person, a window, a lock or its next attempt. */
        WAITING,
        /** What its last attempt did is not known. */
        IN_DOUBT,
        /** It finished. */
        DONE,
        /** Its last attempt failed; its target may be half changed. */
        FAILED,
        /** Its condition did not hold. */
        SKIPPED,
        /** What it changed was put back. */
        UNDONE,
        /** It could not be put back. */
        UNDO_FAILED
    }

    /**
     * A step of the run.
     *
     * @param evidence what it found or returned, one line each
     * @param failure why it failed, if it did
     * @param undo what became of its undo, if it was reached
     */
    record StepReport(
            String path,
            String kind,
            String title,
            StepState state,
            Optional<Target> target,
            Instant startedAt,
            Duration took,
            List<Attempt> attempts,
            List<String> evidence,
            Optional<String> failure,
            Optional<UndoReport> undo) {
        public StepReport {
            attempts = List.copyOf(attempts);
            evidence = List.copyOf(evidence);
        }
    }

    /**
     * A try.
     *
     * @param number from 1
     * @param outcome in words: "done", or why not
     */
    record Attempt(int number, Instant startedAt, Duration took, String outcome) {}

    /**
     * An undo of a step.
     *
     * @param outcome in words
     */
    record UndoReport(boolean succeeded, Instant at, Duration took, String outcome) {}
}
