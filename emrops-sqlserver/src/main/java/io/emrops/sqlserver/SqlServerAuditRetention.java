package io.emrops.sqlserver;

import io.emrops.Progress;
import io.emrops.Target;
import io.emrops.audit.ArchiveProof;
import io.emrops.audit.AuditArchive;
import io.emrops.audit.AuditPurge;
import io.emrops.audit.AuditRetention;
import io.emrops.audit.AuditTable;
import io.emrops.audit.LegalHold;
import io.emrops.audit.RetentionPolicy;
import io.emrops.audit.RetentionState;
import io.emrops.sqlserver.audit.AuditPurging;
import io.emrops.sqlserver.audit.Place;
import io.emrops.sqlserver.audit.PurgeSettings;
import io.emrops.sqlserver.server.ServerFacts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * The retention of an audit table in one of the server's databases.
 *
 * <pre>{@code
 * var retention = sql.auditRetention(
 *         "EMRNext",
 *         table,
 *         RetentionPolicy.standard(),
 *         LegalHold.listedIn("dbo", "LegalHold").field(AuditField.PATIENT, "PatientId").releasedAt("ReleasedAt"));
 * }</pre>
 *
 * <p>Views, ledger tables, tables with versions, and tables whose key is not unique by itself are refused; so are those with rows or values that are hidden
 * from the login, with rows of other tables that go with theirs, and with triggers instead of a deletion. Rows without a time or a key are left. The login needs
 * {@code SELECT} and {@code DELETE} on the table, {@code SELECT} on that of the holds, and {@code VIEW DATABASE STATE} and {@code VIEW DEFINITION} on the database;
 * {@code UNMASK} too if columns are masked. Safe for use by several threads.
 */
public final class SqlServerAuditRetention implements AuditRetention {
    private final SqlServer server;
    private final String database;
    private final AuditTable table;
    private final PurgeSettings settings;
    private final Duration answerWithin;

    SqlServerAuditRetention(
            SqlServer server, String database, AuditTable table, PurgeSettings settings, Duration answerWithin) {
        this.server = server;
        this.database = database;
        this.table = Objects.requireNonNull(table, "table");
        this.settings = settings;
        this.answerWithin = answerWithin;
    }

    /** The same with so many rows in a batch, 1 to 1,900; 1,000 if nobody says otherwise. From 5,000 on the server would lock the table. */
    public SqlServerAuditRetention batchesOf(int rows) {
        return with(new PurgeSettings(
                settings.policy(), settings.hold(), rows, settings.logUsedAtMost(), settings.lockWait()));
    }

    /** The same that stops when the log of the database is used to so many percent; 60 if nobody says otherwise. */
    public SqlServerAuditRetention logUsedAtMost(int percent) {
        return with(
                new PurgeSettings(settings.policy(), settings.hold(), settings.batch(), percent, settings.lockWait()));
    }

    /** The same that waits for so long for somebody who is in the way of a batch, five times; 5 seconds if nobody says otherwise. */
    public SqlServerAuditRetention waitsForLocks(Duration atMost) {
        return with(new PurgeSettings(
                settings.policy(), settings.hold(), settings.batch(), settings.logUsedAtMost(), atMost));
    }

    private SqlServerAuditRetention with(PurgeSettings newSettings) {
        return new SqlServerAuditRetention(server, database, table, newSettings, answerWithin);
    }

    private AuditPurging on(ServerFacts facts) {
        return new AuditPurging(
                new Place(server.sessions(), database, () -> facts.target(database), answerWithin),
                facts.identity(),
                table,
                settings);
    }

    /** For what takes its time, or changes something: whichever server the URL leads to when it begins, and no other. */
    private AuditPurging purging() throws InterruptedException {
        // No connection is to be had by a thread that is interrupted.
        if (Thread.interrupted()) {
            throw new InterruptedException("Interrupted before anything was asked of the server; nothing was changed");
        }
        return on(server.factsNow());
    }

    @Override
    public Target target() {
        return server.knownFacts().target(database);
    }

    @Override
    public AuditTable table() {
        return table;
    }

    @Override
    public RetentionPolicy policy() {
        return settings.policy();
    }

    @Override
    public LegalHold hold() {
        return settings.hold();
    }

    @Override
    public RetentionState state() {
        return on(server.knownFacts()).state();
    }

    @Override
    public AuditArchive archive(Instant now, Path directory, String operationKey, Progress progress)
            throws InterruptedException {
        return purging().archive(now, directory, operationKey, progress);
    }

    @Override
    public ArchiveProof prove(AuditArchive archive, Progress progress) throws InterruptedException {
        return purging().prove(archive, progress);
    }

    @Override
    public AuditPurge purge(AuditArchive archive, Instant now, Progress progress) throws InterruptedException {
        return purging().purge(archive, now, progress);
    }
}
