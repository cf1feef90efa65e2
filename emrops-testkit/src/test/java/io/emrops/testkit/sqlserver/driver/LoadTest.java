package io.emrops.testkit.sqlserver.driver;

import static io.emrops.testkit.sqlserver.script.Answer.rows;
import static io.emrops.testkit.sqlserver.script.Answer.waitFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import io.emrops.testkit.sqlserver.ScriptedSqlServer;
import io.emrops.testkit.sqlserver.SqlServerExtension;
import io.emrops.testkit.sqlserver.script.Gate;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SqlServerExtension.class)
class LoadTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void a_hundred_connections_work_at_once(ScriptedSqlServer server) throws Exception {
        var gate = new Gate();
        server.when("SELECT ?")
                .answer((request, reply) -> rows("V int")
                        .row(request.value(1))
                        .then(waitFor(gate))
                        .then(rows("V int").row(-(Integer) request.value(1)))
                        .give(request, reply));
        var threads = Executors.newFixedThreadPool(100);
        try {
            var results = new ArrayList<Future<List<Object>>>();
            for (var i = 1; i <= 100; i++) {
                var number = i;
                results.add(threads.submit(() -> {
                    try (var connection = server.dataSource().getConnection();
                            var statement = connection.prepareStatement("SELECT ?")) {
                        statement.setInt(1, number);
                        return Results.drain(statement, statement.execute());
                    }
                }));
            }
            for (var i = 0; i < 100; i++) {
                gate.awaitArrival(LIMIT);
            }
            assertThat(server.connections()).isEqualTo(100);
            gate.open();

            for (var i = 1; i <= 100; i++) {
                assertThat(results.get(i - 1).get()).hasToString("[[" + i + "], [-" + i + "]]");
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(server.statements().stream().map(it -> it.session().spid()).distinct())
                .hasSize(100);
        await().atMost(LIMIT).until(() -> server.connections() == 0);
    }

    @Test
    void ten_thousand_logins_leave_nothing_behind(ScriptedSqlServer server) throws SQLException {
        logIn(server, 500);
        await().atMost(LIMIT).until(() -> server.connections() == 0);
        var threads = ManagementFactory.getThreadMXBean().getThreadCount();
        var files = openFiles();
        var heap = usedHeap();

        logIn(server, 10_000);

        await().atMost(LIMIT).until(() -> server.connections() == 0);
        assertThat(ManagementFactory.getThreadMXBean().getThreadCount()).isLessThan(threads + 10);
        assertThat(openFiles()).isLessThan(files + 10);
        assertThat(usedHeap()).isLessThan(heap + (20 << 20));
        assertThat(server.logins()).hasSize(10_000);
    }

    private static void logIn(ScriptedSqlServer server, int times) throws SQLException {
        var source = server.dataSource();
        for (var i : IntStream.range(0, times).toArray()) {
            try (var connection = source.getConnection()) {
                assertThat(connection.isClosed()).as("login %d", i).isFalse();
            }
        }
    }

    private static long openFiles() {
        return ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
                .getOpenFileDescriptorCount();
    }

    /** After a collection, so that only what is held counts. */
    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
