package io.emrops.sqlserver.integrity;

import io.emrops.sqlserver.integrity.IntegrityReport.Verdict;
import io.emrops.sqlserver.session.DedicatedSession;
import io.emrops.sqlserver.session.OperationResult;
import io.emrops.sqlserver.session.OperationResult.Outcome;
import io.emrops.sqlserver.session.Row;
import io.emrops.sqlserver.statement.Identifier;
import io.emrops.sqlserver.statement.TextLiteral;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * {@code DBCC CHECKDB}. Nothing is repaired. Clean is only what ran to its end, without an error among the rows and without one beside them:
 * that errors come as rows is not documented, so both are listened to. What lives in memory is not looked at by the server, nor are
 * indexes that are disabled.
 *
 * @see <a href="https://learn.microsoft.com/sql/t-sql/database-console-commands/dbcc-checkdb-transact-sql">DBCC CHECKDB (Transact-SQL)</a>
 */
public final class IntegrityCheck {
    private final String database;
    private final boolean physicalOnly;
    private final @Nullable Duration atMost;
    private final @Nullable Watch watch;

    private IntegrityCheck(String database, boolean physicalOnly, @Nullable Duration atMost, @Nullable Watch watch) {
        this.database = Identifier.of(database).name();
        this.physicalOnly = physicalOnly;
        this.atMost = atMost;
        this.watch = watch;
    }

    private record Watch(Duration interval, Runnable look) {}

    /**
     * Of everything in it.
     *
     * @throws IllegalArgumentException as {@link Identifier} does
     */
    public static IntegrityCheck of(String database) {
        return new IntegrityCheck(database, false, null, null);
    }

    /** Of pages and their headers alone, which is much quicker. */
    public IntegrityCheck physicalOnly() {
        return new IntegrityCheck(database, true, atMost, watch);
    }

    /** Cancelled if it takes longer; never, if nobody says otherwise. */
    public IntegrityCheck within(Duration limit) {
        return new IntegrityCheck(database, physicalOnly, Objects.requireNonNull(limit, "limit"), watch);
    }

    /** Has somebody look from time to time, on the caller's thread: the check itself does not say how far it is. */
    public IntegrityCheck watchedEvery(Duration interval, Runnable look) {
        return new IntegrityCheck(database, physicalOnly, atMost, new Watch(interval, look));
    }

    /** For the server. */
    public String text() {
        return "DBCC CHECKDB (" + TextLiteral.of(database).quoted() + ") WITH NO_INFOMSGS, ALL_ERRORMSGS, TABLERESULTS"
                + (physicalOnly ? ", PHYSICAL_ONLY" : "");
    }

    /**
     * Checks. Blocks as long as it takes; a check that fails is told, not thrown.
     *
     * @throws InterruptedException if the thread was interrupted; the check was cancelled
     */
    public IntegrityReport run(DedicatedSession session) throws InterruptedException {
        var found = new Found();
        var operation = session.operation(text()).onRow(row -> {
            found.add(row);
            return row;
        });
        if (atMost != null) {
            operation.cancelAfter(atMost);
        }
        if (watch != null) {
            operation.lookEvery(watch.interval(), watch.look());
        }
        var result = operation.run();
        return found.report(this, result);
    }

    /** What is told by rows. */
    private static final class Found {
        private final Set<Integer> damages = new LinkedHashSet<>();
        private final Set<Integer> hindrances = new LinkedHashSet<>();
        private final TreeSet<String> repairLevels = new TreeSet<>();
        private int errors;

        synchronized void add(Row row) throws SQLException {
            var number = row.integer("Error").orElse(0);
            if (!CheckMessages.isError(number, row.integer("Level").orElse(Integer.MAX_VALUE))) {
                return;
            }
            if (CheckMessages.isHindrance(number)) {
                hindrances.add(number);
                return;
            }
            errors++;
            damages.add(number);
            row.text("RepairLevel")
                    .map(String::strip)
                    .filter(name -> !name.isEmpty())
                    .ifPresent(repairLevels::add);
        }

        synchronized IntegrityReport report(IntegrityCheck check, OperationResult result) {
            var beside =
                    result.errors().stream().map(message -> message.number()).toList();
            var told = beside.stream().filter(CheckMessages::isDamage).toList();
            damages.addAll(told);
            beside.stream().filter(CheckMessages::isHindrance).forEach(hindrances::add);
            var ended = result.outcome() == Outcome.SUCCEEDED && hindrances.isEmpty();
            var verdict = damages.isEmpty() ? ended ? Verdict.CLEAN : Verdict.NOT_CHECKED : Verdict.DAMAGED;
            return new IntegrityReport(
                    check.database,
                    check.physicalOnly,
                    verdict,
                    // What arrives both ways is one error.
                    Math.max(errors, told.size()),
                    List.copyOf(verdict == Verdict.DAMAGED ? damages : hindrances),
                    repairLevels.stream().findFirst(),
                    verdict == Verdict.NOT_CHECKED ? result.failure() : Optional.empty(),
                    result.elapsed());
        }
    }
}
