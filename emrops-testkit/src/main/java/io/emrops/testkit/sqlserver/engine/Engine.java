package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.expression.EngineNames;
import io.emrops.testkit.sqlserver.function.EngineFunctions;
import io.emrops.testkit.sqlserver.function.ServerCollation;
import io.emrops.testkit.sqlserver.grammar.Message;
import io.emrops.testkit.sqlserver.grammar.Messages;
import io.emrops.testkit.sqlserver.instance.Database;
import io.emrops.testkit.sqlserver.instance.Instance;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.Participant;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.statement.AdminStatement;
import io.emrops.testkit.sqlserver.statement.AlterIndex;
import io.emrops.testkit.sqlserver.statement.CheckDb;
import io.emrops.testkit.sqlserver.statement.DbReindex;
import io.emrops.testkit.sqlserver.statement.ProcedureCall;
import io.emrops.testkit.sqlserver.statement.UpdateStatistics;
import io.emrops.testkit.sqlserver.view.Properties;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.h2.Driver;

/**
 * The rows and tables of an instance, in an H2 database that nobody else sees. H2 keeps rows, computes queries and locks; everything that
 * is SQL Server's is done around it.
 */
public final class Engine implements AutoCloseable {
    private static final String SETTINGS = ";MODE=MSSQLServer;DATABASE_TO_UPPER=FALSE;CASE_INSENSITIVE_IDENTIFIERS=TRUE"
            + ";DB_CLOSE_DELAY=-1;TRACE_LEVEL_FILE=0;TRACE_LEVEL_SYSTEM_OUT=0;LOCK_TIMEOUT=";

    /** What is rebuilt cannot be tried again by somebody else meanwhile. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Map<String, Integer> SYSTEM = Map.of("MASTER", 1, "TEMPDB", 2, "MODEL", 3, "MSDB", 4);

    private final Instance instance;
    private final String url;
    private final Connection keeper;
    private final Administrators administrators;
    private final Messages messages;
    private final SystemTables systemTables;
    private final EngineContents contents;
    private final Map<Integer, EngineSession> sessions = new ConcurrentHashMap<>();

    /** @throws IllegalStateException if H2 does not open its database */
    public Engine(Instance instance, Administrators administrators) {
        this.instance = instance;
        this.administrators = administrators;
        this.messages = Messages.of(instance.majorVersion());
        this.systemTables = new SystemTables(instance.majorVersion());
        this.url = "jdbc:h2:mem:" + UUID.randomUUID() + SETTINGS + EngineSession.SLICE.toMillis();
        try {
            keeper = connect();
            LiveSessions.inside(keeper).setLockTimeout((int) PATIENCE.toMillis());
            ServerCollation.install(LiveSessions.inside(keeper).getDatabase());
            Schemas.execute(keeper, "CREATE SCHEMA \"$\"");
            for (var function : EngineFunctions.definitions()) {
                Schemas.execute(keeper, function.statement());
            }
            for (var alias : EngineAliases.ALL) {
                Schemas.execute(keeper, alias);
            }
            Schemas.execute(keeper, "CREATE SEQUENCE " + EngineNames.ROW_VERSIONS);
            contents = new EngineContents(this, keeper);
            instance.contents(new CommittedContents(contents));
            instance.sessions().blockers(this::blockerOf);
        } catch (SQLException e) {
            throw new IllegalStateException("the engine does not start: H2 code " + e.getErrorCode());
        }
    }

    private Connection connect() throws SQLException {
        var connection = new Driver().connect(url, new java.util.Properties());
        if (connection == null) {
            throw new SQLException("H2 does not know its own address");
        }
        connection.setAutoCommit(false);
        return connection;
    }

    Instance instance() {
        return instance;
    }

    /** What it has of each database. */
    EngineContents contents() {
        return contents;
    }

    /** The session of this number, which begins if there is none. */
    EngineSession session(int spid) {
        return sessions.computeIfAbsent(spid, number -> {
            try {
                return new EngineSession(this, number, connect());
            } catch (SQLException e) {
                throw new IllegalStateException("the engine takes no session: H2 code " + e.getErrorCode());
            }
        });
    }

    /** What it answers to whichever request: its statements are read and run. */
    public Answer answer() {
        return new EngineAnswer(this);
    }

    /** What keeps the transaction of a session. */
    public Participant participant(int spid) {
        return new SessionParticipant(this, spid);
    }

    /** The session whose transaction another one waits for, as far as it can be known; empty if it does not wait. */
    public Optional<Integer> blockerOf(int spid) {
        return Optional.ofNullable(sessions.get(spid)).flatMap(EngineSession::blockedBy);
    }

    /** Ends a session, and undoes what it has not committed. */
    public void leave(int spid) {
        var session = sessions.remove(spid);
        if (session != null) {
            session.close();
        }
    }

    /** Whether a statement of administrators is about tables. */
    static boolean asksForTables(AdminStatement statement) {
        return statement instanceof CheckDb
                || statement instanceof AlterIndex
                || statement instanceof DbReindex
                || statement instanceof UpdateStatistics
                || statement instanceof ProcedureCall call
                        && call.procedure().name().equalsIgnoreCase("sp_updatestats");
    }

    /** Whether this session of the engine has changed something that others cannot see yet. */
    boolean hasUncommitted(int sessionOfEngine) throws SQLException {
        for (var session : sessions.values()) {
            var inside = LiveSessions.inside(session.connection());
            if (inside.getId() == sessionOfEngine) {
                return inside.hasPendingTransaction();
            }
        }
        return false;
    }

    /** Whose a session of H2 is. */
    Optional<Integer> spid(int sessionOfEngine) throws SQLException {
        for (var session : sessions.values()) {
            if (LiveSessions.inside(session.connection()).getId() == sessionOfEngine) {
                return Optional.of(session.spid());
            }
        }
        return Optional.empty();
    }

    Optional<SqlError> refusesToEnter(int spid, String database) {
        return SYSTEM.containsKey(database.toUpperCase(Locale.ROOT))
                ? Optional.empty()
                : instance.refusesToEnter(spid, database);
    }

    /** Why nothing can be changed in a database; empty if it can. */
    Optional<SqlError> refusesChanges(String database) {
        return instance.database(database)
                .filter(found -> found.readOnly() || found.isSecondary())
                .map(found -> message(3906, found.name()));
    }

    Administrators administrators() {
        return administrators;
    }

    Optional<Integer> databaseId(String database) {
        var id = SYSTEM.get(database.toUpperCase(Locale.ROOT));
        return id != null ? Optional.of(id) : instance.database(database).map(Database::id);
    }

    Optional<String> databaseName(int id) {
        for (var entry : SYSTEM.entrySet()) {
            if (entry.getValue() == id) {
                return Optional.of(entry.getKey().toLowerCase(Locale.ROOT));
            }
        }
        return instance.databases().stream()
                .filter(database -> database.id() == id)
                .findFirst()
                .map(Database::name);
    }

    SqlError message(int number, Object... values) {
        return messages.message(number).error(values);
    }

    /** An error of our own functions, which know SQL Server's number and text. */
    SqlError raisedByFunction(int number, String text) {
        var known = messages.all().stream()
                .filter(message -> message.number() == number)
                .findFirst();
        return SqlError.of(number, known.map(Message::severity).orElse(16), text);
    }

    SystemTables systemTables() {
        return systemTables;
    }

    /** {@code @@VERSION}. */
    String version() {
        return "Microsoft SQL Server - " + Properties.version(instance) + " (X64) \n\t"
                + instance.edition().words() + ", played by a test server";
    }

    /**
     * Ends all sessions, and forgets everything.
     *
     * @throws RuntimeException what the first session failed with that did not end well; the others and the engine have ended
     */
    @Override
    public void close() {
        RuntimeException failure = null;
        for (var spid : List.copyOf(sessions.keySet())) {
            try {
                leave(spid);
            } catch (RuntimeException e) {
                failure = failure == null ? e : failure;
            }
        }
        try {
            Schemas.execute(keeper, "SHUTDOWN IMMEDIATELY");
        } catch (SQLException e) {
            throw new IllegalStateException("the engine does not end: H2 code " + e.getErrorCode());
        }
        if (failure != null) {
            throw failure;
        }
    }
}
