package io.emrops.event;

import io.emrops.Question;
import io.emrops.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Something that happened in a run. Texts are free of secrets. */
public sealed interface RunEvent {
    String runId();

    /** The time of the run; see {@link io.emrops.StepContext#now}. */
    Instant at();

    /** A run began. */
    record Started(String runId, Instant at, String runbookId, String title, String by) implements RunEvent {}

    /** A run is gone on with. */
    record Resumed(String runId, Instant at, String by) implements RunEvent {}

    /** The run is in another state now. */
    record StateChanged(String runId, Instant at, RunState from, RunState to) implements RunEvent {}

    /** The run ended, or is at rest. */
    record Ended(String runId, Instant at, RunState state, String verdict) implements RunEvent {}

    /** An attempt at a step began. */
    record StepStarted(String runId, Instant at, String path, String title, int attempt) implements RunEvent {}

    /**
     * It is known which items a step has to work on.
     *
     * @param keys of the items, in their order; the path of one is {@code path[key]}
     */
    record ItemsFixed(String runId, Instant at, String path, String title, List<String> keys) implements RunEvent {
        public ItemsFixed {
            keys = List.copyOf(keys);
        }
    }

    /** How far a step has come; may be dropped. */
    record StepProgressed(String runId, Instant at, String path, long done, long total, String what)
            implements RunEvent {}

    /** A line from a step. */
    record StepSaid(String runId, Instant at, String path, String line) implements RunEvent {}

    /** A step finished. */
    record StepFinished(String runId, Instant at, String path, Duration took) implements RunEvent {}

    /** A step was skipped by its condition. */
    record StepSkipped(String runId, Instant at, String path, String why) implements RunEvent {}

    /**
     * An attempt failed.
     *
     * @param again when the next one begins; empty if the step has failed
     */
    record StepFailed(String runId, Instant at, String path, int attempt, String why, Optional<Duration> again)
            implements RunEvent {}

    /** What an attempt did is not known. */
    record StepInDoubt(String runId, Instant at, String path, String why) implements RunEvent {}

    /** The run waits for something that is not a person: a window, a lock. */
    record Waiting(String runId, Instant at, String path, String what) implements RunEvent {}

    /** A person is asked. */
    record Asked(String runId, Instant at, Question question) implements RunEvent {}

    /** A person answered. */
    record Answered(String runId, Instant at, String path, String by, String verdict) implements RunEvent {}

    /** The undo of a step began. */
    record UndoStarted(String runId, Instant at, String path, String title) implements RunEvent {}

    /** The undo of a step finished. */
    record UndoFinished(String runId, Instant at, String path, Duration took) implements RunEvent {}

    /** The undo of a step failed. */
    record UndoFailed(String runId, Instant at, String path, String why) implements RunEvent {}

    /** Something worth knowing, such as a jump of the wall clock. */
    record Noted(String runId, Instant at, String text) implements RunEvent {}
}
