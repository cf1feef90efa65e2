package io.emrops.maintenance;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * When a database was last checked for integrity and found clean.
 *
 * @param known whether the system says it
 * @param at when; empty if it never was, or nobody knows
 */
public record LastGoodCheck(boolean known, Optional<Instant> at) {
    public LastGoodCheck {
        Objects.requireNonNull(at, "at");
        if (!known && at.isPresent()) {
            throw new IllegalArgumentException("A time that is not known is none");
        }
    }

    /** Then. */
    public static LastGoodCheck at(Instant moment) {
        return new LastGoodCheck(true, Optional.of(moment));
    }

    /** Never. */
    public static LastGoodCheck never() {
        return new LastGoodCheck(true, Optional.empty());
    }

    /** The system does not say. */
    public static LastGoodCheck unknown() {
        return new LastGoodCheck(false, Optional.empty());
    }
}
