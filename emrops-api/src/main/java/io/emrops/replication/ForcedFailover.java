package io.emrops.replication;

import java.util.Objects;
import java.util.Optional;

/**
 * A failover without the help of the primary, which loses what that had not sent yet.
 *
 * @param accepted names the replica that becomes primary, and the primary that it was shown with
 * @param fenceFirst whether an old primary that answers is kept from taking changes first
 * @param fencedOutside how the old primary was kept from taking changes outside of the system, such as that its power was cut; empty if
 *     it was not
 */
public record ForcedFailover(LossAccepted accepted, boolean fenceFirst, Optional<String> fencedOutside) {
    public ForcedFailover {
        Objects.requireNonNull(accepted, "accepted");
        if (fencedOutside.filter(String::isBlank).isPresent()) {
            throw new IllegalArgumentException("How the old primary was fenced has to be said");
        }
    }

    /** Refused while the old primary answers and is primary, and where nobody can tell that it takes no changes. */
    public static ForcedFailover of(LossAccepted accepted) {
        return new ForcedFailover(accepted, false, Optional.empty());
    }

    /** Fences an old primary first that answers and is primary. */
    public ForcedFailover fencingFirst() {
        return new ForcedFailover(accepted, true, fencedOutside);
    }

    /**
     * The caller vouches that the old primary takes no changes although it cannot be asked. It is refused all the same if it answers and
     * takes them.
     *
     * @param how for the audit trail
     */
    public ForcedFailover fencedOutside(String how) {
        return new ForcedFailover(accepted, fenceFirst, Optional.of(how));
    }

    /** Who becomes primary. */
    public String to() {
        return accepted.replica();
    }
}
