package io.emrops;

import java.time.Duration;
import java.util.Objects;

/**
 * Whom to call.
 *
 * @param role what they are called for, as in "Database administrator"
 * @param reach how to reach them: a telephone number or an address
 * @param level the level of escalation, from 1
 * @param respondsWithin how soon they answer before the next level is called
 */
public record Contact(String role, String reach, int level, Duration respondsWithin) {
    public Contact {
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(reach, "reach");
        if (level < 1) {
            throw new IllegalArgumentException("Levels of escalation are counted from 1: " + level);
        }
        if (respondsWithin.isNegative() || respondsWithin.isZero()) {
            throw new IllegalArgumentException("The time to respond must be positive: " + respondsWithin);
        }
    }
}
