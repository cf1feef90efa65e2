package io.emrops.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Progress;
import io.emrops.Secret;
import io.emrops.maintenance.MaintenanceRequest;
import io.emrops.testkit.sqlserver.SimulatedSqlServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A process that maintains a database is killed, and another goes on. */
@Timeout(120)
final class KilledMaintenanceTest {
    /** The process that is killed. */
    static final class Victim {
        private Victim() {}

        /** @param arguments the server's URL and password */
        public static void main(String[] arguments) throws Exception {
            try (var sql = at(arguments[0], arguments[1])) {
                sql.maintenance().maintain(request(), Progress.none());
            }
        }

        static SqlServer at(String url, String password) {
            return SqlServer.at(url)
                    .user("sa", Secret.of(password.toCharArray()))
                    .build();
        }

        static MaintenanceRequest request() {
            return MaintenanceRequest.byFragmentation("EMRNext")
                    .smallestIndex(1)
                    .build();
        }
    }

    @Test
    void another_process_does_the_rest_and_nothing_twice() throws Exception {
        try (var server = SimulatedSqlServer.start()) {
            var tables = server.createDatabase("EMRNext");
            try (var connection = tables.getConnection();
                    var statement = connection.createStatement()) {
                for (var table : List.of("A", "B", "C")) {
                    statement.execute(
                            "CREATE TABLE " + table + " (Id int NOT NULL CONSTRAINT PK_" + table + " PRIMARY KEY)");
                    statement.execute("INSERT INTO " + table + " VALUES (1), (2)");
                    server.instance()
                            .database("EMRNext")
                            .orElseThrow()
                            .upkeep()
                            .fragment("dbo", table, "PK_" + table, 60);
                }
            }
            var url = server.jdbcUrl();
            var password = server.script().password();
            var first = server.instance().hold("ALTER INDEX", 40);
            var victim = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            Victim.class.getName(),
                            url,
                            password)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try {
                first.awaitArrival(Duration.ofSeconds(60));
                var second = server.instance().hold("ALTER INDEX", 30);
                first.release();
                second.awaitArrival(Duration.ofSeconds(60));
            } finally {
                victim.destroyForcibly().waitFor();
            }
            awaitPause(server);

            try (var sql = Victim.at(url, password)) {
                var report = sql.maintenance().maintain(Victim.request(), Progress.none());

                assertThat(report.complete()).as("%s", report.lines()).isTrue();
                assertThat(report.done())
                        .extracting(
                                done -> done.task().kind() + " " + done.task().name())
                        .containsExactly("RESUME_REBUILD PK_B", "REBUILD_RESUMABLE PK_C");
                assertThat(sql.maintenance().plan(Victim.request()).isEmpty()).isTrue();
            }
        }
    }

    /** The server hears a moment later that a process is dead. */
    private static void awaitPause(SimulatedSqlServer server) {
        var upkeep = server.instance().database("EMRNext").orElseThrow().upkeep();
        for (var i = 0; i < 3000 && upkeep.index("dbo", "B", "PK_B").paused().isEmpty(); i++) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        assertThat(upkeep.index("dbo", "B", "PK_B").paused()).hasValue(30);
    }
}
