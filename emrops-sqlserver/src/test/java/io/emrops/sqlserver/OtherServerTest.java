package io.emrops.sqlserver;

import static io.emrops.testkit.sqlserver.script.RequestPattern.containing;
import static io.emrops.testkit.sqlserver.script.RequestPattern.startingWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.Secret;
import io.emrops.database.AdministratorRequest;
import io.emrops.database.SecretDelivery;
import io.emrops.diagnostics.IdleSessionRequest;
import io.emrops.diagnostics.IdleSessions;
import io.emrops.maintenance.Integrity.Depth;
import io.emrops.maintenance.Invariant;
import io.emrops.maintenance.MaintenanceRequest;
import io.emrops.sqlserver.restore.CutSource;
import io.emrops.testkit.ManualTime;
import io.emrops.testkit.sqlserver.SimulatedSqlServer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is behind the URL is another server from some moment on. Through the real driver. */
@Timeout(120)
class OtherServerTest {
    private static final String DATABASE = "EMRNext";
    private static final AdministratorRequest ADMIN =
            new AdministratorRequest(DATABASE, "emr_admin", "db_owner", "go-live#1");
    private static final String PROPERTIES =
            "SELECT CAST(SERVERPROPERTY('ServerName') AS nvarchar(128)) AS server_name, CAST";
    private static final IdleSessionRequest WEB =
            IdleSessionRequest.idleFor(Duration.ofHours(1)).program("Web").build();

    private final ManualTime time = ManualTime.at("2026-11-22T10:00:00Z");
    private final SimulatedSqlServer first = server("FIRST");
    private final SimulatedSqlServer second = server("SECOND");
    private final Alias alias = new Alias(first.dataSource());
    private final SqlServer sql = SqlServer.of(alias.source);

    private @Nullable Connection client;

    private SimulatedSqlServer server(String name) {
        return SimulatedSqlServer.builder().name(name).time(time).start();
    }

    /** A name that leads to one server or the other. */
    private static final class Alias {
        private final AtomicReference<DataSource> leadsTo;
        private final DataSource source;

        Alias(DataSource first) {
            leadsTo = new AtomicReference<>(first);
            source = (DataSource) Proxy.newProxyInstance(
                    Alias.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                        try {
                            return method.invoke(leadsTo.get(), arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }
    }

    private static final class Pocket implements SecretDelivery {
        private int delivered;

        @Override
        public void deliver(String purpose, Secret secret) {
            delivered++;
        }

        @Override
        public void withdraw(String purpose) {}

        @Override
        public String describe() {
            return "a pocket";
        }
    }

    @BeforeEach
    void create() {
        first.createDatabase(DATABASE);
        second.createDatabase(DATABASE);
        sql.facts();
    }

    @AfterEach
    void close() throws Exception {
        if (client != null) {
            client.close();
        }
        sql.close();
        first.close();
        second.close();
        time.close();
    }

    private IdleSessions idleOnFirst() throws Exception {
        client = first.dataSource("databaseName=" + DATABASE + ";applicationName=Web")
                .getConnection();
        SimulatedSessions.run(client, "SELECT 1 AS one");
        time.advance(Duration.ofHours(2));
        var found = sql.diagnostics().idleSessions(WEB);
        assertThat(found.sessions()).hasSize(1);
        return found;
    }

    private void assertUntouched(SimulatedSqlServer server) {
        for (var change : new String[] {"CREATE LOGIN", "ALTER INDEX", "UPDATE STATISTICS", "DBCC", "KILL", "DELETE"}) {
            assertThat(server.script().statements(containing(change)))
                    .as(change)
                    .isEmpty();
        }
    }

    @Test
    void an_administrator_is_made_on_the_server_that_the_url_leads_to_when_it_begins() throws Exception {
        alias.leadsTo.set(second.dataSource());

        sql.admin().createFirst(ADMIN, new Pocket());

        assertThat(sql.target().identity()).startsWith("SECOND/");
        assertThat(second.script().statements(startingWith("CREATE LOGIN"))).hasSize(1);
        assertUntouched(first);
    }

    @Test
    void what_begins_at_one_server_changes_nothing_at_another() throws Exception {
        var pocket = new Pocket();
        var found = idleOnFirst();
        var maintenance = MaintenanceRequest.byFragmentation(DATABASE).build();
        refused(sql -> sql.admin().createFirst(ADMIN, pocket));
        refused(sql -> sql.admin().remove(ADMIN));
        refused(sql -> sql.diagnostics().endIdleSessions(WEB, found, Progress.none()));
        refused(sql -> sql.maintenance().maintain(maintenance, Progress.none()));
        refused(sql -> sql.maintenance().checkIntegrity(DATABASE, Depth.FULL, Progress.none()));
        refused(sql -> sql.maintenance().broken(DATABASE, Invariant.of("none", "DELETE FROM dbo.Beds; SELECT 0")));

        assertThat(pocket.delivered).isZero();
        assertUntouched(first);
        assertUntouched(second);
    }

    private interface Verb {
        void on(SqlServer server) throws Exception;
    }

    /** The failover comes when the first server has said who it is. */
    private void refused(Verb verb) {
        var source = new CutSource(first.dataSource());
        var between = new Alias(source);
        source.before(PROPERTIES, () -> between.leadsTo.set(second.dataSource()));
        try (var here = SqlServer.of(between.source)) {
            var failure = catchThrowable(() -> verb.on(here));

            assertThat(failure).isInstanceOf(RuntimeException.class).hasMessageContaining("SECOND");
        }
    }

    @Test
    void sessions_that_were_found_on_another_server_are_not_gone() throws Exception {
        var found = idleOnFirst();
        alias.leadsTo.set(second.dataSource());

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> sql.diagnostics().endIdleSessions(WEB, found, Progress.none()))
                .withMessageContaining("were found on another server")
                .withMessageContaining("none was ended");

        assertUntouched(second);
    }
}
