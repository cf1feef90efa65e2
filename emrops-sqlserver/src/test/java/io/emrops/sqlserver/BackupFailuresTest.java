package io.emrops.sqlserver;

import static io.emrops.sqlserver.SimulatedBackups.BACKUP;
import static io.emrops.sqlserver.SimulatedBackups.DATABASE;
import static io.emrops.sqlserver.SimulatedBackups.LIMIT;
import static io.emrops.sqlserver.SimulatedBackups.full;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.emrops.EmropsException;
import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.backup.Backup;
import io.emrops.backup.Proof;
import io.emrops.sqlserver.SimulatedBackups.Elsewhere;
import io.emrops.testkit.Canary;
import io.emrops.testkit.sqlserver.fault.Fault;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.RequestPattern;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("long")
@Timeout(180)
class BackupFailuresTest {
    private static final RequestPattern HISTORY = RequestPattern.containing("bs.description =");
    private static final RequestPattern REQUESTS = RequestPattern.containing("sys.dm_exec_requests");

    private final SimulatedBackups there = SimulatedBackups.start();
    private final SqlServerBackups backups = there.backups();

    @AfterEach
    void stop() {
        there.close();
    }

    private Backup take() throws InterruptedException {
        return backups.backup(full("key"), Progress.none());
    }

    private String file() {
        return there.fileOf(backups, full("key"));
    }

    private Elsewhere<Backup> takeElsewhere() {
        return new Elsewhere<>(this::take);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5, 32, 53, 64, 67})
    void a_place_that_cannot_be_opened_is_told_with_the_error_of_the_operating_system(int error) {
        var file = file();
        there.server.instance().disk().refuse(file, error);

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(this::take)
                .withMessageContainingAll("3201", "operating system error " + error, file)
                .satisfies(e -> assertThat(e.vendorCode()).contains("SQL Server 3201"));
        assertThat(there.taken()).isEmpty();
    }

    @Test
    void a_full_disk_is_told_as_one_and_the_partial_file_is_named() {
        var file = file();
        there.server.instance().disk().fill(file);

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(this::take)
                .withMessageContainingAll("3202", "112", "no room", file, "is no backup");
    }

    @Test
    void bad_pages_are_found_while_it_is_made() {
        there.server.instance().damage(DATABASE);

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(this::take)
                .withMessageContainingAll("3043", "damaged");
    }

    @Test
    void a_backup_under_way_is_in_the_way_of_another() throws Exception {
        var hold = there.server.instance().hold("BACKUP DATABASE", 40);
        var first = takeElsewhere();
        hold.awaitArrival(LIMIT);

        assertThatExceptionOfType(TargetUnavailableException.class)
                .isThrownBy(() -> there.take("other"))
                .withMessageContaining("3023");

        hold.release();
        assertThat(first.get().database()).isEqualTo(DATABASE);
    }

    @Test
    void one_that_msdb_does_not_learn_of_is_a_success_with_a_warning_and_is_known_by_its_file() throws Exception {
        there.server.script().when(BACKUP).times(1).answer((request, reply) -> {
            really(request.text());
            reply.message(SqlError.of(3211, 10, "100 percent processed."));
            reply.message(SqlError.of(3009, 16, "Could not insert a backup or restore history/detail record"));
            reply.message(SqlError.of(
                    3014, 10, "BACKUP DATABASE successfully processed 322 pages in 0.011 seconds (228.6 MB/sec)."));
        });
        there.server.script().when(HISTORY).answer(Answer.rows("backup_set_id int"));

        var backup = take();

        assertThat(there.warnings).hasSize(1).allMatch(warning -> warning.contains("3009"));
        assertThat(backup.proof()).isEqualTo(Proof.PRESENT);
        assertThat(backup.id()).isEqualTo(there.taken().get(0).set().id().toString());
    }

    @Test
    void one_that_neither_msdb_nor_its_file_tell_of_is_still_a_success_and_can_be_verified_later() throws Exception {
        there.server
                .script()
                .when(BACKUP)
                .answer(Answer.error(SqlError.of(3009, 16, "Could not insert"))
                        .then(Answer.message(
                                3014,
                                "BACKUP DATABASE successfully processed 322 pages in 0.011 seconds (228.6 MB/sec).")));

        var backup = take();

        assertThat(there.warnings).hasSize(2);
        assertThat(backup.size().bytes()).isEqualTo(322 * 8192L);
        assertThat(backups.verify(backup, Progress.none()).ok()).isFalse();
        there.server.script().reset();
        really(there.backups().preview(full("key")).isEmpty() ? "" : statementTo(backup));
        assertThat(backups.verify(backup, Progress.none()).ok()).isTrue();
    }

    private static String statementTo(Backup backup) {
        return "BACKUP DATABASE EMRNext TO DISK = '" + backup.location()
                + "' WITH CHECKSUM, COPY_ONLY, DESCRIPTION = 'emrops opId=" + backup.id() + "'";
    }

    /** On a connection of its own. */
    private void really(String text) {
        try {
            there.run(text);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void one_that_is_interrupted_is_cancelled_and_names_its_file() throws Exception {
        var file = file();
        var hold = there.server.instance().hold("BACKUP DATABASE", 40);
        var taking = takeElsewhere();
        hold.awaitArrival(LIMIT);

        taking.interrupt();

        assertThatThrownBy(taking::get)
                .isInstanceOf(InterruptedException.class)
                .hasMessageContainingAll("cancelled", file, "is no backup");
        assertThat(there.taken()).isEmpty();
        assertThat(backups.find("key")).isEmpty();
    }

    @Test
    void one_that_takes_too_long_is_cancelled() throws Exception {
        var hold = there.server.instance().hold("BACKUP DATABASE", 40);
        var slow = there.backups(settings -> settings.cancelAfter(Duration.ofHours(1)));
        var taking = new Elsewhere<>(() -> slow.backup(full("key"), Progress.none()));
        hold.awaitArrival(LIMIT);

        there.time.advance(Duration.ofHours(1));

        assertThatThrownBy(taking::get)
                .isInstanceOf(StepFailedException.class)
                .hasMessageContainingAll("its time was over", "is no backup");
    }

    @Test
    void silence_is_alarming_and_ends_nothing() throws Exception {
        var alarms = Collections.synchronizedList(new ArrayList<String>());
        var told = new Semaphore(0);
        var watched = there.backups(settings -> settings.alarmAfter(Duration.ofMinutes(15), (what, silence) -> {
            alarms.add(what + " " + silence);
            told.release();
        }));
        var hold = there.server.instance().hold("BACKUP DATABASE", 40);
        var taking = new Elsewhere<>(() -> watched.backup(full("key"), (done, total, what) -> told.release()));
        hold.awaitArrival(LIMIT);
        told.acquire();
        told.drainPermits();

        // What was heard just before may come after the time has moved: then it is not silent for long enough yet.
        while (alarms.isEmpty()) {
            there.time.advance(Duration.ofMinutes(15));
            told.tryAcquire(1, TimeUnit.SECONDS);
        }
        assertThat(taking.isDone()).isFalse();
        hold.release();

        assertThat(taking.get().database()).isEqualTo(DATABASE);
        assertThat(alarms.get(0)).startsWith("The full backup of EMRNext PT");
    }

    @Test
    void one_whose_connection_is_cut_and_that_the_server_has_stopped_was_not_made() throws Exception {
        var file = file();
        var hold = there.server.instance().hold("BACKUP DATABASE", 60);
        var taking = takeElsewhere();
        hold.awaitArrival(LIMIT);

        there.server.script().dropConnections();
        letTimePass(taking);

        assertThatThrownBy(taking::get)
                .isInstanceOf(StepFailedException.class)
                .hasMessageContainingAll("was not made", file, "is no backup");
    }

    @Test
    void one_whose_connection_is_cut_and_that_the_server_has_made_is_found() throws Exception {
        cutAfterReally();

        var backup = take();

        assertThat(backup.proof()).isEqualTo(Proof.RECORDED);
        assertThat(backups.find("key")).contains(backup);
        assertThat(there.sent("BACKUP")).hasSize(1 + 1);
    }

    /** The server does it, and nobody hears of it. */
    private void cutAfterReally() {
        there.server.script().when(BACKUP).times(1).answer((request, reply) -> {
            reply.message(SqlError.of(3211, 10, "60 percent processed."));
            really(request.text());
            reply.fault(Fault.close());
            reply.done();
        });
    }

    private void cut() {
        there.server
                .script()
                .when(BACKUP)
                .answer(Answer.message(3211, "60 percent processed.")
                        .then(Answer.done())
                        .with(Fault.close().afterToken(1)));
    }

    @Test
    void one_that_only_its_file_tells_of_is_found_too() throws Exception {
        cutAfterReally();
        there.server.script().when(HISTORY).answer(Answer.rows("backup_set_id int"));

        assertThat(take().proof()).isEqualTo(Proof.PRESENT);
    }

    @Test
    void one_that_the_server_is_still_at_is_waited_for() throws Exception {
        cut();
        there.server
                .script()
                .when(REQUESTS)
                .times(2)
                .answer(Answer.rows("session_id smallint").row(55));

        var taking = takeElsewhere();
        letTimePass(taking);

        assertThatThrownBy(taking::get)
                .isInstanceOf(StepFailedException.class)
                .hasMessageContainingAll("was not made", "60 percent");
        assertThat(there.server.script().statements(REQUESTS)).hasSize(3);
    }

    @Test
    void one_that_the_server_is_still_at_when_patience_ends_is_unknown() throws Exception {
        cut();
        there.server
                .script()
                .when(REQUESTS)
                .answer(Answer.rows("session_id smallint").row(55));

        var taking = takeElsewhere();
        letTimePass(taking);

        assertThatThrownBy(taking::get)
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContainingAll("still at it", file());
    }

    @Test
    void who_may_not_see_what_the_server_does_does_not_take_silence_for_an_answer() throws Exception {
        cut();
        there.server
                .script()
                .when(RequestPattern.containing("HAS_PERMS_BY_NAME(NULL, NULL"))
                .answer(Answer.rows("has int").row(0));

        var taking = takeElsewhere();
        letTimePass(taking);

        assertThatThrownBy(taking::get)
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("may not see");
    }

    @Test
    void if_the_server_stays_away_nothing_is_known() throws Exception {
        there.server.script().when(BACKUP).answer((request, reply) -> {
            there.server
                    .script()
                    .when(REQUESTS)
                    .answer(Answer.error(SqlError.of(6005, 10, "SHUTDOWN is in progress."))
                            .then(Answer.error(SqlError.of(596, 21, "Cannot continue"))));
            reply.fault(Fault.reset());
            reply.done();
        });

        var taking = takeElsewhere();
        letTimePass(taking);

        assertThatThrownBy(taking::get)
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("cannot be asked");
    }

    /** The pauses between two questions. */
    private void letTimePass(Elsewhere<?> taking) throws InterruptedException {
        while (!taking.isDone()) {
            if (there.time.pending().contains(Duration.ofSeconds(2))) {
                there.time.advance(Duration.ofSeconds(2));
            }
            Thread.onSpinWait();
        }
    }

    @Test
    void a_fatal_error_leaves_the_question_open_until_it_is_answered() throws Exception {
        there.server
                .script()
                .when(BACKUP)
                .answer(Answer.error(SqlError.of(823, 24, "The operating system returned error 23 to SQL Server")));

        var taking = takeElsewhere();
        letTimePass(taking);

        assertThatThrownBy(taking::get).isInstanceOf(StepFailedException.class).hasMessageContaining("was not made");
    }

    @Test
    void a_login_that_is_refused_is_not_tried_again() throws Exception {
        backups.target();
        var before = there.server.script().logins().size();
        backups.preview(full("key"));
        there.server.script().refuseNextLogin(SqlError.loginFailed("sa"));

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(this::take)
                .withMessageContaining("18456");
        assertThat(there.server.script().logins()).hasSizeLessThanOrEqualTo(before + 2);
        assertThat(there.server.script().logins().stream().filter(login -> !login.granted()))
                .hasSize(1);
    }

    @Test
    void other_languages_are_understood_by_their_numbers() throws Exception {
        there.server
                .script()
                .when(BACKUP)
                .times(1)
                .answer(Answer.message(3211, "40 Prozent verarbeitet.")
                        .then(
                                Answer.error(
                                        SqlError.of(
                                                3202,
                                                16,
                                                "Fehler beim Schreiben auf 'C:\\Backup\\x.bak': 112(Es steht nicht genug Speicherplatz auf dem Datenträger zur Verfügung.)")))
                        .then(Answer.error(SqlError.of(3013, 16, "BACKUP DATABASE wird fehlerbedingt beendet."))));
        var percents = new ArrayList<Long>();

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> backups.backup(full("key"), (done, total, what) -> percents.add(done)))
                .withMessageContainingAll("3202", "operating system error 112");
        assertThat(percents).containsExactly(40L);
    }

    @Test
    void no_text_of_the_server_and_no_key_is_in_any_exception_or_log() throws Exception {
        var canary = Canary.of("Ada-Lovelace-MRN-4711");
        var answers = List.of(
                Answer.error(SqlError.of(3202, 16, canary.value())),
                Answer.error(SqlError.of(50_001, 16, canary.value())),
                Answer.error(SqlError.of(824, 24, canary.value())),
                Answer.message(50_002, canary.value()).then(Answer.error(SqlError.of(3013, 16, canary.value()))),
                Answer.error(SqlError.of(3009, 16, canary.value())).then(Answer.message(3014, canary.value())));
        try (var log = new CaughtLog()) {
            for (var answer : answers) {
                there.server.script().when(BACKUP).times(1).answer(answer);
                var taking = new Elsewhere<>(() -> backups.backup(full(canary.value()), Progress.none()));
                letTimePass(taking);
                var failure = catchThrowable(taking::get);
                if (failure != null) {
                    assertThat(failure).isInstanceOf(EmropsException.class);
                    canary.requireNotIn(CaughtLog.everything(failure));
                }
                there.time.advance(Duration.ofSeconds(1));
            }
            var backup = backups.backup(full(canary.value()), Progress.none());
            there.server
                    .script()
                    .when(RequestPattern.startingWith("RESTORE"))
                    .answer(Answer.error(SqlError.of(3241, 16, canary.value())));
            canary.requireNotIn(backups.verify(backup, Progress.none()).toString());
            canary.requireNotIn(CaughtLog.everything(
                    catchThrowable(() -> backups.testRestore(backup, canary.value(), Progress.none()))));
            there.server
                    .script()
                    .when(RequestPattern.containing("msdb"))
                    .answer(Answer.error(SqlError.of(208, 16, canary.value())));
            canary.requireNotIn(CaughtLog.everything(catchThrowable(() -> backups.list(DATABASE))));
            assertThat(log.text()).isNotEmpty();
            canary.requireNotIn(log.text());
        }
        assertThat(there.sent("BACKUP")).isNotEmpty().allSatisfy(text -> canary.requireNotIn(text));
    }
}
