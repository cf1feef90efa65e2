package io.emrops.testkit.sqlserver.driver;

import static io.emrops.testkit.sqlserver.driver.Nightly.TOKENS;
import static io.emrops.testkit.sqlserver.driver.Nightly.WHOLE;
import static io.emrops.testkit.sqlserver.driver.Nightly.assertServes;
import static io.emrops.testkit.sqlserver.driver.Nightly.outcome;
import static io.emrops.testkit.sqlserver.script.Answer.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.emrops.testkit.sqlserver.ScriptedSqlServer;
import io.emrops.testkit.sqlserver.ScriptedSqlServer.Encryption;
import io.emrops.testkit.sqlserver.SqlServerExtension;
import io.emrops.testkit.sqlserver.fault.Fault;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers that are lost at every place of theirs. */
@ExtendWith({SqlServerExtension.class, SilentDriver.class})
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class LossTest {
    private static final Duration SHORT = Duration.ofMillis(30);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /**
     * Strikes at the first place, the second, and so on, until the answer ends before its place. The last place may be behind the
     * token that ends the answer: then it has arrived as a whole, and the driver does not miss the end of the message.
     *
     * @return how many places there are
     */
    private static int strikeEverywhere(ScriptedSqlServer server, LongFunction<Fault> fault) throws SQLException {
        Nightly.scriptFor(server);
        var outcomes = new ArrayList<String>();
        while (true) {
            var before = server.faults().happened();
            var outcome = outcome(server, fault.apply(outcomes.size()), Duration.ZERO);
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
                loss("closed between tokens", n -> Fault.close().afterToken(n), TOKENS),
                loss("reset between tokens", n -> Fault.reset().afterToken(n), TOKENS),
                loss("closed at a byte", n -> Fault.close().afterByte(n), 200),
                loss("reset at a byte", n -> Fault.reset().afterByte(n), 200),
                loss("closed in a packet", n -> Fault.close().inMidPacket(n + 1), 3),
                loss("reset in a packet", n -> Fault.reset().inMidPacket(n + 1), 3),
                loss("closed between packets", n -> Fault.close().afterPacket(n), 3));
    }

    private static Arguments loss(String name, LongFunction<Fault> fault, int leastPlaces) {
        return Arguments.of(name, fault, leastPlaces);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("losses")
    void a_connection_lost_anywhere_is_an_error_and_the_server_goes_on(
            String name, LongFunction<Fault> fault, int leastPlaces, ScriptedSqlServer server) throws SQLException {
        var places = strikeEverywhere(server, fault);

        assertThat(places).as(name).isGreaterThanOrEqualTo(leastPlaces);
    }

    @Test
    void a_server_that_falls_silent_anywhere_is_given_up(ScriptedSqlServer server) throws SQLException {
        Nightly.scriptFor(server);

        for (var token = 0; token < Nightly.TOKENS - 1; token++) {
            assertThat(outcome(server, Fault.silence().afterToken(token), SHORT))
                    .startsWith("error 08");
            assertServes(server);
        }
        for (var packet = 1; packet <= 3; packet++) {
            assertThat(outcome(server, Fault.silence().inMidPacket(packet), SHORT))
                    .startsWith("error 08");
            assertServes(server);
        }
        await().atMost(LIMIT).until(() -> server.faults().happened() == Nightly.TOKENS + 2);
        await().atMost(LIMIT).until(() -> server.connections() == 0);
    }

    @Test
    void a_turned_token_is_not_taken_for_an_answer(ScriptedSqlServer server) throws SQLException {
        Nightly.scriptFor(server);

        for (var token = 0; token < Nightly.TOKENS - 1; token++) {
            assertThat(outcome(server, Fault.corrupt().afterToken(token), Duration.ZERO))
                    .startsWith("error");
            assertServes(server);
        }
        assertThat(server.faults().happened()).isEqualTo(Nightly.TOKENS - 1);
    }

    @Test
    void a_connection_lost_inside_of_tls_is_an_error() throws SQLException {
        try (var server =
                ScriptedSqlServer.builder().encryption(Encryption.REQUIRED).start()) {
            assertThat(strikeEverywhere(server, n -> Fault.close().afterToken(n)))
                    .isGreaterThanOrEqualTo(TOKENS);
            assertThat(strikeEverywhere(server, n -> Fault.reset().inMidPacket(n + 1)))
                    .isPositive();
        }
    }

    @Test
    void a_prepared_statement_whose_answer_is_cut_off_is_an_error_in_each_of_its_forms(ScriptedSqlServer server)
            throws SQLException {
        server.when("SELECT ?").answer(rows("V nvarchar(max)").row("ä".repeat(1000)));

        for (var execution = 1; execution <= 3; execution++) {
            for (var place = 0; ; place++) {
                var before = server.faults().happened();
                var outcome =
                        outcomeOfExecution(server, execution, Fault.close().afterToken(place));
                if (server.faults().happened() == before) {
                    assertThat(outcome).isEqualTo("rows");
                    assertThat(place).isGreaterThan(4);
                    break;
                }
                assertThat(outcome).isIn("error 08S01", "rows");
            }
        }
    }

    private static String outcomeOfExecution(ScriptedSqlServer server, int execution, Fault fault) {
        try (var connection = server.dataSource(Nightly.ONCE + "packetSize=512").getConnection();
                var statement = connection.prepareStatement("SELECT ?")) {
            statement.setInt(1, 1);
            for (var i = 1; i < execution; i++) {
                Results.drain(statement, statement.execute());
            }
            server.faults().onNextRequest(fault);
            Results.drain(statement, statement.execute());
            return "rows";
        } catch (SQLException e) {
            return "error " + e.getSQLState();
        }
    }
}
