package io.emrops.sqlserver.replication;

import io.emrops.sqlserver.SqlServer;
import io.emrops.sqlserver.SqlServerLogShipping;
import io.emrops.sqlserver.replication.SimulatedGroup.Line;
import io.emrops.sqlserver.restore.CutSource;
import io.emrops.testkit.ManualTime;
import io.emrops.testkit.sqlserver.SimulatedSqlServer;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.instance.Commit;
import io.emrops.testkit.sqlserver.instance.LogShipping;
import io.emrops.testkit.sqlserver.instance.ServerFile;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** Two servers between which the log of a database is shipped, and a provider that reaches them through the real driver. */
final class SimulatedShipping implements AutoCloseable {
    static final String DATABASE = "EMRNext";
    static final String A = "SQL-A";
    static final String B = "SQL-B";

    final ManualTime time = ManualTime.at("2026-11-22T10:00:00Z");
    final SimulatedSqlServer a = start(A);
    final SimulatedSqlServer b = start(B);
    final Line toA = new Line(a.dataSource());
    final Line toB = new Line(b.dataSource());
    final CutSource processA = new CutSource(toA);
    final CutSource processB = new CutSource(toB);
    final LogShipping jobs;
    final SqlServerLogShipping shipping;
    private final List<SqlServer> connections = new ArrayList<>();

    SimulatedShipping() {
        this(false);
    }

    SimulatedShipping(boolean readable) {
        a.createDatabase(DATABASE);
        commit();
        jobs = readable
                ? LogShipping.readable(a.instance(), b.instance(), DATABASE)
                : LogShipping.of(a.instance(), b.instance(), DATABASE);
        commit();
        jobs.ship();
        shipping = provider(processA, processB);
    }

    private SimulatedSqlServer start(String name) {
        return SimulatedSqlServer.builder().name(name).time(time).start();
    }

    /** That of another process. */
    SqlServerLogShipping another() {
        return provider(toA, toB);
    }

    private SqlServerLogShipping provider(DataSource sourceA, DataSource sourceB) {
        var sqlA = SqlServer.of(sourceA);
        var sqlB = SqlServer.of(sourceB);
        connections.addAll(List.of(sqlA, sqlB));
        return SqlServerLogShipping.of(DATABASE, A, sqlA, B, sqlB);
    }

    SimulatedSqlServer server(String name) {
        return name.equals(A) ? a : b;
    }

    Line line(String name) {
        return name.equals(A) ? toA : toB;
    }

    /** On the primary. */
    void commit() {
        if (!takesChanges(A)) {
            throw new AssertionError("the primary takes no changes");
        }
    }

    /** Whether it takes a change of a user now; then it is made. */
    boolean takesChanges(String name) {
        try {
            server(name).instance().commit(DATABASE, "", false, List.of());
            return true;
        } catch (Refusal e) {
            return false;
        }
    }

    List<String> takingChanges() {
        return Stream.of(A, B).filter(this::takesChanges).toList();
    }

    List<Commit> history(String name) {
        return server(name).instance().database(DATABASE).orElseThrow().history();
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

    /** Log backups on the share, the oldest first. */
    List<String> backups() {
        return jobs.share().files().keySet().stream()
                .filter(path -> path.endsWith(".TRN"))
                .toList();
    }

    /** What reads it finds bad pages, on the share; what was copied is another file. */
    void damage(String path) {
        var file = (ServerFile.Backup) jobs.share().at(path).orElseThrow();
        jobs.share()
                .put(path, new ServerFile.Backup(file.media(), file.family(), ServerFile.Backup.Condition.BAD_PAGES));
    }

    @Override
    public void close() {
        connections.forEach(SqlServer::close);
        a.close();
        b.close();
        time.close();
    }
}
