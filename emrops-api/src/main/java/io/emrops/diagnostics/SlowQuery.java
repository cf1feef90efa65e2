package io.emrops.diagnostics;

import io.emrops.internal.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * A query, by its numbers.
 *
 * @param id by which the system finds it again, such as {@code query 17} of its store
 * @param hash the same for queries that differ in nothing but literals
 * @param object the procedure, function or trigger it is part of; empty if it is part of none
 * @param executions how often it was executed
 * @param total the time of all executions together, waiting included
 * @param average the time of one
 * @param longest the time of the longest one
 * @param cpu the processor's time of all together
 * @param reads the pages that all together have read
 * @param plans in how many ways the system has executed it; several may be a sign of trouble
 * @param since from when on it is counted, by the system's clock: what it took before is not known
 * @param lastExecuted when it was executed last, by the system's clock
 */
public record SlowQuery(
        String id,
        String hash,
        String object,
        long executions,
        Duration total,
        Duration average,
        Duration longest,
        Duration cpu,
        long reads,
        int plans,
        Instant since,
        Instant lastExecuted) {
    public SlowQuery {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(hash, "hash");
        Objects.requireNonNull(object, "object");
        Objects.requireNonNull(total, "total");
        Objects.requireNonNull(average, "average");
        Objects.requireNonNull(longest, "longest");
        Objects.requireNonNull(cpu, "cpu");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(lastExecuted, "lastExecuted");
    }

    /** In one line. */
    @Override
    public String toString() {
        return id + (object.isEmpty() ? "" : " of " + object) + ": " + executions
                + (executions == 1 ? " time, " : " times, ") + Words.of(rounded(average)) + " on average, "
                + Words.of(rounded(longest)) + " at most, " + Words.of(rounded(total)) + " in all, "
                + Words.of(rounded(cpu)) + " of the processor, " + reads + " pages read, " + plans
                + (plans == 1 ? " plan" : " plans") + ", counted since " + since;
    }

    private static Duration rounded(Duration time) {
        return Duration.ofMillis(Math.round(time.toNanos() / 1e6));
    }
}
