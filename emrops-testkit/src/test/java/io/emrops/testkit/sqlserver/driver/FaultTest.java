package io.emrops.testkit.sqlserver.driver;

import static io.emrops.testkit.sqlserver.driver.Failures.assertThatFailure;
import static io.emrops.testkit.sqlserver.driver.Failures.failureOf;
import static io.emrops.testkit.sqlserver.driver.Nightly.assertServes;
import static io.emrops.testkit.sqlserver.driver.Nightly.outcome;
import static io.emrops.testkit.sqlserver.script.Answer.done;
import static io.emrops.testkit.sqlserver.script.Answer.rowsAffected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.emrops.testkit.sqlserver.ScriptedSqlServer;
import io.emrops.testkit.sqlserver.SqlServerExtension;
import io.emrops.testkit.sqlserver.fault.Fault;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith({SqlServerExtension.class, SilentDriver.class})
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class FaultTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    static Stream<Arguments> faultsOfLogins() {
        return Stream.of(Fault.close(), Fault.reset(), Fault.silence())
                .flatMap(it -> Stream.of(it, it.afterByte(5), it.inMidPacket(1), it.afterPacket(1)))
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("faultsOfLogins")
    void a_fault_before_the_login_is_an_error(Fault fault, ScriptedSqlServer server) throws SQLException {
        Nightly.scriptFor(server);
        server.faults().onNextConnect(fault);

        assertThat(outcome(server, "socketTimeout=200")).startsWith("error 08");

        await().atMost(LIMIT).until(() -> server.faults().happened() == 1);
        assertServes(server);
    }

    @ParameterizedTest
    @MethodSource("faultsOfLogins")
    void a_fault_at_the_login_is_an_error(Fault fault, ScriptedSqlServer server) throws SQLException {
        Nightly.scriptFor(server);
        server.faults().onNextLogin(fault);

        var outcome = outcome(server, "socketTimeout=200");

        assertThat(outcome).startsWith("error");
        await().atMost(LIMIT).until(() -> server.faults().happened() == 1);
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
        Nightly.scriptFor(server);

        try (var one = server.dataSource(Nightly.ONCE).getConnection();
                var other = server.dataSource(Nightly.ONCE).getConnection();
                var ofOne = one.createStatement();
                var ofOther = other.createStatement()) {
            Results.drain(ofOne, Nightly.SQL);
            var spid = server.statements().get(0).session().spid();
            server.faults().onNextRequest(spid, Fault.reset());
            assertThat(Results.drain(ofOther, Nightly.SQL)).hasToString(Nightly.WHOLE);

            var failure = failureOf(() -> Results.drain(ofOne, Nightly.SQL));

            assertThat(failure.getSQLState()).startsWith("08");
            assertThat(Results.drain(ofOther, Nightly.SQL)).hasToString(Nightly.WHOLE);
        }
    }

    @Test
    void a_fault_of_an_answer_is_told_apart_from_one_before_it(ScriptedSqlServer server) throws SQLException {
        server.when("UPDATE Beds SET A = 1")
                .answer(rowsAffected(1).with(Fault.close().afterByte(3)), rowsAffected(1));

        try (var connection = server.dataSource(Nightly.ONCE).getConnection();
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

        try (var connection = server.dataSource(Nightly.ONCE).getConnection();
                var statement = connection.createStatement()) {
            server.dropConnections();

            assertThat(connection.isValid(5)).isFalse();
            failureOf(() -> statement.execute("UPDATE Beds SET A = 1"));
        }
        assertThat(server.statements()).isEqualTo(List.of());
    }
}
