package io.emrops.trigger;

import java.time.Instant;
import java.util.Objects;

/**
 * A measured value.
 *
 * @param at when it was measured, by the clock of whoever measured it
 * @param value in the unit of the {@link Threshold}
 */
public record Reading(Instant at, double value) {
    public Reading {
        Objects.requireNonNull(at, "at");
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("No number was read: " + value);
        }
    }
}
