package io.emrops.sqlserver.restore;

import static io.emrops.testkit.sqlserver.script.RequestPattern.startingWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
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
import io.emrops.recovery.RecoveryState.Phase;
import io.emrops.recovery.Secured;
import io.emrops.sqlserver.restore.CutSource.Cut;
import io.emrops.sqlserver.restore.CutSource.Died;
import io.emrops.testkit.sqlserver.fault.Fault;
import io.emrops.testkit.sqlserver.instance.DatabaseState;
import io.emrops.testkit.sqlserver.instance.Edition;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Recoveries to the end of a backup; mostly of a database like a scheduler's, with a full backup a day and no log kept. */
@Timeout(300)
@Tag("long")
class ChosenBackupTest {
    private static final String KEY = "CHG-4711/secure#1";
    private static final List<String> OF_THEN = List.of("first", "second");
    private static final List<String> ALL = List.of("first", "second", "third");

    private Hospital hospital = Hospital.inUtc();

    @AfterEach
    void close() {
        hospital.close();
    }

    /** A database that keeps no log, of which a full backup was made before the last commit. */
    private final class Scheduler {
        final String database;
        final Backup full;

        Scheduler() throws SQLException {
            database = hospital.create();
            hospital.run(hospital.server().dataSource(), "ALTER DATABASE " + database + " SET RECOVERY SIMPLE");
            hospital.commit(database, "first");
            hospital.commit(database, "second");
            full = hospital.made(database, Kind.FULL);
            hospital.commit(database, "third");
        }
    }

    private RecoveryProvider recovery() {
        return hospital.recovery().build();
    }

    private static Secured recover(RecoveryProvider recovery, RecoveryPlan plan) throws InterruptedException {
        var secured = recovery.secure(plan, KEY, Progress.none());
        recovery.restore(plan, secured, Progress.none());
        recovery.open(plan, secured);
        return secured;
    }

    private List<String> restores() {
        return hospital.server().script().statements(startingWith("RESTORE")).stream()
                .map(sent -> sent.text())
                .filter(text -> text.startsWith("RESTORE DATABASE") || text.startsWith("RESTORE LOG"))
                .toList();
    }

    @Test
    void without_a_log_the_loss_has_to_be_accepted_and_is_named() throws Exception {
        var scheduler = new Scheduler();

        assertThatThrownBy(() -> recovery().plan(RecoveryRequest.toBackup(scheduler.full)))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("would be lost for good")
                .hasMessageContaining("since its last backup, of " + scheduler.full.finishedAt());

        assertThat(hospital.isOpen(scheduler.database)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = Edition.class,
            names = {"EXPRESS", "STANDARD"})
    void with_the_loss_accepted_it_is_replaced(Edition edition) throws Exception {
        hospital.close();
        hospital = new Hospital(Instant.parse("2026-03-02T08:00:00Z"), ZoneId.of("UTC"), 16, edition);
        var scheduler = new Scheduler();
        var recovery = recovery();
        var plan = recovery.plan(RecoveryRequest.toBackup(scheduler.full).acceptingLoss());
        var preview = recovery.preview(plan);

        var secured = recover(recovery, plan);

        assertThat(hospital.isOpen(scheduler.database)).isTrue();
        assertThat(hospital.committed(scheduler.database)).isEqualTo(OF_THEN);
        assertThat(secured.tail()).isEmpty();
        assertThat(secured.remarks()).anyMatch(line -> line.contains("lost for good"));
        assertThat(plan.explanation()).anyMatch(line -> line.contains("lost for good"));
        assertThat(preview).anyMatch(line -> line.contains("no way back"));
        assertThat(restores()).filteredOn(text -> text.contains("REPLACE")).hasSize(1);
        assertThat(recovery.state(plan, secured).phase()).isEqualTo(Phase.OPEN);
    }

    @Test
    void with_the_loss_accepted_it_is_opened_as_it_was_until_restoring_begins_and_then_not_any_more() throws Exception {
        var scheduler = new Scheduler();
        var recovery = recovery();
        var plan = recovery.plan(RecoveryRequest.toBackup(scheduler.full).acceptingLoss());
        var secured = recovery.secure(plan, KEY, Progress.none());
        assertThat(recovery.state(plan, secured).phase()).isEqualTo(Phase.SECURED);
        assertThat(hospital.isOpen(scheduler.database)).isFalse();

        recovery.release(plan, secured, Progress.none());
        recovery.release(plan, secured, Progress.none());
        assertThat(hospital.isOpen(scheduler.database)).isTrue();
        assertThat(hospital.committed(scheduler.database)).isEqualTo(ALL);
        var again = recovery.secure(plan, KEY, Progress.none());
        recovery.restore(plan, again, Progress.none());

        assertThatThrownBy(() -> recovery.release(plan, again, Progress.none()))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("no backup of the end of its log");
        assertThat(hospital.isOpen(scheduler.database)).isFalse();
        recovery.open(plan, again);
        assertThat(hospital.committed(scheduler.database)).isEqualTo(OF_THEN);
    }

    @Test
    void with_a_log_its_end_is_secured_even_if_its_loss_were_accepted() throws Exception {
        var database = hospital.create();
        hospital.commit(database, "first");
        hospital.commit(database, "second");
        var full = hospital.made(database, Kind.FULL);
        hospital.commit(database, "third");
        var recovery = recovery();
        var plan = recovery.plan(RecoveryRequest.toBackup(full).acceptingLoss());

        var secured = recovery.secure(plan, KEY, Progress.none());
        recovery.restore(plan, secured, Progress.none());
        assertThat(recovery.state(plan, secured).phase()).isEqualTo(Phase.AT_THE_MOMENT);
        recovery.release(plan, secured, Progress.none());

        assertThat(secured.tail()).isPresent();
        assertThat(hospital.committed(database)).isEqualTo(ALL);
        assertThat(restores()).noneMatch(text -> text.contains("REPLACE"));
    }

    @Test
    void a_differential_backup_is_restored_on_its_full_one() throws Exception {
        var scheduler = new Scheduler();
        var differential = hospital.made(scheduler.database, Kind.DIFFERENTIAL);
        hospital.commit(scheduler.database, "fourth");
        var recovery = recovery();
        var plan = recovery.plan(RecoveryRequest.toBackup(differential).acceptingLoss());

        recover(recovery, plan);

        assertThat(plan.sources()).extracting(RecoverySource::kind).containsExactly(Kind.FULL, Kind.DIFFERENTIAL);
        assertThat(hospital.committed(scheduler.database)).isEqualTo(ALL);
    }

    @Test
    void a_log_backup_is_restored_as_a_whole() throws Exception {
        var database = hospital.create();
        hospital.backUp(database, Kind.FULL);
        hospital.commit(database, "first");
        hospital.backUp(database, Kind.LOG);
        hospital.commit(database, "second");
        var log = hospital.made(database, Kind.LOG);
        hospital.commit(database, "third");
        hospital.backUp(database, Kind.LOG);
        var recovery = recovery();

        recover(recovery, recovery.plan(RecoveryRequest.toBackup(log)));

        assertThat(hospital.committed(database)).isEqualTo(OF_THEN);
        assertThat(restores()).isNotEmpty().noneMatch(text -> text.contains("STOPAT"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_full_backup_beside_the_schedule_does_as_well_and_beside_nothing_is_lost(boolean lost) throws Exception {
        var scheduler = new Scheduler();
        hospital.run(
                hospital.server().dataSource(),
                "BACKUP DATABASE " + scheduler.database + " TO DISK = 'C:\\Backup\\copy.bak' WITH COPY_ONLY, CHECKSUM");
        var copy = hospital.newest(scheduler.database);
        hospital.commit(scheduler.database, "fourth");
        if (lost) {
            hospital.server().instance().loseData(scheduler.database);
        }
        var recovery = recovery();

        recover(recovery, recovery.plan(RecoveryRequest.toBackup(copy, "Beside")));

        assertThat(copy.copyOnly()).isTrue();
        assertThat(hospital.committed("Beside")).isEqualTo(ALL);
        assertThat(hospital.isOpen(scheduler.database)).isEqualTo(!lost);
        assertThat(restores()).noneMatch(text -> text.contains("REPLACE"));
    }

    @Test
    void a_database_without_a_log_that_cannot_be_opened_any_more_is_replaced() throws Exception {
        var scheduler = new Scheduler();
        hospital.server().instance().loseData(scheduler.database);
        var recovery = recovery();

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> recovery.plan(RecoveryRequest.toBackup(scheduler.full)));
        recover(recovery, recovery.plan(RecoveryRequest.toBackup(scheduler.full).acceptingLoss()));

        assertThat(hospital.committed(scheduler.database)).isEqualTo(OF_THEN);
    }

    @Test
    void a_backup_of_another_database_of_that_name_is_refused() throws Exception {
        var scheduler = new Scheduler();
        hospital.run(
                hospital.server().dataSource(),
                "ALTER DATABASE " + scheduler.database + " SET SINGLE_USER WITH ROLLBACK IMMEDIATE",
                "DROP DATABASE " + scheduler.database);
        hospital.create(scheduler.database);
        hospital.run(hospital.server().dataSource(), "ALTER DATABASE " + scheduler.database + " SET RECOVERY SIMPLE");
        hospital.commit(scheduler.database, "of another one");
        hospital.backUp(scheduler.database, Kind.FULL);
        var recovery = recovery();

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() ->
                        recovery.plan(RecoveryRequest.toBackup(scheduler.full).acceptingLoss()));

        assertThat(hospital.committed(scheduler.database)).containsExactly("of another one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4711", "it's", "00000000-0000-0000-0000-000000000000"})
    void a_backup_that_the_server_does_not_know_is_refused(String id) throws Exception {
        var scheduler = new Scheduler();
        var unknown = new RecoveryRequest(scheduler.database, scheduler.full.finishedAt(), "", id, true);

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> recovery().plan(unknown));
    }

    @Test
    void a_database_that_keeps_a_log_by_now_makes_the_plan_out_of_date() throws Exception {
        var scheduler = new Scheduler();
        var recovery = recovery();
        var plan = recovery.plan(RecoveryRequest.toBackup(scheduler.full).acceptingLoss());
        hospital.run(hospital.server().dataSource(), "ALTER DATABASE " + scheduler.database + " SET RECOVERY FULL");
        hospital.backUp(scheduler.database, Kind.FULL);

        assertThatThrownBy(() -> recovery.secure(plan, KEY, Progress.none()))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("keeps its log by now");

        assertThat(hospital.isOpen(scheduler.database)).isTrue();
    }

    @Test
    void a_file_that_cannot_be_read_any_more_leaves_it_closed_and_releasable() throws Exception {
        var scheduler = new Scheduler();
        var recovery = recovery();
        var plan = recovery.plan(RecoveryRequest.toBackup(scheduler.full).acceptingLoss());
        var secured = recovery.secure(plan, KEY, Progress.none());
        hospital.server().instance().disk().delete(scheduler.full.location());

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> recovery.restore(plan, secured, Progress.none()));
        assertThat(hospital.server()
                        .instance()
                        .database(scheduler.database)
                        .orElseThrow()
                        .state())
                .isEqualTo(DatabaseState.OFFLINE);
        recovery.release(plan, secured, Progress.none());

        assertThat(hospital.committed(scheduler.database)).isEqualTo(ALL);
    }

    @ParameterizedTest
    @EnumSource(
            value = Cut.class,
            names = {"DIES_BEFORE", "DIES_AFTER", "LOST_BEFORE", "LOST_ANSWER"})
    void cut_off_at_any_statement_it_is_gone_on_with_and_comes_to_its_end(Cut how) throws Exception {
        List<String> statements = List.of();
        for (var i = 0; i <= statements.size(); i++) {
            if (i > 0 && !CutOffTest.changes(statements.get(i - 1))) {
                continue;
            }
            var scheduler = new Scheduler();
            hospital.commit(scheduler.database, "fourth");
            var differential = hospital.made(scheduler.database, Kind.DIFFERENTIAL);
            hospital.commit(scheduler.database, "fifth");
            var key = KEY + UUID.randomUUID();
            var source = new CutSource(hospital.server().dataSource());
            var first = hospital.recovery(source).build();
            var plan = first.plan(RecoveryRequest.toBackup(differential).acceptingLoss());
            source.cut(
                    i == 0 ? Cut.NEVER : how,
                    i,
                    () -> hospital.server().script().faults().onNextRequest(Fault.close()));
            Optional<Secured> secured = Optional.empty();
            try {
                secured = Optional.of(first.secure(plan, key, Progress.none()));
                first.restore(plan, secured.get(), Progress.none());
                first.open(plan, secured.get());
                assertThat(i == 0 || how == Cut.LOST_BEFORE || how == Cut.LOST_ANSWER)
                        .isTrue();
            } catch (Died e) {
                if (hospital.isOpen(scheduler.database)) {
                    assertThat(hospital.committed(scheduler.database)).hasSizeBetween(4, 5);
                }
                var another = recovery();
                var known = secured.isPresent() ? secured.get() : another.secure(plan, key, Progress.none());
                another.restore(plan, known, Progress.none());
                another.open(plan, known);
            }
            if (i == 0) {
                statements = List.copyOf(source.sent());
            }

            assertThat(hospital.isOpen(scheduler.database))
                    .as("statement %s", i)
                    .isTrue();
            assertThat(hospital.committed(scheduler.database))
                    .as("statement %s", i)
                    .containsExactly("first", "second", "third", "fourth");
        }
    }
}
