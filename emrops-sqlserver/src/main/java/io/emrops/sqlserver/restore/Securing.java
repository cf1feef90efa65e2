package io.emrops.sqlserver.restore;

import io.emrops.OutcomeUnknownException;
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

    private static final String CLOSED =
            "The database is closed to all (RESTORING), with nothing lost: secure it again under the same"
                    + " key, or release it, which opens it as it was";

    private final Instance instance;
    private final RecoveryPlan plan;
    private final PlanDetails details;
    private final TailFile file;
    private final Progress progress;
    private final Closing closing;
    private final String name;

    Securing(Instance instance, RecoveryPlan plan, String operationKey, Progress progress, Closing closing) {
        this.instance = instance;
        this.plan = plan;
        this.details = PlanDetails.of(plan);
        this.file = new TailFile(instance, operationKey);
        this.progress = progress;
        this.closing = closing;
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
            requireOfThis(found.get());
            requireGoesOn(found.get());
            closing.isSecured();
            return secured(found.get(), List.of());
        }
        var database = database();
        requireUpToDate(database);
        requireMomentHasCome();
        if (!plan.request().isInPlace()) {
            var statement = log().build();
            backUp(line, statement);
            return secured(taken(statement, name + " stays open"), List.of());
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
        requireSame(database);
        requireNotRestored();
        var remarks = new ArrayList<String>();
        if (database.isOnline()) {
            if (!database.keepsNoLog() || !database.forks().map(Forks::last).equals(details.fork())) {
                throw outOfDate("it keeps its log by now, or is another database");
            }
            remarks.addAll(ended(database));
            closing.takeOffline(line);
        } else if (!database.isOffline() && !database.isBroken()) {
            throw outOfDate(name + " is " + database.state());
        }
        remarks.add(name + " keeps no log that could be backed up: what was committed "
                + instance.sinceLastBackup(database) + " is lost for good when restoring begins");
        closing.isSecured();
        return new Secured(Optional.empty(), remarks);
    }

    private List<String> ended(ServerDatabase database) {
        var users = instance.databases().usersOf(database);
        LOG.info("Closing {}, which has {} sessions", name, users);
        return users == 0 ? List.of() : List.of(users + (users == 1 ? " session was ended" : " sessions were ended"));
    }

    private Secured close(Line line, ServerDatabase database) throws InterruptedException {
        var remarks = ended(database);
        closing.close(line);
        var statement = log().noRecovery().build();
        try {
            requireUpToDate(instance.databases().find(name).orElseThrow());
            backUp(line, statement);
        } catch (PreconditionFailedException | StepFailedException | TargetUnavailableException e) {
            closing.reopen(line);
            throw e;
        } catch (InterruptedException e) {
            closing.reopen(line, e);
            throw e;
        }
        closing.isSecured();
        return secured(taken(statement, CLOSED), remarks);
    }

    /** What cannot be opened cannot be closed. Its log is taken as it is. */
    private Secured secureBroken(Line line, ServerDatabase database) throws InterruptedException {
        var statement = log().noTruncate().continueAfterError().build();
        var result = line.run("The backup of the end of the log of " + name, statement.text(), progress);
        if (result.succeeded()) {
            var tail = taken(statement, CLOSED);
            requireGoesOn(tail);
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

    /** The key may have been used before, for another recovery. */
    private void requireOfThis(BackupSet tail) {
        if (!tail.database().equals(name)
                || details.fork()
                        .filter(fork -> !fork.equals(tail.forks().last()))
                        .isPresent()) {
            throw new PreconditionFailedException(
                    "Under this key the end of the log of " + tail.database() + " was backed up at "
                            + tail.finishedAt() + ", to "
                            + String.join(", ", tail.media().files())
                            + ", which is not the log that the plan for " + name
                            + " was made of. Nothing was changed; use another key",
                    null,
                    instance.target(name));
        }
    }

    /** What is found is checked as what was just made: it may have been refused then. */
    private void requireGoesOn(BackupSet tail) {
        var last = plan.sources().get(plan.sources().size() - 1);
        if (plan.needsTail() && tail.log().first().isAfter(PlanDetails.last(last))) {
            throw outOfDate("the end of its log does not go on from its backups");
        }
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

    private void backUp(Line line, BackupStatement statement) throws InterruptedException {
        line.require(
                "The backup of the end of the log of " + name,
                statement.text(),
                "The database was not changed by it; a part of the file may be left",
                progress);
    }

    /** What goes wrong from here on is no failure of the backup: there is one. */
    private BackupSet taken(BackupStatement statement, String state) {
        var made = "The end of the log of " + name + " was backed up, to "
                + statement.files().get(0) + ". " + state;
        try {
            return file.find()
                    .orElseThrow(() -> new StepFailedException(
                            made + ". It is in neither the server's history nor its file",
                            null,
                            instance.target(name),
                            null));
        } catch (TargetUnavailableException e) {
            throw new OutcomeUnknownException(
                    made + ". It cannot be read yet: " + e.getMessage(), e, instance.target(name));
        } catch (PreconditionFailedException e) {
            throw new StepFailedException(
                    made + ". It cannot be read: " + e.getMessage(), e, instance.target(name), null);
        }
    }

    private Secured secured(BackupSet tail, List<String> remarks) {
        var source = PlanDetails.source(tail, Reach.LAST);
        var all = new ArrayList<>(remarks);
        Steps.shortOf(plan, new Secured(Optional.of(source), List.of()))
                .ifPresent(end -> all.add("The end of the log ends at about " + end + " by the server's clock, before "
                        + plan.stopsAt() + ": the moment cannot be reached, and the database can be released"));
        return new Secured(Optional.of(source), all);
    }

    /** The plan was made when it had come. A clock can be set back since, and this may be another one. */
    private void requireMomentHasCome() {
        var now = instance.now().toInstant();
        if (plan.needsTail() && !plan.request().isToBackup() && plan.stopsAt().isAfter(now)) {
            throw outOfDate(plan.stopsAt() + " has not come yet; on the server it is " + now);
        }
    }

    private void requireSame(ServerDatabase database) {
        if (!details.isOf(database)) {
            throw outOfDate(name + " is another database of that name by now");
        }
    }

    private void requireUpToDate(ServerDatabase database) {
        if (!database.isOnline() && !(database.isBroken() && plan.request().isInPlace())) {
            throw outOfDate(name + " is " + database.state());
        }
        requireSame(database);
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
