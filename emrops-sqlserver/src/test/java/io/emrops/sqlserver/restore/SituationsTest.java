package io.emrops.sqlserver.restore;

import static io.emrops.testkit.sqlserver.script.RequestPattern.startingWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.backup.Backup.Kind;
import io.emrops.recovery.Recovered;
import io.emrops.recovery.RecoveryPlan;
import io.emrops.recovery.RecoveryProvider;
import io.emrops.recovery.RecoveryRequest;
import io.emrops.recovery.RecoverySource;
import io.emrops.recovery.RecoveryState.Phase;
import io.emrops.recovery.Secured;
import io.emrops.sqlserver.session.HeardLog;
import io.emrops.testkit.sqlserver.instance.DatabaseRole;
import io.emrops.testkit.sqlserver.instance.DatabaseState;
import io.emrops.testkit.sqlserver.instance.ServerFile;
import io.emrops.testkit.sqlserver.instance.ServerFile.Backup.Condition;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class SituationsTest {
    private static final String KEY = "CHG-4711/secure#1";

    private Hospital hospital = Hospital.inUtc();

    @AfterEach
    void close() {
        hospital.close();
    }

    private RecoveryProvider recovery() {
        return hospital.recovery().build();
    }

    private static Recovered recover(RecoveryProvider recovery, RecoveryPlan plan) throws InterruptedException {
        var secured = recovery.secure(plan, KEY, Progress.none());
        recovery.restore(plan, secured, Progress.none());
        return recovery.open(plan, secured);
    }

    private void damage(String file, Condition condition) {
        var disk = hospital.server().instance().disk();
        var backup = (ServerFile.Backup) disk.at(file).orElseThrow();
        disk.put(file, new ServerFile.Backup(backup.media(), backup.family(), condition));
    }

    @ParameterizedTest
    @ValueSource(strings = {"it's]; DROP DATABASE x--", "Krankenhaus [Süd] 病院", "a.b c"})
    void a_database_of_any_name_is_recovered(String name) throws Exception {
        hospital.create(name);
        hospital.commit(name, "first");
        hospital.backUp(name, Kind.FULL);
        var moment = hospital.moment();
        hospital.commit(name, "second");
        var recovery = recovery();

        recover(recovery, recovery.plan(RecoveryRequest.inPlace(name, moment)));
        var beside = recovery.plan(RecoveryRequest.beside(name, moment, name + " of then"));
        recover(recovery, beside);

        assertThat(hospital.committed(name)).containsExactly("first");
        assertThat(hospital.committed(name + " of then")).containsExactly("first");
    }

    @Test
    void a_name_that_can_be_none_is_refused_before_anything_is_sent() throws Exception {
        var recovery = recovery();
        var sent = hospital.server().script().statements().size();

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> recovery.plan(RecoveryRequest.inPlace("a\nb", hospital.now())));

        assertThat(hospital.server().script().statements()).hasSize(sent);
    }

    @Test
    void a_name_in_another_spelling_is_refused() throws Exception {
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);

        assertThatThrownBy(() ->
                        recovery().plan(RecoveryRequest.inPlace(database.toUpperCase(Locale.ROOT), hospital.moment())))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("there is one called " + database);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Tails", "C:\\Tails\\..", "/tails", "NUL"})
    void a_directory_for_tails_that_is_none_is_refused_when_it_is_planned(String directory) throws Exception {
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        var recovery = hospital.recovery().tailsIn(directory).build();

        assertThatThrownBy(() -> recovery.plan(RecoveryRequest.inPlace(database, hospital.moment())))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("directory for the ends of logs");
    }

    @Test
    void a_file_that_holds_another_backup_is_planned_around_or_the_moment_refused() throws Exception {
        var database = hospital.create();
        var other = hospital.create();
        hospital.commit(database, "first");
        hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "second");
        hospital.backUp(database, Kind.LOG);
        hospital.backUp(database, Kind.LOG);
        var differential = hospital.backUp(database, Kind.DIFFERENTIAL);
        var moment = hospital.moment();
        hospital.commit(database, "third");
        var log = hospital.backUp(database, Kind.LOG);
        var file = hospital.server()
                .instance()
                .disk()
                .at(hospital.backUp(other, Kind.FULL))
                .orElseThrow();
        hospital.server().instance().disk().put(differential, file);
        var recovery = recovery();

        var around = recovery.plan(RecoveryRequest.inPlace(database, moment));
        hospital.server().instance().disk().put(log, file);

        assertThat(around.sources())
                .extracting(RecoverySource::kind)
                .containsExactly(Kind.FULL, Kind.LOG, Kind.LOG, Kind.LOG);
        assertThat(around.explanation()).anyMatch(line -> line.contains(differential) && line.contains("passed over"));
        assertThatThrownBy(() -> recovery.plan(RecoveryRequest.inPlace(database, moment)))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining(log)
                .hasMessageContaining("other backups than the server's history says");
        assertThat(hospital.isOpen(database)).isTrue();
    }

    @Test
    void a_log_without_a_header_is_bridged_by_a_differential_backup() throws Exception {
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "first");
        var damaged = hospital.backUp(database, Kind.LOG);
        hospital.commit(database, "second");
        hospital.backUp(database, Kind.DIFFERENTIAL);
        hospital.commit(database, "third");
        var moment = hospital.moment();
        hospital.commit(database, "fourth");
        damage(damaged, Condition.BAD_HEADER);
        var recovery = recovery();

        recover(recovery, recovery.plan(RecoveryRequest.inPlace(database, moment)));

        assertThat(hospital.committed(database)).containsExactly("first", "second", "third");
    }

    @Test
    void a_damaged_log_that_shows_only_when_it_is_restored_leaves_the_database_closed_and_releasable()
            throws Exception {
        var database = hospital.create();
        var full = hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "first");
        var damaged = hospital.backUp(database, Kind.LOG);
        var moment = hospital.moment();
        hospital.commit(database, "second");
        var recovery = recovery();
        var plan = recovery.plan(RecoveryRequest.inPlace(database, moment));
        var secured = recovery.secure(plan, KEY, Progress.none());
        damage(damaged, Condition.CUT_OFF);

        assertThatThrownBy(() -> recovery.restore(plan, secured, Progress.none()))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("stays closed");
        assertThatExceptionOfType(PreconditionFailedException.class).isThrownBy(() -> recovery.open(plan, secured));
        assertThat(hospital.server().instance().database(database).orElseThrow().state())
                .isEqualTo(DatabaseState.RESTORING);
        damage(damaged, Condition.SOUND);
        recovery.release(plan, secured, Progress.none());

        assertThat(full).isNotEmpty();
        assertThat(hospital.committed(database)).containsExactly("first", "second");
    }

    @Test
    void in_the_night_that_summer_time_ends_moments_of_the_hour_that_comes_twice_are_refused() throws Exception {
        hospital.close();
        hospital = new Hospital(Instant.parse("2026-11-01T00:00:00Z"), ZoneId.of("America/New_York"));
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        hospital.pass(Duration.ofMinutes(270));
        hospital.commit(database, "before");
        var before = hospital.moment();
        hospital.pass(Duration.ofMinutes(45));
        hospital.commit(database, "in the first hour");
        var twice = hospital.moment();
        hospital.pass(Duration.ofMinutes(60));
        hospital.commit(database, "in the second hour");
        hospital.pass(Duration.ofMinutes(60));
        hospital.commit(database, "after");
        var after = hospital.moment();
        hospital.commit(database, "later");
        hospital.backUp(database, Kind.LOG);
        var recovery = recovery();

        assertThatThrownBy(() -> recovery.plan(RecoveryRequest.beside(database, twice, "Twice")))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("twice");
        recover(recovery, recovery.plan(RecoveryRequest.beside(database, before, "Before")));
        recover(recovery, recovery.plan(RecoveryRequest.inPlace(database, after)));

        assertThat(hospital.committed("Before")).containsExactly("before");
        assertThat(hospital.committed(database))
                .containsExactly("before", "in the first hour", "in the second hour", "after");
    }

    @Test
    void a_place_that_somebody_else_has_is_waited_for() throws Exception {
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "first");
        var recovery = hospital.recovery().attempts(200, Duration.ofMillis(20)).build();
        var plan = recovery.plan(RecoveryRequest.inPlace(database, hospital.moment()));
        CompletableFuture<Secured> securing;
        try (var other = hospital.server().dataSource().getConnection();
                var statement = other.createStatement()) {
            statement.execute("ALTER DATABASE " + database + " SET SINGLE_USER");
            securing = CompletableFuture.supplyAsync(() -> {
                try {
                    return recovery.secure(plan, KEY, Progress.none());
                } catch (InterruptedException e) {
                    throw new CompletionException(e);
                }
            });
            hospital.server().script().awaitStatements(startingWith("ALTER DATABASE"), 3, Duration.ofSeconds(30));
            assertThat(securing).isNotDone();
        }

        assertThat(securing).succeedsWithin(Duration.ofSeconds(30));
    }

    @Test
    void a_place_that_stays_taken_is_given_up_and_nothing_has_changed() throws Exception {
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "first");
        var recovery = hospital.recovery().attempts(2, Duration.ofMillis(1)).build();
        var plan = recovery.plan(RecoveryRequest.inPlace(database, hospital.moment()));
        try (var other = hospital.server().dataSource().getConnection();
                var statement = other.createStatement()) {
            statement.execute("ALTER DATABASE " + database + " SET SINGLE_USER");

            assertThatThrownBy(() -> recovery.secure(plan, KEY, Progress.none()))
                    .isInstanceOf(TargetUnavailableException.class)
                    .hasMessageContaining("5064");
            statement.execute("ALTER DATABASE " + database + " SET MULTI_USER");
        }

        assertThat(hospital.committed(database)).containsExactly("first");
        assertThat(hospital.server().instance().history().taken()).hasSize(1);
    }

    @Test
    void two_recoveries_of_one_database_are_kept_apart() throws Exception {
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        var recovery = hospital.recovery().attempts(1, Duration.ZERO).build();
        var plan = recovery.plan(RecoveryRequest.inPlace(database, hospital.moment()));
        hospital.server()
                .script()
                .when(startingWith("DECLARE @granted"))
                .answer(Answer.rows("granted int").row(-1));

        assertThatThrownBy(() -> recovery.secure(plan, KEY, Progress.none()))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("sp_getapplock returned -1");

        assertThat(hospital.isOpen(database)).isTrue();
    }

    @Test
    void sessions_are_counted_and_ended() throws Exception {
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "first");
        var recovery = recovery();
        var plan = recovery.plan(RecoveryRequest.inPlace(database, hospital.moment()));
        try (var one = hospital.of(database).getConnection();
                var two = hospital.of(database).getConnection()) {
            one.isValid(5);
            two.isValid(5);

            var secured = recovery.secure(plan, KEY, Progress.none());

            assertThat(secured.remarks()).containsExactly("2 sessions were ended");
            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> {
                try (var statement = one.createStatement()) {
                    statement.execute("SELECT What FROM Admissions");
                }
            });
        }
    }

    @Test
    void a_database_whose_data_files_are_lost_is_recovered_from_its_log() throws Exception {
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "first");
        hospital.backUp(database, Kind.LOG);
        hospital.commit(database, "second");
        var moment = hospital.moment();
        hospital.server().instance().loseData(database);
        var recovery = recovery();

        recover(recovery, recovery.plan(RecoveryRequest.inPlace(database, moment)));

        assertThat(hospital.isOpen(database)).isTrue();
        assertThat(hospital.committed(database)).containsExactly("first", "second");
    }

    @Test
    void what_cannot_be_secured_any_more_is_given_up_only_if_the_plan_does_without() throws Exception {
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "first");
        var moment = hospital.moment();
        hospital.backUp(database, Kind.LOG);
        hospital.commit(database, "second");
        var late = hospital.moment();
        hospital.server().instance().loseData(database);
        hospital.server()
                .script()
                .when(startingWith("BACKUP LOG"))
                .answer(Answer.error(SqlError.of(3203, 16, "Read on \"x\" failed: 2(The system cannot find it)"))
                        .then(Answer.error(SqlError.of(3013, 16, "BACKUP LOG is terminating abnormally."))));
        var recovery = recovery();
        var careful = recovery.plan(RecoveryRequest.inPlace(database, moment));
        assertThatThrownBy(() -> recovery.secure(careful, KEY, Progress.none()))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("would be lost for good");
        var plan = recovery.plan(RecoveryRequest.inPlace(database, moment).acceptingLoss());

        var secured = recovery.secure(plan, KEY, Progress.none());
        recovery.restore(plan, secured, Progress.none());
        recovery.open(plan, secured);

        assertThat(secured.tail()).isEmpty();
        assertThat(secured.remarks()).anyMatch(line -> line.contains("is lost"));
        assertThat(hospital.committed(database)).containsExactly("first");
        assertThat(late).isAfter(moment);
        assertThat(hospital.server().script().statements(startingWith("RESTORE DATABASE")))
                .anyMatch(sent -> sent.text().contains("REPLACE"));
    }

    @Test
    void nothing_is_overwritten_by_force_when_its_end_was_secured() throws Exception {
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "first");
        var recovery = recovery();

        recover(recovery, recovery.plan(RecoveryRequest.inPlace(database, hospital.moment())));

        assertThat(hospital.server().script().statements(startingWith("RESTORE")))
                .isNotEmpty()
                .noneMatch(sent -> sent.text().contains("REPLACE"));
        assertThat(hospital.server().script().statements(startingWith("RESTORE LOG")))
                .allMatch(sent -> sent.text().contains("STOPAT = '2026-03-02T08:00:"));
    }

    @Test
    void another_moment_can_be_asked_for_after_a_recovery() throws Exception {
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "first");
        var one = hospital.moment();
        hospital.commit(database, "second");
        var two = hospital.moment();
        hospital.commit(database, "third");
        var recovery = recovery();
        recover(recovery, recovery.plan(RecoveryRequest.inPlace(database, one)));
        hospital.commit(database, "another second");
        hospital.pass(5);

        var plan = recovery.plan(RecoveryRequest.inPlace(database, two));
        var secured = recovery.secure(plan, "CHG-4711/secure#2", Progress.none());
        recovery.restore(plan, secured, Progress.none());
        recovery.open(plan, secured);

        assertThat(hospital.committed(database)).containsExactly("first", "second");
    }

    @Test
    void the_same_moment_again_is_a_recovery_of_its_own() throws Exception {
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "first");
        var moment = hospital.moment();
        hospital.commit(database, "second");
        hospital.backUp(database, Kind.LOG);
        var recovery = recovery();
        recover(recovery, recovery.plan(RecoveryRequest.inPlace(database, moment)));
        hospital.commit(database, "third");

        var again = recovery.plan(RecoveryRequest.inPlace(database, moment));
        var nothing = new Secured(Optional.empty(), List.of());
        assertThat(recovery.state(again, nothing).phase()).isEqualTo(Phase.NOT_BEGUN);
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> recovery.restore(again, nothing, Progress.none()));
        assertThat(hospital.committed(database)).containsExactly("first", "third");
        var secured = recovery.secure(again, "CHG-4711/secure#2", Progress.none());
        recovery.restore(again, secured, Progress.none());
        recovery.open(again, secured);

        assertThat(hospital.committed(database)).containsExactly("first");
    }

    @Test
    void a_log_backup_between_the_last_look_and_the_closing_makes_the_plan_out_of_date() throws Exception {
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "first");
        var moment = hospital.moment();
        hospital.commit(database, "second");
        var source = new CutSource(hospital.server().dataSource());
        var recovery = hospital.recovery(source).build();
        var plan = recovery.plan(RecoveryRequest.inPlace(database, moment));
        source.before("ALTER DATABASE", () -> {
            try {
                hospital.backUp(database, Kind.LOG);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });

        assertThatThrownBy(() -> recovery.secure(plan, KEY, Progress.none()))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("backed up since");

        assertThat(hospital.isOpen(database)).isTrue();
        assertThat(hospital.committed(database)).containsExactly("first", "second");
    }

    @Test
    void a_database_that_was_dropped_comes_back_beside() throws Exception {
        var database = hospital.create();
        hospital.commit(database, "first");
        hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "second");
        var moment = hospital.moment();
        hospital.commit(database, "third");
        hospital.backUp(database, Kind.LOG);
        hospital.run(
                hospital.server().dataSource(),
                "ALTER DATABASE " + database + " SET SINGLE_USER WITH ROLLBACK IMMEDIATE",
                "DROP DATABASE " + database);
        var recovery = recovery();

        recover(recovery, recovery.plan(RecoveryRequest.beside(database, moment, "Back")));

        assertThat(hospital.committed("Back")).containsExactly("first", "second");
    }

    @Test
    void a_database_that_keeps_no_log_is_not_overwritten() throws Exception {
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "first");
        var moment = hospital.moment();
        hospital.commit(database, "second");
        hospital.backUp(database, Kind.LOG);
        hospital.run(hospital.server().dataSource(), "ALTER DATABASE " + database + " SET RECOVERY SIMPLE");
        var recovery = recovery();

        assertThatThrownBy(() -> recovery.plan(RecoveryRequest.inPlace(database, moment)))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("keeps no log");
        recover(recovery, recovery.plan(RecoveryRequest.beside(database, moment, "Beside")));

        assertThat(hospital.committed("Beside")).containsExactly("first");
    }

    @Test
    void users_without_a_login_are_named() throws Exception {
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "first");
        hospital.server().login("nurse", "a password");
        hospital.server().instance().security().role("nurse", database, DatabaseRole.DB_OWNER);
        var moment = hospital.moment();
        var recovery = recovery();
        hospital.server()
                .script()
                .when(startingWith("SELECT dp.name"))
                .answer(Answer.rows("name sysname").row("nurse").row("it's [me]"));

        var recovered = recover(recovery, recovery.plan(RecoveryRequest.inPlace(database, moment)));

        assertThat(recovered.orphanedUsers()).containsExactly("nurse", "it's [me]");
        assertThat(recovered.remarks()).anyMatch(line -> line.contains("full backup"));
    }

    @Test
    void who_may_not_restore_is_told_beforehand() throws Exception {
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        hospital.server().login("operator", "a password");
        for (var name : List.of(database, "msdb")) {
            hospital.server().instance().security().role("operator", name, DatabaseRole.DB_OWNER);
        }
        var recovery = hospital.recovery(hospital.as("operator", "a password")).build();

        assertThatThrownBy(() -> recovery.plan(RecoveryRequest.inPlace(database, hospital.moment())))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("may not");

        assertThat(hospital.isOpen(database)).isTrue();
    }

    @Test
    void a_member_of_an_availability_group_is_not_overwritten() throws Exception {
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        hospital.server()
                .script()
                .when(startingWith("SELECT d.database_id"))
                .answer(Answer.rows(
                                "database_id int",
                                "name sysname",
                                "state_desc nvarchar(60)",
                                "replica_id uniqueidentifier")
                        .row(5, database, "ONLINE", UUID.randomUUID()));

        assertThatThrownBy(() -> recovery().plan(RecoveryRequest.inPlace(database, hospital.moment())))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("3104");
    }

    @Test
    void a_restore_by_somebody_else_makes_the_plan_out_of_date() throws Exception {
        var database = hospital.create();
        var full = hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "first");
        hospital.backUp(database, Kind.LOG);
        var recovery = recovery();
        var plan = recovery.plan(RecoveryRequest.inPlace(database, hospital.moment()));
        hospital.run(
                hospital.server().dataSource(),
                "ALTER DATABASE " + database + " SET SINGLE_USER WITH ROLLBACK IMMEDIATE",
                "RESTORE DATABASE " + database + " FROM DISK = '" + full + "' WITH REPLACE",
                "ALTER DATABASE " + database + " SET MULTI_USER");

        assertThatThrownBy(() -> recovery.secure(plan, KEY, Progress.none()))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("restored since");
    }

    @Test
    void a_restore_by_somebody_else_in_between_is_begun_again() throws Exception {
        var database = hospital.create();
        var full = hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "first");
        var log = hospital.backUp(database, Kind.LOG);
        var moment = hospital.moment();
        hospital.commit(database, "second");
        var recovery = recovery();
        var plan = recovery.plan(RecoveryRequest.inPlace(database, moment));
        var secured = recovery.secure(plan, KEY, Progress.none());
        recovery.restore(plan, secured, Progress.none());
        hospital.run(
                hospital.server().dataSource(),
                "RESTORE DATABASE " + database + " FROM DISK = '" + full + "' WITH NORECOVERY",
                "RESTORE LOG " + database + " FROM DISK = '" + log + "' WITH NORECOVERY");
        assertThat(recovery.state(plan, secured).phase()).isEqualTo(Phase.RESTORING);
        assertThatExceptionOfType(PreconditionFailedException.class).isThrownBy(() -> recovery.open(plan, secured));

        recovery.restore(plan, secured, Progress.none());
        recovery.open(plan, secured);

        assertThat(hospital.committed(database)).containsExactly("first");
    }

    @Test
    void somebody_elses_database_of_the_new_name_is_left_alone() throws Exception {
        var database = hospital.create();
        hospital.commit(database, "first");
        hospital.backUp(database, Kind.FULL);
        var recovery = recovery();
        var plan = recovery.plan(RecoveryRequest.beside(database, hospital.moment(), "Beside"));
        var secured = recovery.secure(plan, KEY, Progress.none());
        hospital.create("Beside");
        hospital.commit("Beside", "theirs");

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> recovery.restore(plan, secured, Progress.none()));
        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> recovery.release(plan, secured, Progress.none()));

        assertThat(hospital.committed("Beside")).containsExactly("theirs");
    }

    @Test
    void no_text_of_the_server_and_no_row_is_in_exceptions_and_logs() throws Exception {
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "Canary Jones, HIV positive");
        hospital.backUp(database, Kind.LOG);
        try (var heard = HeardLog.ofAll()) {
            var recovery = hospital.recovery().attempts(2, Duration.ZERO).build();
            var plan = recovery.plan(RecoveryRequest.inPlace(database, hospital.moment()));
            var secured = recovery.secure(plan, KEY, Progress.none());
            hospital.server()
                    .script()
                    .when(startingWith("RESTORE LOG"))
                    .answer(Answer.error(SqlError.of(3456, 21, "Could not redo: Canary Jones, HIV positive")));

            Throwable failure = null;
            try {
                recovery.restore(plan, secured, Progress.none());
            } catch (RuntimeException e) {
                failure = e;
            }

            assertThat(failure).isNotNull();
            assertThat(HeardLog.everything(failure)).doesNotContain("Canary").doesNotContain("Could not redo");
            assertThat(heard.lines()).isNotEmpty().noneMatch(line -> line.contains("Canary"));
        }
    }
}
