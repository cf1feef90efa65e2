package io.emrops.sqlserver.restore;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.recovery.RecoveryPlan;
import io.emrops.recovery.Secured;
import io.emrops.sqlserver.history.BackupSet;
import io.emrops.sqlserver.history.Forks;
import io.emrops.sqlserver.recovery.RecoveryDecision.Reach;
import io.emrops.sqlserver.session.ErrorKind;
import io.emrops.sqlserver.session.OperationResult;
import io.emrops.sqlserver.statement.BackupStatement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes a database and backs up the end of its log, on one connection: the only place in it may go to nobody else. */
final class Securing {
    private static final Logger LOG = LoggerFactory.getLogger(Securing.class);

    /** The log itself is what is bad. */
    private static final Set<ErrorKind> UNREADABLE = EnumSet.of(ErrorKind.CORRUPTION, ErrorKind.MEDIA);

    /** The file that it goes to is what is bad, or may be. */
    private static final Set<Integer> OF_THE_FILE = Set.of(3201, 3202, 3271);

    private final Instance instance;
    private final RecoveryPlan plan;
    private final PlanDetails details;
    private final TailFile file;
    private final Progress progress;
    private final String name;

    Securing(Instance instance, RecoveryPlan plan, String operationKey, Progress progress) {
        this.instance = instance;
        this.plan = plan;
        this.details = PlanDetails.of(plan);
        this.file = new TailFile(instance, operationKey);
        this.progress = progress;
        this.name = plan.request().database();
    }

    Secured secure(Line line) throws InterruptedException {
        if (!plan.request().isInPlace() && !plan.needsTail()) {
            return new Secured(Optional.empty(), List.of());
        }
        if (details.keepsNoLog()) {
            return giveUp(line);
        }
        var found = file.find();
        if (found.isPresent()) {
            return secured(found.get(), List.of());
        }
        var database = database();
        requireUpToDate(database);
        if (!plan.request().isInPlace()) {
            return secured(backUp(line, log().build()), List.of());
        }
        return database.isBroken() ? secureBroken(line, database) : close(line, database);
    }

    private ServerDatabase database() {
        return instance.databases()
                .find(name)
                .orElseThrow(() -> outOfDate("there is no database " + name + " any more"));
    }

    /** There is no end of a log: it is kept closed until it is overwritten or released. */
    private Secured giveUp(Line line) throws InterruptedException {
        var database = database();
        requireNotRestored();
        var remarks = new ArrayList<String>();
        if (database.isOnline()) {
            if (!database.keepsNoLog() || !database.forks().map(Forks::last).equals(details.fork())) {
                throw outOfDate("it keeps its log by now, or is another database");
            }
            remarks.addAll(ended(database));
            Access.takeOffline(line, name);
        } else if (!database.isOffline() && !database.isBroken()) {
            throw outOfDate(name + " is " + database.state());
        }
        remarks.add(name + " keeps no log that could be backed up: what was committed "
                + instance.sinceLastBackup(database) + " is lost for good when restoring begins");
        return new Secured(Optional.empty(), remarks);
    }

    private List<String> ended(ServerDatabase database) {
        var users = instance.databases().usersOf(database);
        LOG.info("Closing {}, which has {} sessions", name, users);
        return users == 0 ? List.of() : List.of(users + (users == 1 ? " session was ended" : " sessions were ended"));
    }

    private Secured close(Line line, ServerDatabase database) throws InterruptedException {
        var remarks = ended(database);
        Access.close(line, name);
        try {
            requireUpToDate(instance.databases().find(name).orElseThrow());
            return secured(backUp(line, log().noRecovery().build()), remarks);
        } catch (PreconditionFailedException | StepFailedException | TargetUnavailableException e) {
            reopen(line);
            throw e;
        }
    }

    /** The reason is what the caller is told, not that this failed as well. */
    private void reopen(Line line) throws InterruptedException {
        try {
            Access.open(line, name, details.access());
        } catch (RuntimeException e) {
            LOG.warn("{} is still closed to its users", name, e);
        }
    }

    /** What cannot be opened cannot be closed. Its log is taken as it is. */
    private Secured secureBroken(Line line, ServerDatabase database) throws InterruptedException {
        var statement = log().noTruncate().continueAfterError().build();
        var result = line.run("The backup of the end of the log of " + name, statement.text(), progress);
        if (result.succeeded()) {
            var tail = taken();
            var last = plan.sources().get(plan.sources().size() - 1);
            if (plan.needsTail() && tail.log().first().isAfter(PlanDetails.last(last))) {
                throw outOfDate("the end of its log does not go on from its backups");
            }
            return secured(
                    tail,
                    tail.traits().damaged()
                            ? List.of("The backup of the end of the log was made in spite of errors in it")
                            : List.of());
        }
        if (plan.needsTail() || !isUnreadable(result)) {
            result.orThrow("The backup of the end of the log of " + name, "Nothing was changed", line.target());
        }
        if (!plan.request().lossAccepted()) {
            result.orThrow(
                    "The backup of the end of the log of " + name,
                    "Nothing was changed. What was committed " + instance.sinceLastBackup(database)
                            + " would be lost for good: restore beside it, or accept the loss",
                    line.target());
        }
        return new Secured(
                Optional.empty(),
                List.of("The log of " + name + " could not be read ("
                        + result.failure().orElseThrow().vendorCode()
                        + "): what was committed " + instance.sinceLastBackup(database) + " is lost"));
    }

    private static boolean isUnreadable(OperationResult result) {
        return result.outcome() == OperationResult.Outcome.FAILED
                && result.failure()
                        .filter(failure -> UNREADABLE.contains(failure.kind()))
                        .filter(failure -> !OF_THE_FILE.contains(failure.cause().number()))
                        .isPresent();
    }

    private BackupStatement.Builder log() {
        return BackupStatement.log(name).to(file.free()).description(file.description());
    }

    private BackupSet backUp(Line line, BackupStatement statement) throws InterruptedException {
        line.require(
                "The backup of the end of the log of " + name,
                statement.text(),
                "The database was not changed by it; a part of the file may be left",
                progress);
        return taken();
    }

    private BackupSet taken() {
        return file.find()
                .orElseThrow(() -> new StepFailedException("The end of the log of " + name
                        + " was backed up, and is in neither the server's history nor its file"));
    }

    private Secured secured(BackupSet tail, List<String> remarks) {
        return new Secured(Optional.of(PlanDetails.source(tail, Reach.LAST)), remarks);
    }

    private void requireUpToDate(ServerDatabase database) {
        if (!database.isOnline() && !(database.isBroken() && plan.request().isInPlace())) {
            throw outOfDate(name + " is " + database.state());
        }
        requireNotRestored();
        var fork = database.forks().map(Forks::last);
        if (fork.isPresent() && details.fork().isPresent() && !fork.equals(details.fork())) {
            throw outOfDate(name + " is another database, or on another branch of its history, by now");
        }
        if (database.isOnline() && plan.needsTail() && !database.lastLogBackup().equals(details.lastLogBackup())) {
            throw outOfDate("its log was backed up since, which the plan does not know of");
        }
    }

    private void requireNotRestored() {
        if (!instance.databases().restoresTo(name, details.restoresBefore()).isEmpty()) {
            throw outOfDate(name + " was restored since");
        }
    }

    private PreconditionFailedException outOfDate(String why) {
        return new PreconditionFailedException(
                "The plan for " + name + " is out of date: " + why + ". Nothing was changed; plan anew",
                null,
                instance.target(name));
    }
}
