package io.emrops.replication;

import io.emrops.PreconditionFailedException;
import io.emrops.internal.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Somebody has been shown what a forced failover would lose, and accepts it, up to a limit. It holds for that replica as it was shown: behind
 * another primary, or with less on the replica than was shown, it counts for nothing.
 *
 * <pre>{@code
 * var shown = group.possibleLoss("sql-b");
 * System.out.println(shown.told());
 * var accepted = LossAccepted.upTo(Duration.ofMinutes(30), shown, "INC-17, the medical director agrees");
 * }</pre>
 *
 * @param group the group that was shown
 * @param replica the replica that was shown
 * @param primary the primary that was shown; empty if nobody could tell
 * @param heldUntil the last known point that was shown; empty if nobody could tell
 * @param upTo what was committed in it may be lost at most
 * @param unknownToo whether a loss is accepted too that nobody can tell
 * @param why for the audit trail: who agreed, and where that is written
 */
public record LossAccepted(
        String group,
        String replica,
        Optional<String> primary,
        Optional<Instant> heldUntil,
        Duration upTo,
        boolean unknownToo,
        String why) {
    public LossAccepted {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(replica, "replica");
        Objects.requireNonNull(primary, "primary");
        Objects.requireNonNull(heldUntil, "heldUntil");
        if (upTo.isNegative()) {
            throw new IllegalArgumentException("No loss: " + upTo);
        }
        if (why.isBlank()) {
            throw new IllegalArgumentException("Why a loss is accepted has to be said");
        }
    }

    /**
     * A known loss is accepted, up to a limit.
     *
     * @param most leave room for the time until the failover: the loss behind a dead primary grows
     */
    public static LossAccepted upTo(Duration most, Loss shown, String why) {
        return new LossAccepted(shown.group(), shown.replica(), shown.primary(), shown.heldUntil(), most, false, why);
    }

    /** The same, and a loss that nobody can tell too. */
    public LossAccepted andUnknown() {
        return new LossAccepted(group, replica, primary, heldUntil, upTo, true, why);
    }

    /**
     * Stops a forced failover that would lose something else than was accepted. Providers call this with what they find just before it.
     *
     * @throws PreconditionFailedException if the replica or the primary is another, if less is held than was shown, or if the loss is greater
     *     or unknown; nothing was changed
     */
    public void require(Loss found) {
        refusal(found).ifPresent(why -> {
            throw new PreconditionFailedException("The forced failover of " + found.group() + " to " + found.replica()
                    + " is refused, and nothing was changed: " + why);
        });
    }

    private Optional<String> refusal(Loss found) {
        if (!found.group().equals(group) || !found.replica().equals(replica)) {
            return Optional.of("the loss was accepted for " + replica + " of " + group);
        }
        if (!found.primary().equals(primary)) {
            return Optional.of("the loss was accepted with " + primary.orElse("an unknown primary") + ", and now it is "
                    + found.primary().orElse("unknown"));
        }
        if (found.atMost().isEmpty() || found.heldUntil().isEmpty()) {
            return unknownToo
                    ? Optional.empty()
                    : Optional.of("what would be lost is not known, and that was not accepted");
        }
        if (heldUntil.filter(shown -> found.heldUntil().get().isBefore(shown)).isPresent()) {
            return Optional.of(replica + " holds all up to " + found.heldUntil().get() + " only, and " + heldUntil.get()
                    + " was shown");
        }
        return found.atMost().get().compareTo(upTo) > 0
                ? Optional.of("the loss of " + Words.of(upTo) + " was accepted, and it may be "
                        + Words.of(found.atMost().get()))
                : Optional.empty();
    }
}
