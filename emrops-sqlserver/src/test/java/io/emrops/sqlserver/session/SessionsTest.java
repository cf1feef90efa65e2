package io.emrops.sqlserver.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.sqlserver.jdbc.SQLServerDataSource;
import io.emrops.PreconditionFailedException;
import io.emrops.Secret;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.testkit.sqlserver.ScriptedSqlServer;
import io.emrops.testkit.sqlserver.ScriptedSqlServer.Encryption;
import io.emrops.testkit.sqlserver.fault.Fault;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.Gate;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Through the real driver and pool, encrypted. */
@Timeout(120)
class SessionsTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String QUERY = "SELECT Name FROM Patients WHERE Id = ?";
    private static final Target TARGET = new Target("sqlserver", "sql01", "x");

    private final ScriptedSqlServer server =
            ScriptedSqlServer.builder().encryption(Encryption.REQUIRED).start();
    private final Sessions sessions = sessions(server.password());

    @AfterEach
    void stop() {
        sessions.close();
        server.close();
    }

    private Sessions sessions(String password) {
        return Sessions.at(server.jdbcUrl())
                .user("sa", Secret.of(password.toCharArray()))
                .poolSize(2)
                .waitForConnection(Duration.ofSeconds(1))
                .build();
    }

    private List<String> names() {
        return sessions.queries()
                .about(TARGET)
                .list("the name", QUERY, row -> row.text("name").orElseThrow(), 4711);
    }

    @Test
    void a_query_has_its_parameters_bound_and_its_columns_read_by_name() {
        server.when(QUERY).answer(Answer.rows("Other int", "Name nvarchar(50)").row(1, "Ada"));

        assertThat(names()).containsExactly("Ada");
        assertThat(names()).containsExactly("Ada");

        assertThat(server.statements(QUERY))
                .hasSize(2)
                .allSatisfy(asked -> assertThat(asked.values()).isEqualTo(List.of(4711)));
        assertThat(server.logins()).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void a_query_may_be_given_more_time_than_a_socket_can_be() {
        server.when(QUERY).answer(Answer.rows("Name nvarchar(50)").row("Ada"));
        try (var patient = Sessions.at(server.jdbcUrl())
                .user("sa", Secret.of(server.password().toCharArray()))
                .queriesWithin(Duration.ofDays(30))
                .build()) {
            assertThat(patient.queries()
                            .list("the name", QUERY, row -> row.text("name").orElseThrow(), 4711))
                    .containsExactly("Ada");
        }
    }

    @Test
    void a_query_that_is_given_more_time_has_a_socket_that_waits_as_long_and_no_other_has() throws Exception {
        server.when(QUERY).answer(Answer.rows("Name nvarchar(50)").row("Ada"));
        var real = new SQLServerDataSource();
        real.setURL(server.jdbcUrl());
        real.setUser("sa");
        real.setPassword(server.password());
        real.setSocketTimeout(60_000);
        var made = new ArrayList<Connection>();
        var source = (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    var result = method.invoke(real, arguments);
                    if (result instanceof Connection connection) {
                        made.add(connection);
                    }
                    return result;
                });
        try (var patient = Sessions.of(source).poolSize(1).build()) {
            var waits = patient.queries()
                    .within(Duration.ofMinutes(10))
                    .list("the name", QUERY, row -> made.get(made.size() - 1).getNetworkTimeout(), 4711);
            var waitsAfter = patient.queries()
                    .list("the name", QUERY, row -> made.get(made.size() - 1).getNetworkTimeout(), 4711);

            assertThat(waits).containsExactly(630_000);
            assertThat(waitsAfter).containsExactly(60_000);
        }
    }

    @Test
    void the_watchdog_of_a_statement_outlives_the_sessions() throws Exception {
        var gate = new Gate();
        server.when("BACKUP 1")
                .answer(Answer.message(3211, "10 percent processed.").then(Answer.waitFor(gate)));
        try (var session = sessions.dedicated()) {
            var told = new CountDownLatch(1);
            var running = new FutureTask<>(() -> session.operation("BACKUP 1")
                    .onProgress((OperationProgress at) -> told.countDown())
                    .cancelAfter(Duration.ofSeconds(2))
                    .run());
            var thread = new Thread(running);
            thread.setDaemon(true);
            thread.start();
            assertThat(told.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();

            sessions.close();

            var result = running.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertThat(result.outcome()).isEqualTo(OperationResult.Outcome.CANCELLED);
            assertThat(result.timedOut()).isTrue();
        }
    }

    @Test
    void a_login_that_is_refused_is_not_tried_again() {
        try (var wrong = sessions("Not-The-Passw0rd")) {
            assertThatThrownBy(() -> wrong.queries().list("one", "SELECT 1", row -> row))
                    .isInstanceOf(PreconditionFailedException.class)
                    .hasMessageContaining("18456");
            assertThat(server.logins()).hasSize(1);

            assertThatThrownBy(wrong::dedicated).isInstanceOf(PreconditionFailedException.class);
            assertThat(server.logins()).hasSize(2);
        }
    }

    @Test
    void a_login_that_is_refused_later_is_not_tried_again_by_the_pool() {
        server.when(QUERY).answer(Answer.rows("Name nvarchar(50)").row("Ada"));
        names();
        server.dropConnections();
        var before = server.logins().size();
        for (var i = 0; i < 20; i++) {
            server.refuseNextLogin(SqlError.loginFailed("sa"));
        }

        assertThatThrownBy(this::names)
                .isInstanceOfAny(PreconditionFailedException.class, TargetUnavailableException.class);
        assertThatThrownBy(this::names).isInstanceOf(PreconditionFailedException.class);

        assertThat(server.logins().size() - before).isLessThanOrEqualTo(2);
    }

    @Test
    void a_pool_that_is_used_up_is_told_as_that() {
        var gate = new Gate();
        server.when(QUERY)
                .answer(Answer.waitFor(gate)
                        .then(Answer.rows("Name nvarchar(50)").row("Ada")));
        var first = new FutureTask<>(this::names);
        var second = new FutureTask<>(this::names);
        new Thread(first).start();
        new Thread(second).start();
        gate.awaitArrival(LIMIT);
        gate.awaitArrival(LIMIT);

        assertThatThrownBy(this::names)
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("All 2 connections for short queries were in use");

        gate.open();
        assertThat(first).succeedsWithin(LIMIT);
        assertThat(second).succeedsWithin(LIMIT);
        assertThat(names()).containsExactly("Ada");
    }

    @Test
    void an_error_names_its_number_and_never_a_row() {
        server.when(QUERY).answer(Answer.error(SqlError.duplicateKey("PK", "dbo.Patients", "Ada Lovelace")));
        try (var log = HeardLog.ofAll()) {
            assertThatThrownBy(this::names)
                    .isInstanceOfSatisfying(StepFailedException.class, e -> {
                        assertThat(e.vendorCode()).contains("SQL Server 2627");
                        assertThat(e.target()).contains(TARGET);
                    })
                    .satisfies(e -> assertThat(HeardLog.everything(e)).doesNotContain("Ada"));
            server.when(QUERY).answer(Answer.error(824, 24, "Ada Lovelace"));
            assertThatThrownBy(this::names)
                    .satisfies(e -> assertThat(HeardLog.everything(e)).doesNotContain("Ada"));

            assertThat(log.lines()).noneMatch(line -> line.contains("Ada"));
        }
    }

    @Test
    void a_query_whose_connection_died_is_asked_once_more_over_a_new_one() {
        server.when(QUERY).answer(Answer.rows("Name nvarchar(50)").row("Ada"));
        names();
        server.dropConnections();

        assertThat(names()).containsExactly("Ada");

        assertThat(server.logins()).hasSizeGreaterThan(1);
    }

    @Test
    void a_connection_that_dies_again_is_told_and_replaced_later() {
        server.when(QUERY)
                .answer(
                        Answer.rows("Name nvarchar(50)").row("Ada").with(Fault.close()),
                        Answer.rows("Name nvarchar(50)").row("Ada").with(Fault.close()),
                        Answer.rows("Name nvarchar(50)").row("Ada"));

        assertThatThrownBy(this::names).isInstanceOf(TargetUnavailableException.class);

        assertThat(names()).containsExactly("Ada");
        assertThat(server.statements(QUERY)).hasSize(3);
    }

    @Test
    void what_a_session_of_its_own_asks_is_not_repeated() {
        server.when(QUERY)
                .answer(
                        Answer.rows("Name nvarchar(50)").row("Ada").with(Fault.close()),
                        Answer.rows("Name nvarchar(50)").row("Ada"));
        try (var session = sessions.dedicated()) {
            assertThatThrownBy(() -> session.queries(TARGET)
                            .list("the name", QUERY, row -> row.text("name").orElseThrow(), 4711))
                    .isInstanceOf(TargetUnavailableException.class);
        }

        assertThat(server.statements(QUERY)).hasSize(1);
    }

    @Test
    void a_url_with_a_password_or_with_silent_retries_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sessions.at("jdbc:sqlserver://h;password=x")
                        .user("u", Secret.of("12345678".toCharArray()))
                        .build())
                .withMessageContaining("password")
                .withMessageNotContaining("=x");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sessions.at("jdbc:sqlserver://h;retryExec={1205:3,2*2:}")
                        .user("u", Secret.of("12345678".toCharArray()))
                        .build());
    }
}
