package io.emrops.examples.guide;

import static io.emrops.DataSize.gib;
import static io.emrops.InDoubt.rerun;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.MaintenanceWindow;
import io.emrops.Operation;
import io.emrops.Progress;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.RunbookBuilder;
import io.emrops.Secret;
import io.emrops.backup.BackupProvider;
import io.emrops.backup.Backups;
import io.emrops.core.Emrops;
import io.emrops.maintenance.Integrity.Depth;
import io.emrops.maintenance.Invariant;
import io.emrops.maintenance.Maintenance;
import io.emrops.maintenance.MaintenanceProvider;
import io.emrops.maintenance.MaintenanceRequest;
import io.emrops.runbooks.DataConsistencyRunbook;
import io.emrops.runbooks.DatabaseOptimisationRunbook;
import io.emrops.sqlserver.SqlServer;
import io.emrops.testkit.FakeBackupProvider;
import io.emrops.testkit.FakeMaintenanceProvider;
import io.emrops.testkit.sqlserver.SimulatedSqlServer;
import io.emrops.testkit.sqlserver.SqlServerExtension;
import java.time.DayOfWeek;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(60)
@ExtendWith(SqlServerExtension.class)
final class MaintenanceTest {
    private final FakeMaintenanceProvider fake =
            FakeMaintenanceProvider.of("sql01").index("EMRNext", "Shifts", "IX_Start", 42);

    // tag::optimise[]
    Runbook nightly(MaintenanceProvider sql, ZoneId newYork) {
        var request = MaintenanceRequest.byFragmentation("EMRNext")
                .timeLimit(ofHours(2))
                .build();
        return DatabaseOptimisationRunbook.of("emrnext-optimise", "Optimise EMRNext", sql, request)
                .window(MaintenanceWindow.daily("01:00", "04:00", newYork))
                .build();
    }
    // end::optimise[]

    @Test
    void what_is_due_is_told_by_a_rehearsal() {
        try (var engine = Emrops.inMemory().build()) {
            var plan = engine.plan(nightly(fake, ZoneId.of("America/New_York")), RunRequest.by("scheduler"));

            assertThat(plan.toMarkdown()).contains("Rebuild online index IX_Start of Shifts");
        }
    }

    // tag::everything[]
    Runbook weekend(MaintenanceProvider sql, ZoneId newYork) {
        var request = MaintenanceRequest.everything("HospitalScheduler")
                .table("Shifts")
                .table("ShiftAssignments") // all tables, if none is named
                .timeLimit(ofHours(6))
                .build();
        return DatabaseOptimisationRunbook.of("scheduler-rebuild", "Rebuild the shift plan", sql, request)
                .window(MaintenanceWindow.weekly(DayOfWeek.SUNDAY, "00:00", "06:00", newYork))
                .complete() // or what is left is told, and fails nothing
                .build();
    }
    // end::everything[]

    @Test
    void everything_is_rebuilt() throws Exception {
        fake.index("HospitalScheduler", "Shifts", "IX_Start", 0)
                .index("HospitalScheduler", "ShiftAssignments", "PK", 0)
                .index("HospitalScheduler", "Staff", "PK", 0);

        assertThat(weekend(fake, ZoneId.of("America/New_York")).toMarkdown()).contains("ShiftAssignments");
        assertThat(fake.plan(MaintenanceRequest.everything("HospitalScheduler")
                                .table("Shifts")
                                .build())
                        .tasks())
                .hasSize(1);
    }

    // tag::consistency[]
    private static final Invariant PATIENTS = Invariant.of("every admission has a patient", """
            SELECT COUNT(*) FROM Admissions a
            WHERE NOT EXISTS (SELECT 1 FROM Patients p WHERE p.Id = a.PatientId)
            """);

    Runbook weekly(MaintenanceProvider sql) {
        return DataConsistencyRunbook.of("emrnext-consistency", "Check EMRNext", sql, "EMRNext")
                .invariant(PATIENTS)
                .build();
    }
    // end::consistency[]

    // tag::repair[]
    Runbook repair(MaintenanceProvider sql, BackupProvider backups, Operation<?> moveOrphans) {
        return DataConsistencyRunbook.repairing("emrnext-repair", "Repair EMRNext", sql, backups, "EMRNext")
                .invariant(PATIENTS)
                .approval("go", "The records office agrees", "records", 1)
                .repair(rb -> rb.step("orphans", "Move orphaned admissions away", moveOrphans))
                .build();
    }
    // end::repair[]

    @Test
    void data_is_checked() throws Exception {
        try (var engine = Emrops.inMemory().build()) {
            assertThat(engine.start(weekly(fake), RunRequest.by("scheduler"))
                            .await()
                            .state())
                    .isEqualTo(RunState.SUCCEEDED);
            fake.broken("every admission has a patient", 2);
            assertThat(engine.start(weekly(fake), RunRequest.by("scheduler"))
                            .await()
                            .verdict())
                    .contains("0 of 1 invariants");
        }
    }

    @Test
    void a_repair_asks_first() {
        var backups = FakeBackupProvider.of("sql01").database("EMRNext", gib(3));
        var move = Backups.full(backups, "EMRNext"); // any operation does for the document

        assertThat(repair(fake, backups, move).toMarkdown()).contains("The records office agrees", "two-person rule");
    }

    @Test
    void the_server_is_maintained_by_itself(SimulatedSqlServer server) throws Exception {
        server.createDatabase("EMRNext");
        var secret = Secret.of(server.script().password().toCharArray());
        try (var sql = SqlServer.at(server.jdbcUrl()).user("sa", secret).build()) {
            // tag::provider[]
            var maintenance = sql.maintenance();
            var request = MaintenanceRequest.statistics("EMRNext").build();

            maintenance.plan(request).lines(); // what is due, and why; changes nothing
            var report = maintenance.maintain(request, Progress.none());
            report.words(); // Of 12 tasks that were due in EMRNext, 12 were done, 0 failed and 0 remain; …

            var integrity = maintenance.checkIntegrity("EMRNext", Depth.FULL, Progress.none());
            integrity.clean(); // false also if it could not run
            maintenance.lastGoodCheck("EMRNext").at(); // by whomever it was made
            maintenance.suspectPages("EMRNext").bad(); // what the server has come across
            // end::provider[]

            assertThat(report.complete()).isTrue();
            assertThat(integrity.clean()).isTrue();
        }
    }

    void steps(RunbookBuilder rb, MaintenanceProvider sql) {
        // tag::steps[]
        rb.require("checked", "It was checked this week", Maintenance.checkedWithin(sql, "EMRNext", ofDays(7)));
        rb.require("pages", "No bad page is known", Maintenance.noSuspectPages(sql, "EMRNext"));
        var request = MaintenanceRequest.statistics("EMRNext").build();
        var report = rb.step("maintain", "Update statistics", Maintenance.maintain(sql, request))
                .inDoubt(rerun());
        rb.verify("done", "Nothing failed", Maintenance.nothingFailed(report));
        rb.verify("patients", "Every admission has a patient", Maintenance.holds(sql, "EMRNext", PATIENTS));
        // end::steps[]
    }

    @Test
    void the_steps_can_be_used_by_themselves() throws Exception {
        fake.checkIntegrity("EMRNext", Depth.FULL, Progress.none());
        try (var engine = Emrops.inMemory().build()) {
            var book = Runbook.define("steps", "Steps", rb -> steps(rb, fake));

            assertThat(engine.start(book, RunRequest.by("m.meier")).await().state())
                    .isEqualTo(RunState.SUCCEEDED);
        }
    }
}
