package io.emrops.examples.guide;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Answer;
import io.emrops.Authorizer;
import io.emrops.InDoubt;
import io.emrops.Probe;
import io.emrops.Progress;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.audit.AuditField;
import io.emrops.audit.AuditRetention;
import io.emrops.audit.AuditTable;
import io.emrops.audit.LegalHold;
import io.emrops.audit.RetentionPolicy;
import io.emrops.audit.RetentionPolicy.WrittenOverride;
import io.emrops.audit.TimeColumn;
import io.emrops.core.Emrops;
import io.emrops.core.command.CommandResult;
import io.emrops.core.command.Commands;
import io.emrops.core.database.RowCount;
import io.emrops.core.database.SecretFile;
import io.emrops.database.DatabaseAdmin;
import io.emrops.database.Databases;
import io.emrops.database.SchemaMigrations;
import io.emrops.flyway.FlywayMigrations;
import io.emrops.runbooks.AuditRetentionRunbook;
import io.emrops.sqlserver.SqlServer;
import io.emrops.testkit.FakeAuditRetention;
import io.emrops.testkit.sqlserver.SimulatedSqlServer;
import io.emrops.testkit.sqlserver.SqlServerExtension;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@ExtendWith(SqlServerExtension.class)
final class RetentionTest {
    @TempDir
    private Path directory;

    // tag::table[]
    AuditRetention retention(SqlServer sql) {
        var table = AuditTable.named("dbo", "AuditLog")
                .key("Id")
                .time(TimeColumn.utc("EventTime"))
                .patient("PatientId")
                .build();
        var holds = LegalHold.listedIn("dbo", "LegalHold")
                .field(AuditField.PATIENT, "PatientId")
                .releasedAt("ReleasedAt");
        return sql.auditRetention("EMRNext", table, RetentionPolicy.standard(), holds); // seven years
    }
    // end::table[]

    // tag::shorter[]
    RetentionPolicy shorter() {
        return RetentionPolicy.shorter(
                Period.ofYears(3),
                new WrittenOverride("d.privacy", "test system without patients", LocalDate.parse("2026-01-02")));
    }
    // end::shorter[]

    // tag::runbook[]
    Runbook yearly(AuditRetention retention) {
        return AuditRetentionRunbook.of(
                        "emrnext-retention",
                        "Delete old audit rows of EMRNext",
                        retention,
                        directory.resolve("archive"),
                        "data-protection")
                .lock("emrnext-audit")
                .build();
    }
    // end::runbook[]

    // tag::by-hand[]
    void byHand(AuditRetention retention) throws InterruptedException {
        var due = retention.state(); // counts, and changes nothing
        var archive = retention.archive(Instant.now(), directory, "2026", Progress.none());
        var proof = retention.prove(archive, Progress.none());
        if (proof.isProof() && archive.rows() == due.due().rows()) {
            retention.purge(archive, Instant.now(), Progress.none());
        }
    }
    // end::by-hand[]

    // tag::bootstrap[]
    Runbook goLive(DatabaseAdmin admin, SchemaMigrations migrations, SecretFile secrets, RowCount admins) {
        return Runbook.define("go-live", "Bring the scheduler up for the first time", rb -> {
            rb.require("migratable", "The schema is as its migrations say", Databases.isMigratable(migrations));
            rb.step("migrate", "Migrate the schema", Databases.migrate(migrations))
                    .inDoubt(InDoubt.probe()) // the history tells
                    .nothingToUndo("the database is new");
            rb.verify("migrated", "The schema is current", Databases.isCurrent(migrations));

            rb.require("no-dba", "The database has no administrator", Databases.hasNoAdministrator(admin, "Scheduler"));
            rb.step("dba", "Make the first", Databases.firstAdministrator(admin, "Scheduler", "dba", secrets))
                    .inDoubt(InDoubt.probe()); // a secret that was lost is made anew
            rb.verify("one-dba", "There is one", Databases.hasOnlyAdministrator(admin, "Scheduler", "dba"));

            rb.require("no-admin", "The application has no administrator", admins.is(0));
            rb.step("secret", "Make a one-time secret", Databases.oneTimeSecret("scheduler/admin", secrets))
                    .inDoubt(InDoubt.rerun());
            rb.step(
                            "admin",
                            "Create the first administrator",
                            Commands.run("npm", "run", "db:create-admin").input(secrets.secret("scheduler/admin")))
                    .inDoubt(InDoubt.probe(run -> admins.count() == 0 ? Probe.notApplied() : Probe.applied(made())))
                    .nothingToUndo("whoever was made administrator stays one");
            rb.verify("one-admin", "There is one", admins.is(1));
        });
    }
    // end::bootstrap[]

    private static CommandResult made() {
        return new CommandResult(0, Duration.ZERO, "", false);
    }

    private static void execute(SimulatedSqlServer server, String... statements) throws SQLException {
        try (var connection = server.dataSource("databaseName=EMRNext").getConnection();
                var statement = connection.createStatement()) {
            for (var each : statements) {
                statement.execute(each);
            }
        }
    }

    @Test
    void old_rows_are_archived_and_deleted(SimulatedSqlServer server) throws Exception {
        server.createDatabase("EMRNext");
        execute(
                server,
                "CREATE TABLE dbo.AuditLog (Id int PRIMARY KEY, EventTime datetime2(3) NOT NULL, PatientId int, Text nvarchar(80))",
                "CREATE TABLE dbo.LegalHold (PatientId int NOT NULL, ReleasedAt datetime2(3))",
                "INSERT INTO dbo.AuditLog VALUES (1, '2010-01-01', 7, N'old'), (2, '2010-01-02', 8, N'old, and held')",
                "INSERT INTO dbo.LegalHold VALUES (8, NULL)");
        execute(server, "INSERT INTO dbo.AuditLog VALUES (3, SYSUTCDATETIME(), 7, N'young')");

        try (var sql = SqlServer.of(server.dataSource())) {
            byHand(retention(sql));

            assertThat(retention(sql).state().all().rows()).isEqualTo(2);
            assertThat(retention(sql).state().held()).isEqualTo(1);
        }
    }

    @Test
    void the_runbook_waits_for_somebody_to_agree() throws Exception {
        var retention = FakeAuditRetention.of("EMRNext", RetentionPolicy.standard());
        retention.add(1, Instant.parse("2010-01-01T00:00:00Z"), "LOGIN");
        var people = Authorizer.groups(
                Map.of("data-protection", List.of("d.privacy"), Authorizer.OPERATORS, List.of("m.meier")));
        try (var engine = Emrops.inMemory().authorizer(people).build()) {
            var run = engine.start(yearly(retention), RunRequest.by("m.meier"));
            run.awaitState(state -> state == RunState.WAITING || state.ended(), ofSeconds(20));
            assertThat(retention.keys()).containsExactly(1L);
            run.answer("delete", Answer.agree("d.privacy"));

            assertThat(run.await().state()).isEqualTo(RunState.SUCCEEDED);
        }
        assertThat(retention.keys()).isEmpty();
    }

    @Test
    void a_first_administrator_is_made_between_two_checks(SimulatedSqlServer server) {
        assertThat(shorter().toString()).contains("on the word of d.privacy of 2026-01-02");
        try (var sql = SqlServer.of(server.dataSource())) {
            var database = sql.database("Scheduler");
            var migrations = FlywayMigrations.of(
                    Flyway.configure()
                            .dataSource(server.dataSource())
                            .locations("classpath:shifts")
                            .load(),
                    sql.database("Scheduler"));
            var admins = RowCount.of(server.dataSource(), sql.target(), "administrators", "SELECT 0");

            assertThat(goLive(sql.admin(), migrations, SecretFile.in(directory), admins)
                            .toMarkdown())
                    .contains("Make dba the first administrator of Scheduler, with a one-time secret");
        }
    }
}
