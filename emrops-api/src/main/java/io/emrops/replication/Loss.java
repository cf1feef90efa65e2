package io.emrops.replication;

import io.emrops.internal.Words;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

/**
 * What would be lost if a replica became primary now, without the primary's help.
 *
 * @param group which group
 * @param replica who would become primary
 * @param primary who is primary, or was last; empty if nobody can tell
 * @param heldUntil the last known point: the replica holds all that was committed up to then, by the clock of the primary; empty if nobody can
 *     tell
 * @param atMost what was committed in it would be lost, and nothing before; with a primary that does not answer the time since {@code
 *     heldUntil}, so it grows. Empty if nobody can tell, which is not nothing
 */
public record Loss(
        String group,
        String replica,
        Optional<String> primary,
        Optional<Instant> heldUntil,
        Optional<Duration> atMost) {
    public Loss {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(replica, "replica");
        Objects.requireNonNull(primary, "primary");
        Objects.requireNonNull(heldUntil, "heldUntil");
        if (atMost.filter(Duration::isNegative).isPresent()) {
            throw new IllegalArgumentException("No loss: " + atMost.get());
        }
    }

    /** Whether it is known that nothing would be lost. */
    public boolean isNone() {
        return atMost.filter(Duration::isZero).isPresent();
    }

    /** In a sentence without a full stop. */
    public String told() {
        if (isNone()) {
            return "Nothing is lost";
        }
        return atMost.map(most -> "What was committed in the last "
                                + Words.of(most.truncatedTo(ChronoUnit.SECONDS).plusSeconds(most.getNano() > 0 ? 1 : 0))
                                + " is lost at most")
                        .orElse("How much is lost is not known")
                + heldUntil
                        .map(until -> "; " + replica + " holds all that was committed up to " + until)
                        .orElse("; up to when " + replica + " holds all is not known");
    }
}
