package io.emrops.sqlserver.restore;

import static io.emrops.testkit.sqlserver.script.RequestPattern.startingWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.backup.Backup.Kind;
import io.emrops.recovery.RecoveryProvider;
import io.emrops.recovery.RecoveryRequest;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.SqlError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What can be lost, and what is not. */
@Timeout(120)
class LossTest {
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
    void a_database_whose_data_files_are_lost_is_recovered_from_its_log() throws Exception {
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "first");
        hospital.backUp(database, Kind.LOG);
        hospital.commit(database, "second");
        var moment = hospital.moment();
        hospital.server().instance().loseData(database);
        var recovery = recovery();

        Hospital.recover(recovery, recovery.plan(RecoveryRequest.inPlace(database, moment)));

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

        Hospital.recover(recovery, recovery.plan(RecoveryRequest.inPlace(database, hospital.moment())));

        assertThat(hospital.server().script().statements(startingWith("RESTORE")))
                .isNotEmpty()
                .noneMatch(sent -> sent.text().contains("REPLACE"));
        assertThat(hospital.server().script().statements(startingWith("RESTORE LOG")))
                .allMatch(sent -> sent.text().contains("STOPAT = '2026-03-02T08:00:"));
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

        Hospital.recover(recovery, recovery.plan(RecoveryRequest.beside(database, moment, "Back")));

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
        Hospital.recover(recovery, recovery.plan(RecoveryRequest.beside(database, moment, "Beside")));

        assertThat(hospital.committed("Beside")).containsExactly("first");
    }
}
