package io.emrops.testkit.sqlserver;

import io.emrops.spi.TimeSource;
import io.emrops.testkit.sqlserver.instance.Edition;
import io.emrops.testkit.sqlserver.instance.Instance;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

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
 * <p>Operations take no time unless {@link Instance#operationsTake} says so; {@link Instance#hold} makes one stand still, for a test that cancels it, kills
 * its session or cuts its connection in the middle.
 *
 * <p>It keeps rows if {@code com.h2database:h2} is on the class path: tables are created, changed and asked in Transact-SQL, transactions
 * lock each other out, and a restore brings back the rows of its point in time. What it does not do it refuses by an error 50000 that says
 * so. Its rules come from the vendor's pages where they say anything, and no SQL Server has been
 * compared with it. {@link #script} overrules it, brings faults, and remembers what was asked.
 */
public final class SimulatedSqlServer implements AutoCloseable {
    private final Instance instance;
    private final Administration administration;
    private final ScriptedSqlServer script;
    private boolean closed;

    private SimulatedSqlServer(Instance instance, Builder settings) {
        this.instance = instance;
        this.administration = new Administration(instance, this::kill);
        var scripted = ScriptedSqlServer.builder()
                .name(instance.name())
                .address(settings.address)
                .majorVersion(instance.majorVersion())
                .encryption(settings.encryption)
                .backdrop(administration);
        var time = settings.time;
        this.script = (time == null ? scripted : scripted.time(time)).start();
    }

    /** Starts a SQL Server 2022 Developer without databases of users, by the clock of this machine, in UTC. */
    public static SimulatedSqlServer start() {
        return builder().start();
    }

    /** Starts a server on this instance. */
    public static SimulatedSqlServer start(Instance instance) {
        return new SimulatedSqlServer(instance, builder());
    }

    /** For a server of another version, edition or time. */
    public static Builder builder() {
        return new Builder();
    }

    /** What a server is started with. */
    public static final class Builder {
        private String name = "SIMULATED";
        private String address = "127.0.0.1";
        private int majorVersion = 16;
        private Edition edition = Edition.DEVELOPER;
        private Clock clock = Clock.systemUTC();
        private @Nullable TimeSource time;
        private ScriptedSqlServer.Encryption encryption = ScriptedSqlServer.Encryption.NONE;

        private Builder() {}

        /** What {@code @@SERVERNAME} and every message say; {@code SIMULATED} if nobody says otherwise. */
        public Builder name(String newName) {
            name = newName;
            return this;
        }

        /** As {@link ScriptedSqlServer.Builder#address}; 127.0.0.1, if nobody says otherwise. */
        public Builder address(String newAddress) {
            address = newAddress;
            return this;
        }

        /** 16 is SQL Server 2022, which it is if nobody says otherwise; 13 (2016) to 17 (2025). */
        public Builder majorVersion(int major) {
            majorVersion = major;
            return this;
        }

        /** Developer, if nobody says otherwise. */
        public Builder edition(Edition newEdition) {
            edition = newEdition;
            return this;
        }

        /** The server's clock, with the zone in which it stands; that of this machine, in UTC, if nobody says otherwise. */
        public Builder clock(Clock newClock) {
            clock = newClock;
            return this;
        }

        /**
         * The server lives by this time: it shows it, in UTC, and what takes time takes it from there, such as {@link Instance#operationsTake
         * operations} that are said to be long, {@code WAITFOR} and the timeout of {@code sp_getapplock}. A session that waits for a lock goes
         * on when it is free, without this time being moved; {@code SET LOCK_TIMEOUT} counts real time. It stays the caller's to close.
         */
        public Builder time(TimeSource newTime) {
            time = newTime;
            clock = new WallClock(newTime, ZoneOffset.UTC);
            return this;
        }

        /** As {@link ScriptedSqlServer.Builder#encryption}; none, if nobody says otherwise. */
        public Builder encryption(ScriptedSqlServer.Encryption newEncryption) {
            encryption = newEncryption;
            return this;
        }

        /**
         * Starts the server.
         *
         * @throws IllegalArgumentException for a version that is none of these, and for an address that is none of the loopback network
         */
        public SimulatedSqlServer start() {
            return new SimulatedSqlServer(new Instance(name, majorVersion, edition, clock), this);
        }
    }

    /**
     * Somebody else may log in, and nothing more unless {@link Instance#security} says so. The data sources of this server have
     * {@code getConnection(user, password)}.
     */
    public void login(String user, String password) {
        instance.security().login(user);
        script.login(user, password);
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

    /** The session whose transaction this one waits for, as far as it can be known; empty if it does not wait for any. */
    public Optional<Integer> blockerOf(int spid) {
        return administration.blockerOf(spid);
    }

    private void kill(int spid) {
        script.kill(spid);
    }

    /** Ends all sessions and frees the port. A second call does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            script.close();
        } finally {
            administration.close();
        }
    }

    /** Where it listens. */
    @Override
    public String toString() {
        return script.toString();
    }
}
