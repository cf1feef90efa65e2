package io.emrops.sqlserver.maintenance;

import io.emrops.Progress;
import io.emrops.maintenance.Integrity;
import io.emrops.maintenance.Integrity.Depth;
import io.emrops.maintenance.Integrity.Verdict;
import io.emrops.maintenance.LastGoodCheck;
import io.emrops.sqlserver.integrity.IntegrityCheck;
import io.emrops.sqlserver.integrity.IntegrityReport;
import io.emrops.sqlserver.session.Failure;
import io.emrops.sqlserver.statement.TextLiteral;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/** Checks databases for integrity, and says when that was last done with success. */
public final class IntegrityChecking {
    /** What the server says of a database that never was. */
    private static final LocalDateTime NEVER = LocalDateTime.of(1900, 1, 1, 0, 0);

    private static final Duration LOOK = Duration.ofSeconds(10);

    private final MaintainedServer server;

    /** Of the databases of this one. */
    public IntegrityChecking(MaintainedServer server) {
        this.server = server;
    }

    /**
     * Checks.
     *
     * @throws io.emrops.PreconditionFailedException if there is no such database, or it is not open
     * @throws InterruptedException if the thread was interrupted; the check was cancelled
     */
    public Integrity check(String database, Depth depth, Progress progress) throws InterruptedException {
        var name = server.requireOpen(database);
        var all = IntegrityCheck.of(name);
        var check = depth == Depth.PHYSICAL ? all.physicalOnly() : all;
        var limit = server.limits().checking();
        try (var session = server.dedicated(database)) {
            var report = limit.map(check::within)
                    .orElse(check)
                    .watchedEvery(LOOK, () -> tell(name, session.id(), progress))
                    .run(session);
            return integrity(database, depth, report);
        }
    }

    private void tell(String database, int session, Progress progress) {
        server.queries(database)
                .find(
                        "how far the check is",
                        "SELECT percent_complete FROM sys.dm_exec_requests WHERE session_id = ?",
                        row -> row.number("percent_complete")
                                .map(Number::longValue)
                                .orElse(0L),
                        session)
                .ifPresent(percent -> progress.report(percent, 100, "percent"));
    }

    private Integrity integrity(String database, Depth depth, IntegrityReport report) {
        var codes = report.numbers().isEmpty()
                ? report.failure().map(Failure::vendorCode).map(List::of).orElseGet(List::of)
                : report.numbers().stream()
                        .map(number -> "SQL Server " + number)
                        .toList();
        var verdict = switch (report.verdict()) {
            case CLEAN -> Verdict.CLEAN;
            case DAMAGED -> Verdict.DAMAGED;
            case NOT_CHECKED -> Verdict.NOT_CHECKED;
        };
        return new Integrity(
                database,
                depth,
                verdict,
                report.errors(),
                codes,
                report.words(),
                server.now().toInstant(),
                report.elapsed());
    }

    /** When a check last found nothing; restored databases have it from where they come. */
    public LastGoodCheck lastGood(String database) {
        var name = server.require(database);
        var offset = server.now().getOffset();
        var said = server.queries(name)
                .find(
                        "the last good check",
                        "SELECT CAST(DATABASEPROPERTYEX(" + TextLiteral.of(name).quoted()
                                + ", 'LastGoodCheckDbTime') AS datetime) AS checked_at",
                        row -> row.time("checked_at"))
                .orElse(Optional.empty());
        return said.map(local ->
                        local.isAfter(NEVER) ? LastGoodCheck.at(local.toInstant(offset)) : LastGoodCheck.never())
                .orElseGet(LastGoodCheck::unknown);
    }
}
