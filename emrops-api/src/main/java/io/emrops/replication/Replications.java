package io.emrops.replication;

import io.emrops.Check;
import io.emrops.Done;
import io.emrops.Finding;
import io.emrops.InDoubt;
import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.PreconditionFailedException;
import io.emrops.internal.Words;
import io.emrops.replication.Replica.Writes;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;

/**
 * Steps and checks over a {@link ReplicationMonitor} and a {@link ReplicaFailover}. All steps are safe to repeat, so state {@link
 * InDoubt#rerun} or {@link InDoubt#probe}.
 *
 * <pre>{@code
 * rb.require("lag", "The other site is near enough", Replications.lagWithin(group, "sql-b", ofHours(1)));
 * rb.step("database", "Fail the database over", Replications.failOver(group, "sql-a", "sql-b")).inDoubt(rerun());
 * rb.verify("role", "It is primary there", Replications.isPrimary(group, "sql-b"));
 * }</pre>
 */
public final class Replications {
    private Replications() {}

    /**
     * Changes over with nothing lost. Undone by a planned failover back, which loses nothing either; where that is not possible, because the
     * former primary does not follow, the undo fails and says so, and the database stays where it is. One that was cut off half-way is
     * undone by {@linkplain ReplicaFailover#release releasing} the former primary. If {@code to} was primary before the step, an undo leaves it
     * that.
     */
    public static Operation<FailedOver> failOver(ReplicaFailover group, String from, String to) {
        return new FailOver(group, new PlannedFailover(from, to));
    }

    /**
     * Changes over without the help of the primary, with the loss that was accepted. Not undone once it is done: going back would lose what was
     * committed since.
     *
     * @param to for the document; the replica that the loss was accepted for has to be the same
     */
    public static Operation<FailedOver> force(
            ReplicaFailover group, String to, Function<Inputs, ForcedFailover> failover) {
        return new ForceFailover(group, to, failover);
    }

    /** Lets a suspended replica follow the primary; what only it had is lost for good. An undo stops here. */
    public static Operation<Done> resume(ReplicaFailover group, String replica) {
        return new ResumeMovement(group, replica);
    }

    /** Notes what a forced failover to a replica would lose now; touches nothing. */
    public static Operation<Loss> possibleLoss(ReplicaFailover group, String replica) {
        return new NoteLoss(group, replica);
    }

    /** There is one primary, it takes changes, and all others follow it. */
    public static Check healthy(ReplicationMonitor monitor) {
        return Check.of("There is one primary that takes changes, and all other replicas follow it", run -> {
            var status = monitor.status();
            var faults = new ArrayList<String>();
            var primaries = status.primaries();
            if (primaries.size() != 1) {
                faults.add(
                        primaries.isEmpty()
                                ? "Nobody is primary"
                                : "Several are primary: "
                                        + primaries.stream().map(Replica::name).toList());
            }
            primaries.stream().filter(p -> p.writes() != Writes.TAKEN).forEach(p -> faults.add(state(p)));
            status.others().stream().filter(r -> !r.follows()).forEach(r -> faults.add(state(r)));
            return faults.isEmpty()
                    ? new Finding(
                            true,
                            status.group() + " has " + status.replicas().size() + " replicas, and all follow "
                                    + primaries.get(0).name(),
                            states(status.replicas()))
                    : new Finding(false, "The replicas of " + status.group() + " are not as they should be", faults);
        });
    }

    /** How the replicas are; always ok, for a look before something is done. */
    public static Check reported(ReplicationMonitor monitor) {
        return Check.of("How the replicas are is told", run -> {
            var status = monitor.status();
            return new Finding(
                    true,
                    status.primary()
                            .map(p -> p.name() + " is primary of " + status.group())
                            .orElse("It is not clear who is primary of " + status.group()),
                    states(status.replicas()));
        });
    }

    /**
     * All replicas that are not primary are no further behind than this. A lag that is not known is not ok, and neither is a group
     * without a second replica.
     *
     * @param most such as the recovery point objective
     */
    public static Check lagWithin(ReplicationMonitor monitor, Duration most) {
        Objects.requireNonNull(most, "most");
        return Check.of("No replica is more than " + Words.of(most) + " behind", run -> {
            var status = monitor.status();
            return lag(status, status.others(), most);
        });
    }

    /** The same of one replica; it is ok if it is the primary itself. */
    public static Check lagWithin(ReplicationMonitor monitor, String replica, Duration most) {
        Objects.requireNonNull(replica, "replica");
        Objects.requireNonNull(most, "most");
        return Check.of(replica + " is no more than " + Words.of(most) + " behind", run -> {
            var status = monitor.status();
            return lag(status, List.of(status.replica(replica)), most);
        });
    }

    private static Finding lag(ReplicationStatus status, List<Replica> replicas, Duration most) {
        if (replicas.isEmpty()) {
            return Finding.notOk("Group " + status.group() + " has no replica but its primary");
        }
        var far = replicas.stream().filter(r -> !r.lag().isWithin(most)).toList();
        return far.isEmpty()
                ? new Finding(
                        true,
                        "The replicas of " + status.group() + " are no more than " + Words.of(most) + " behind",
                        states(replicas))
                : new Finding(
                        false,
                        "Not known to be within " + Words.of(most) + ": "
                                + String.join(
                                        ", ", far.stream().map(Replica::name).toList()),
                        states(far));
    }

    /** A replica is primary, no other is, and it takes changes. */
    public static Check isPrimary(ReplicationMonitor monitor, String replica) {
        Objects.requireNonNull(replica, "replica");
        return Check.of(replica + " is primary and takes changes", run -> {
            var status = monitor.status();
            var asked = status.replica(replica);
            return status.isPrimary(replica) && asked.writes() == Writes.TAKEN
                    ? Finding.ok(replica + " is primary of " + status.group() + " and takes changes")
                    : new Finding(
                            false,
                            replica + " is not the one primary of " + status.group() + " that takes changes",
                            states(status.replicas()));
        });
    }

    /** A planned failover would be possible now, with nothing lost. */
    public static Check canFailOver(ReplicaFailover group, String from, String to) {
        var failover = new PlannedFailover(from, to);
        return Check.of(to + " could take over from " + from + " with nothing lost", run -> {
            try {
                return new Finding(
                        true, to + " can take over from " + from + " with nothing lost", group.preview(failover));
            } catch (PreconditionFailedException e) {
                return Finding.notOk(Objects.requireNonNullElse(e.getMessage(), "It is refused"));
            }
        });
    }

    /** What a forced failover to a replica would lose now is told; always ok, for a look before it is decided. */
    public static Check lossTold(ReplicaFailover group, String replica) {
        Objects.requireNonNull(replica, "replica");
        return Check.of("What a forced failover to " + replica + " would lose is told", run -> {
            var loss = group.possibleLoss(replica);
            return new Finding(
                    true, loss.told(), List.of("primary: " + loss.primary().orElse("unknown"), "replica: " + replica));
        });
    }

    private static List<String> states(List<Replica> replicas) {
        return replicas.stream().map(Replications::state).toList();
    }

    /** In a line, as people say it. */
    static String state(Replica r) {
        if (r.isPrimary()) {
            return r.name() + ": primary, changes " + word(r.writes())
                    + (r.movement() == Replica.Movement.SUSPENDED ? ", suspended" : "");
        }
        var lag = r.lag()
                .time()
                .map(time -> "lag " + Words.of(time.truncatedTo(ChronoUnit.SECONDS)))
                .orElse("lag unknown");
        return r.name() + ": " + (r.answers() ? "" : "does not answer, ") + "role " + word(r.role()) + ", "
                + word(r.commit()) + ", " + word(r.synchronisation()) + ", link " + word(r.link()) + ", movement "
                + word(r.movement()) + ", " + lag
                + r.lag().unsent().map(size -> ", unsent " + size).orElse("")
                + r.lag().unredone().map(size -> ", to redo " + size).orElse("");
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
