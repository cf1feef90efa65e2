package io.emrops.sqlserver.restore;

import io.emrops.Progress;
import io.emrops.backup.Backup;
import io.emrops.recovery.Recovered;
import io.emrops.recovery.RecoveryPlan;
import io.emrops.recovery.RecoveryProvider;
import io.emrops.sqlserver.SqlServer;
import io.emrops.sqlserver.SqlServerRecovery;
import io.emrops.sqlserver.statement.Identifier;
import io.emrops.sqlserver.statement.TextLiteral;
import io.emrops.testkit.sqlserver.SimulatedSqlServer;
import io.emrops.testkit.sqlserver.instance.DatabaseState;
import io.emrops.testkit.sqlserver.instance.Edition;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.UserAccess;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** A server whose clock is moved by hand, with databases that have one table, in which each commit is a row. */
final class Hospital implements AutoCloseable {
    private final WallClock clock;
    private final SimulatedSqlServer server;
    private final List<SqlServer> opened = new ArrayList<>();
    private final Map<String, DataSource> databases = new HashMap<>();
    private int count;

    Hospital(Instant now, ZoneId zone) {
        this(now, zone, 16);
    }

    Hospital(Instant now, ZoneId zone, int version) {
        this(now, zone, version, Edition.DEVELOPER);
    }

    Hospital(Instant now, ZoneId zone, int version, Edition edition) {
        clock = new WallClock(now, zone);
        server = SimulatedSqlServer.builder()
                .clock(clock)
                .majorVersion(version)
                .edition(edition)
                .start();
    }

    static Hospital inUtc() {
        return new Hospital(Instant.parse("2026-03-02T08:00:00Z"), ZoneId.of("UTC"));
    }

    SimulatedSqlServer server() {
        return server;
    }

    SqlServerRecovery.Builder recovery() {
        return recovery(server.dataSource());
    }

    SqlServerRecovery.Builder recovery(DataSource source) {
        var sql = SqlServer.of(source);
        opened.add(sql);
        return sql.recovery().zone(clock.getZone()).tailsIn("C:\\Tails").attempts(5, Duration.ofMillis(50));
    }

    /** From the closing to the opening. */
    static Recovered recover(RecoveryProvider recovery, RecoveryPlan plan) throws InterruptedException {
        var secured = recovery.secure(plan, "CHG-4711/secure#1", Progress.none());
        recovery.restore(plan, secured, Progress.none());
        return recovery.open(plan, secured);
    }

    Instant now() {
        return clock.instant();
    }

    void pass(Duration time) {
        clock.now = clock.now.plus(time);
    }

    void pass(long seconds) {
        pass(Duration.ofSeconds(seconds));
    }

    /** A database with an empty table, and no connection in it. */
    String create(String name) throws SQLException {
        databases.put(name, server.createDatabase(name));
        run(databases.get(name), "CREATE TABLE Admissions (Id int IDENTITY PRIMARY KEY, What nvarchar(200) NOT NULL)");
        return name;
    }

    String create() throws SQLException {
        return create("EMRNext" + ++count);
    }

    /** A commit takes a second. */
    void commit(String database, String what) throws SQLException {
        pass(1);
        run(
                of(database),
                "INSERT INTO Admissions (What) VALUES (" + TextLiteral.of(what).quoted() + ")");
        pass(1);
    }

    List<String> committed(String database) throws SQLException {
        try (var connection = of(database).getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT What FROM Admissions ORDER BY Id")) {
            var found = new ArrayList<String>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }

    boolean isOpen(String database) {
        return server.instance()
                .database(database)
                .filter(there -> there.state() == DatabaseState.ONLINE && there.access() == UserAccess.MULTI_USER)
                .isPresent();
    }

    /** What a schedule makes; it takes two seconds before and after. */
    String backUp(String database, Backup.Kind kind) throws SQLException {
        var file = "C:\\Backup\\" + kind + "_" + ++count + ".bak";
        pass(2);
        run(
                server.dataSource(),
                "BACKUP " + (kind == Backup.Kind.LOG ? "LOG " : "DATABASE ")
                        + Identifier.of(database).quoted() + " TO DISK = '" + file + "' WITH CHECKSUM"
                        + (kind == Backup.Kind.DIFFERENTIAL ? ", DIFFERENTIAL" : ""));
        pass(2);
        return file;
    }

    /** The same, as the library lists it. */
    Backup made(String database, Backup.Kind kind) throws SQLException {
        backUp(database, kind);
        return newest(database);
    }

    Backup newest(String database) {
        var sql = SqlServer.of(server.dataSource());
        opened.add(sql);
        return sql.backups().to("C:\\Backup").build().list(database).get(0);
    }

    Instant moment() {
        pass(3);
        var moment = clock.instant();
        pass(3);
        return moment;
    }

    void run(DataSource source, String... statements) throws SQLException {
        try (var connection = source.getConnection();
                var statement = connection.createStatement()) {
            for (var each : statements) {
                statement.execute(each);
            }
        }
    }

    DataSource of(String database) {
        return databases.computeIfAbsent(
                database, name -> server.dataSource("databaseName={" + name.replace("}", "}}") + "}"));
    }

    /** Connections of somebody else. */
    DataSource as(String user, String password) {
        var real = server.dataSource();
        return (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> method.getName().equals("getConnection")
                        ? real.getConnection(user, password)
                        : method.invoke(real, arguments));
    }

    @Override
    public void close() {
        opened.forEach(SqlServer::close);
        server.close();
    }

    private static final class WallClock extends Clock {
        private final ZoneId zone;
        private volatile Instant now;

        WallClock(Instant now, ZoneId zone) {
            this.now = now;
            this.zone = zone;
        }

        @Override
        public ZoneId getZone() {
            return zone;
        }

        @Override
        public Clock withZone(ZoneId newZone) {
            return new WallClock(now, newZone);
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
