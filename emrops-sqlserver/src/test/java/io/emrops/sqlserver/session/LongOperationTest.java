package io.emrops.sqlserver.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Secret;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.sqlserver.session.OperationResult.Outcome;
import io.emrops.sqlserver.statement.BackupStatement;
import io.emrops.sqlserver.statement.ServerPath;
import io.emrops.testkit.ManualTime;
import io.emrops.testkit.sqlserver.ScriptedSqlServer.Encryption;
import io.emrops.testkit.sqlserver.SimulatedSqlServer;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.Gate;
import io.emrops.testkit.sqlserver.script.RequestPattern;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Through the real driver, encrypted. */
@Timeout(120)
class LongOperationTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String BACKUP = BackupStatement.database("EMRNext")
            .to(ServerPath.windows("C:\\Backup\\EMRNext.bak"))
            .stats(10)
            .build()
            .text();
    private static final RequestPattern ANY_BACKUP = RequestPattern.startingWith("BACKUP");

    private final SimulatedSqlServer server =
            SimulatedSqlServer.builder().encryption(Encryption.REQUIRED).start();
    private final ManualTime time = ManualTime.at("2026-11-22T10:00:00Z");
    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    private final Sessions sessions = Sessions.at(server.jdbcUrl())
            .user("sa", Secret.of(server.script().password().toCharArray()))
            .time(time)
            .debugTo(message -> heard.add(message.text()))
            .build();
    private DedicatedSession session;

    @BeforeEach
    void connect() {
        server.instance().createDatabase("EMRNext");
        session = sessions.dedicated();
    }

    @AfterEach
    void stop() {
        session.close();
        sessions.close();
        server.close();
        time.close();
    }

    private OperationResult backUp() throws InterruptedException {
        return session.operation(BACKUP).run();
    }

    private void says(Answer answer) {
        server.script().when(ANY_BACKUP).answer(answer);
    }

    private static Answer percent(int percent) {
        return Answer.message(3211, percent + " percent processed.");
    }

    @Test
    void a_backup_that_was_made_is_told_with_its_numbers() throws Exception {
        var percents = new ArrayList<Integer>();

        var result = session.operation(BACKUP)
                .onProgress((OperationProgress at) -> percents.add(at.percent()))
                .run();

        assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.saw(3014)).isTrue();
        assertThat(result.errors()).isEmpty();
        assertThat(result.failure()).isEmpty();
        assertThat(result.processed())
                .hasValueSatisfying(done -> assertThat(done.pages()).isPositive());
        assertThat(result.sessionId()).isEqualTo(session.id());
        assertThat(percents).containsExactly(10, 20, 30, 40, 50, 60, 70, 80, 90, 100);
        assertThat(server.instance().history().taken()).hasSize(1);
        assertThat(result.orThrow("The backup", "", null)).isSameAs(result);
    }

    @Test
    void it_runs_in_master_encrypted_and_under_a_name_that_can_be_found() {
        assertThat(server.script().logins()).singleElement().satisfies(login -> {
            assertThat(login.encrypted()).isTrue();
            assertThat(login.database()).isEqualTo("master");
            assertThat(login.application()).isEqualTo("emrops");
        });
    }

    @Test
    void an_error_behind_the_last_percent_is_not_overheard() throws Exception {
        says(percent(50)
                .then(percent(100))
                .then(Answer.done())
                .then(Answer.rowsAffected(3))
                .then(Answer.error(3202, 16, "Write on \"C:\\x 7(1).bak\" failed: 112(no space)"))
                .then(Answer.error(3013, 16, "BACKUP DATABASE is terminating abnormally.")));

        var result = backUp();

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.errors()).extracting(MessageNumber::number).containsExactly(3202, 3013);
        assertThat(result.failure())
                .hasValue(new Failure(new MessageNumber(3202, 16, 1), ErrorKind.DISK_FULL, OptionalInt.of(112)));
        assertThatThrownBy(() -> result.orThrow("The backup of EMRNext", "The database was not changed", null))
                .isInstanceOfSatisfying(
                        StepFailedException.class,
                        e -> assertThat(e.vendorCode()).contains("SQL Server 3202"))
                .hasMessage(
                        "The backup of EMRNext failed: SQL Server 3202 (no room is left on the disk; operating system error 112,"
                                + " no room is left). The database was not changed");
        server.script().reset();
        assertThat(backUp().succeeded()).isTrue();
    }

    @Test
    void rows_of_the_answer_are_taken() throws Exception {
        says(Answer.rows("Id int").row(1).row(2));
        var rows = Collections.synchronizedList(new ArrayList<Integer>());

        var result = session.operation(BACKUP)
                .onRow(row -> rows.add(row.integer("id").orElseThrow()))
                .run();

        assertThat(result.succeeded()).isTrue();
        assertThat(rows).containsExactly(1, 2);
    }

    @Test
    void errors_between_results_do_not_end_the_listening() throws Exception {
        says(Answer.error(3201, 16, "Cannot open backup device 'C:\\x'. Operating system error 5(Access is denied.).")
                .then(Answer.rows("Id int").row(1).row(2))
                .then(Answer.error(3013, 16, "is terminating abnormally")));

        var result = backUp();

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.errors()).extracting(MessageNumber::number).containsExactly(3201, 3013);
        assertThat(result.failure().orElseThrow().kind()).isEqualTo(ErrorKind.PERMISSION);
    }

    @Test
    void messages_in_another_language_are_understood_by_their_numbers() throws Exception {
        var percents = new ArrayList<Integer>();
        says(Answer.message(3211, "10 Prozent verarbeitet.")
                .then(Answer.message(3211, "Es wurden 100 Prozent verarbeitet."))
                .then(Answer.message(
                        3014,
                        "BACKUP DATABASE hat erfolgreich 393 Seiten in 0,021 Sekunden verarbeitet (146,205 MB/s)."))
                .then(Answer.done()));

        var result = session.operation(BACKUP)
                .onProgress((OperationProgress at) -> percents.add(at.percent()))
                .run();

        assertThat(percents).containsExactly(10, 100);
        assertThat(result.processed()).hasValueSatisfying(done -> {
            assertThat(done.pages()).isEqualTo(393);
            assertThat(done.seconds()).isEqualByComparingTo("0.021");
            assertThat(done.megabytesPerSecond()).isEqualByComparingTo("146.205");
        });

        says(Answer.error(
                3201,
                16,
                "Das Sicherungsmedium 'D:\\Sicherung 3(2).bak' kann nicht geöffnet werden. Betriebssystemfehler 32(Der Prozess kann nicht"
                        + " auf die Datei zugreifen.)."));

        assertThat(backUp().failure().orElseThrow().operatingSystem()).hasValue(32);
    }

    @Test
    void a_backup_that_only_msdb_does_not_know_has_succeeded() throws Exception {
        says(Answer.message(3014, "BACKUP DATABASE successfully processed 3 pages in 0.001 seconds (1.000 MB/sec).")
                .then(Answer.error(3009, 16, "Could not insert a backup or restore history/detail record"))
                .then(Answer.done()));

        var result = backUp();

        assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.missingInHistory()).isTrue();
    }

    @Test
    void interrupting_cancels_the_statement_and_hears_it_to_its_end() throws Exception {
        var hold = server.instance().hold("BACKUP DATABASE", 45);
        var caught = new CompletableFuture<Exception>();
        var caller = new Thread(() -> {
            try {
                caught.completeExceptionally(new AssertionError(backUp().toString()));
            } catch (InterruptedException | RuntimeException e) {
                caught.complete(e);
            }
        });
        caller.start();
        hold.awaitArrival(LIMIT);

        caller.interrupt();

        assertThat(caught).succeedsWithin(LIMIT).isInstanceOfSatisfying(OperationInterruptedException.class, e -> {
            assertThat(e.result().outcome()).isEqualTo(Outcome.CANCELLED);
            assertThat(e.result().percent()).isEqualTo(40);
        });
        assertThat(server.instance().history().taken()).isEmpty();
        assertThat(session.isOpen()).isTrue();
        assertThat(session.queries(null)
                        .list(
                                "one",
                                "SELECT 1 AS One",
                                row -> row.integer("one").orElseThrow()))
                .containsExactly(1);
    }

    @Test
    void the_watchdog_cancels_although_percents_have_come() throws Exception {
        var hold = server.instance().hold("BACKUP DATABASE", 45);
        var backup = new FutureTask<>(
                () -> session.operation(BACKUP).cancelAfter(Duration.ofHours(2)).run());
        new Thread(backup).start();
        hold.awaitArrival(LIMIT);

        time.advance(Duration.ofHours(2));

        assertThat(backup).succeedsWithin(LIMIT).satisfies(result -> {
            assertThat(result.outcome()).isEqualTo(Outcome.CANCELLED);
            assertThat(result.timedOut()).isTrue();
            assertThatThrownBy(() -> result.orThrow("The backup", "Nothing is left of it.", null))
                    .isInstanceOf(StepFailedException.class)
                    .hasMessageContaining("at 40 percent");
        });
    }

    @Test
    void a_server_that_does_not_stop_loses_the_connection_and_nobody_knows() throws Exception {
        var gate = new Gate();
        says(percent(10).then((request, reply) -> {
            reply.flush();
            gate.arrive().join();
        }));
        var backup = new FutureTask<>(() -> session.operation(BACKUP)
                .cancelAfter(Duration.ofHours(2))
                .stopWithin(Duration.ofMinutes(3))
                .run());
        new Thread(backup).start();
        gate.awaitArrival(LIMIT);
        time.advance(Duration.ofHours(2));
        time.awaitTimer(Duration.ofMinutes(3)::equals, LIMIT);

        time.advance(Duration.ofMinutes(3));

        assertThat(backup).succeedsWithin(LIMIT).satisfies(result -> {
            assertThat(result.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(result.connectionLost()).isTrue();
        });
        gate.open();
    }

    @Test
    void a_connection_that_is_cut_in_the_middle_leaves_it_unknown() throws Exception {
        server.instance().hold("BACKUP DATABASE", 65);
        var told = new Semaphore(0);
        var backup = new FutureTask<>(() -> session.operation(BACKUP)
                .onProgress((OperationProgress at) -> told.release())
                .run());
        new Thread(backup).start();
        told.acquire(6);

        server.script().dropConnections();

        assertThat(backup).succeedsWithin(LIMIT).satisfies(result -> {
            assertThat(result.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(result.connectionLost()).isTrue();
            assertThat(result.percent()).isEqualTo(60);
            assertThatThrownBy(() -> result.orThrow("The backup of EMRNext", "", null))
                    .isInstanceOf(OutcomeUnknownException.class)
                    .hasMessageStartingWith("Whether the backup of EMRNext was done is not known");
        });
        assertThat(session.isOpen()).isFalse();
        assertThatThrownBy(this::backUp).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void an_error_that_ends_the_connection_leaves_it_unknown() throws Exception {
        says(percent(20).then(Answer.error(824, 24, "SQL Server detected a logical consistency-based I/O error")));

        var result = backUp();

        assertThat(result.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(result.failure().orElseThrow().kind()).isEqualTo(ErrorKind.CORRUPTION);
        assertThat(result.errors()).anyMatch(MessageNumber::isFatal);
    }

    @Test
    void silence_is_told_once_until_the_server_speaks_again() throws Exception {
        var first = new Gate();
        var second = new Gate();
        var alarms = Collections.synchronizedList(new ArrayList<Duration>());
        var percents = Collections.synchronizedList(new ArrayList<Integer>());
        var told = new Semaphore(0);
        says(percent(10)
                .then(Answer.waitFor(first))
                .then(percent(20))
                .then(Answer.waitFor(second))
                .then(Answer.done()));
        var backup = new FutureTask<>(() -> session.operation(BACKUP)
                .stallAfter(Duration.ofMinutes(10), silence -> {
                    alarms.add(silence);
                    told.release();
                })
                .onProgress((OperationProgress at) -> {
                    percents.add(at.percent());
                    told.release();
                })
                .run());
        new Thread(backup).start();
        told.acquire();
        first.awaitArrival(LIMIT);

        time.advance(Duration.ofMinutes(10));
        told.acquire();
        assertThat(alarms).containsExactly(Duration.ofMinutes(10));
        time.awaitTimer(Duration.ofMinutes(10)::equals, LIMIT);
        time.advance(Duration.ofMinutes(10));
        time.awaitTimer(Duration.ofMinutes(10)::equals, LIMIT);
        assertThat(alarms).hasSize(1);
        first.open();
        told.acquire();
        assertThat(percents).containsExactly(10, 20);
        time.advance(Duration.ofMinutes(10));
        told.acquire();

        assertThat(alarms).hasSize(2);
        second.open();
        assertThat(backup).succeedsWithin(LIMIT).matches(OperationResult::succeeded);
    }

    @Test
    void what_remains_is_told_by_how_long_it_took_so_far() throws Exception {
        var gate = new Gate();
        var told = new Semaphore(0);
        var progress = Collections.synchronizedList(new ArrayList<OperationProgress>());
        says(Answer.waitFor(gate).then(percent(25)).then(percent(100)).then(Answer.done()));
        var backup = new FutureTask<>(() -> session.operation(BACKUP)
                .onProgress((OperationProgress at) -> {
                    progress.add(at);
                    told.release();
                })
                .run());
        new Thread(backup).start();
        gate.awaitArrival(LIMIT);
        time.advance(Duration.ofMinutes(10));
        gate.open();

        assertThat(backup).succeedsWithin(LIMIT);
        assertThat(progress.get(0).remaining()).contains(Duration.ofMinutes(30));
        assertThat(progress.get(1).remaining()).isEmpty();
    }

    @Test
    void a_listener_that_fails_does_not_end_the_statement() throws Exception {
        try (var log = HeardLog.ofAll()) {
            var result = session.operation(BACKUP)
                    .onProgress((OperationProgress at) -> {
                        throw new IllegalStateException("of the listener");
                    })
                    .run();

            assertThat(result.succeeded()).isTrue();
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("of the listener"))
                    .hasSize(1);
        }
    }

    @Test
    void the_connection_has_the_handler_it_had_before() throws Exception {
        var before = new MessageLog(message -> {}, heardPercent -> {});
        session.driverConnection().setServerMessageHandler(before);

        backUp();
        assertThat(session.driverConnection().getServerMessageHandler()).isSameAs(before);

        says(Answer.error(3201, 16, "x"));
        backUp();
        assertThat(session.driverConnection().getServerMessageHandler()).isSameAs(before);
    }

    @Test
    void what_the_server_refuses_at_once_has_changed_nothing() throws Exception {
        says(Answer.error(3035, 16, "Cannot perform a differential backup").then(Answer.error(3013, 16, "x")));
        var chain = backUp();
        says(Answer.error(3023, 16, "serialized").then(Answer.error(3013, 16, "x")));
        var busy = backUp();

        assertThatThrownBy(() -> chain.orThrow("The backup", "", null))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("3035");
        assertThatThrownBy(() -> busy.orThrow("The backup", "", null)).isInstanceOf(TargetUnavailableException.class);
    }

    @Test
    void the_texts_of_the_server_go_to_who_has_asked_for_them_and_nowhere_else() throws Exception {
        var canary = "Ada Lovelace 815-4711";
        says(Answer.error(SqlError.duplicateKey("PK", "dbo.Patients", canary))
                .then(Answer.message(3211, canary))
                .then(Answer.done()));
        try (var log = HeardLog.ofAll()) {
            var result = backUp();

            assertThat(heard).anyMatch(text -> text.contains(canary));
            assertThat(result.toString()).doesNotContain("Ada").contains("2627");
            assertThatThrownBy(() -> result.orThrow("The backup", "Nothing.", null))
                    .satisfies(e -> assertThat(HeardLog.everything(e)).doesNotContain("Ada"));
            assertThat(log.lines()).noneMatch(line -> line.contains("Ada")).anyMatch(line -> line.contains("FAILED"));
        }
    }

    @Test
    void a_sink_that_throws_hurts_nobody() throws SQLException, InterruptedException {
        try (var others = Sessions.at(server.jdbcUrl())
                        .user("sa", Secret.of(server.script().password().toCharArray()))
                        .debugTo(message -> {
                            throw new IllegalStateException("of the sink");
                        })
                        .build();
                var other = others.dedicated()) {
            assertThat(other.operation(BACKUP).run().succeeded()).isTrue();
        }
    }
}
