package io.emrops.trigger;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Readings of one kind, none of the other kind among them, and no two further apart than a trigger allows.
 *
 * @param from of the first of them
 * @param to of the last of them
 * @param readings how many
 * @param least the lowest
 * @param most the highest
 */
public record Stretch(Instant from, Instant to, long readings, double least, double most) {
    public Stretch {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
    }

    static Stretch of(Reading first) {
        return new Stretch(first.at(), first.at(), 1, first.value(), first.value());
    }

    /** From the first to the last; zero for a single one. */
    public Duration length() {
        return Duration.between(from, to);
    }

    Stretch and(Reading next) {
        return new Stretch(from, next.at(), readings + 1, Math.min(least, next.value()), Math.max(most, next.value()));
    }

    boolean reaches(Instant at, Duration maxGap) {
        return Duration.between(to, at).compareTo(maxGap) <= 0;
    }
}
