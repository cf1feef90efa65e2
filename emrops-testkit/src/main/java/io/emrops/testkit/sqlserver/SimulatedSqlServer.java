package io.emrops.testkit.sqlserver;

import io.emrops.testkit.sqlserver.instance.Edition;
import io.emrops.testkit.sqlserver.instance.Instance;
import java.time.Clock;
import javax.sql.DataSource;

/**
 * A SQL Server that keeps state: databases that are created, backed up, damaged and restored, by the statements of which administrators
 * make their scripts. What the real server would refuse, it refuses with the same number.
 *
 * <pre>{@code
 * try (var server = SimulatedSqlServer.start();
 *         var connection = server.dataSource().getConnection();
 *         var statement = connection.createStatement()) {
 *     statement.execute("CREATE DATABASE EMRNext");
 *     statement.execute("BACKUP DATABASE EMRNext TO DISK = 'C:\\Backup\\full.bak' WITH CHECKSUM");
 *
 *     server.instance().disk().refuse("C:\\Backup\\full.bak", 5);    // access denied
 * }
 * }</pre>
 *
 * <p>It keeps no rows, and answers no queries yet. Its rules come from the vendor's pages where they say anything, and no SQL Server has been
 * compared with it. {@link #script} overrules it, brings faults, and remembers what was asked.
 */
public final class SimulatedSqlServer implements AutoCloseable {
    private final Instance instance;
    private final Administration administration;
    private final ScriptedSqlServer script;

    private SimulatedSqlServer(Instance instance) {
        this.instance = instance;
        this.administration = new Administration(instance, this::kill);
        this.script = ScriptedSqlServer.builder()
                .name(instance.name())
                .majorVersion(instance.majorVersion())
                .backdrop(administration)
                .start();
    }

    /** Starts a SQL Server 2022 Developer without databases of users, by the clock of this machine, in UTC. */
    public static SimulatedSqlServer start() {
        return start(new Instance("SIMULATED", 16, Edition.DEVELOPER, Clock.systemUTC()));
    }

    /** Starts a server on this instance. */
    public static SimulatedSqlServer start(Instance instance) {
        return new SimulatedSqlServer(instance);
    }

    /** What the server is made of, for a test to look at and to damage. */
    public Instance instance() {
        return instance;
    }

    /** What is asked before the instance: its rules, its faults, its memory of what came. */
    public ScriptedSqlServer script() {
        return script;
    }

    /** As {@link ScriptedSqlServer#jdbcUrl()}. */
    public String jdbcUrl() {
        return script.jdbcUrl();
    }

    /** As {@link ScriptedSqlServer#dataSource()}. */
    public DataSource dataSource() {
        return script.dataSource();
    }

    /** As {@link ScriptedSqlServer#dataSource(String)}. */
    public DataSource dataSource(String properties) {
        return script.dataSource(properties);
    }

    /**
     * Creates a database, and connects to it.
     *
     * @return connections of the administrator to this database
     * @throws IllegalArgumentException if there is one of this name
     */
    public DataSource createDatabase(String databaseName) {
        instance.createDatabase(databaseName);
        return dataSource("databaseName={" + databaseName.replace("}", "}}") + "}");
    }

    private void kill(int spid) {
        script.kill(spid);
    }

    /** Ends all sessions and frees the port. A second call does nothing. */
    @Override
    public void close() {
        script.close();
        administration.close();
    }

    /** Where it listens. */
    @Override
    public String toString() {
        return script.toString();
    }
}
