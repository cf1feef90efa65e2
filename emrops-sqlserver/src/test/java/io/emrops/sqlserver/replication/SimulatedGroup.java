package io.emrops.sqlserver.replication;

import io.emrops.sqlserver.SqlServer;
import io.emrops.sqlserver.SqlServerAvailabilityGroup;
import io.emrops.sqlserver.restore.CutSource;
import io.emrops.testkit.ManualTime;
import io.emrops.testkit.sqlserver.SimulatedSqlServer;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.instance.AvailabilityGroup;
import io.emrops.testkit.sqlserver.instance.CommitMode;
import io.emrops.testkit.sqlserver.instance.Instance;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Two servers with a database in a group, and a provider that reaches them through the real driver as long as they are there. */
final class SimulatedGroup implements AutoCloseable {
    static final String DATABASE = "EMRNext";
    static final String A = "SQL-A";
    static final String B = "SQL-B";

    final ManualTime time = ManualTime.at("2026-11-22T10:00:00Z");
    final SimulatedSqlServer a = start(A);
    final SimulatedSqlServer b = start(B);
    final Line toA = new Line(a.dataSource());
    final Line toB = new Line(b.dataSource());
    final AvailabilityGroup servers;
    final SqlServerAvailabilityGroup group;
    final CutSource processA = new CutSource(toA);
    final CutSource processB = new CutSource(toB);
    private final List<SqlServer> connections = new ArrayList<>();

    SimulatedGroup(ClusterType type) {
        this(type, type);
    }

    SimulatedGroup(ClusterType type, ClusterType told) {
        a.createDatabase(DATABASE);
        commitOn(a.instance());
        servers = AvailabilityGroup.named("ag1", io.emrops.testkit.sqlserver.instance.ClusterType.valueOf(type.name()))
                .replica(a.instance(), CommitMode.SYNCHRONOUS_COMMIT)
                .replica(b.instance(), CommitMode.SYNCHRONOUS_COMMIT)
                .database(DATABASE)
                .create();
        group = provider(told, processA, processB);
    }

    /** That of another process. */
    SqlServerAvailabilityGroup another(ClusterType type) {
        return provider(type, toA, toB);
    }

    private SqlServerAvailabilityGroup provider(ClusterType type, DataSource sourceA, DataSource sourceB) {
        var sqlA = SqlServer.of(sourceA);
        var sqlB = SqlServer.of(sourceB);
        connections.addAll(List.of(sqlA, sqlB));
        return SqlServerAvailabilityGroup.named("ag1", type)
                .replica(A, sqlA)
                .replica(B, sqlB)
                .build();
    }

    private SimulatedSqlServer start(String name) {
        return SimulatedSqlServer.builder().name(name).time(time).start();
    }

    SimulatedSqlServer server(String name) {
        return name.equals(A) ? a : b;
    }

    Line line(String name) {
        return name.equals(A) ? toA : toB;
    }

    /** On the only one that says it is primary. */
    void commit() {
        commitOn(server(servers.primaries().get(0)).instance());
    }

    private void commitOn(Instance instance) {
        try {
            instance.commit(DATABASE, "", false, List.of());
        } catch (Refusal e) {
            throw new AssertionError(e);
        }
    }

    /** Whether it takes a change of a user now. */
    boolean takesChanges(String name) {
        try {
            server(name).instance().commit(DATABASE, "", false, List.of());
            return true;
        } catch (Refusal e) {
            return false;
        }
    }

    void cut() {
        servers.cut(a.instance(), b.instance());
    }

    void heal() {
        servers.heal(a.instance(), b.instance());
    }

    void pass(Duration by) {
        time.advance(by);
    }

    /** As an administrator who stands before the server. */
    void run(String name, String sql) throws SQLException {
        try (var connection = server(name).dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        connections.forEach(SqlServer::close);
        a.close();
        b.close();
        time.close();
    }

    /** Leads to a server, until it does not. */
    static final class Line implements DataSource {
        private final DataSource real;
        volatile boolean cut;
        volatile boolean refuses;
        final List<Connection> made = new CopyOnWriteArrayList<>();

        Line(DataSource real) {
            this.real = real;
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (cut) {
                throw new SQLException("nobody is there", "08001");
            }
            if (refuses) {
                throw new SQLException("a text of the server", "S0001", 18456);
            }
            var connection = real.getConnection();
            made.add(connection);
            return connection;
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public PrintWriter getLogWriter() {
            return new PrintWriter(System.err);
        }

        @Override
        public void setLogWriter(PrintWriter out) {}

        @Override
        public void setLoginTimeout(int seconds) {}

        @Override
        public int getLoginTimeout() {
            return 0;
        }

        @Override
        public Logger getParentLogger() {
            return Logger.getGlobal();
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return false;
        }
    }
}
