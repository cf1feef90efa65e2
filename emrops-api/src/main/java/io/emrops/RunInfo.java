package io.emrops;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** A run, in a line: one of which something is known, or one that is there and cannot be read. */
public sealed interface RunInfo {
    /** Which run. */
    String runId();

    /** What is known of it; empty if it cannot be read. */
    default Optional<Known> known() {
        return this instanceof Known known ? Optional.of(known) : Optional.empty();
    }

    /**
     * A run that can be read.
     *
     * @param state as the store has it; a run whose process died is {@link RunState#RUNNING} or whatever it was, with
     *     {@code live} false
     * @param live whether this engine is at work on it
     */
    record Known(String runId, String runbookId, RunState state, String startedBy, Instant startedAt, boolean live)
            implements RunInfo {}

    /**
     * A run of which the store knows that it is there. Nothing else of it can be trusted, and nothing is to be concluded
     * from it: it may hold locks, and it may have left something changed.
     *
     * @param problem such as {@link StoreException.Problem#CORRUPT} or {@link StoreException.Problem#ERASED}
     * @param why names the store, and where in it
     */
    record Unreadable(String runId, StoreException.Problem problem, String why) implements RunInfo {
        public Unreadable {
            Objects.requireNonNull(problem, "problem");
            Objects.requireNonNull(why, "why");
        }
    }
}
