package io.emrops.examples.guide;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.RunRequest;
import io.emrops.Runbook;
import io.emrops.Secret;
import io.emrops.backup.Backup;
import io.emrops.backup.BackupRequest;
import io.emrops.core.Emrops;
import io.emrops.core.backup.RestoreTests;
import io.emrops.database.Databases;
import io.emrops.recovery.RecoveryRequest;
import io.emrops.runbooks.BackupVerificationRunbook;
import io.emrops.sqlserver.SqlServer;
import io.emrops.sqlserver.SqlServerBackups;
import io.emrops.sqlserver.recovery.RestoreRate;
import io.emrops.testkit.ManualTime;
import io.emrops.testkit.sqlserver.SimulatedSqlServer;
import io.emrops.testkit.sqlserver.SqlServerExtension;
import io.emrops.testkit.sqlserver.instance.ServerRole;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SqlServerExtension.class)
final class SqlServerTest {
    private final Secret secret = Secret.of("not the one of your hospital".toCharArray());
    private SqlServer sql;

    @BeforeEach
    void start(SimulatedSqlServer server) {
        server.createDatabase("EMRNext");
        server.login("emrops", "not the one of your hospital");
        server.instance().security().role("emrops", ServerRole.SYSADMIN);
        sql = at(server.jdbcUrl());
    }

    @AfterEach
    void close() {
        sql.close();
    }

    // tag::connect[]
    SqlServer at(String url) { // jdbc:sqlserver://sql01:1433;encrypt=true;trustStore=…
        return SqlServer.at(url).user("emrops", secret).build();
    }
    // end::connect[]

    @Test
    void a_server_tells_of_itself() {
        // tag::facts[]
        sql.facts().edition(); // Developer Edition (64-bit)
        sql.facts().majorVersion(); // 16, which is SQL Server 2022
        sql.missingPermissions("EMRNext"); // empty, or what the login may not do
        Databases.answersWithin(sql.database("EMRNext"), ofMinutes(1)); // a check for a runbook
        // end::facts[]

        assertThat(sql.facts().edition()).isEqualTo("Developer Edition (64-bit)");
        assertThat(sql.facts().majorVersion()).isEqualTo(16);
        assertThat(sql.missingPermissions("EMRNext")).isEmpty();
    }

    @Test
    void a_backup_is_taken_read_back_and_restored() throws Exception {
        // tag::backup[]
        var backups = sql.backups().to("D:\\Backup").build();
        var backup = backups.backup(
                new BackupRequest("EMRNext", Backup.Kind.FULL, true, "before-CHG-4711"), Progress.none());

        var whole = backups.verify(backup, Progress.none()); // reads it back
        var test = backups.testRestore(
                backup, "test-CHG-4711", Progress.none()); // restores it beside, checks it, drops it
        // end::backup[]

        assertThat(whole.ok()).isTrue();
        assertThat(test.sound()).isTrue();
        assertThat(backups.find("before-CHG-4711")).map(Backup::id).contains(backup.id());
    }

    @Test
    void the_daily_proof_runs_on_it() throws Exception {
        var backups = sql.backups().to("D:\\Backup").build();
        backups.backup(new BackupRequest("EMRNext", Backup.Kind.FULL, false, "nightly"), Progress.none());

        // tag::daily[]
        var daily = BackupVerificationRunbook.of("emrnext-backups", "Verify the backups of EMRNext", backups, "EMRNext")
                .notOlderThan(ofHours(26))
                .recoversWithin(ofHours(4))
                .build();
        // end::daily[]

        try (var engine = Emrops.inMemory().build()) {
            assertThat(engine.start(daily, RunRequest.by("m.meier")).await().succeeded())
                    .isTrue();
        }
    }

    @Test
    void a_schedule_is_held_against_its_targets(SimulatedSqlServer server, @TempDir Path directory) throws Exception {
        var backups = sql.backups().to("D:\\Backup").build();
        backups.backup(new BackupRequest("EMRNext", Backup.Kind.FULL, false, "nightly"), Progress.none());
        try (var engine = Emrops.engine(directory)) {
            var daily = BackupVerificationRunbook.of("daily", "Daily", backups, "EMRNext")
                    .build();
            engine.start(daily, RunRequest.by("scheduler")).await().orThrow();
        }

        // tag::schedule[]
        var tests = RestoreTests.in(directory, "EMRNext", Instant.now().minus(ofDays(30)));
        var measured = RestoreRate.of(tests);
        var kept = sql.schedule("EMRNext").keeps(ofHours(1), ofHours(4), ofDays(30), measured);
        var targets = Runbook.define("targets", "Are the targets kept?", rb -> rb.verify("kept", "RPO and RTO", kept));
        // end::schedule[]

        try (var engine = Emrops.inMemory().build()) {
            var report = engine.start(targets, RunRequest.by("m.meier")).await();
            assertThat(report.succeeded()).isFalse();
            assertThat(report.objectives()).hasSize(2);
            assertThat(report.toMarkdown()).contains("there was nothing to restore EMRNext from");
        }
    }

    @Test
    void a_database_is_brought_back_to_a_moment() throws Exception {
        var time = ManualTime.at("2026-11-20T22:00:00Z");
        try (var server = SimulatedSqlServer.builder().time(time).start()) {
            server.createDatabase("EMRNext");
            server.login("emrops", "not the one of your hospital");
            server.instance().security().role("emrops", ServerRole.SYSADMIN);
            try (var sql = at(server.jdbcUrl())) {
                var backups = sql.backups().to("D:\\Backup").build();
                backups.backup(new BackupRequest("EMRNext", Backup.Kind.FULL, false, "full"), Progress.none());
                time.advance(ofHours(2));
                var moment = Instant.parse("2026-11-20T23:45:10Z");
                var zone = ZoneId.of("UTC");

                // tag::recovery[]
                var recovery = sql.recovery().zone(zone).build();
                var plan = recovery.plan(RecoveryRequest.inPlace("EMRNext", moment));
                plan.explanation().forEach(System.out::println); // nothing has been touched yet

                var secured = recovery.secure(plan, "INC-17", Progress.none()); // closed, the end of its log backed up
                recovery.restore(plan, secured, Progress.none()); // still closed
                var recovered = recovery.open(plan, secured);
                // end::recovery[]

                assertThat(plan.needsTail()).isTrue();
                assertThat(recovered.moment()).isEqualTo(moment);
            }
        }
    }

    @Test
    void what_the_server_would_refuse_is_refused_before() {
        SqlServerBackups backups = sql.backups().to("D:\\Backup").build();

        var refused = org.assertj.core.api.Assertions.catchThrowable(
                () -> backups.backup(new BackupRequest("EMRNext", Backup.Kind.LOG, false, "log"), Progress.none()));

        assertThat(refused).isInstanceOf(PreconditionFailedException.class);
    }
}
