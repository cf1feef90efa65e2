package io.emrops.recovery;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A database that is closed to its users, with everything that was ever committed in it in some backup, unless its loss was accepted.
 *
 * @param tail the backup of the end of its log; empty if nothing had to be secured, or if it could not be and {@linkplain
 *     RecoveryRequest#acceptingLoss its loss was accepted}
 * @param remarks what is worth knowing, such as sessions that were ended
 */
public record Secured(Optional<RecoverySource> tail, List<String> remarks) {
    public Secured {
        Objects.requireNonNull(tail, "tail");
        remarks = List.copyOf(remarks);
    }
}
