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
import io.emrops.recovery.RecoveryProvider;
import io.emrops.recovery.RecoveryRequest;
import io.emrops.recovery.RecoveryState.Phase;
import io.emrops.recovery.Secured;
import io.emrops.sqlserver.OwnThread;
import io.emrops.testkit.sqlserver.script.Answer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Somebody else works on the same database. */
@Timeout(120)
class SomebodyElseTest {
    private static final String KEY = "CHG-4711/secure#1";

    private final Hospital hospital = Hospital.inUtc();

    @AfterEach
    void close() {
        hospital.close();
    }

    private RecoveryProvider recovery() {
        return hospital.recovery().build();
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
            securing = CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return recovery.secure(plan, KEY, Progress.none());
                        } catch (InterruptedException e) {
                            throw new CompletionException(e);
                        }
                    },
                    OwnThread.EACH);
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
}
