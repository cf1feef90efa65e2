package io.emrops;

import java.time.Instant;
import java.util.Objects;

/**
 * What a person decided.
 *
 * @param by who
 * @param at when, by the wall clock
 * @param remark what they wrote with it; may be empty
 */
public record Decision(String by, Instant at, String remark) {
    public Decision {
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(remark, "remark");
    }
}
