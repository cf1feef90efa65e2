package io.emrops.audit;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How many rows there are, and from when to when.
 *
 * @param rows how many
 * @param first the time of the oldest; empty if there is none
 * @param last the time of the newest
 */
public record AuditRange(long rows, Optional<Instant> first, Optional<Instant> last) {
    public AuditRange {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(last, "last");
    }

    /** As part of a sentence: "12 rows from … to …". */
    @Override
    public String toString() {
        return rows + " rows"
                + first.map(from -> " from " + from + " to " + last.orElse(from))
                        .orElse("");
    }
}
