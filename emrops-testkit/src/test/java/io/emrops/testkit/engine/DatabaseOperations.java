package io.emrops.testkit.engine;

import io.emrops.RunbookBuilder;
import io.emrops.Secret;
import io.emrops.audit.AuditTable;
import io.emrops.audit.Audits;
import io.emrops.audit.ExportDirectory;
import io.emrops.audit.RetentionPolicy;
import io.emrops.audit.Retentions;
import io.emrops.audit.TimeColumn;
import io.emrops.database.Databases;
import io.emrops.database.SecretDelivery;
import io.emrops.diagnostics.Diagnostics;
import io.emrops.diagnostics.IdleSessionRequest;
import io.emrops.diagnostics.SlowQueryRequest;
import io.emrops.maintenance.Integrity;
import io.emrops.maintenance.Maintenance;
import io.emrops.maintenance.MaintenanceRequest;
import io.emrops.testkit.FakeAuditLog;
import io.emrops.testkit.FakeAuditRetention;
import io.emrops.testkit.FakeDatabaseAdmin;
import io.emrops.testkit.FakeDiagnosticsProvider;
import io.emrops.testkit.FakeMaintenanceProvider;
import io.emrops.testkit.FakeSchemaMigrations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One of each operation on a database server, over fakes. */
final class DatabaseOperations {
    private static final AuditTable TABLE = AuditTable.named("dbo", "AuditLog")
            .key("Id")
            .time(TimeColumn.utc("At"))
            .eventType("Type")
            .build();

    private final Path files;
    private final FakeMaintenanceProvider maintenance =
            FakeMaintenanceProvider.of("sql01").index("EMRNext", "Shifts", "IX_Shifts", 45);
    private final FakeDiagnosticsProvider diagnostics;
    private final FakeAuditLog log = FakeAuditLog.of("sql01", TABLE);
    private final FakeAuditRetention retention;
    private final FakeDatabaseAdmin admin = FakeDatabaseAdmin.of("sql01").database("EMRNext");
    private final FakeSchemaMigrations migrations =
            FakeSchemaMigrations.of("EMRNext").migration("1", "staff");
    private final Delivery delivery = new Delivery();

    /** Remembers for what it was given secrets. */
    private static final class Delivery implements SecretDelivery {
        private final List<String> purposes = new ArrayList<>();

        @Override
        public void deliver(String purpose, Secret secret) {
            purposes.add(purpose);
        }

        @Override
        public String describe() {
            return "nobody";
        }
    }

    DatabaseOperations(Path files, Instant now) throws IOException {
        this.files = files;
        for (var directory : List.of("slow", "audit", "archive")) {
            Files.createDirectories(files.resolve(directory));
        }
        this.diagnostics = FakeDiagnosticsProvider.of("sql01").clock(() -> now).database("EMRNext");
        this.retention =
                FakeAuditRetention.of("EMRNext", RetentionPolicy.standard()).clock(() -> now);
        retention.add(1, Instant.parse("2015-01-01T00:00:00Z"), "VIEW");
    }

    void write(RunbookBuilder rb) {
        var idle = IdleSessionRequest.idleFor(Duration.ofHours(1))
                .program("HospitalScheduler")
                .database("EMRNext")
                .build();
        rb.step(
                "maintain",
                "Maintain",
                Maintenance.maintain(
                        maintenance,
                        MaintenanceRequest.byFragmentation("EMRNext").build()));
        rb.step("check", "Check", Maintenance.checkIntegrity(maintenance, "EMRNext", Integrity.Depth.FULL));
        var found = rb.step("idle", "Find idle sessions", Diagnostics.idleSessions(diagnostics, idle));
        rb.step("end", "End them", Diagnostics.endIdleSessions(diagnostics, idle, found));
        rb.step(
                "slow",
                "Report slow queries",
                Diagnostics.slowQueries(
                        diagnostics, SlowQueryRequest.of("EMRNext").build(), files.resolve("slow")));
        var period = rb.step("period", "Period", Audits.last(Duration.ofDays(1)));
        rb.step("export", "Export", Audits.export(log, period, ExportDirectory.csv(files.resolve("audit"))));
        var archive = rb.step("archive", "Archive", Retentions.archive(retention, files.resolve("archive")));
        var proof = rb.step("prove", "Prove", Retentions.prove(retention, archive));
        rb.step("purge", "Purge", Retentions.purge(retention, archive, proof));
        rb.step("secret", "Make a secret", Databases.oneTimeSecret("EMRNext", delivery));
        rb.step("admin", "First administrator", Databases.firstAdministrator(admin, "EMRNext", "emr_admin", delivery));
        rb.step("migrate", "Migrate", Databases.migrate(migrations)).nothingToUndo("migrations only add");
    }

    /** What was really done, by those who keep a record of it. */
    List<String> done() {
        var done = new ArrayList<String>();
        maintenance.changes().forEach(call -> done.add("maintenance"));
        if (retention.keys().isEmpty()) {
            done.add("purge");
        }
        delivery.purposes.forEach(purpose -> done.add("secret"));
        admin.changes().forEach(call -> done.add("administrator"));
        migrations.changes().forEach(call -> done.add("migrations"));
        return done;
    }
}
