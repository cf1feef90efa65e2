package io.emrops.testkit.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import io.emrops.testkit.sqlserver.script.Answer;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

@Timeout(60)
class SqlServerExtensionTest {
    private static final Set<ScriptedSqlServer> SEEN = ConcurrentHashMap.newKeySet();

    @AfterEach
    void forget() {
        SEEN.clear();
    }

    private static Events run(Class<?> tests) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .execute()
                .testEvents();
    }

    private static void execute(ScriptedSqlServer server, String sql) throws SQLException {
        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @ExtendWith(SqlServerExtension.class)
    @TestMethodOrder(MethodOrderer.MethodName.class)
    static class OneServer {
        @Test
        void a_scripts(ScriptedSqlServer server) throws SQLException {
            SEEN.add(server);
            server.when("SELECT x").answer(Answer.rows("x int").row(1));
            execute(server, "SELECT x");
        }

        @Test
        void b_sees_nothing_of_it(ScriptedSqlServer server) {
            SEEN.add(server);
            assertThat(server.statements()).isEmpty();
            assertThat(server.logins()).isEmpty();
        }

        @Nested
        class Inside {
            @Test
            void has_the_same(ScriptedSqlServer server) {
                SEEN.add(server);
            }
        }
    }

    @Test
    void all_tests_of_a_class_have_one_server_and_each_begins_anew() {
        run(OneServer.class).assertStatistics(tests -> tests.succeeded(3).failed(0));

        assertThat(SEEN).hasSize(1);
    }

    @Test
    void the_server_ends_with_its_class() {
        run(OneServer.class);

        var port = SEEN.iterator().next().port();
        assertThat(connectionTo(port)).isInstanceOf(ConnectException.class);
    }

    private static Throwable connectionTo(int port) {
        return catchThrowable(() -> new Socket(InetAddress.getLoopbackAddress(), port).close());
    }

    @ExtendWith(SqlServerExtension.class)
    static class Swallowing {
        @Test
        void what_has_no_rule(ScriptedSqlServer server) {
            try {
                execute(server, "DROP TABLE Patients");
            } catch (SQLException e) {
                // As careless software does.
            }
        }
    }

    @Test
    void a_statement_without_a_rule_fails_the_test_even_if_the_software_swallows_the_error() {
        run(Swallowing.class)
                .failed()
                .assertEventsMatchExactly(event(
                        test("what_has_no_rule"),
                        finishedWithFailure(
                                instanceOf(AssertionError.class),
                                message(text ->
                                        text.contains("no answer is scripted for BATCH DROP TABLE Patients")))));
    }

    @ExtendWith(SqlServerExtension.class)
    static class FailingOtherwise {
        @Test
        void says_its_own_reason(ScriptedSqlServer server) throws SQLException {
            execute(server, "DROP TABLE Patients");
        }
    }

    @Test
    void a_test_that_fails_says_why_itself() {
        run(FailingOtherwise.class)
                .failed()
                .assertEventsMatchExactly(
                        event(test("says_its_own_reason"), finishedWithFailure(instanceOf(SQLException.class))));
    }

    static class OtherSettings {
        @RegisterExtension
        static final SqlServerExtension EXTENSION =
                new SqlServerExtension(ScriptedSqlServer.builder().name("SQL01").login("emrnext", "another"));

        @Test
        void are_taken(ScriptedSqlServer server) throws SQLException {
            assertThat(server.user()).isEqualTo("emrnext");
            execute(server, "SELECT @@SERVERNAME");
        }
    }

    @Test
    void a_server_with_other_settings_is_registered() {
        run(OtherSettings.class).assertStatistics(tests -> tests.succeeded(1));
    }
}
