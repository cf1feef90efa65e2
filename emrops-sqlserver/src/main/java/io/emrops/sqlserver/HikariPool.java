package io.emrops.sqlserver;

import com.zaxxer.hikari.HikariDataSource;
import io.emrops.Target;
import io.emrops.diagnostics.ConnectionPool;
import io.emrops.diagnostics.PoolState;
import java.time.Duration;
import java.util.Objects;

/** A pool of HikariCP, the application's own. It is looked at and not changed. */
public final class HikariPool implements ConnectionPool {
    private final HikariDataSource pool;

    private HikariPool(HikariDataSource pool) {
        this.pool = Objects.requireNonNull(pool, "pool");
    }

    /** Of this data source, which stays the caller's. */
    public static HikariPool of(HikariDataSource pool) {
        return new HikariPool(pool);
    }

    @Override
    public Target target() {
        var name = pool.getPoolName() == null ? "HikariCP" : pool.getPoolName();
        return new Target("connection-pool", name, name);
    }

    /** All is 0 in use for a pool that nobody has asked for a connection yet, and for one that is closed. */
    @Override
    public PoolState state() {
        var now = pool.getHikariPoolMXBean();
        var running = now != null && !pool.isClosed();
        var maximum = Math.max(pool.getMaximumPoolSize(), 1);
        return new PoolState(
                running ? now.getActiveConnections() : 0,
                running ? now.getIdleConnections() : 0,
                running ? now.getThreadsAwaitingConnection() : 0,
                pool.getMinimumIdle() < 0 ? maximum : pool.getMinimumIdle(),
                maximum,
                Duration.ofMillis(pool.getConnectionTimeout()),
                Duration.ofMillis(pool.getIdleTimeout()),
                Duration.ofMillis(pool.getMaxLifetime()));
    }
}
