package io.emrops.sqlserver;

import io.emrops.diagnostics.DiagnosticsProvider;
import io.emrops.testkit.DiagnosticsProviderContract;
import java.sql.Connection;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** Through the real driver, encrypted. */
@Timeout(120)
class SqlServerDiagnosticsContractTest extends DiagnosticsProviderContract {
    private final SimulatedSessions here = SimulatedSessions.start();
    private final Map<Integer, Connection> clients = new TreeMap<>();

    @AfterEach
    void stop() throws Exception {
        here.close();
    }

    @Override
    protected DiagnosticsProvider provider() {
        return here.look();
    }

    @Override
    protected String database() {
        return SimulatedSessions.DATABASE;
    }

    @Override
    protected String missingDatabase() {
        return "Nowhere";
    }

    @Override
    protected int connect(String program) throws Exception {
        var client = here.client(program);
        var session = SimulatedSessions.spid(client);
        clients.put(session, client);
        return session;
    }

    @Override
    protected void ask(int session) throws Exception {
        SimulatedSessions.run(clients.get(session), "SELECT 1 AS one");
    }

    @Override
    protected void begin(int session) throws Exception {
        var client = clients.get(session);
        client.setAutoCommit(false);
        SimulatedSessions.run(client, "CREATE TABLE T" + session + " (Id int)");
    }

    @Override
    protected void disconnect(int session) throws Exception {
        clients.get(session).close();
        Awaitility.await()
                .atMost(30, TimeUnit.SECONDS)
                .until(() -> here.server.instance().sessions().session(session).isEmpty());
    }

    @Override
    protected boolean isConnected(int session) {
        return here.server.instance().sessions().session(session).isPresent();
    }

    @Override
    protected void pass(Duration time) {
        here.time.advance(time);
    }
}
