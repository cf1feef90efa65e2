package io.emrops.testkit.sqlserver.driver;

import static io.emrops.testkit.sqlserver.driver.Failures.assertThatFailure;
import static io.emrops.testkit.sqlserver.driver.Failures.failureOf;
import static io.emrops.testkit.sqlserver.script.Answer.done;
import static io.emrops.testkit.sqlserver.script.Answer.message;
import static io.emrops.testkit.sqlserver.script.Answer.print;
import static io.emrops.testkit.sqlserver.script.Answer.rows;
import static io.emrops.testkit.sqlserver.script.Answer.rowsAffected;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.ScriptedSqlServer;
import io.emrops.testkit.sqlserver.SqlServerExtension;
import io.emrops.testkit.sqlserver.fault.Fault;
import io.emrops.testkit.sqlserver.script.Answer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(SqlServerExtension.class)
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class FaultTest {
    private static final String ONCE = "connectRetryCount=0;transparentNetworkIPResolution=false;loginTimeout=30;";
    private static final String SQL = "EXEC Nightly";
    private static final String WHOLE = "[[1, 2, 3], 5]";

    private static final Logger DRIVER = Logger.getLogger("com.microsoft.sqlserver.jdbc");

    @BeforeAll
    static void keepTheDriverFromSayingWhatItsExceptionsSay() {
        DRIVER.setLevel(Level.OFF);
    }

    @AfterAll
    static void letTheDriverSpeak() {
        DRIVER.setLevel(null);
    }

    private static Answer answer() {
        return print("begins")
                .then(rows("Id int not null", "Name nvarchar(20)")
                        .row(1, "Ada")
                        .row(2, null)
                        .row(3, "字"))
                .then(rowsAffected(5))
                .then(message(3014, "ends"));
    }

    private static void assertServes(ScriptedSqlServer server) throws SQLException {
        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement()) {
            assertThat(Results.drain(statement, SQL)).hasToString(WHOLE);
        }
    }

    private static String outcome(ScriptedSqlServer server, String properties) {
        try (var connection = server.dataSource(ONCE + properties).getConnection();
                var statement = connection.createStatement()) {
            return Results.drain(statement, SQL).toString();
        } catch (SQLException e) {
            return "error " + e.getSQLState();
        }
    }

    /**
     * Strikes at the first place, the second, and so on, until the answer ends before its place. The last place may be behind the
     * token that ends the answer: then it has arrived as a whole, and the driver does not miss the end of the message.
     */
    private static int strikeEverywhere(ScriptedSqlServer server, String properties, LongFunction<Fault> fault)
            throws SQLException {
        server.when(SQL).answer(answer());
        var outcomes = new ArrayList<String>();
        while (true) {
            var before = server.faults().happened();
            server.faults().onNextRequest(fault.apply(outcomes.size()));
            var outcome = outcome(server, properties);
            if (server.faults().happened() == before) {
                assertThat(outcome).isEqualTo(WHOLE);
                break;
            }
            outcomes.add(outcome);
            assertServes(server);
        }
        assertThat(outcomes.subList(0, outcomes.size() - 1)).allMatch(it -> it.startsWith("error 08"));
        assertThat(outcomes.get(outcomes.size() - 1)).containsAnyOf("error 08", WHOLE);
        return outcomes.size();
    }

    static Stream<Arguments> losses() {
        return Stream.of(
                Arguments.of(
                        "closed between tokens",
                        "",
                        (LongFunction<Fault>) n -> Fault.close().afterToken(n),
                        8),
                Arguments.of(
                        "reset between tokens",
                        "",
                        (LongFunction<Fault>) n -> Fault.reset().afterToken(n),
                        8),
                Arguments.of(
                        "closed at a byte",
                        "",
                        (LongFunction<Fault>) n -> Fault.close().afterByte(n),
                        200),
                Arguments.of(
                        "reset at a byte",
                        "packetSize=512",
                        (LongFunction<Fault>) n -> Fault.reset().afterByte(n),
                        200),
                Arguments.of(
                        "silent between tokens",
                        "socketTimeout=20",
                        (LongFunction<Fault>) n -> Fault.silence().afterToken(n),
                        8),
                Arguments.of(
                        "closed in a packet",
                        "",
                        (LongFunction<Fault>) n -> Fault.close().inMidPacket(n + 1),
                        1),
                Arguments.of(
                        "silent in a packet",
                        "socketTimeout=20",
                        (LongFunction<Fault>) n -> Fault.silence().inMidPacket(n + 1),
                        1),
                Arguments.of(
                        "closed between packets",
                        "",
                        (LongFunction<Fault>) n -> Fault.close().afterPacket(n),
                        1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("losses")
    void a_connection_lost_anywhere_is_an_error_and_the_server_goes_on(
            String name, String properties, LongFunction<Fault> fault, int places, ScriptedSqlServer server)
            throws SQLException {
        var struck = strikeEverywhere(server, properties, fault);

        assertThat(struck).isGreaterThanOrEqualTo(places);
    }

    @Test
    void a_turned_byte_ends_somehow(ScriptedSqlServer server) throws SQLException {
        server.when(SQL).answer(answer());

        for (var place = 0; ; place++) {
            var before = server.faults().happened();
            server.faults().onNextRequest(Fault.corrupt().afterByte(place));
            outcome(server, "socketTimeout=20");
            if (server.faults().happened() == before) {
                assertThat(place).isGreaterThan(200);
                break;
            }
            assertServes(server);
        }
    }

    @Test
    void a_turned_token_is_not_taken_for_an_answer(ScriptedSqlServer server) throws SQLException {
        server.when(SQL).answer(answer());

        for (var token = 0; token < 8; token++) {
            server.faults().onNextRequest(Fault.corrupt().afterToken(token));
            assertThat(outcome(server, "socketTimeout=500")).startsWith("error");
            assertServes(server);
        }
        assertThat(server.faults().happened()).isEqualTo(8);
    }

    static Stream<Arguments> faultsOfLogins() {
        return Stream.of(Fault.close(), Fault.reset(), Fault.silence())
                .flatMap(it -> Stream.of(it, it.afterByte(5), it.inMidPacket(1), it.afterPacket(1)))
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("faultsOfLogins")
    void a_fault_before_the_login_is_an_error(Fault fault, ScriptedSqlServer server) throws SQLException {
        server.when(SQL).answer(answer());
        server.faults().onNextConnect(fault);

        assertThat(outcome(server, "socketTimeout=100")).startsWith("error 08");

        assertThat(server.faults().happened()).isOne();
        assertServes(server);
    }

    @ParameterizedTest
    @MethodSource("faultsOfLogins")
    void a_fault_at_the_login_is_an_error(Fault fault, ScriptedSqlServer server) throws SQLException {
        server.when(SQL).answer(answer());
        server.faults().onNextLogin(fault.equals(Fault.close().afterPacket(1)) ? Fault.close() : fault);

        var outcome = outcome(server, "socketTimeout=100");

        assertThat(outcome).startsWith("error");
        assertThat(server.faults().happened()).isOne();
        assertServes(server);
    }

    @Test
    void a_login_is_tried_again_after_a_lost_connection(ScriptedSqlServer server) throws SQLException {
        server.faults().onNextLogin(Fault.reset());

        server.dataSource("connectRetryCount=1;connectRetryInterval=1")
                .getConnection()
                .close();

        assertThat(server.faults().happened()).isOne();
    }

    @Test
    void a_fault_is_for_one_session(ScriptedSqlServer server) throws SQLException {
        server.when(SQL).answer(answer());

        try (var one = server.dataSource(ONCE).getConnection();
                var other = server.dataSource(ONCE).getConnection();
                var ofOne = one.createStatement();
                var ofOther = other.createStatement()) {
            Results.drain(ofOne, SQL);
            var spid = server.statements().get(0).session().spid();
            server.faults().onNextRequest(spid, Fault.reset());
            assertThat(Results.drain(ofOther, SQL)).hasToString(WHOLE);

            var failure = failureOf(() -> Results.drain(ofOne, SQL));

            assertThat(failure.getSQLState()).startsWith("08");
            assertThat(Results.drain(ofOther, SQL)).hasToString(WHOLE);
        }
    }

    @Test
    void a_fault_of_an_answer_is_told_apart_from_one_before_it(ScriptedSqlServer server) throws SQLException {
        server.when("UPDATE Beds SET A = 1")
                .answer(rowsAffected(1).with(Fault.close().afterByte(3)), rowsAffected(1));

        try (var connection = server.dataSource(ONCE).getConnection();
                var statement = connection.createStatement()) {
            assertThatFailure(failureOf(() -> statement.executeUpdate("UPDATE Beds SET A = 1")))
                    .isNotNull();
        }

        assertThat(server.statements()).hasSize(1);
        assertThat(server.faults().happened()).isOne();
    }

    @Test
    void an_idle_connection_that_was_lost_is_noticed(ScriptedSqlServer server) throws SQLException {
        server.when("UPDATE Beds SET A = 1").answer(done());

        try (var connection = server.dataSource(ONCE).getConnection();
                var statement = connection.createStatement()) {
            server.dropConnections();

            assertThat(connection.isValid(5)).isFalse();
            failureOf(() -> statement.execute("UPDATE Beds SET A = 1"));
        }
        assertThat(server.statements()).isEqualTo(List.of());
    }
}
