package io.emrops.sqlserver.restore;

import static io.emrops.testkit.sqlserver.script.RequestPattern.matching;
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
import io.emrops.testkit.sqlserver.instance.DatabaseState;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class SecuringTest {
    private static final String KEY = "CHG-4712/secure#1";

    private final Hospital hospital = Hospital.inUtc();

    @AfterEach
    void close() {
        hospital.close();
    }

    private void drop(String database) throws SQLException {
        hospital.run(
                hospital.server().dataSource(),
                "ALTER DATABASE " + database + " SET SINGLE_USER WITH ROLLBACK IMMEDIATE",
                "DROP DATABASE " + database);
    }

    @ParameterizedTest
    @ValueSource(ints = {3201, 3202, 3271})
    void a_tail_that_cannot_be_written_is_no_log_that_cannot_be_read(int number) throws Exception {
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "first");
        var moment = hospital.moment();
        hospital.backUp(database, Kind.LOG);
        hospital.commit(database, "second");
        hospital.server().instance().loseData(database);
        hospital.server()
                .script()
                .when(startingWith("BACKUP LOG"))
                .answer(Answer.error(SqlError.of(number, 16, "'C:\\Tails\\x.trn'. Operating system error 3(not found)"))
                        .then(Answer.error(SqlError.of(3013, 16, "BACKUP LOG is terminating abnormally."))));
        var recovery = hospital.recovery().build();
        var plan = recovery.plan(RecoveryRequest.inPlace(database, moment));

        assertThatThrownBy(() -> recovery.secure(plan, KEY, Progress.none()))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining(String.valueOf(number));

        assertThat(hospital.server().instance().database(database).orElseThrow().state())
                .isNotEqualTo(DatabaseState.RESTORING);
    }

    @Test
    void somebody_in_the_way_of_the_tail_does_not_leave_the_database_closed() throws Exception {
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "first");
        hospital.server()
                .script()
                .when(startingWith("BACKUP LOG"))
                .answer(Answer.error(SqlError.of(3023, 16, "Backup operations on a database must be serialized.")));
        var recovery = hospital.recovery().attempts(2, Duration.ofMillis(1)).build();
        var plan = recovery.plan(RecoveryRequest.inPlace(database, hospital.moment()));

        assertThatExceptionOfType(TargetUnavailableException.class)
                .isThrownBy(() -> recovery.secure(plan, KEY, Progress.none()));

        assertThat(hospital.isOpen(database)).isTrue();
        assertThat(hospital.committed(database)).containsExactly("first");
    }

    @Test
    void a_database_that_was_created_anew_since_is_not_closed() throws Exception {
        var database = hospital.create("Reborn");
        hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "first");
        var moment = hospital.moment();
        hospital.commit(database, "second");
        hospital.backUp(database, Kind.LOG);
        var recovery = hospital.recovery().build();
        var plan = recovery.plan(RecoveryRequest.inPlace(database, moment));
        drop(database);
        hospital.create(database);
        hospital.commit(database, "of another");
        hospital.backUp(database, Kind.FULL);

        assertThatThrownBy(() -> recovery.secure(plan, KEY, Progress.none()))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("out of date");

        assertThat(hospital.isOpen(database)).isTrue();
        assertThat(hospital.committed(database)).containsExactly("of another");
    }

    @Test
    void of_two_databases_that_had_the_name_one_that_cannot_be_opened_is_the_last() throws Exception {
        var database = hospital.create("Reborn");
        for (var i = 0; i < 30; i++) {
            hospital.commit(database, "old " + i);
        }
        hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "old");
        hospital.backUp(database, Kind.LOG);
        drop(database);
        hospital.create(database);
        hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "new");
        hospital.backUp(database, Kind.LOG);
        var moment = hospital.moment();
        hospital.commit(database, "too new");
        hospital.server().instance().loseData(database);
        var recovery = hospital.recovery().build();
        var plan = recovery.plan(RecoveryRequest.inPlace(database, moment));

        var secured = recovery.secure(plan, KEY, Progress.none());
        recovery.restore(plan, secured, Progress.none());
        recovery.open(plan, secured);

        assertThat(hospital.committed(database)).containsExactly("new");
    }

    @Test
    void a_database_that_has_a_snapshot_is_not_closed_to_be_restored_over() throws Exception {
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        hospital.server()
                .script()
                .when(startingWith("SELECT name FROM sys.databases WHERE source_database_id"))
                .answer(Answer.rows("name sysname").row("EMRNext at noon"));

        assertThatThrownBy(() -> hospital.recovery().build().plan(RecoveryRequest.inPlace(database, hospital.moment())))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("EMRNext at noon");
    }

    @Test
    void a_database_that_is_not_open_in_the_end_is_not_called_recovered() throws Exception {
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "first");
        var recovery = hospital.recovery().build();
        var plan = recovery.plan(RecoveryRequest.beside(database, hospital.moment(), "Beside"));
        var secured = recovery.secure(plan, KEY, Progress.none());
        recovery.restore(plan, secured, Progress.none());
        hospital.server().script().when(startingWith("RESTORE")).answer(Answer.done());

        assertThatThrownBy(() -> recovery.open(plan, secured))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("RESTORING");
    }

    @Test
    void a_tail_that_does_not_go_on_from_the_backups_is_refused_every_time() throws Exception {
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "first");
        var recovery = hospital.recovery().build();
        var plan = recovery.plan(RecoveryRequest.inPlace(database, hospital.moment()));
        hospital.commit(database, "second");
        hospital.backUp(database, Kind.LOG);
        hospital.commit(database, "third");
        hospital.server().instance().loseData(database);

        for (var i = 0; i < 2; i++) {
            assertThatThrownBy(() -> recovery.secure(plan, KEY, Progress.none()))
                    .isInstanceOf(PreconditionFailedException.class)
                    .hasMessageContainingAll("out of date", "does not go on from its backups");
        }
    }

    @Test
    void a_tail_of_another_database_under_the_same_key_is_none_of_this_one() throws Exception {
        var other = hospital.create();
        hospital.backUp(other, Kind.FULL);
        hospital.commit(other, "first");
        var recovery = hospital.recovery().build();
        recovery.secure(recovery.plan(RecoveryRequest.inPlace(other, hospital.moment())), KEY, Progress.none());
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "first");
        var plan = recovery.plan(RecoveryRequest.inPlace(database, hospital.moment()));

        assertThatThrownBy(() -> recovery.secure(plan, KEY, Progress.none()))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContainingAll("key", other);

        assertThat(hospital.isOpen(database)).isTrue();
    }

    /** A server whose tails have errors in them: it says so of them, and restores none as if they had not. */
    private RecoveryProvider withDamagedTails() {
        hospital.server()
                .script()
                .when(matching("(?s)RESTORE LOG.*emrops_tail.*STOP_ON_ERROR.*"))
                .answer(Answer.error(SqlError.of(3182, 16, "The backup set cannot be restored")));
        return hospital.recovery(new DamagedTails(hospital.server().dataSource()).source())
                .build();
    }

    @Test
    void a_tail_that_was_made_in_spite_of_errors_in_it_is_restored_in_spite_of_them() throws Exception {
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "first");
        var moment = hospital.moment();
        hospital.commit(database, "second");
        hospital.server().instance().loseData(database);
        var recovery = withDamagedTails();
        var plan = recovery.plan(RecoveryRequest.inPlace(database, moment));

        var secured = recovery.secure(plan, KEY, Progress.none());
        recovery.restore(plan, secured, Progress.none());
        recovery.open(plan, secured);

        assertThat(secured.remarks()).anyMatch(line -> line.contains("in spite of errors"));
        assertThat(hospital.committed(database)).containsExactly("first");
    }

    @Test
    void a_recovery_is_taken_back_by_a_tail_that_was_made_in_spite_of_errors_in_it() throws Exception {
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "first");
        var moment = hospital.moment();
        hospital.backUp(database, Kind.LOG);
        hospital.commit(database, "second");
        hospital.server().instance().loseData(database);
        var recovery = withDamagedTails();
        var plan = recovery.plan(RecoveryRequest.inPlace(database, moment));
        var secured = recovery.secure(plan, KEY, Progress.none());
        recovery.restore(plan, secured, Progress.none());

        recovery.release(plan, secured, Progress.none());

        assertThat(hospital.committed(database)).containsExactly("first", "second");
    }
}
