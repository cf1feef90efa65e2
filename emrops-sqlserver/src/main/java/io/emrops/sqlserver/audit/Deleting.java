package io.emrops.sqlserver.audit;

import io.emrops.EmropsException;
import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.audit.AuditArchive;
import io.emrops.audit.AuditFilter;
import io.emrops.audit.AuditPurge;
import io.emrops.audit.AuditRange;
import io.emrops.sqlserver.session.DedicatedSession;
import io.emrops.sqlserver.session.ShortQueries;
import io.emrops.sqlserver.statement.Identifier;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Deletes rows, batch by batch. A batch is a transaction: its rows are locked, compared with the archive, deleted if they are the same and nobody holds
 * them, and committed; or nothing of it is done.
 */
final class Deleting implements AutoCloseable {
    private static final int ATTEMPTS = 5;

    private final Purgeable table;
    private final Holds holds;
    private final PurgeSettings settings;
    private final AuditArchive archive;
    private final Place place;
    private final DedicatedSession session;
    private final ShortQueries queries;
    private final long began;

    private long deleted;
    private long gone;
    private long held;
    private long changed;
    private int batches;

    Deleting(Purgeable table, Holds holds, PurgeSettings settings, AuditArchive archive) {
        this.table = table;
        this.holds = holds;
        this.settings = settings;
        this.archive = archive;
        this.place = table.audit().layout().place();
        this.session = onServer(table);
        this.queries = session.queries(target()).within(place.answerWithin());
        this.began = place.sessions().time().nanoTime();
    }

    /** A session with the server that was asked before, and with no other. */
    private static DedicatedSession onServer(Purgeable table) {
        var place = table.audit().layout().place();
        var session = place.sessions().dedicated();
        try {
            session.requireOn(table.on(), place.target().get());
            return session;
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /** Whoever is in the way goes first, and any error takes back the whole batch. */
    void begin() {
        send("the database", "USE " + Identifier.of(place.database()).quoted());
        send(
                "the settings of the purge",
                "SET TRANSACTION ISOLATION LEVEL READ COMMITTED; SET XACT_ABORT ON; SET DEADLOCK_PRIORITY LOW; SET LOCK_TIMEOUT "
                        + settings.lockWait().toMillis());
    }

    long deleted() {
        return deleted;
    }

    void delete(List<ArchivedRow> rows) {
        requireRoomInLog();
        for (var attempt = 1; ; attempt++) {
            try {
                if (tryToDelete(rows)) {
                    return;
                }
                if (attempt == ATTEMPTS) {
                    throw new StepFailedException(
                            "Rows of " + table.name()
                                    + " that were to be deleted are still there: a trigger keeps them, or holds come and go. "
                                    + "The batch was taken back; " + soFar(),
                            null,
                            target(),
                            null);
                }
            } catch (TargetUnavailableException e) {
                takeBack(e);
                if (attempt == ATTEMPTS) {
                    throw new TargetUnavailableException(
                            "Somebody was in the way of the purge of " + table.name() + " for " + ATTEMPTS
                                    + " times. The batch was taken back; " + soFar(),
                            e,
                            target());
                }
            } catch (StepFailedException | PreconditionFailedException e) {
                takeBack(e);
                throw e;
            }
        }
    }

    /** @return false if a hold came in between, or the rows do not go; the batch is taken back then */
    private boolean tryToDelete(List<ArchivedRow> rows) {
        send("the beginning of a batch", "BEGIN TRANSACTION");
        var compared = Comparison.of(rows, table, holds, queries, " WITH (UPDLOCK)");
        var same = compared.same();
        if (!same.isEmpty() && (deleteRows(same) != same.size() || rowsLeft(same) > 0)) {
            send("the end of a batch", "ROLLBACK TRANSACTION");
            return false;
        }
        commit(same.size());
        deleted += same.size();
        gone += compared.gone();
        held += compared.held();
        changed += compared.changed();
        batches++;
        return true;
    }

    private long deleteRows(List<String> same) {
        var keys = new Keys(table.audit().key(), same);
        var conditions = new Conditions(table.audit(), AuditFilter.all().to(archive.cutoff()));
        var parameters = new ArrayList<>(conditions.parameters());
        parameters.addAll(keys.parameters());
        return queries.find(
                        "the deletion of audit rows",
                        "DELETE t FROM " + table.audit().layout().quoted() + " AS t" + conditions.where() + " AND "
                                + keys.condition() + " AND " + holds.free() + "; SELECT ROWCOUNT_BIG() AS deleted",
                        row -> row.bigInteger("deleted").orElse(-1L),
                        parameters.toArray())
                .orElse(-1L);
    }

    /** What was deleted is not there: a trigger can let a deletion count and keep the rows, or bring them back. */
    private long rowsLeft(List<String> same) {
        var keys = new Keys(table.audit().key(), same);
        return queries.find(
                        "the rows after their deletion",
                        "SELECT COUNT_BIG(*) AS rows_left FROM "
                                + table.audit().layout().quoted() + " AS t WHERE " + keys.condition(),
                        row -> row.bigInteger("rows_left").orElse((long) same.size()),
                        keys.parameters().toArray())
                .orElse((long) same.size());
    }

    /** An error here does not say that nothing was committed, such as when a secondary replica has not answered in time. */
    private void commit(int rows) {
        try {
            send("the end of a batch", "COMMIT TRANSACTION");
        } catch (EmropsException e) {
            if (!session.isOpen() || isInTransaction()) {
                throw e;
            }
            throw new OutcomeUnknownException(
                    "The server had an error when the last batch of the purge of " + table.name() + ", of " + rows
                            + " rows, was to be committed, and has ended the transaction: whether they are deleted is not known; "
                            + soFar() + ". A later call goes on, whatever became of it",
                    e,
                    target());
        }
    }

    private boolean isInTransaction() {
        try {
            return queries.find(
                            "the transaction of a batch",
                            "SELECT @@TRANCOUNT AS open_transactions",
                            row -> row.integer("open_transactions").orElse(0) > 0)
                    .orElse(false);
        } catch (EmropsException e) {
            return false;
        }
    }

    private void takeBack(EmropsException reason) {
        if (!session.isOpen()) {
            throw new OutcomeUnknownException(
                    "The connection of the purge of " + table.name()
                            + " was lost: whether the last batch was committed is not known; " + soFar()
                            + ". A later call goes on, whatever became of it",
                    reason,
                    target());
        }
        send("the end of a batch", "IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION");
    }

    /** In the full recovery model only a log backup makes room. */
    private void requireRoomInLog() {
        var used = queries.find(
                        "the log of the database",
                        "SELECT used_log_space_in_percent FROM sys.dm_db_log_space_usage",
                        row -> row.number("used_log_space_in_percent"))
                .flatMap(known -> known)
                .orElseThrow(() -> new TargetUnavailableException(
                        "The server does not say how far the log of " + place.database()
                                + " is used, which the purge of " + table.name() + " must not fill; " + soFar(),
                        null,
                        target()));
        if (used.compareTo(BigDecimal.valueOf(settings.logUsedAtMost())) >= 0) {
            throw new TargetUnavailableException(
                    "The log of " + place.database() + " is used to " + used.intValue() + " percent, of "
                            + settings.logUsedAtMost() + " that the purge of " + table.name() + " may fill; " + soFar()
                            + ". Back up the log, and call again",
                    null,
                    target());
        }
    }

    private String soFar() {
        return deleted + " rows were deleted in " + batches + " batches before, and are committed";
    }

    private void send(String what, String statement) {
        queries.list(what, statement, row -> 0);
    }

    private Target target() {
        return place.target().get();
    }

    AuditPurge result(String hold, AuditRange before, AuditRange after) {
        return new AuditPurge(
                archive,
                hold,
                before,
                after,
                deleted,
                gone,
                held,
                changed,
                batches,
                Duration.ofNanos(place.sessions().time().nanoTime() - began));
    }

    @Override
    public void close() {
        session.close();
    }
}
