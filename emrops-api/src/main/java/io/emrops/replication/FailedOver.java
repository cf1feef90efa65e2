package io.emrops.replication;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A failover that is done.
 *
 * @param group which group
 * @param from who was primary; empty if nobody could tell
 * @param to who is primary now
 * @param at when it was found done, by the clock of the system
 * @param lost what was lost, as it was found just before; empty if it was found done by a later call
 * @param wayBack what has to be done before there can be a failover back
 */
public record FailedOver(
        String group, Optional<String> from, String to, Instant at, Optional<Loss> lost, WayBack wayBack) {
    public FailedOver {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(lost, "lost");
        Objects.requireNonNull(wayBack, "wayBack");
    }
}
