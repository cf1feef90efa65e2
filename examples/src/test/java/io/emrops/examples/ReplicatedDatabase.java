package io.emrops.examples;

import io.emrops.Secret;
import io.emrops.sqlserver.SqlServer;
import io.emrops.sqlserver.SqlServerAvailabilityGroup;
import io.emrops.testkit.sqlserver.SimulatedSqlServer;
import io.emrops.testkit.sqlserver.instance.AvailabilityGroup;
import io.emrops.testkit.sqlserver.instance.ClusterType;
import io.emrops.testkit.sqlserver.instance.CommitMode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** A database in an availability group of two simulated servers, one in the network of each site, by the real driver. */
final class ReplicatedDatabase implements AutoCloseable {
    static final String DATABASE = "EMRNext";
    static final String A = "sql-a";
    static final String B = "sql-b";

    private static final Map<String, String> NETWORKS = Map.of(A, "127.0.1.", B, "127.0.2.");

    final SqlServerAvailabilityGroup group;

    private final SimulatedSqlServer a = start(A);
    private final SimulatedSqlServer b = start(B);
    private final AvailabilityGroup servers;
    private final List<SqlServer> connections = new ArrayList<>();

    ReplicatedDatabase(ClusterType type) throws SQLException {
        a.createDatabase(DATABASE);
        run(A, "CREATE TABLE dbo.Admissions (Id int NOT NULL PRIMARY KEY)");
        servers = AvailabilityGroup.named("ag1", type)
                .replica(a.instance(), CommitMode.SYNCHRONOUS_COMMIT)
                .replica(b.instance(), CommitMode.SYNCHRONOUS_COMMIT)
                .database(DATABASE)
                .create();
        group = SqlServerAvailabilityGroup.named(
                        "ag1", io.emrops.sqlserver.replication.ClusterType.valueOf(type.name()))
                .replica(A, connect(a))
                .replica(B, connect(b))
                .build();
    }

    private static SimulatedSqlServer start(String name) {
        return SimulatedSqlServer.builder()
                .name(name)
                .address(NETWORKS.get(name) + "5")
                .start();
    }

    private SqlServer connect(SimulatedSqlServer server) {
        var script = server.script();
        var sql = SqlServer.at(script.jdbcUrl())
                .user(script.user(), Secret.of(script.password().toCharArray()))
                .loginWithin(Duration.ofSeconds(1))
                .queriesWithin(Duration.ofSeconds(2))
                .build();
        connections.add(sql);
        return sql;
    }

    /** Connections from inside of the server's site. */
    private DataSource inside(String name) {
        return (name.equals(A) ? a : b)
                .dataSource("databaseName=" + DATABASE + ";loginTimeout=10;socketTimeout=10000;connectRetryCount=0"
                        + ";socketFactoryClass=" + SocketsOfASite.class.getName() + ";socketFactoryConstructorArg="
                        + NETWORKS.get(name) + "9");
    }

    /** As somebody does who is at the server's site. */
    void run(String name, String sql) throws SQLException {
        try (var connection = inside(name).getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** What an application at the server's site does. */
    void admit(String name, int id) throws SQLException {
        run(name, "INSERT INTO dbo.Admissions (Id) VALUES (" + id + ")");
    }

    /** What can be read at the server's site. */
    List<Integer> admitted(String name) throws SQLException {
        var all = new ArrayList<Integer>();
        try (var connection = inside(name).getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT Id FROM dbo.Admissions")) {
            while (rows.next()) {
                all.add(rows.getInt(1));
            }
        }
        return all;
    }

    /** Where a change is taken now, asked at each site. */
    List<String> takingChanges() {
        return List.of(A, B).stream().filter(this::takesChanges).toList();
    }

    boolean takesChanges(String name) {
        try {
            run(name, "DELETE FROM dbo.Admissions WHERE Id = -1");
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    void cut() {
        servers.cut(a.instance(), b.instance());
    }

    void heal() {
        servers.heal(a.instance(), b.instance());
    }

    @Override
    public void close() {
        connections.forEach(SqlServer::close);
        a.close();
        b.close();
    }
}
