package io.emrops.testkit;

import io.emrops.Finding;
import io.emrops.PreconditionFailedException;
import io.emrops.StepFailedException;
import io.emrops.backup.Backup;
import io.emrops.recovery.RecoveryPlan;
import io.emrops.recovery.RecoveryRequest;
import io.emrops.recovery.RecoveryState.Phase;
import io.emrops.recovery.Secured;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The databases of a {@link FakeRecoveryProvider}, and what a recovery does to them. */
final class FakeDatabases {
    private final Map<String, FakeRecoveredDatabase> databases = new TreeMap<>();
    private final FakeBackupChain backups = new FakeBackupChain();
    private final Set<String> corrupt = new TreeSet<>();
    private final Set<String> withoutLog = new TreeSet<>();

    FakeBackupChain backups() {
        return backups;
    }

    FakeRecoveredDatabase put(String name, FakeRecoveredDatabase database) {
        databases.put(name, database);
        return database;
    }

    Optional<FakeRecoveredDatabase> find(String name) {
        return Optional.ofNullable(databases.get(name));
    }

    FakeRecoveredDatabase require(String name) {
        return find(name).orElseThrow(() -> new PreconditionFailedException("There is no database " + name));
    }

    void corrupt(String database) {
        corrupt.add(database);
    }

    void keepNoLog(String database) {
        withoutLog.add(database);
    }

    RecoveryPlan plan(RecoveryRequest request, Instant now) {
        var database = request.database();
        require(database);
        if (!request.isInPlace() && databases.containsKey(request.into())) {
            throw new PreconditionFailedException("There is a database " + request.into() + " already");
        }
        if (request.isInPlace() && !request.lossAccepted() && withoutLog.contains(database)) {
            throw new PreconditionFailedException(database
                    + " keeps no log that could be backed up: what was committed since " + newest(database)
                    + " would be lost for good");
        }
        var plan = backups.plan(request, now);
        if (plan.needsTail() && withoutLog.contains(database)) {
            throw new PreconditionFailedException(
                    "No backup of " + database + " reaches " + request.moment() + ", and it keeps no log");
        }
        return plan;
    }

    List<String> preview(RecoveryPlan plan) {
        var request = plan.request();
        require(request.database());
        return List.of(
                !request.isInPlace()
                        ? "Nothing is closed"
                        : withoutLog.contains(request.database())
                                ? request.database() + " is closed, and what no backup holds is lost for good"
                                : request.database() + " is closed, and its log backed up",
                plan.sources().size() + " backups are restored to " + request.result(),
                request.result() + " is opened with its state of " + request.goal());
    }

    Secured secure(RecoveryPlan plan, String operationKey, Instant now) {
        var database = plan.request().database();
        var there = require(database);
        var made = backups.tail(operationKey);
        if (made.isPresent() || !plan.request().isInPlace() && !plan.needsTail()) {
            return new Secured(made, List.of());
        }
        if (withoutLog.contains(database) && plan.request().isInPlace()) {
            return giveUp(plan, there);
        }
        if (!there.isOpen()) {
            throw new StepFailedException(database + " is closed by somebody else");
        }
        if (plan.needsTail() && !backups.reachesTheEndOfTheLog(plan)) {
            throw new PreconditionFailedException(
                    "A log backup of " + database + " was made since the recovery was planned");
        }
        var tail = backups.addTail(database, now, operationKey);
        if (plan.request().isInPlace()) {
            databases.put(database, there.secured(plan));
        }
        return new Secured(Optional.of(tail), List.of());
    }

    private Secured giveUp(RecoveryPlan plan, FakeRecoveredDatabase there) {
        var database = plan.request().database();
        if (there.isOpen()) {
            databases.put(database, there.secured(plan));
        } else if (!there.isHeldBy(plan)) {
            throw new StepFailedException(database + " is closed by somebody else");
        }
        return new Secured(
                Optional.empty(), List.of("What was committed since " + newest(database) + " is lost for good"));
    }

    private Instant newest(String database) {
        return backups.backups(database).stream()
                .map(Backup::finishedAt)
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
    }

    String release(RecoveryPlan plan, Secured secured) {
        var result = plan.request().result();
        var there = databases.get(result);
        if (there != null && there.wasOpenedBy(plan)) {
            throw new StepFailedException(result + " was opened with its state of "
                    + plan.request().moment() + "; it cannot be released any more");
        }
        if (!plan.request().isInPlace()) {
            databases.remove(result);
        } else if (there != null && there.isHeldBy(plan)) {
            if (secured.tail().isEmpty() && there.phase() != Phase.SECURED) {
                throw new StepFailedException("There is no end of the log of " + result + " to go back to");
            }
            databases.put(result, there.released());
        }
        return result;
    }

    /** Beside another database, the new one comes into being with this. */
    FakeRecoveredDatabase requireRestorable(RecoveryPlan plan) {
        var result = plan.request().result();
        if (!plan.request().isInPlace()) {
            databases.computeIfAbsent(result, name -> FakeRecoveredDatabase.empty(plan));
        }
        var there = require(result);
        if (!there.isHeldBy(plan) && !there.wasOpenedBy(plan)) {
            throw new StepFailedException(result + " was not secured for this recovery, and was left as it is");
        }
        return there;
    }

    /** How many backups; all there could be if it is open. */
    int restored(String database) {
        var there = require(database);
        return there.isOpen() ? Integer.MAX_VALUE : there.restored();
    }

    void open(RecoveryPlan plan) {
        var request = plan.request();
        var there = databases.get(request.result());
        if (there == null || !there.wasOpenedBy(plan)) {
            if (there == null || there.stateOf(plan).phase() != Phase.AT_THE_MOMENT) {
                throw new PreconditionFailedException(
                        request.result() + " is not at " + request.goal() + ", and was left as it is");
            }
            databases.put(request.result(), there.opened());
        }
    }

    Finding checkIntegrity(String database) {
        var there = databases.get(database);
        if (there == null || !there.isOpen()) {
            return Finding.notOk(database + " could not be checked: it is not open");
        }
        return corrupt.contains(database)
                ? Finding.notOk("There are errors in " + database)
                : Finding.ok("There are no errors in " + database);
    }

    void read(Tables from) {
        databases.clear();
        from.rows("database").forEach(row -> databases.put(row.get(0), FakeRecoveredDatabase.read(row, from)));
        backups.read(from);
        corrupt.clear();
        from.rows("corrupt").forEach(row -> corrupt.add(row.get(0)));
        withoutLog.clear();
        from.rows("withoutLog").forEach(row -> withoutLog.add(row.get(0)));
    }

    void write(Tables to) {
        databases.forEach((name, database) -> database.write(name, to));
        backups.write(to);
        corrupt.forEach(database -> to.add("corrupt", database));
        withoutLog.forEach(database -> to.add("withoutLog", database));
    }
}
