package io.emrops.sqlserver;

import io.emrops.Progress;
import io.emrops.Secret;
import io.emrops.maintenance.MaintenanceReport;
import io.emrops.maintenance.MaintenanceRequest;
import io.emrops.sqlserver.statement.Identifier;
import io.emrops.testkit.ManualTime;
import io.emrops.testkit.sqlserver.ScriptedSqlServer.Encryption;
import io.emrops.testkit.sqlserver.SimulatedSqlServer;
import io.emrops.testkit.sqlserver.instance.Edition;
import io.emrops.testkit.sqlserver.instance.Upkeep;
import io.emrops.testkit.sqlserver.script.Request;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A server with a database and tables in it: through the real driver, encrypted, at a time that a test moves. */
final class SimulatedMaintenance implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(60);

    private static final Pattern CHANGES = Pattern.compile("(ALTER INDEX|UPDATE STATISTICS) .*");

    final ManualTime time = ManualTime.at("2026-11-22T10:00:00Z");
    final SimulatedSqlServer server;
    final SqlServer sql;
    private final String database;

    SimulatedMaintenance() {
        this(16, Edition.DEVELOPER, "EMRNext");
    }

    SimulatedMaintenance(int version, Edition edition, String database) {
        this.database = database;
        server = SimulatedSqlServer.builder()
                .majorVersion(version)
                .edition(edition)
                .time(time)
                .encryption(Encryption.REQUIRED)
                .start();
        server.instance().createDatabase(database);
        sql = connect();
    }

    /** As another process does. */
    SqlServer connect() {
        return SqlServer.at(server.jdbcUrl())
                .user("sa", Secret.of(server.script().password().toCharArray()))
                .time(time)
                .build();
    }

    SqlServerMaintenance maintenance() {
        return sql.maintenance();
    }

    MaintenanceReport maintain(MaintenanceRequest.Builder request) throws InterruptedException {
        return maintenance().maintain(request.build(), Progress.none());
    }

    void run(String... statements) throws SQLException {
        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("USE " + Identifier.of(database));
            for (var each : statements) {
                statement.execute(each);
            }
        }
    }

    /** Each with a clustered index {@code PK_…} and another {@code IX_…}, and ten rows. */
    void tables(String... names) throws SQLException {
        var statements = new ArrayList<String>();
        for (var name : names) {
            var quoted = Identifier.of(name);
            statements.add("CREATE TABLE dbo." + quoted + " (Id int NOT NULL CONSTRAINT " + Identifier.of("PK_" + name)
                    + " PRIMARY KEY, Ward nvarchar(50) NOT NULL)");
            statements.add("CREATE INDEX " + Identifier.of("IX_" + name) + " ON dbo." + quoted + " (Ward)");
            statements.add("INSERT INTO dbo." + quoted + " VALUES "
                    + IntStream.range(0, 10)
                            .mapToObj(i -> "(" + i + ", N'Cardiology')")
                            .collect(Collectors.joining(", ")));
        }
        run(statements.toArray(String[]::new));
    }

    /** A rebuild that was begun and left by somebody else. */
    void pause(String table, String index, int percent) throws Exception {
        var hold = server.instance().hold("ALTER INDEX", percent);
        var rebuild = "ALTER INDEX " + Identifier.of(index) + " ON dbo." + Identifier.of(table)
                + " REBUILD WITH (ONLINE = ON, RESUMABLE = ON)";
        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("USE " + Identifier.of(database));
            var running = new FutureTask<>(() -> {
                try {
                    return statement.execute(rebuild);
                } catch (SQLException e) {
                    return false;
                }
            });
            new Thread(running).start();
            hold.awaitArrival(LIMIT);
            statement.cancel();
            running.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    Upkeep upkeep() {
        return server.instance().database(database).orElseThrow().upkeep();
    }

    Upkeep.IndexState index(String table, String index) {
        return upkeep().index("dbo", table, index);
    }

    /** What was asked for that changes something, in its order. */
    List<String> changes() {
        return server.script().statements().stream()
                .map(Request::text)
                .filter(text -> CHANGES.matcher(text).matches())
                .toList();
    }

    @Override
    public void close() {
        sql.close();
        server.close();
        time.close();
    }
}
