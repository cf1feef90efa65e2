package io.emrops.testkit.sqlserver.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.SimulatedSqlServer;
import io.emrops.testkit.sqlserver.instance.ServerRole;
import io.emrops.testkit.sqlserver.protocol.ClientBytes;
import io.emrops.testkit.sqlserver.protocol.Message.Type;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What some clients say in a request of its own instead of in a statement. */
@Timeout(60)
class TransactionRequestTest {
    private static final int BEGIN = 5;
    private static final int ROLLBACK = 8;
    private static final int READ_COMMITTED = 2;
    private static final int SNAPSHOT = 5;

    private static String text(byte[] answer) {
        return new String(answer, StandardCharsets.UTF_16LE)
                + new String(answer, 1, answer.length - 1, StandardCharsets.UTF_16LE);
    }

    private static byte[] request(RawClient client, int action, int level) throws Exception {
        client.send(ClientBytes.message(Type.TRANSACTION, ClientBytes.transaction(action, "", level)));
        return client.receive();
    }

    /** Lets a {@link RawClient} in. */
    private static SimulatedSqlServer started() {
        var server = SimulatedSqlServer.start();
        server.login("sa", "secret");
        server.instance().security().role("sa", ServerRole.SYSADMIN);
        return server;
    }

    private static int port(SimulatedSqlServer server) {
        return server.script().port();
    }

    private static boolean seesRows(RawClient client) throws Exception {
        return text(client.ask("SELECT CASE COUNT(*) WHEN 0 THEN N'none' ELSE N'some' END FROM EMRNext.dbo.Beds"))
                .contains("some");
    }

    @Test
    void a_transaction_has_the_isolation_level_that_was_asked_for() throws Exception {
        try (var server = started();
                var reader = RawClient.loggedIn(port(server));
                var writer = RawClient.loggedIn(port(server))) {
            server.createDatabase("EMRNext");
            assertThat(text(writer.ask("SELECT N'in'"))).contains("in");
            writer.ask("CREATE TABLE EMRNext.dbo.Beds (Id int)");

            request(reader, BEGIN, SNAPSHOT);
            assertThat(seesRows(reader)).isFalse();
            writer.ask("INSERT INTO EMRNext.dbo.Beds VALUES (1)");
            assertThat(seesRows(reader)).isFalse();

            request(reader, ROLLBACK, SNAPSHOT);
            assertThat(seesRows(reader)).isTrue();
            writer.ask("DELETE FROM EMRNext.dbo.Beds");
            assertThat(seesRows(reader)).isTrue();

            request(reader, ROLLBACK, READ_COMMITTED);
            assertThat(seesRows(reader)).isFalse();
        }
    }
}
