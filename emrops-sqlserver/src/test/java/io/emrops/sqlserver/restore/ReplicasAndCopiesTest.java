package io.emrops.sqlserver.restore;

import static io.emrops.testkit.sqlserver.script.RequestPattern.containing;
import static io.emrops.testkit.sqlserver.script.RequestPattern.startingWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.backup.Backup;
import io.emrops.backup.Backup.Kind;
import io.emrops.recovery.RecoveryPlan;
import io.emrops.recovery.RecoveryProvider;
import io.emrops.recovery.RecoveryRequest;
import io.emrops.recovery.RecoverySource;
import io.emrops.sqlserver.SqlServer;
import io.emrops.sqlserver.recovery.RestoreRate;
import io.emrops.sqlserver.recovery.Retention;
import io.emrops.testkit.sqlserver.SimulatedSqlServer;
import io.emrops.testkit.sqlserver.script.Answer;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers of availability groups, databases with other names, and copies on other servers. */
@Timeout(120)
class ReplicasAndCopiesTest {
    private static final String KEY = "CHG-4711/secure#1";

    /** Of a version whose log backups do not tell the time of the last commit in them. */
    private final Hospital hospital = new Hospital(Instant.parse("2026-03-02T08:00:00Z"), ZoneId.of("UTC"), 15);

    @AfterEach
    void close() {
        hospital.close();
    }

    private void enableAvailabilityGroups() {
        hospital.server()
                .script()
                .when(containing("is_hadr_enabled"))
                .answer(Answer.rows(
                                "server_name nvarchar(128)",
                                "major_version int",
                                "version nvarchar(128)",
                                "engine_edition int",
                                "edition_id bigint",
                                "edition nvarchar(128)",
                                "is_hadr_enabled int",
                                "data_path nvarchar(512)",
                                "log_path nvarchar(512)",
                                "server_time datetimeoffset")
                        .row(
                                "SIMULATED",
                                15,
                                "15.0.2000.5",
                                3,
                                1L,
                                "Developer Edition (64-bit)",
                                1,
                                "C:\\Data",
                                "C:\\Log",
                                OffsetDateTime.now(ZoneOffset.UTC)));
    }

    private String dropped(boolean later) throws SQLException {
        var database = hospital.create();
        hospital.commit(database, "first");
        hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "second");
        hospital.pass(60);
        hospital.backUp(database, Kind.LOG);
        if (later) {
            hospital.commit(database, "third");
            hospital.backUp(database, Kind.LOG);
        }
        hospital.run(
                hospital.server().dataSource(),
                "ALTER DATABASE " + database + " SET SINGLE_USER WITH ROLLBACK IMMEDIATE",
                "DROP DATABASE " + database);
        return database;
    }

    private static void recover(RecoveryProvider recovery, RecoveryPlan plan) throws InterruptedException {
        var secured = recovery.secure(plan, KEY, Progress.none());
        recovery.restore(plan, secured, Progress.none());
        recovery.open(plan, secured);
    }

    @Test
    void of_a_replicas_logs_the_next_one_is_restored_too_until_the_server_has_come_to_the_moment() throws Exception {
        enableAvailabilityGroups();
        var begin = hospital.now();
        var database = dropped(true);
        var recovery = hospital.recovery().build();

        var plan = recovery.plan(RecoveryRequest.beside(database, begin.plusSeconds(30), "Back"));
        recover(recovery, plan);

        assertThat(plan.sources()).extracting(RecoverySource::kind).containsExactly(Kind.FULL, Kind.LOG, Kind.LOG);
        assertThat(hospital.committed("Back")).containsExactly("first", "second");
    }

    @Test
    void a_replicas_log_that_does_not_come_to_the_moment_opens_nothing() throws Exception {
        var begin = hospital.now();
        var database = dropped(false);
        var plain = hospital.recovery().build();
        recover(plain, plain.plan(RecoveryRequest.beside(database, begin.plusSeconds(30), "Proven")));
        enableAvailabilityGroups();
        var recovery = hospital.recovery().build();

        var plan = recovery.plan(RecoveryRequest.beside(database, begin.plusSeconds(30), "Back"));
        var secured = recovery.secure(plan, KEY, Progress.none());
        // The simulated server takes the time of the last record for how far a log goes, be it a commit or not.
        hospital.server()
                .script()
                .when(startingWith("RESTORE LOG"))
                .answer(Answer.message(4322, "This backup set contains records that were logged before"));

        assertThat(plan.explanation()).anyMatch(line -> line.contains("secondary replica"));
        assertThatThrownBy(() -> recovery.restore(plan, secured, Progress.none()))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("4322");
        assertThatThrownBy(() -> recovery.open(plan, secured)).hasMessageContaining("not at");
        assertThat(hospital.isOpen("Back")).isFalse();
        assertThat(hospital.isOpen("Proven")).isTrue();
    }

    @Test
    void where_there_are_replicas_a_schedule_says_that_logs_may_lag() throws Exception {
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        hospital.backUp(database, Kind.LOG);
        hospital.pass(60);

        assertThat(lagging(database)).isZero();
        enableAvailabilityGroups();
        assertThat(lagging(database)).isEqualTo(1);
    }

    private int lagging(String database) {
        try (var sql = SqlServer.of(hospital.server().dataSource())) {
            return sql.schedule(database)
                    .exposure(Duration.ofMinutes(5), new RestoreRate(List.of()))
                    .lagging();
        }
    }

    @Test
    void the_end_of_the_log_of_a_database_that_cannot_be_opened_is_not_to_be_had_beside_it() throws Exception {
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "first");
        var moment = hospital.moment();
        hospital.server().instance().loseData(database);
        var recovery = hospital.recovery().build();

        assertThatThrownBy(() -> recovery.plan(RecoveryRequest.beside(database, moment, "Beside")))
                .hasMessageContaining("The log of the live database cannot be backed up");
        assertThat(recovery.plan(RecoveryRequest.inPlace(database, moment)).needsTail())
                .isTrue();
    }

    @Test
    void the_end_of_a_secondary_replicas_log_is_no_proof() throws Exception {
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "first");
        var moment = hospital.moment();
        var id = hospital.server().instance().database(database).orElseThrow().id();
        var recovery = hospital.recovery().build();
        assertThat(recovery.plan(RecoveryRequest.beside(database, moment, "Beside"))
                        .needsTail())
                .isTrue();

        hospital.server()
                .script()
                .when(containing("is_primary_replica"))
                .answer(Answer.rows("is_primary int").row(0));
        hospital.server()
                .script()
                .when(containing("d.is_broker_enabled").withParameter(1, database))
                .answer(database(database, id));

        assertThatThrownBy(() -> recovery.plan(RecoveryRequest.beside(database, moment, "Beside")))
                .hasMessageContaining("The log of the live database cannot be backed up");
    }

    private Answer database(String name, int id) throws SQLException {
        try (var connection = hospital.server().dataSource().getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT family_guid, recovery_fork_guid, last_log_backup_lsn"
                        + " FROM sys.database_recovery_status WHERE database_id = " + id)) {
            row.next();
            return Answer.rows(
                            "database_id int",
                            "name sysname",
                            "state_desc nvarchar(60)",
                            "recovery_model_desc nvarchar(60)",
                            "replica_id uniqueidentifier",
                            "family_guid uniqueidentifier",
                            "recovery_fork_guid uniqueidentifier",
                            "last_log_backup_lsn numeric(25,0)")
                    .row(
                            id,
                            name,
                            "ONLINE",
                            "FULL",
                            UUID.randomUUID(),
                            UUID.fromString(row.getString(1)),
                            UUID.fromString(row.getString(2)),
                            row.getBigDecimal(3));
        }
    }

    @Test
    void backups_from_when_a_database_had_another_name_are_its_own() throws Exception {
        var database = hospital.create("Archive");
        hospital.commit(database, "first");
        var before = hospital.made(database, Kind.FULL);
        var moment = hospital.moment();
        hospital.commit(database, "second");
        hospital.run(
                hospital.server().dataSource(),
                "ALTER DATABASE Archive SET SINGLE_USER WITH ROLLBACK IMMEDIATE",
                "ALTER DATABASE Archive MODIFY NAME = EMRNext",
                "ALTER DATABASE EMRNext SET MULTI_USER");
        var recovery = hospital.recovery().build();

        var plan = recovery.plan(RecoveryRequest.inPlace("EMRNext", moment));
        recover(recovery, plan);

        assertThat(hospital.committed("EMRNext")).containsExactly("first");
        assertThat(plan.explanation()).anyMatch(line -> line.contains("EMRNext was called Archive when"));
        try (var sql = SqlServer.of(hospital.server().dataSource())) {
            var backups = sql.backups().to("C:\\Backup").build();
            var listed = backups.list("EMRNext");
            assertThat(listed).extracting(Backup::id).contains(before.id());
            assertThat(listed).extracting(Backup::database).containsOnly("EMRNext");
            assertThat(backups.list("Archive")).extracting(Backup::id).contains(before.id());
            assertThat(sql.schedule("EMRNext")
                            .decide(new Retention(Duration.ofDays(1), 1), List.of())
                            .kept())
                    .containsKey(UUID.fromString(before.id()));
        }
    }

    @Test
    void backups_of_a_copy_beside_are_not_those_of_the_database() throws Exception {
        var database = hospital.create();
        hospital.commit(database, "first");
        var own = hospital.made(database, Kind.FULL);
        var moment = hospital.moment();
        var recovery = hospital.recovery().build();
        recover(recovery, recovery.plan(RecoveryRequest.beside(database, moment, "Copy")));
        var ofCopy = hospital.made("Copy", Kind.FULL);

        try (var sql = SqlServer.of(hospital.server().dataSource())) {
            var backups = sql.backups().to("C:\\Backup").build();
            assertThat(backups.list(database))
                    .extracting(Backup::id)
                    .contains(own.id())
                    .doesNotContain(ofCopy.id());
            assertThat(backups.list("Copy")).extracting(Backup::id).containsExactly(ofCopy.id());
        }
    }

    @Test
    void a_branch_that_a_copy_brought_along_had_not_begun_with_an_older_restore_of_the_name() throws Exception {
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "day 1");
        var recovery = hospital.recovery().build();
        recover(recovery, recovery.plan(RecoveryRequest.inPlace(database, hospital.moment())));
        hospital.pass(Duration.ofDays(3));
        hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "day 4, morning");
        var morning = hospital.moment();
        hospital.backUp(database, Kind.LOG);
        hospital.commit(database, "day 4, evening");
        var evening = hospital.moment();
        hospital.backUp(database, Kind.LOG);
        hospital.pass(Duration.ofDays(1));
        recover(recovery, recovery.plan(RecoveryRequest.beside(database, morning, "Anew")));
        hospital.run(
                hospital.server().dataSource(),
                "ALTER DATABASE " + database + " SET SINGLE_USER WITH ROLLBACK IMMEDIATE",
                "ALTER DATABASE " + database + " MODIFY NAME = Old",
                "ALTER DATABASE Anew SET SINGLE_USER WITH ROLLBACK IMMEDIATE",
                "ALTER DATABASE Anew MODIFY NAME = " + database,
                "ALTER DATABASE " + database + " SET MULTI_USER");
        hospital.run(
                hospital.server().dataSource(), "INSERT INTO " + database + ".dbo.Admissions (What) VALUES ('day 5')");
        hospital.pass(60);
        hospital.backUp(database, Kind.LOG);

        assertThatThrownBy(() -> recovery.plan(RecoveryRequest.beside(database, evening, "Back")))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("Two branches of the history may have been the database then");
    }

    private void namesake(String database) throws SQLException {
        var file = "C:\\Backup\\namesake.bak";
        try (var other =
                SimulatedSqlServer.builder().name("SITEB").majorVersion(15).start()) {
            // Simulated servers give the same ids in the same order.
            other.createDatabase("Before");
            hospital.run(other.dataSource(), "BACKUP DATABASE Before TO DISK = 'C:\\Backup\\before.bak'");
            other.createDatabase(database);
            hospital.run(other.dataSource(), "BACKUP DATABASE " + database + " TO DISK = '" + file + "' WITH CHECKSUM");
            hospital.server()
                    .instance()
                    .disk()
                    .put(file, other.instance().disk().at(file).orElseThrow());
        }
        hospital.run(
                hospital.server().dataSource(),
                "RESTORE DATABASE SiteB_test FROM DISK = '" + file + "' WITH MOVE '" + database
                        + "' TO 'C:\\d\\b.mdf', MOVE '" + database + "_log' TO 'C:\\d\\b.ldf'");
    }

    @Test
    void a_namesake_of_another_server_never_overwrites_a_database_that_cannot_be_opened() throws Exception {
        var database = hospital.create();
        hospital.commit(database, "first");
        var own = hospital.made(database, Kind.FULL);
        namesake(database);
        var theirs = hospital.server().instance().history().taken().stream()
                .map(taken -> taken.set().id())
                .filter(id -> !id.toString().equals(own.id()))
                .findFirst()
                .orElseThrow();
        var moment = hospital.moment();
        hospital.server().instance().loseData(database);
        var recovery = hospital.recovery().build();

        var plan = recovery.plan(RecoveryRequest.inPlace(database, moment));
        assertThat(plan.sources()).extracting(RecoverySource::id).containsExactly(own.id());
        var ofTheirs = new Backup(
                theirs.toString(),
                database,
                own.kind(),
                "C:\\Backup\\namesake.bak",
                own.finishedAt(),
                own.size(),
                own.copyOnly(),
                own.proof());
        assertThatThrownBy(
                        () -> recovery.plan(RecoveryRequest.toBackup(ofTheirs).acceptingLoss()))
                .isInstanceOf(RuntimeException.class);
        assertThat(recovery.plan(RecoveryRequest.toBackup(own).acceptingLoss()).sources())
                .hasSize(1);
        try (var sql = SqlServer.of(hospital.server().dataSource())) {
            assertThat(sql.backups().to("C:\\Backup").build().list(database))
                    .extracting(Backup::id)
                    .containsExactly(own.id());
            var decision = sql.schedule(database).decide(new Retention(Duration.ofSeconds(1), 1), List.of());
            assertThat(decision.expired()).isEmpty();
            assertThat(decision.kept()).containsOnlyKeys(UUID.fromString(own.id()));
        }
    }

    @Test
    void nothing_is_overwritten_by_guess_where_two_databases_had_the_name_and_the_loss_is_accepted() throws Exception {
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        hospital.run(
                hospital.server().dataSource(),
                "ALTER DATABASE " + database + " SET SINGLE_USER WITH ROLLBACK IMMEDIATE",
                "DROP DATABASE " + database);
        hospital.create(database);
        var full = hospital.made(database, Kind.FULL);
        hospital.server().instance().loseData(database);
        var recovery = hospital.recovery().build();

        assertThatThrownBy(() -> recovery.plan(RecoveryRequest.toBackup(full).acceptingLoss()))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("several databases");
        assertThat(recovery.plan(RecoveryRequest.toBackup(full)).sources()).hasSize(1);
        try (var sql = SqlServer.of(hospital.server().dataSource())) {
            var schedule = sql.schedule(database);
            assertThatThrownBy(() -> schedule.exposure(Duration.ofHours(1), new RestoreRate(List.of())))
                    .isInstanceOf(PreconditionFailedException.class)
                    .hasMessageContaining("several databases");
        }
    }

    @Test
    void backups_of_a_copy_of_the_same_name_on_another_server_are_not_those_of_the_database() throws Exception {
        var database = hospital.create();
        hospital.commit(database, "first");
        hospital.backUp(database, Kind.FULL);
        var own = hospital.newest(database);
        try (var other =
                SimulatedSqlServer.builder().name("OTHER").majorVersion(15).start()) {
            var full = own.location();
            other.instance()
                    .disk()
                    .put(full, hospital.server().instance().disk().at(full).orElseThrow());
            hospital.run(
                    other.dataSource(),
                    "RESTORE DATABASE " + database + " FROM DISK = '" + full + "'",
                    "BACKUP DATABASE " + database + " TO DISK = 'C:\\Backup\\elsewhere.bak'");
            hospital.server()
                    .instance()
                    .disk()
                    .put(
                            "C:\\Backup\\elsewhere.bak",
                            other.instance()
                                    .disk()
                                    .at("C:\\Backup\\elsewhere.bak")
                                    .orElseThrow());
        }
        hospital.run(
                hospital.server().dataSource(),
                "RESTORE DATABASE Looked FROM DISK = 'C:\\Backup\\elsewhere.bak' WITH MOVE '" + database
                        + "' TO 'C:\\d\\l.mdf', MOVE '" + database + "_log' TO 'C:\\d\\l.ldf'");

        assertThat(hospital.server().instance().history().taken())
                .filteredOn(taken -> taken.set().source().database().equals(database))
                .as("as the history has them")
                .hasSize(2);
        try (var sql = SqlServer.of(hospital.server().dataSource())) {
            assertThat(sql.backups().to("C:\\Backup").build().list(database))
                    .extracting(Backup::id)
                    .containsExactly(own.id());
            assertThat(sql.schedule(database)
                            .decide(new Retention(Duration.ofDays(1), 1), List.of())
                            .kept())
                    .containsOnlyKeys(UUID.fromString(own.id()));
        }
    }
}
