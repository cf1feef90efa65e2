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

    /**
     * What steps have held against a target, in the order of the steps. It stands as it was stated, also if the step was undone
     * later.
     */
    List<Objective> objectives();

    /** What the run waited for, in the order in which the waits began; some may not be over. */
    List<Wait> waits();

    /**
     * What happened, in order of time: attempts at their ends, undos, questions and decisions, resumes, pauses, jumps of
     * the clock.
     */
    List<Entry> story();

    /** Whether the run ended as {@link RunState#SUCCEEDED}. */
    default boolean succeeded() {
        return state() == RunState.SUCCEEDED;
    }

    /**
     * The report, if the run succeeded.
     *
     * @throws StepFailedException otherwise; it says what failed, what state things are in and how to go on, and carries
     *     the run, and the step and its target where one is to blame
     */
    Report orThrow();

    /** For people, as GitHub Flavored Markdown. */
    String toMarkdown();

    /**
     * For people: the same as {@link #toMarkdown} with a picture of the timeline, as one file of HTML that needs no
     * network and no script.
     */
    String toHtml();

    /** For machines: JSON as in the schema that lies beside the engine, {@code report.schema.json}. */
    String toJson();

    /**
     * For CI systems: each step that was reached as a test case of JUnit's XML. A step that failed is a failure, also if
     * it was undone; one in doubt, and one that could not be undone, is an error; one that waits, was skipped or is under
     * way is skipped. Where the run did not succeed and no step is to blame, such as after a cancel, there is a test case
     * for the run.
     */
    String toJUnitXml();

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
     * @param startedAt when it was reached: a person was asked, or its first attempt began
     * @param took from then until it finished or failed, or was last heard of; waits included
     * @param evidence what it found or returned, one line each
     * @param failure why it failed, if it did
     * @param undos what became of its undo, if it was reached; more than one if it was tried again later
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
            List<UndoReport> undos) {
        public StepReport {
            attempts = List.copyOf(attempts);
            evidence = List.copyOf(evidence);
            undos = List.copyOf(undos);
        }

        /** What became of its undo in the end; empty if it was not reached. */
        public Optional<UndoReport> undo() {
            return undos.isEmpty() ? Optional.empty() : Optional.of(undos.get(undos.size() - 1));
        }
    }

    /**
     * A try.
     *
     * @param number from 1
     * @param state {@code DONE}, {@code FAILED}, {@code IN_DOUBT}, or {@code RUNNING} if its end is not known
     * @param outcome in words: "done", or why not
     */
    record Attempt(int number, StepState state, Instant startedAt, Duration took, String outcome) {}

    /** How far an undo came. */
    enum UndoState {
        /** It is under way, or was when the run was last heard of. */
        RUNNING,
        /** What the step changed was put back. */
        DONE,
        /** The step states that it leaves nothing to be put back. */
        NOTHING_TO_UNDO,
        /** What the step changed, or may have, is still there. */
        FAILED
    }

    /**
     * An undo of a step.
     *
     * @param outcome in words
     */
    record UndoReport(UndoState state, Instant startedAt, Duration took, String outcome) {
        /** Whether there is nothing left to undo. */
        public boolean succeeded() {
            return state == UndoState.DONE || state == UndoState.NOTHING_TO_UNDO;
        }
    }

    /** What a run can wait for. */
    enum WaitKind {
        /** Somebody to confirm or to decide. */
        PERSON,
        /** A maintenance window to open. */
        WINDOW,
        /** A lock that another run holds. */
        LOCK,
        /** The time of the next attempt. */
        RETRY,
        /** Somebody, or a probe, to say what an attempt did. */
        DOUBT,
        /** Somebody to lift a pause. */
        PAUSE,
        /** Somebody to take the run up again: it had ended, or its process was gone. */
        AT_REST
    }

    /**
     * A wait.
     *
     * @param path of the step, or of the lock; empty if the whole run waited
     * @param took until it was over, or until the run was last heard of
     * @param over whether it is over
     * @param what it was for, in words
     */
    record Wait(WaitKind kind, String path, Instant from, Duration took, boolean over, String what) {}
}
