package io.emrops.sqlserver.backup;

import io.emrops.EmropsException;
import io.emrops.OutcomeUnknownException;
import io.emrops.StepFailedException;
import io.emrops.backup.Backup;
import io.emrops.backup.Proof;
import io.emrops.spi.TimeSource;
import io.emrops.sqlserver.history.BackupSet;
import io.emrops.sqlserver.session.OperationResult;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what became of a backup whose connection was lost: the server may still be at it, may have finished it, or may have stopped.
 * First it is asked what it does, then what it remembers: the other way round, a backup that ends in between would be missed.
 */
final class Reconciliation {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Surroundings here;
    private final BackupEvidence evidence;

    Reconciliation(Surroundings here) {
        this.here = here;
        this.evidence = new BackupEvidence(here);
    }

    private enum Activity {
        RUNNING,
        NOT_RUNNING,
        NOT_VISIBLE
    }

    /**
     * The backup, if there is one.
     *
     * @throws StepFailedException if there is none and nothing is under way
     * @throws OutcomeUnknownException if the server cannot be asked, or is not done in time
     */
    Backup of(BackupOrder order, OperationResult lost) throws InterruptedException {
        var time = here.sessions().time();
        var begin = time.nanoTime();
        var lastSeen = "the server cannot be asked";
        while (true) {
            try {
                var activity = activity(lost);
                LOG.info(
                        "{}, operation {}: connection lost, the server is {}",
                        order.what(),
                        order.tag().shortId(),
                        activity);
                var found = found(order);
                if (found.isPresent()) {
                    return found.get();
                }
                if (activity == Activity.NOT_RUNNING) {
                    throw new StepFailedException(
                            order.what() + " was not made: the connection was lost" + at(lost)
                                    + ", and the server neither is at it nor remembers it. "
                                    + BackupTaking.leftovers(order),
                            null,
                            here.target(),
                            null);
                }
                lastSeen = activity == Activity.RUNNING
                        ? "the server is still at it"
                        : "the login may not see whether the server is still at it";
            } catch (StepFailedException | OutcomeUnknownException e) {
                throw e;
            } catch (EmropsException e) {
                LOG.info("{}: the server cannot be asked yet: {}", order.what(), e.getMessage());
            }
            if (Duration.ofNanos(time.nanoTime() - begin).compareTo(here.settings().reconcileWithin) >= 0) {
                throw new OutcomeUnknownException(
                        "Whether " + order.what() + " was made is not known: the connection was lost" + at(lost)
                                + ", and " + lastSeen + ". It would lie in " + String.join(", ", order.paths()),
                        null,
                        here.target());
            }
            pause(time);
        }
    }

    private Optional<Backup> found(BackupOrder order) {
        var recorded = recorded(order);
        return recorded.isPresent()
                ? recorded.map(set -> evidence.of(order, set, Proof.RECORDED))
                : evidence.written(order).map(set -> evidence.of(order, set, Proof.PRESENT));
    }

    /** A history that is broken says neither that it was made nor that it was not. */
    private Optional<BackupSet> recorded(BackupOrder order) {
        try {
            return evidence.recorded(order);
        } catch (StepFailedException e) {
            throw new OutcomeUnknownException(
                    "Whether " + order.what()
                            + " was made is not known: the connection was lost, and msdb cannot be read. "
                            + e.getMessage() + ". It would lie in " + String.join(", ", order.paths()),
                    e,
                    here.target());
        }
    }

    /** Numbers of sessions are used again, so that what it does counts too. */
    private Activity activity(OperationResult lost) {
        var running = here.queries()
                .list(
                        "running backups",
                        "SELECT session_id FROM sys.dm_exec_requests WHERE session_id = ? AND command LIKE N'BACKUP%'",
                        row -> row.integer("session_id"),
                        lost.sessionId());
        if (!running.isEmpty()) {
            return Activity.RUNNING;
        }
        return seesOthers() ? Activity.NOT_RUNNING : Activity.NOT_VISIBLE;
    }

    private boolean seesOthers() {
        var permission = here.facts().majorVersion() >= 16 ? "VIEW SERVER PERFORMANCE STATE" : "VIEW SERVER STATE";
        return here.queries()
                .find(
                        "permissions",
                        "SELECT HAS_PERMS_BY_NAME(NULL, NULL, ?) AS has",
                        row -> row.flag("has").orElse(false),
                        permission)
                .orElse(false);
    }

    private static String at(OperationResult lost) {
        return lost.percent() >= 0 ? " at " + lost.percent() + " percent" : "";
    }

    private static void pause(TimeSource time) throws InterruptedException {
        var over = new CompletableFuture<Void>();
        var timer = time.schedule(PAUSE, () -> over.complete(null));
        try {
            over.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            timer.cancel();
        }
    }
}
