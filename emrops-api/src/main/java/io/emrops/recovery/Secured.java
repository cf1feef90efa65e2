package io.emrops.recovery;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A database that is closed to its users, with everything that was ever committed in it in some backup.
 *
 * @param tail the backup of the end of its log; empty if the log could not be read any more, or if nothing had to be secured
 * @param remarks what is worth knowing, such as sessions that were ended
 */
public record Secured(Optional<RecoverySource> tail, List<String> remarks) {
    public Secured {
        Objects.requireNonNull(tail, "tail");
        remarks = List.copyOf(remarks);
    }
}
