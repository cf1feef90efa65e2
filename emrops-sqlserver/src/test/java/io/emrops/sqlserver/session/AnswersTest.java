package io.emrops.sqlserver.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.PreconditionFailedException;
import io.emrops.Secret;
import io.emrops.StepFailedException;
import io.emrops.sqlserver.session.OperationResult.Outcome;
import io.emrops.testkit.sqlserver.ScriptedSqlServer;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.Gate;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.type.Column;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers in which something is wrong, and listeners and readers of them that fail. */
@Timeout(120)
class AnswersTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Answer PROCESSED =
            Answer.message(3014, "BACKUP DATABASE successfully processed 3 pages in 0.001 seconds (1.000 MB/sec).");
    private static final Answer NOT_IN_HISTORY =
            Answer.error(3009, 16, "Could not insert a backup or restore history/detail record");

    private final ScriptedSqlServer server = ScriptedSqlServer.start();
    private final Sessions sessions = Sessions.at(server.jdbcUrl())
            .user("sa", Secret.of(server.password().toCharArray()))
            .build();
    private DedicatedSession session;

    @BeforeEach
    void connect() {
        session = sessions.dedicated();
    }

    @AfterEach
    void stop() {
        session.close();
        sessions.close();
        server.close();
    }

    private OperationResult run(Answer answer) throws InterruptedException {
        server.when("BACKUP 1").answer(answer);
        return session.operation("BACKUP 1").run();
    }

    @ParameterizedTest
    @ValueSource(ints = {229, 1105, 9002, 2627})
    void why_msdb_does_not_know_of_a_backup_is_no_failure_of_the_backup(int why) throws Exception {
        var first = run(Answer.error(why, 16, "x").then(NOT_IN_HISTORY).then(PROCESSED));
        var last = run(PROCESSED
                .then(Answer.error(why, 16, "x"))
                .then(NOT_IN_HISTORY)
                .then(Answer.error(3013, 16, "BACKUP DATABASE is terminating abnormally.")));

        assertThat(List.of(first, last)).allSatisfy(result -> {
            assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(result.missingInHistory()).isTrue();
            assertThat(result.errors()).extracting(MessageNumber::number).startsWith(why, 3009);
        });
    }

    @Test
    void what_fails_after_the_history_or_without_all_being_processed_is_a_failure() throws Exception {
        var after = run(NOT_IN_HISTORY.then(PROCESSED).then(Answer.error(3202, 16, "x")));
        var without = run(Answer.error(3202, 16, "x").then(NOT_IN_HISTORY));

        assertThat(after.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(without.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(without.failure().orElseThrow().cause().number()).isEqualTo(3202);
    }

    @Test
    void an_error_of_a_listener_stops_the_statement_before_it_is_told() throws Exception {
        var gate = new Gate();
        server.when("BACKUP 1")
                .answer(Answer.message(3211, "10 percent processed.").then(Answer.waitFor(gate)));
        var running = new FutureTask<>(() -> session.operation("BACKUP 1")
                .onProgress((OperationProgress at) -> {
                    throw new StackOverflowError("of the listener");
                })
                .run());
        var thread = new Thread(running);
        thread.setDaemon(true);
        thread.start();

        assertThat(running).failsWithin(LIMIT).withThrowableThat().withCauseInstanceOf(StackOverflowError.class);

        server.when("BACKUP 2").answer(PROCESSED);
        assertThat(session.operation("BACKUP 2").run().succeeded()).isTrue();
    }

    @Test
    void rows_after_an_error_are_delivered() throws Exception {
        server.when("BACKUP 1")
                .answer(Answer.rows("Id int")
                        .row(1)
                        .then(Answer.error(8939, 16, "Table error"))
                        .then(Answer.rows("Id int").row(2).row(3))
                        .then(Answer.error(8990, 16, "x"))
                        .then(Answer.rows("Id int").row(4)));
        var rows = Collections.synchronizedList(new ArrayList<Integer>());

        var result = session.operation("BACKUP 1")
                .onRow(row -> rows.add(row.integer("id").orElseThrow()))
                .run();

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.errors()).extracting(MessageNumber::number).containsExactly(8939, 8990);
        assertThat(rows).containsExactly(1, 2, 3, 4);
    }

    @Test
    void rows_after_an_error_that_comes_first_are_delivered() throws Exception {
        server.when("BACKUP 1")
                .answer(Answer.error(8939, 16, "Table error")
                        .then(Answer.rowsAffected(3))
                        .then(Answer.error(8990, 16, "x"))
                        .then(Answer.rows("Id int").row(1).row(2)));
        var rows = Collections.synchronizedList(new ArrayList<Integer>());

        var result = session.operation("BACKUP 1")
                .onRow(row -> rows.add(row.integer("id").orElseThrow()))
                .run();

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(rows).containsExactly(1, 2);
    }

    /** The driver takes that for a broken line. */
    @Test
    void an_error_among_rows_is_no_success() throws Exception {
        server.when("BACKUP 1").answer((request, reply) -> {
            reply.columns(List.of(Column.parse("Id int")));
            reply.row(1);
            reply.message(SqlError.of(8939, 16, "Table error"));
            reply.row(2);
            reply.done();
        });

        var result = session.operation("BACKUP 1").run();

        assertThat(result.succeeded()).isFalse();
        assertThat(result.failure().orElseThrow().cause().number()).isEqualTo(8939);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_reader_of_rows_that_fails_tells_no_row_and_the_statement_is_heard_to_its_end(boolean ofDriver) {
        server.when("BACKUP 1")
                .answer(Answer.rows("Name nvarchar(50)").row("Ada Lovelace").row("Grace"));
        RowReader<?> reader = row -> {
            if (ofDriver) {
                return row.number("name");
            }
            throw new IllegalArgumentException(row.text("name").orElseThrow());
        };

        assertThatThrownBy(() -> session.operation("BACKUP 1").onRow(reader).run())
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("row")
                .satisfies(e -> assertThat(HeardLog.everything(e)).doesNotContain("Ada"));

        server.when("BACKUP 2").answer(PROCESSED);
        assertThat(session.isOpen()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_reader_of_a_short_query_that_fails_tells_no_row(boolean ofDriver) {
        server.when("SELECT 1").answer(Answer.rows("Name nvarchar(50)").row("Ada Lovelace"));
        RowReader<?> reader = row -> ofDriver ? row.number("name") : row.uuid("name");

        assertThatThrownBy(() -> sessions.queries().list("the names", "SELECT 1", reader))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("the names")
                .satisfies(e -> assertThat(HeardLog.everything(e)).doesNotContain("Ada"));
    }

    @Test
    void what_a_reader_throws_to_be_told_is_told() {
        server.when("SELECT 1").answer(Answer.rows("Id int").row(1));

        assertThatThrownBy(() -> sessions.queries().list("the names", "SELECT 1", row -> {
                    throw new PreconditionFailedException("Safe to be told");
                }))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessage("Safe to be told");
    }
}
