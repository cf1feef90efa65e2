package io.emrops.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.emrops.Check;
import io.emrops.Report;
import io.emrops.RunRequest;
import io.emrops.Runbook;
import io.emrops.core.Emrops;
import io.emrops.diagnostics.Pools;
import io.emrops.testkit.sqlserver.ScriptedSqlServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class HikariPoolTest {
    private static HikariDataSource pool(ScriptedSqlServer server, int minimum, int maximum) {
        var config = new HikariConfig();
        config.setPoolName("EMRNext");
        config.setDataSource(server.dataSource());
        config.setMinimumIdle(minimum);
        config.setMaximumPoolSize(maximum);
        config.setConnectionTimeout(20_000);
        return new HikariDataSource(config);
    }

    private static Report checked(Check check) throws Exception {
        try (var engine = Emrops.inMemory().build()) {
            var book = Runbook.define("pool", "Pool", rb -> rb.verify("pool", "The pool has room", check));
            return engine.start(book, RunRequest.by("m.meier")).await();
        }
    }

    @Test
    void a_pool_is_held_against_its_thresholds() throws Exception {
        try (var server = ScriptedSqlServer.start();
                var source = pool(server, 2, 5)) {
            var pool = HikariPool.of(source);
            var lent = new ArrayList<Connection>();
            for (var i = 0; i < 4; i++) {
                lent.add(source.getConnection());
            }

            assertThat(pool.state().active()).isEqualTo(4);
            assertThat(pool.state().percent()).isEqualTo(80.0);
            assertThat(pool.state().connectionTimeout()).isEqualTo(Duration.ofSeconds(20));
            assertThat(pool.target().name()).isEqualTo("EMRNext");
            assertThat(checked(Pools.usedAtMost(pool, 80)).succeeded()).isTrue();
            assertThat(checked(Pools.usedAtMost(pool, 79)).verdict())
                    .contains("EMRNext: 4 of 5 connections in use")
                    .contains("0 waiting, 80%");
            assertThat(checked(Pools.sized(pool, 2, 5)).succeeded()).isTrue();
            assertThat(checked(Pools.sized(pool, 5, 20)).verdict()).contains("EMRNext keeps 2 and makes at most 5");
            for (var connection : lent) {
                connection.close();
            }
        }
    }

    @Test
    void whoever_waits_for_a_connection_is_seen() throws Exception {
        try (var server = ScriptedSqlServer.start();
                var source = pool(server, 1, 1)) {
            var pool = HikariPool.of(source);
            var only = source.getConnection();
            var waiting = CompletableFuture.runAsync(() -> takeAndGiveBack(source), OwnThread.EACH);
            Awaitility.await()
                    .atMost(20, TimeUnit.SECONDS)
                    .until(() -> pool.state().waiting() == 1);

            assertThat(checked(Pools.usedAtMost(pool, 100)).verdict())
                    .contains("1 of 1 connections in use, 0 idle, 1 waiting, 100%");

            only.close();
            waiting.get(20, TimeUnit.SECONDS);
            assertThat(checked(Pools.usedAtMost(pool, 100)).succeeded()).isTrue();
        }
    }

    private static void takeAndGiveBack(HikariDataSource source) {
        try (var connection = source.getConnection()) {
            assertThat(connection.isClosed()).isFalse();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_pool_that_is_closed_lends_nothing() {
        try (var server = ScriptedSqlServer.start()) {
            var source = pool(server, 1, 3);
            source.close();

            assertThat(HikariPool.of(source).state()).hasToString("0 of 3 connections in use, 0 idle, 0 waiting");
        }
    }
}
