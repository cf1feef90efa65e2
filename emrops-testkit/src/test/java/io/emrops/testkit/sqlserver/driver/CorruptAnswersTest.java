package io.emrops.testkit.sqlserver.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.ScriptedSqlServer;
import io.emrops.testkit.sqlserver.fault.Fault;
import io.emrops.testkit.sqlserver.script.Answer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * One byte of each answer is turned over, every byte once. The driver is to end within its own limits, with a result or with an
 * SQLException and nothing else; the server and another session are to go on.
 */
@Timeout(120)
class CorruptAnswersTest {
    private static final Logger DRIVER = Logger.getLogger("com.microsoft.sqlserver.jdbc");
    private static final String LIMITS = "loginTimeout=1;socketTimeout=1000;connectRetryCount=0";

    /** More than the answer has. */
    private static final int BYTES_OF_PRELOGIN = 60;

    private static final int BYTES_OF_LOGIN = 420;
    private static final int BYTES_OF_ANSWER = 260;

    private final ScriptedSqlServer server = ScriptedSqlServer.start();
    private final ExecutorService clients = Executors.newFixedThreadPool(48);
    private Level level = Level.INFO;

    @BeforeEach
    void silenceTheDriver() {
        level = DRIVER.getLevel();
        DRIVER.setLevel(Level.OFF);
        server.when("SELECT Id, Name FROM Patients")
                .answer(Answer.rows("Id int not null", "Name nvarchar(50)", "Born date")
                        .row(1, "Ada", null)
                        .row(2, "Grace", java.time.LocalDate.of(1906, 12, 9)));
    }

    @AfterEach
    void close() {
        clients.shutdownNow();
        server.close();
        DRIVER.setLevel(level);
    }

    @Test
    void of_the_answer_to_a_prelogin() throws Exception {
        corruptAll(BYTES_OF_PRELOGIN, fault -> server.faults().onNextConnect(fault), this::connectAndAsk);
    }

    @Test
    void of_the_answer_to_a_login() throws Exception {
        corruptAll(BYTES_OF_LOGIN, fault -> server.faults().onNextLogin(fault), this::connectAndAsk);
    }

    @Test
    void of_a_result() throws Exception {
        corruptAll(BYTES_OF_ANSWER, fault -> {}, at -> {
            try (var connection = server.dataSource(LIMITS).getConnection()) {
                server.faults().onNextRequest(spid(connection), Fault.corrupt().afterByte(at));
                ask(connection);
            }
            return true;
        });
    }

    private interface Arming {
        void arm(Fault fault);
    }

    private interface Client {
        boolean act(int at) throws Exception;
    }

    private void corruptAll(int bytes, Arming arming, Client client) throws Exception {
        try (var witness = server.dataSource().getConnection()) {
            IntStream.range(0, bytes)
                    .mapToObj(at -> Fault.corrupt().afterByte(at))
                    .forEach(arming::arm);
            var outcomes = new ArrayList<Future<Boolean>>();
            for (var at = 0; at < bytes; at++) {
                var place = at;
                outcomes.add(clients.submit((Callable<Boolean>) () -> endsByItself(client, place)));
            }

            for (var outcome : outcomes) {
                assertThat(outcome.get(30, TimeUnit.SECONDS)).isNotNull();
            }

            // Every byte had its turn, and some places were behind the end.
            assertThat(server.faults().happened()).isBetween(1L, bytes - 1L);
            assertThat(ask(witness)).isEqualTo("1 Ada null; 2 Grace 1906-12-09; ");
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(server.connections()).isZero());
    }

    /** Whether there was a result. */
    private static boolean endsByItself(Client client, int at) throws Exception {
        try {
            return client.act(at);
        } catch (SQLException e) {
            return false;
        }
    }

    private boolean connectAndAsk(int at) throws SQLException {
        try (var connection = server.dataSource(LIMITS).getConnection()) {
            ask(connection);
        }
        return true;
    }

    private static int spid(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var spid = statement.executeQuery("SELECT @@SPID")) {
            spid.next();
            return spid.getInt(1);
        }
    }

    private static String ask(Connection connection) throws SQLException {
        var text = new StringBuilder();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT Id, Name FROM Patients")) {
            while (rows.next()) {
                text.append(rows.getInt(1))
                        .append(' ')
                        .append(rows.getString(2))
                        .append(' ');
                text.append(rows.getString(3)).append("; ");
            }
        }
        return text.toString();
    }
}
