package io.emrops.sqlserver.restore;

import static io.emrops.testkit.sqlserver.script.RequestPattern.matching;
import static io.emrops.testkit.sqlserver.script.RequestPattern.startingWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.EmropsException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.backup.Backup.Kind;
import io.emrops.recovery.RecoveryPlan;
import io.emrops.recovery.RecoveryProvider;
import io.emrops.recovery.RecoveryRequest;
import io.emrops.recovery.RecoveryState.Phase;
import io.emrops.recovery.Secured;
import io.emrops.testkit.sqlserver.instance.DatabaseState;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.RequestPattern;
import io.emrops.testkit.sqlserver.script.Rows;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What no vendor's page says, and no real server was asked: here it answers otherwise than the simulated one. What comes of it is an error that
 * tells the state, and never a database that is wrongly called recovered.
 */
@Timeout(180)
class OtherAnswersTest {
    private static final String KEY = "CHG-4711/secure#1";
    private static final List<String> OF_THEN = List.of("first", "second", "third");
    private static final List<String> ALL = List.of("first", "second", "third", "fourth");
    private static final RequestPattern RESTORE_LOG = startingWith("RESTORE LOG");
    private static final RequestPattern LAST_AGAIN = matching("(?s)RESTORE LOG.*, RECOVERY.*");

    private Hospital hospital = Hospital.inUtc();
    private String database = "";

    @AfterEach
    void close() {
        hospital.close();
    }

    private RecoveryProvider recovery() {
        return hospital.recovery().attempts(2, Duration.ZERO).build();
    }

    private DatabaseState state() {
        return hospital.server().instance().database(database).orElseThrow().state();
    }

    private void really(String statement) {
        try {
            hospital.run(hospital.server().dataSource(), statement);
        } catch (SQLException e) {
            throw new AssertionError(statement, e);
        }
    }

    /** Which keeps no log, and is lost from its full backup on. */
    private RecoveryPlan planToLose() throws SQLException {
        database = hospital.create();
        hospital.run(hospital.server().dataSource(), "ALTER DATABASE " + database + " SET RECOVERY SIMPLE");
        for (var what : OF_THEN) {
            hospital.commit(database, what);
        }
        var full = hospital.made(database, Kind.FULL);
        hospital.commit(database, "fourth");
        return recovery().plan(RecoveryRequest.toBackup(full).acceptingLoss());
    }

    @ParameterizedTest
    @ValueSource(ints = {942, 3101, 3102, 3110, 3154, 3159, 5120, 1823})
    void a_server_that_restores_nothing_over_a_database_that_is_offline_leaves_it_closed_and_releasable(int number)
            throws Exception {
        var plan = planToLose();
        var secured = recovery().secure(plan, KEY, Progress.none());
        hospital.server()
                .script()
                .when(startingWith("RESTORE DATABASE"))
                .answer(Answer.error(SqlError.of(number, 16, "x")));

        assertThatThrownBy(() -> recovery().restore(plan, secured, Progress.none()))
                .isInstanceOf(EmropsException.class)
                .isNotInstanceOf(PreconditionFailedException.class)
                .hasMessageContainingAll(String.valueOf(number), "stays closed", "released");
        assertThatThrownBy(() -> recovery().open(plan, secured))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("OFFLINE");

        assertThat(state()).isEqualTo(DatabaseState.OFFLINE);
        recovery().release(plan, secured, Progress.none());
        assertThat(hospital.committed(database)).isEqualTo(ALL);
    }

    @Test
    void a_server_that_says_it_was_restored_and_has_not_done_it_is_not_believed() throws Exception {
        var plan = planToLose();
        var secured = recovery().secure(plan, KEY, Progress.none());
        hospital.server()
                .script()
                .when(startingWith("RESTORE DATABASE"))
                .answer(Answer.message(3014, "RESTORE DATABASE successfully processed 3 pages in 0.001 seconds."));

        recovery().restore(plan, secured, Progress.none());

        assertThat(recovery().state(plan, secured).phase()).isNotIn(Phase.OPEN, Phase.AT_THE_MOMENT);
        assertThatThrownBy(() -> recovery().open(plan, secured))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("OFFLINE");
    }

    /** To a moment in a log backup, or about when one was made on a server that does not tell how far it reaches. */
    private RecoveryPlan planToMoment(boolean perhaps) throws SQLException {
        if (perhaps) {
            hospital.close();
            hospital = new Hospital(Instant.parse("2026-03-02T08:00:00Z"), ZoneId.of("UTC"), 15);
        }
        database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "first");
        hospital.backUp(database, Kind.LOG);
        hospital.commit(database, "second");
        hospital.backUp(database, Kind.LOG);
        hospital.commit(database, "third");
        var moment = hospital.moment();
        if (perhaps) {
            hospital.backUp(database, Kind.LOG);
            moment = hospital.now().minus(Duration.ofMillis(2500));
        }
        hospital.commit(database, "fourth");
        hospital.backUp(database, Kind.LOG);
        return recovery().plan(RecoveryRequest.inPlace(database, moment));
    }

    /** Does each, and says nothing but that it was done. */
    private void keepSilent() {
        hospital.server().script().when(RESTORE_LOG).times(1).answer((request, reply) -> {
            really(request.text());
            keepSilent();
            reply.message(SqlError.of(3014, 10, "RESTORE LOG successfully processed 3 pages in 0.001 seconds."));
            reply.done();
        });
    }

    @Test
    void a_server_that_does_not_say_4322_while_it_is_kept_restoring_is_taken_to_the_moment_all_the_same()
            throws Exception {
        var plan = planToMoment(false);
        var secured = recovery().secure(plan, KEY, Progress.none());
        keepSilent();

        recovery().restore(plan, secured, Progress.none());
        recovery().open(plan, secured);

        assertThat(hospital.committed(database)).isEqualTo(OF_THEN);
    }

    @Test
    void a_server_that_does_not_say_4322_about_when_a_log_was_backed_up_is_not_opened_short_of_the_moment()
            throws Exception {
        var plan = planToMoment(true);
        var secured = recovery().secure(plan, KEY, Progress.none());
        keepSilent();

        recovery().restore(plan, secured, Progress.none());
        try {
            recovery().open(plan, secured);
            assertThat(hospital.committed(database)).isEqualTo(OF_THEN);
        } catch (StepFailedException | PreconditionFailedException e) {
            assertThat(state()).isEqualTo(DatabaseState.RESTORING);
            recovery().release(plan, secured, Progress.none());
            assertThat(hospital.committed(database)).isEqualTo(ALL);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4326, 4305, 3117, 3120, 4335})
    void a_server_that_does_not_take_the_last_log_again_leaves_it_closed_and_releasable(int number) throws Exception {
        var plan = planToMoment(true);
        var secured = recovery().secure(plan, KEY, Progress.none());
        recovery().restore(plan, secured, Progress.none());
        hospital.server().script().when(LAST_AGAIN).answer(Answer.error(SqlError.of(number, 16, "x")));

        assertThatThrownBy(() -> recovery().open(plan, secured))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContainingAll(String.valueOf(number), "stays closed", "released");

        assertThat(state()).isEqualTo(DatabaseState.RESTORING);
        hospital.server().script().reset();
        recovery().release(plan, secured, Progress.none());
        assertThat(hospital.committed(database)).isEqualTo(ALL);
    }

    @ParameterizedTest
    @ValueSource(ints = {3117, 4333, 3101, 3456})
    void a_server_that_does_not_open_what_was_restored_leaves_it_closed_and_releasable(int number) throws Exception {
        var plan = planToMoment(false);
        var secured = recovery().secure(plan, KEY, Progress.none());
        recovery().restore(plan, secured, Progress.none());
        hospital.server()
                .script()
                .when(startingWith("RESTORE DATABASE"))
                .answer(Answer.error(SqlError.of(number, 16, "x")));

        assertThatThrownBy(() -> recovery().open(plan, secured))
                .isInstanceOf(EmropsException.class)
                .isNotInstanceOf(PreconditionFailedException.class)
                .hasMessageContainingAll(String.valueOf(number), "stays closed", "released");

        assertThat(state()).isEqualTo(DatabaseState.RESTORING);
    }

    /** To a moment after a log began to be backed up, by whole seconds, and before a commit in it. */
    private RecoveryPlan planToMomentInside() throws SQLException {
        hospital.close();
        hospital = new Hospital(Instant.parse("2026-03-02T08:00:00Z"), ZoneId.of("UTC"), 15);
        database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "first");
        var moment = hospital.now().plusMillis(1200);
        hospital.pass(Duration.ofMillis(1400));
        hospital.run(hospital.of(database), "INSERT INTO Admissions (What) VALUES ('in the same second')");
        really("BACKUP LOG " + database + " TO DISK = 'C:\\Backup\\log.trn' WITH CHECKSUM");
        hospital.commit(database, "fourth");
        hospital.backUp(database, Kind.LOG);
        return recovery().plan(RecoveryRequest.inPlace(database, moment));
    }

    /** Which is what a server writes that opens it in spite of what it says: the last one has opened it, and was to stop at the moment. */
    private void historyTellsThatItWasOpenedBy(RecoveryPlan plan, String lastFile) {
        var stopAt = LocalDateTime.parse(plan.details().get("stopAt"));
        var rows = noRows();
        for (var source : plan.sources()) {
            var isLast = lastFile.contains(source.files().get(0));
            rows = rows.row(
                    LocalDateTime.parse("2026-03-02T08:00:00"),
                    source.kind() == Kind.FULL ? "D" : "L",
                    isLast,
                    source.kind() == Kind.FULL ? null : stopAt,
                    UUID.fromString(source.id()));
            if (isLast) {
                break;
            }
        }
        historyIs(rows);
    }

    @Test
    void a_server_that_opens_it_although_it_has_not_come_to_the_moment_is_found_out() throws Exception {
        var plan = planToMomentInside();
        var secured = recovery().secure(plan, KEY, Progress.none());
        recovery().restore(plan, secured, Progress.none());
        hospital.server().script().when(LAST_AGAIN).answer((request, reply) -> {
            really(request.text().replaceAll(", RECOVERY.*", ", NORECOVERY"));
            really("RESTORE DATABASE " + database + " WITH RECOVERY");
            historyTellsThatItWasOpenedBy(plan, request.text());
            reply.message(SqlError.of(
                    4322, 10, "This backup set contains records that were logged before the designated point."));
            reply.done();
        });

        assertThatThrownBy(() -> recovery().open(plan, secured))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContainingAll("has opened " + database, "ONLINE", "4322");
        assertThat(state()).isEqualTo(DatabaseState.ONLINE);
    }

    @Test
    void a_database_that_was_opened_at_the_moment_inside_a_log_is_told_as_recovered_again() throws Exception {
        var plan = planToMomentInside();
        var secured = recovery().secure(plan, KEY, Progress.none());
        recovery().restore(plan, secured, Progress.none());
        recovery().open(plan, secured);

        assertThat(recovery().state(plan, secured).phase()).isEqualTo(Phase.OPEN);
        assertThat(recovery().open(plan, secured).database()).isEqualTo(database);
        assertThat(hospital.committed(database)).containsExactly("first");
    }

    @Test
    void a_server_that_does_not_open_it_and_says_nothing_is_found_out() throws Exception {
        var plan = planToMoment(true);
        var secured = recovery().secure(plan, KEY, Progress.none());
        recovery().restore(plan, secured, Progress.none());
        hospital.server().script().when(LAST_AGAIN).answer(Answer.done());

        assertThatThrownBy(() -> recovery().open(plan, secured))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("RESTORING");
    }

    private void historyIs(Answer rows) {
        hospital.server().script().when(startingWith("SELECT rh.restore_date")).answer(rows);
    }

    private static Rows noRows() {
        return Answer.rows(
                "restore_date datetime",
                "restore_type char(1)",
                "recovery bit",
                "stop_at datetime",
                "backup_set_uuid uniqueidentifier");
    }

    @Test
    void a_history_without_restores_keeps_it_closed_and_releasable() throws Exception {
        var plan = planToMoment(false);
        var secured = recovery().secure(plan, KEY, Progress.none());
        historyIs(noRows());

        recovery().restore(plan, secured, Progress.none());
        recovery().restore(plan, secured, Progress.none());
        assertThatThrownBy(() -> recovery().open(plan, secured))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("0 of ");

        assertThat(state()).isEqualTo(DatabaseState.RESTORING);
        recovery().release(plan, secured, Progress.none());
        assertThat(hospital.committed(database)).isEqualTo(ALL);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_history_of_other_sets_or_without_moments_keeps_it_closed_and_releasable(boolean ofOthers) throws Exception {
        var plan = planToMoment(false);
        var secured = recovery().secure(plan, KEY, Progress.none());
        recovery().restore(plan, secured, Progress.none());
        var rows = noRows();
        for (var source : plan.sources()) {
            rows = rows.row(
                    LocalDateTime.parse("2026-03-02T08:00:00"),
                    source.kind() == Kind.FULL ? "D" : "L",
                    false,
                    null,
                    ofOthers ? UUID.randomUUID() : UUID.fromString(source.id()));
        }
        historyIs(rows);

        assertThatThrownBy(() -> recovery().open(plan, secured))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("0 of ");

        assertThat(state()).isEqualTo(DatabaseState.RESTORING);
        hospital.server().script().reset();
        recovery().release(plan, secured, Progress.none());
        assertThat(hospital.committed(database)).isEqualTo(ALL);
    }

    @Test
    void what_a_recovery_left_is_released_also_if_its_secured_state_was_lost() throws Exception {
        var plan = planToMoment(false);
        var first = recovery().secure(plan, KEY, Progress.none());

        Secured again = recovery().secure(plan, KEY, Progress.none());
        recovery().release(plan, again, Progress.none());

        assertThat(again.tail().map(tail -> tail.id())).isEqualTo(first.tail().map(tail -> tail.id()));
        assertThat(hospital.committed(database)).isEqualTo(ALL);
    }
}
