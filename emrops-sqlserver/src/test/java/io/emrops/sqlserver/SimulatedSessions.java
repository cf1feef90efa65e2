package io.emrops.sqlserver;

import io.emrops.Progress;
import io.emrops.Secret;
import io.emrops.diagnostics.EndedSessions;
import io.emrops.diagnostics.EndedSessions.Ended;
import io.emrops.diagnostics.EndedSessions.Fate;
import io.emrops.diagnostics.IdleSession;
import io.emrops.diagnostics.IdleSessionRequest;
import io.emrops.diagnostics.IdleSessions;
import io.emrops.testkit.ManualTime;
import io.emrops.testkit.sqlserver.ScriptedSqlServer.Encryption;
import io.emrops.testkit.sqlserver.SimulatedSqlServer;
import io.emrops.testkit.sqlserver.instance.Edition;
import io.emrops.testkit.sqlserver.instance.Sessions.Login;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.RequestPattern;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A server with clients of its own: through the real driver, encrypted, at a time that a test moves. */
public final class SimulatedSessions implements AutoCloseable {
    public static final String DATABASE = "EMRNext";
    static final RequestPattern KILL = RequestPattern.containing("KILL");

    public final ManualTime time;
    public final SimulatedSqlServer server;
    public final SqlServer sql;
    private final List<Connection> clients = new ArrayList<>();

    private SimulatedSessions(int version, Edition edition, String user) {
        this(version, edition, user, ManualTime.at("2026-11-22T10:00:00Z"), ZoneOffset.UTC);
    }

    private SimulatedSessions(int version, Edition edition, String user, ManualTime time, ZoneId zone) {
        this.time = time;
        server = SimulatedSqlServer.builder()
                .majorVersion(version)
                .edition(edition)
                .time(time)
                .clock(clock(time, zone))
                .encryption(Encryption.REQUIRED)
                .start();
        server.instance().createDatabase(DATABASE);
        if (!user.equals("sa")) {
            server.login(user, server.script().password());
        }
        sql = SqlServer.at(server.jdbcUrl())
                .user(user, Secret.of(server.script().password().toCharArray()))
                .applicationName("tests")
                .time(time)
                .build();
    }

    public static SimulatedSessions start() {
        return new SimulatedSessions(16, Edition.DEVELOPER, "sa");
    }

    public static SimulatedSessions start(int version, Edition edition) {
        return new SimulatedSessions(version, edition, "sa");
    }

    public static SimulatedSessions startAs(int version, String user) {
        return new SimulatedSessions(version, Edition.DEVELOPER, user);
    }

    static SimulatedSessions startIn(String wallClock, ZoneId zone) {
        return new SimulatedSessions(16, Edition.DEVELOPER, "sa", ManualTime.at(wallClock), zone);
    }

    private static Clock clock(ManualTime time, ZoneId zone) {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return zone;
            }

            @Override
            public Clock withZone(ZoneId other) {
                return clock(time, other);
            }

            @Override
            public Instant instant() {
                return time.wallClock();
            }
        };
    }

    public SqlServerDiagnostics look() {
        return sql.diagnostics();
    }

    /** A client of this name that has asked something. */
    public Connection client(String program) throws SQLException {
        return client(program, DATABASE);
    }

    public Connection client(String program, String database) throws SQLException {
        var connection = server.dataSource("databaseName=" + database + ";applicationName={" + program + "}")
                .getConnection();
        clients.add(connection);
        run(connection, "SELECT COUNT(*) FROM sys.tables");
        return connection;
    }

    public static void run(Connection connection, String... statements) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (var each : statements) {
                statement.execute(each);
            }
        }
    }

    void run(String statement) throws SQLException {
        try (var connection = server.dataSource().getConnection()) {
            run(connection, statement);
        }
    }

    public static int spid(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT @@SPID")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    /** Whether a client still has its session. */
    public static boolean isAlive(Connection client) throws SQLException {
        return client.isValid(20);
    }

    /** Another session has this number from now on. */
    void reuse(int spid, String program) {
        server.instance().sessions().loggedIn(spid, new Login("sa", "elsewhere", program, "driver", true, 8000));
        server.instance().sessions().ended(spid, 0, "READ COMMITTED");
    }

    static IdleSessionRequest.Builder web() {
        return IdleSessionRequest.idleFor(Duration.ofHours(1)).program("Web");
    }

    public IdleSessions idle(IdleSessionRequest request) {
        return look().idleSessions(request);
    }

    EndedSessions end(IdleSessionRequest request, IdleSessions found) throws InterruptedException {
        return look().endIdleSessions(request, found, Progress.none());
    }

    static List<Fate> fates(EndedSessions ended) {
        return ended.sessions().stream().map(Ended::fate).toList();
    }

    static List<Integer> ids(IdleSessions found) {
        return found.sessions().stream().map(IdleSession::id).toList();
    }

    /** Something happens between the last look and the batch with the KILL, in which nobody else could look. */
    void beforeNextKill(ThrowingRunnable happening) {
        server.script()
                .when(KILL)
                .answer((request, reply) -> {
                    happening.run();
                    Answer.rows("fate nvarchar(10)").row(said(request.text())).give(request, reply);
                })
                .times(1);
    }

    private String said(String batch) throws SQLException {
        try (var connection = server.dataSource("applicationName=emrops-again").getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(batch)) {
            rows.next();
            return rows.getString("fate");
        }
    }

    /** What a test lets happen. */
    interface ThrowingRunnable {
        void run() throws Exception;
    }

    /** The numbers of the sessions that the server was told to end. */
    List<Integer> killed() {
        return server.script().statements(KILL).stream()
                .filter(request -> request.session().application().equals("emrops-tests"))
                .map(request -> Integer.parseInt(request.text().replaceAll("(?s).*KILL (\\d+).*", "$1")))
                .toList();
    }

    @Override
    public void close() throws SQLException {
        for (var client : clients) {
            client.abort(Runnable::run);
        }
        sql.close();
        server.close();
        time.close();
    }
}
