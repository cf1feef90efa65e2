package io.emrops.sqlserver.restore;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.recovery.Recovered;
import io.emrops.recovery.RecoveryPlan;
import io.emrops.recovery.Secured;
import io.emrops.sqlserver.recovery.RecoveryDecision.Reach;
import io.emrops.sqlserver.statement.Identifier;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Opens a database that is at the moment, and no other. */
final class Opening {
    private final Instance instance;
    private final RecoveryPlan plan;
    private final PlanDetails details;
    private final Rolling rolling;
    private final String name;

    Opening(Instance instance, RecoveryPlan plan, Secured secured) {
        this.instance = instance;
        this.plan = plan;
        this.details = PlanDetails.of(plan);
        this.rolling = new Rolling(instance, plan, secured);
        this.name = plan.request().result();
    }

    Recovered open(Line line) throws InterruptedException {
        var standing = instance.standing(plan);
        if (!standing.isOpenAfter(rolling.steps())) {
            requireNotOpenedBefore(line, standing);
            recover(line, standing);
        }
        var open = instance.databases().find(name).orElseThrow();
        if (!open.isOnline()) {
            throw new StepFailedException(
                    "SQL Server has said that " + name + " was opened, and it is " + open.state(),
                    null,
                    line.target(),
                    null);
        }
        if (!open.isMultiUser()) {
            Access.open(line, name, "MULTI_USER");
        }
        return recovered(open);
    }

    private void recover(Line line, Standing standing) throws InterruptedException {
        var done = standing.isRestoring() ? standing.done(rolling.steps()) : 0;
        if (done == rolling.steps().size() && rolling.steps().heldAnyhow()) {
            rolling.restoring(line, Progress.none(), false).opens();
            return;
        }
        if (!mayHaveReached(standing, done)
                || !rolling.restoring(line, Progress.none(), false).opensAfter(done - 1)) {
            requireNotOpened(line, standing);
            throw new PreconditionFailedException(
                    name + " is not at " + plan.request().goal() + ": " + done + " of "
                            + rolling.steps().size() + " backups are restored"
                            + (standing.isRestoring()
                                    ? ""
                                    : ", and it is "
                                            + standing.database()
                                                    .map(ServerDatabase::state)
                                                    .orElse("not there"))
                            + ". It was not opened by this",
                    null,
                    line.target());
        }
    }

    /** A server that opens it in spite of what it says leaves a database that is short of the moment, and nobody may call it recovered. */
    private void requireNotOpened(Line line, Standing before) {
        if (!before.isOnline() && instance.standing(plan).isOnline()) {
            throw new StepFailedException(
                    "SQL Server has opened " + name + " (ONLINE) although it has not come to "
                            + plan.request().goal()
                            + " (4322): it ends before. Nothing can be restored to it any more; plan another recovery from its backups",
                    null,
                    line.target(),
                    "SQL Server 4322");
        }
    }

    /** What it said then of the moment is not to be had any more. */
    private void requireNotOpenedBefore(Line line, Standing standing) {
        if (standing.wasOpenedBy(rolling.steps())) {
            throw new StepFailedException(
                    name + " is open (ONLINE), and whether it has come to "
                            + plan.request().goal()
                            + " is not known: the server does not show that it was opened inside its last log, and it may end before."
                            + " Nothing can be restored to it any more; look at what is in it, or plan another recovery from its backups",
                    null,
                    line.target(),
                    null);
        }
    }

    /** The server itself is asked where that is open: it opens the database only if it comes to the moment. */
    private boolean mayHaveReached(Standing standing, int done) {
        return done > 0
                && rolling.steps().isLog(done - 1)
                && (standing.stoppedInside(rolling.steps(), done)
                        || PlanDetails.reach(rolling.steps().get(done - 1)) != Reach.WHOLE);
    }

    private Recovered recovered(ServerDatabase open) {
        var restored = instance.standing(plan).restored();
        return new Recovered(
                name,
                plan.request().moment(),
                instance.now().toInstant(),
                restoring(restored),
                instance.databases().orphanedUsers(Identifier.of(name).quoted()),
                remarks(open));
    }

    private static Duration restoring(List<Restored> restored) {
        var times =
                restored.stream().map(Restored::at).flatMap(Optional::stream).toList();
        if (times.isEmpty()) {
            return Duration.ZERO;
        }
        var first = times.stream().min(LocalDateTime::compareTo).orElseThrow();
        var last = times.stream().max(LocalDateTime::compareTo).orElseThrow();
        return Duration.between(first, last);
    }

    private List<String> remarks(ServerDatabase open) {
        var remarks = new ArrayList<String>();
        remarks.add("Make a full backup of " + name
                + " at once: it is on a new branch of its history, and differential backups"
                + " of before do not build on it");
        if (plan.request().isInPlace() && details.trustworthy() && !open.trustworthy()) {
            remarks.add("It was TRUSTWORTHY, and is not any more");
        }
        if (plan.request().isInPlace() && details.broker() && !open.broker()) {
            remarks.add("Service Broker was on, and is off");
        }
        if (plan.request().isInPlace() && details.access().equals("RESTRICTED_USER")) {
            remarks.add("It was open to administrators alone, and is open to all users");
        }
        remarks.add("Logins, jobs and settings of the server are not in it");
        return remarks;
    }
}
