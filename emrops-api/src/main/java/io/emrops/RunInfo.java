package io.emrops;

import java.time.Instant;

/**
 * A run, in a line.
 *
 * @param state as the store has it; a run whose process died is {@link RunState#RUNNING} or whatever it was, with
 *     {@code live} false
 * @param live whether this engine is at work on it
 */
public record RunInfo(
        String runId, String runbookId, RunState state, String startedBy, Instant startedAt, boolean live) {}
