package io.emrops.sqlserver;

import io.emrops.Secret;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.audit.AuditTable;
import io.emrops.audit.LegalHold;
import io.emrops.audit.RetentionPolicy;
import io.emrops.audit.UserTable;
import io.emrops.database.Database;
import io.emrops.spi.TimeSource;
import io.emrops.sqlserver.audit.PurgeSettings;
import io.emrops.sqlserver.server.Permissions;
import io.emrops.sqlserver.server.ServerFacts;
import io.emrops.sqlserver.session.ServerIdentity;
import io.emrops.sqlserver.session.ServerMessage;
import io.emrops.sqlserver.session.Sessions;
import io.emrops.sqlserver.statement.Identifier;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * One instance of SQL Server.
 *
 * <pre>{@code
 * try (var sql = SqlServer.at("jdbc:sqlserver://sql01:1433;encrypt=true;trustStore=…")
 *         .user("emrops", secret)
 *         .build()) {
 *     sql.missingPermissions();                              // empty
 *     sql.facts().edition();                                 // Standard Edition (64-bit)
 *     Databases.answersWithin(sql.database("EMRNext"), Duration.ofSeconds(2));
 * }
 * }</pre>
 *
 * <p>Connects when it is first asked. A login that the server refuses is not tried again. Safe for use by several threads.
 */
public final class SqlServer implements AutoCloseable {
    private static final Duration READING = Duration.ofMinutes(10);

    private final Sessions sessions;
    private @Nullable ServerFacts facts;

    private SqlServer(Sessions sessions) {
        this.sessions = sessions;
    }

    /** By a URL of mssql-jdbc, without user and password; as in {@link Sessions#at}. */
    public static Builder at(String jdbcUrl) {
        return new Builder(Sessions.at(jdbcUrl));
    }

    /** By a source of physical connections, with its own user; as in {@link Sessions#of}. */
    public static SqlServer of(DataSource source) {
        return new SqlServer(Sessions.of(source).build());
    }

    /** What a server is reached by. */
    public static final class Builder {
        private final Sessions.Builder settings;

        private Builder(Sessions.Builder settings) {
            this.settings = settings;
        }

        /** Who logs in. */
        public Builder user(String name, Secret password) {
            settings.user(name, password);
            return this;
        }

        /** What the server sees as the program's name, behind {@code emrops-}. */
        public Builder applicationName(String suffix) {
            settings.applicationName(suffix);
            return this;
        }

        /** How long a login may take; 15 seconds if nobody says otherwise. */
        public Builder loginWithin(Duration atMost) {
            settings.loginWithin(atMost);
            return this;
        }

        /** How long a short query may take; 30 seconds if nobody says otherwise. */
        public Builder queriesWithin(Duration atMost) {
            settings.queriesWithin(atMost);
            return this;
        }

        /** Long statements live by this time. It stays the caller's to close. */
        public Builder time(TimeSource time) {
            settings.time(time);
            return this;
        }

        /** Takes the raw texts of the server, which can quote rows; as in {@link Sessions.Builder#debugTo}. */
        public Builder debugTo(Consumer<ServerMessage> sink) {
            settings.debugTo(sink);
            return this;
        }

        /**
         * Connects to nothing yet.
         *
         * @throws IllegalArgumentException without a user, and for a URL with secrets or silent retries in it
         */
        public SqlServer build() {
            return new SqlServer(settings.build());
        }
    }

    /**
     * What the server says of itself; asked once, and again when something begins and the URL leads to another server by then.
     *
     * @throws io.emrops.TargetUnavailableException if it does not answer
     * @throws io.emrops.PreconditionFailedException if it refuses the login
     */
    public synchronized ServerFacts facts() {
        if (facts == null) {
            facts = ServerFacts.read(sessions.queries());
        }
        return facts;
    }

    /** Of the server that the URL leads to now, over a new connection: for what takes its time, and changes something. */
    ServerFacts factsNow() {
        return factsOf(sessions.freshIdentity());
    }

    /** Of the server that a connection of the pool leads to. If there is none, of the one that there was last. */
    ServerFacts knownFacts() {
        ServerIdentity identity;
        try {
            identity = sessions.identity();
        } catch (TargetUnavailableException e) {
            var known = lastFacts();
            if (known == null) {
                throw e;
            }
            return known;
        }
        return factsOf(identity);
    }

    private synchronized @Nullable ServerFacts lastFacts() {
        return facts;
    }

    private synchronized ServerFacts factsOf(ServerIdentity identity) {
        var known = facts;
        if (known == null || !known.identity().equals(identity)) {
            known = ServerFacts.read(sessions.queries().on(identity));
            facts = known;
        }
        return known;
    }

    /** The same, asked anew, such as after an upgrade or a failover. */
    public synchronized ServerFacts refreshedFacts() {
        facts = null;
        return facts();
    }

    /** Which server, by what it says of itself; another one after a failover. */
    public Target target() {
        return knownFacts().target();
    }

    /** What the login may not do on the server, of what backups and restores need; empty if nothing is missing. */
    public List<String> missingPermissions() {
        return permissions().missing();
    }

    /** The same for one database. */
    public List<String> missingPermissions(String database) {
        return permissions().missingFor(database);
    }

    private synchronized @Nullable Target knownTarget(String database) {
        return facts == null ? null : facts.target(database);
    }

    private Permissions permissions() {
        return new Permissions(sessions.queries());
    }

    /**
     * One of its databases.
     *
     * @throws IllegalArgumentException if this can be no name
     */
    public Database database(String name) {
        Identifier.of(name);
        return new Answering(this, name);
    }

    /** Begins the recovery of databases to a moment. */
    public SqlServerRecovery.Builder recovery() {
        return new SqlServerRecovery.Builder(this);
    }

    /** Backups of its databases: {@code sql.backups().to("D:\\Backup").build()}. */
    public SqlServerBackups.Destination backups() {
        return new SqlServerBackups.Destination(this);
    }

    /** Maintenance of its databases. */
    public SqlServerMaintenance maintenance() {
        return new SqlServerMaintenance(this);
    }

    /**
     * What the backups of one of its databases have been good for.
     *
     * @throws IllegalArgumentException if this can be no name
     */
    public BackupSchedule schedule(String database) {
        return new BackupSchedule(this, database);
    }

    /** What is wrong with it: connections, blocking, slow queries, space. */
    public SqlServerDiagnostics diagnostics() {
        return new SqlServerDiagnostics(this);
    }

    /** First administrators of its databases. */
    public SqlServerAdmin admin() {
        return new SqlServerAdmin(this);
    }

    /**
     * The audit table of an application; asks nothing yet.
     *
     * @throws IllegalArgumentException if this can be no name
     */
    public SqlServerAuditLog auditLog(String database, AuditTable table) {
        return new SqlServerAuditLog(this, Identifier.of(database).name(), table, READING);
    }

    /**
     * The user accounts of an application; asks nothing yet.
     *
     * @throws IllegalArgumentException if this can be no name
     */
    public SqlServerAccounts accounts(String database, UserTable table) {
        return new SqlServerAccounts(this, Identifier.of(database).name(), table, READING);
    }

    /**
     * The retention of an audit table; asks nothing yet.
     *
     * @param policy how long rows are kept
     * @param hold where it is written which rows must not be deleted; there is no way to leave it out
     * @throws IllegalArgumentException if this can be no name
     */
    public SqlServerAuditRetention auditRetention(
            String database, AuditTable table, RetentionPolicy policy, LegalHold hold) {
        return new SqlServerAuditRetention(
                this, Identifier.of(database).name(), table, PurgeSettings.of(policy, hold), READING);
    }

    /** The connections, for providers. */
    public Sessions sessions() {
        return sessions;
    }

    /** Closes all connections. A second call does nothing. */
    @Override
    public void close() {
        sessions.close();
    }

    private static final class Answering implements Database {
        private final SqlServer server;
        private final String name;

        Answering(SqlServer server, String name) {
            this.server = server;
            this.name = Objects.requireNonNull(name, "name");
        }

        @Override
        public Target target() {
            return server.knownFacts().target(name);
        }

        @Override
        public Duration ping() {
            return server.sessions.ping(name, server.knownTarget(name));
        }
    }
}
