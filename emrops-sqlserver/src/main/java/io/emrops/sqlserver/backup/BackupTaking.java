package io.emrops.sqlserver.backup;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.backup.Backup;
import io.emrops.backup.BackupRequest;
import io.emrops.backup.Proof;
import io.emrops.sqlserver.history.BackupSet;
import io.emrops.sqlserver.session.OperationInterruptedException;
import io.emrops.sqlserver.session.OperationResult;
import io.emrops.sqlserver.session.OperationResult.Outcome;
import io.emrops.sqlserver.statement.ServerPath;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes backups, each to files of its own. */
public final class BackupTaking {
    private static final Logger LOG = LoggerFactory.getLogger(BackupTaking.class);

    private final Surroundings here;
    private final BackupPreflight preflight;

    /** Takes them there. */
    public BackupTaking(Surroundings here) {
        this.here = here;
        this.preflight = new BackupPreflight(here);
    }

    /**
     * What would be done.
     *
     * @throws PreconditionFailedException if it would be refused
     */
    public List<String> preview(BackupRequest request) {
        var key = request.operationKey().isBlank() ? "preview" : request.operationKey();
        var order = preflight.order(request, OperationTag.of(key), "TIME");
        return order.lines().stream()
                .map(line -> request.operationKey().isBlank()
                        ? line.replace(order.tag().shortId(), "KEY")
                        : line)
                .toList();
    }

    /**
     * Takes one and returns when it is complete and there is evidence of it.
     *
     * @throws InterruptedException if the thread was interrupted; the backup was cancelled, and the message names the files of which parts may be left
     */
    public Backup take(BackupRequest request, Progress progress) throws InterruptedException {
        var tag = OperationTag.of(request.operationKey());
        var order = preflight.order(request, tag, Names.moment(here.now()));
        order.files().forEach(this::requireAbsent);
        LOG.info("{} begins, operation {}", order.what(), tag.shortId());
        var result = run(order, progress);
        if (result.outcome() == Outcome.UNKNOWN) {
            return new Reconciliation(here).of(order, result);
        }
        result.orThrow(order.what(), leftovers(order), here.target());
        try {
            return new BackupEvidence(here).of(order, result);
        } catch (TargetUnavailableException e) {
            throw new OutcomeUnknownException(madeAndNotSeen(order), e, here.target());
        } catch (PreconditionFailedException e) {
            throw new StepFailedException(madeAndNotSeen(order) + ". " + e.getMessage(), e, here.target(), null);
        }
    }

    private static String madeAndNotSeen(BackupOrder order) {
        return order.what()
                + " was made as the server said, and the server cannot be asked whether it is what was asked"
                + " for. It lies in " + String.join(", ", order.paths());
    }

    /**
     * The backup that was taken under this key; empty if there is none that is complete. One that the server's history does not know of is looked for
     * where backups go, by what its files say.
     *
     * @throws PreconditionFailedException if the login may not read the server's history, and no files tell of it
     */
    public Optional<Backup> find(String operationKey) {
        var tag = OperationTag.of(operationKey);
        List<BackupSet> recorded;
        try {
            recorded = here.history().described(tag.description());
        } catch (PreconditionFailedException e) {
            return Optional.of(new UnrecordedBackups(here).find(tag).orElseThrow(() -> e));
        }
        return recorded.isEmpty()
                ? new UnrecordedBackups(here).find(tag)
                : recorded.stream()
                        .filter(set -> set.media().complete() && !set.traits().damaged())
                        .findFirst()
                        .map(set -> BackupFiles.backup(set, Proof.RECORDED));
    }

    /**
     * All of a database that this instance remembers, newest first: also from when it had another name, but neither those of others that had the
     * name before, nor those of its copies on other servers.
     */
    public List<Backup> list(String database) {
        var history = here.history();
        var identity = history.identity(database);
        var sets = history.ownSets(identity).stream()
                .filter(set -> identity.family().map(set.family()::equals).orElse(true))
                .toList();
        var restored = new HashSet<UUID>();
        sets.stream()
                .map(BackupSet::database)
                .distinct()
                .forEach(name -> restored.addAll(history.restoredSetsOf(name)));
        return sets.stream()
                .map(set -> BackupFiles.backup(
                        set, database, restored.contains(set.id()) ? Proof.RESTORED : Proof.RECORDED))
                .toList();
    }

    private void requireAbsent(ServerPath file) {
        if (here.exists(file).orElse(false)) {
            throw here.refused("There is a file " + file + " already; nothing was written");
        }
    }

    private OperationResult run(BackupOrder order, Progress progress) throws InterruptedException {
        try (var session = here.dedicated()) {
            var operation = session.operation(order.statement().text())
                    .onProgress(progress)
                    .stallAfter(here.settings().stallAfter, silence -> here.stalled(order.what(), silence));
            var limit = here.settings().atMost;
            return (limit == null ? operation : operation.cancelAfter(limit)).run();
        } catch (OperationInterruptedException e) {
            throw interrupted(order, e);
        }
    }

    private InterruptedException interrupted(BackupOrder order, OperationInterruptedException e) {
        var outcome = e.result().outcome();
        var message = order.what() + " was interrupted: "
                + switch (outcome) {
                    case SUCCEEDED -> "it was complete already, in " + order.paths();
                    case UNKNOWN -> "whether it was made is not known; " + leftovers(order);
                    case CANCELLED, FAILED -> "it was cancelled. " + leftovers(order);
                };
        LOG.warn("{}", message);
        var interrupted = new InterruptedException(message);
        interrupted.initCause(e);
        return interrupted;
    }

    static String leftovers(BackupOrder order) {
        return "The database was not changed; a part of it may be left in " + String.join(", ", order.paths())
                + ", which is no backup";
    }
}
