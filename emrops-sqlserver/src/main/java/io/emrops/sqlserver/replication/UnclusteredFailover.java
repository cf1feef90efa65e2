package io.emrops.sqlserver.replication;

import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.replication.PlannedFailover;
import io.emrops.replication.Replica;
import io.emrops.replication.Replica.Movement;
import io.emrops.replication.Replica.Role;

/**
 * A planned failover where no cluster sees to it that there is one primary ("Configure a SQL Server availability group for read-scale"): the primary is
 * taken offline, the other one is forced, which loses nothing if its log ends where the primary's does, and the former one is told to follow. The page has the
 * primary wait for another replica first; the ends of the logs tell the same, and a setting that is left behind would keep the new primary from taking
 * changes.
 */
final class UnclusteredFailover {
    private final GroupReader reader;
    private final GroupStatements statements;
    private final GroupFailover failovers;

    UnclusteredFailover(GroupReader reader, GroupStatements statements, GroupFailover failovers) {
        this.reader = reader;
        this.statements = statements;
        this.failovers = failovers;
    }

    /** @param half whether the primary is offline already */
    void run(GroupView before, PlannedFailover failover, boolean half, Progress progress) throws InterruptedException {
        if (!half) {
            failovers.close(failover.from());
        }
        AfterChange.run(
                failover.from() + " is offline, and nobody takes changes of " + before.group()
                        + " until this is called again, " + failover.from()
                        + " is released or the failover is forced",
                () -> open(failover));
        AfterChange.run(
                failover.to() + " has become primary of " + before.group() + ", and not all others follow it yet",
                () -> follow(before, failover, progress));
    }

    private void open(PlannedFailover failover) throws InterruptedException {
        var closed = reader.read();
        if (!closed.holdsAll(failover.to(), failover.from())) {
            throw new StepFailedException(failover.from() + " is offline, and it is not known that " + failover.to()
                    + " holds all that it had: nobody takes changes of " + closed.group() + " until " + failover.from()
                    + " is released or the failover is forced");
        }
        failovers.become(
                failover.to(), statements.force(failover.to()), "Nobody takes changes until this is called again");
    }

    private void follow(GroupView before, PlannedFailover failover, Progress progress) throws InterruptedException {
        statements.follow(failover.from());
        for (var replica : reader.read().status().others()) {
            if (replica.name().equals(failover.from()) || followed(before, replica)) {
                failovers.resume(replica.name(), progress);
            }
        }
    }

    /** It is done, but for the former primary, which is offline still. Nothing of it is thrown away. */
    void finish(GroupView done, String from) throws InterruptedException {
        var former = done.status().replica(from);
        if (former.answers() && former.role() == Role.RESOLVING) {
            statements.follow(from);
        }
    }

    private static boolean followed(GroupView before, Replica replica) {
        var then = before.status().replica(replica.name());
        return replica.role() == Role.SECONDARY && then.movement() == Movement.MOVING;
    }
}
