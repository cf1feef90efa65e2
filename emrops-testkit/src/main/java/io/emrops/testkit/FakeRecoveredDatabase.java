package io.emrops.testkit;

import io.emrops.recovery.RecoveryPlan;
import io.emrops.recovery.RecoveryState;
import io.emrops.recovery.RecoveryState.Phase;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * A database of a {@link FakeRecoveryProvider}.
 *
 * @param commits what was ever committed in it, oldest first
 * @param shown what it holds once all is restored
 * @param plan the plan of the recovery that holds it, or has opened it; empty if none has
 * @param phase where that recovery stands
 * @param restored how many backups it has restored
 */
record FakeRecoveredDatabase(List<FakeCommit> commits, List<FakeCommit> shown, String plan, Phase phase, int restored) {
    FakeRecoveredDatabase {
        commits = List.copyOf(commits);
        shown = List.copyOf(shown);
    }

    static FakeRecoveredDatabase open(List<FakeCommit> commits) {
        return new FakeRecoveredDatabase(commits, List.of(), "", Phase.NOT_BEGUN, 0);
    }

    /** One that is made by a restore. */
    static FakeRecoveredDatabase empty(RecoveryPlan plan) {
        return new FakeRecoveredDatabase(List.of(), List.of(), name(plan), Phase.RESTORING, 0);
    }

    boolean isOpen() {
        return phase == Phase.NOT_BEGUN || phase == Phase.OPEN;
    }

    boolean isHeldBy(RecoveryPlan plan) {
        return !isOpen() && this.plan.equals(name(plan));
    }

    boolean wasOpenedBy(RecoveryPlan plan) {
        return phase == Phase.OPEN && this.plan.equals(name(plan));
    }

    RecoveryState stateOf(RecoveryPlan plan) {
        if (isHeldBy(plan) || wasOpenedBy(plan)) {
            return new RecoveryState(phase, restored);
        }
        return new RecoveryState(isOpen() ? Phase.NOT_BEGUN : Phase.UNCLEAR, 0);
    }

    List<FakeCommit> upTo(Instant moment) {
        return commits.stream().filter(c -> !c.at().isAfter(moment)).toList();
    }

    FakeRecoveredDatabase committing(FakeCommit commit) {
        if (!isOpen()) {
            throw new IllegalStateException("Nothing is committed in a database that is closed");
        }
        return new FakeRecoveredDatabase(
                Stream.concat(commits.stream(), Stream.of(commit)).toList(), shown, plan, phase, restored);
    }

    FakeRecoveredDatabase secured(RecoveryPlan plan) {
        return new FakeRecoveredDatabase(commits, List.of(), name(plan), Phase.SECURED, 0);
    }

    FakeRecoveredDatabase restoredOneMore() {
        return new FakeRecoveredDatabase(commits, shown, plan, Phase.RESTORING, restored + 1);
    }

    FakeRecoveredDatabase atTheMoment(List<FakeCommit> state) {
        return new FakeRecoveredDatabase(commits, state, plan, Phase.AT_THE_MOMENT, restored);
    }

    FakeRecoveredDatabase opened() {
        return new FakeRecoveredDatabase(shown, List.of(), plan, Phase.OPEN, restored);
    }

    /** As it was, with everything in it. */
    FakeRecoveredDatabase released() {
        return open(commits);
    }

    static FakeRecoveredDatabase read(List<String> row, Tables from) {
        var name = row.get(0);
        return new FakeRecoveredDatabase(
                commits("commit", name, from),
                commits("shown", name, from),
                row.get(1),
                Phase.valueOf(row.get(2)),
                Integer.parseInt(row.get(3)));
    }

    private static List<FakeCommit> commits(String table, String database, Tables from) {
        return from.rows(table).stream()
                .filter(row -> row.get(0).equals(database))
                .map(row -> new FakeCommit(Instant.parse(row.get(1)), row.get(2)))
                .toList();
    }

    void write(String name, Tables to) {
        to.add("database", name, plan, phase.name(), Integer.toString(restored));
        commits.forEach(c -> to.add("commit", name, c.at().toString(), c.what()));
        shown.forEach(c -> to.add("shown", name, c.at().toString(), c.what()));
    }

    private static String name(RecoveryPlan plan) {
        return plan.request().database() + " " + plan.request().result() + " " + plan.stopsAt() + " "
                + plan.plannedAt();
    }
}
