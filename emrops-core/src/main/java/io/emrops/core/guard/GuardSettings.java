package io.emrops.core.guard;

import java.time.Duration;

/**
 * How a target is guarded. Settings are equal if all of theirs are.
 *
 * @param failuresToOpen after how many calls in a row that did not reach the target no more are let through
 * @param openFor how long none is let through, until one is tried
 * @param maxConcurrentCalls how many calls may be under way at a time; a backup of an hour is one of them for an hour
 * @param maxCalls how many calls may begin in each {@code period}; {@link Integer#MAX_VALUE} for any number
 * @param period see {@code maxCalls}
 */
public record GuardSettings(
        int failuresToOpen, Duration openFor, int maxConcurrentCalls, int maxCalls, Duration period) {
    public GuardSettings {
        requirePositive(failuresToOpen, "failuresToOpen");
        requirePositive(openFor, "openFor");
        requirePositive(maxConcurrentCalls, "maxConcurrentCalls");
        requirePositive(maxCalls, "maxCalls");
        requirePositive(period, "period");
    }

    /** Opens for 30 seconds after 5 failures in a row; 16 calls at a time; any number in a second. */
    public static GuardSettings defaults() {
        return new GuardSettings(5, Duration.ofSeconds(30), 16, Integer.MAX_VALUE, Duration.ofSeconds(1));
    }

    /** The same, opening after this many failures in a row for this long. */
    public GuardSettings openAfter(int failures, Duration time) {
        return new GuardSettings(failures, time, maxConcurrentCalls, maxCalls, period);
    }

    /** The same, with this many calls under way at a time. */
    public GuardSettings atMostAtATime(int calls) {
        return new GuardSettings(failuresToOpen, openFor, calls, maxCalls, period);
    }

    /** The same, with this many calls begun in each period. */
    public GuardSettings atMostEvery(int calls, Duration each) {
        return new GuardSettings(failuresToOpen, openFor, maxConcurrentCalls, calls, each);
    }

    private static void requirePositive(int value, String what) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " must be positive: " + value);
        }
    }

    private static void requirePositive(Duration value, String what) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(what + " must be positive: " + value);
        }
    }
}
