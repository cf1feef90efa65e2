package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.catalog.Catalog;
import io.emrops.testkit.sqlserver.expression.EngineNames;
import io.emrops.testkit.sqlserver.function.EngineFunctions;
import io.emrops.testkit.sqlserver.function.ServerCollation;
import io.emrops.testkit.sqlserver.grammar.Message;
import io.emrops.testkit.sqlserver.grammar.Messages;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.instance.Commit;
import io.emrops.testkit.sqlserver.instance.CommitShare;
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
import io.emrops.testkit.sqlserver.translation.Databases.Temporary;
import io.emrops.testkit.sqlserver.view.Properties;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
    private final Map<Integer, Content> contents = new ConcurrentHashMap<>();
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
            instance.contents(new CommittedContents(this));
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

    /** What a database has, brought to where its history is. @throws Blocked if somebody is in it who has to leave first */
    Content content(String database, EngineSession session) throws SQLException {
        var content = known(database);
        var owned = content.lock().isOwnedBy(session);
        var others = content.lock().enter(session);
        if (!others.isEmpty()) {
            throw new Blocked(others);
        }
        var done = false;
        try {
            bringUpToDate(content, database, session);
            done = true;
        } finally {
            if (!done) {
                content.lock().leave(session, owned);
            }
        }
        return content;
    }

    /**
     * Brings what the session can go into to where its history is, so that administrators whose statement is about tables see those that there are; a database that
     * somebody else is about to change stays as it is.
     */
    void bringUpToDate(EngineSession session, AdminStatement statement) {
        if (!(statement instanceof CheckDb
                || statement instanceof AlterIndex
                || statement instanceof DbReindex
                || statement instanceof UpdateStatistics
                || statement instanceof ProcedureCall)) {
            return;
        }
        for (var database : instance.databases()) {
            if (refusesToEnter(session.spid(), database.name()).isEmpty()) {
                bringUpToDate(session, database);
            }
        }
    }

    private void bringUpToDate(EngineSession session, Database database) {
        try {
            var content = content(database.name(), session);
            content.lock().leave(session, true);
        } catch (Blocked e) {
            // What it has is what was committed last, or nobody has asked for it yet.
            return;
        } catch (SQLException e) {
            throw new EngineFailure(e);
        }
    }

    /** The one of this number, which has been asked for before. */
    Content content(int id) {
        return Objects.requireNonNull(contents.get(id), "content");
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

    /** What was committed of a database, as far as anybody has looked at it. */
    Catalog committedCatalog(String database) {
        return databaseId(database).map(contents::get).map(Content::catalog).orElse(Catalog.empty());
    }

    /** The same of a database that its instance names. */
    Catalog committedCatalog(Database database) {
        var content = contents.get(database.id());
        return content == null ? Catalog.empty() : content.catalog();
    }

    /** The sessions that have changed a database, and not committed that. */
    List<Integer> writers(Database database) {
        var content = contents.get(database.id());
        return content == null
                ? List.of()
                : content.lock().writers().stream().map(EngineSession::spid).toList();
    }

    /**
     * How many rows of a table are committed; 0 if that cannot be told now.
     *
     * @param table in the engine's words
     */
    long rowCount(String table) {
        synchronized (keeper) {
            try (var statement = keeper.createStatement();
                    var rows = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
                rows.next();
                var count = rows.getLong(1);
                keeper.commit();
                return count;
            } catch (SQLException e) {
                return 0;
            }
        }
    }

    /** What a sequence or the numbering of a table gives next, as it was committed; empty if it has never moved. */
    Optional<Long> position(int databaseId, String schema, String object, String column) {
        return Optional.ofNullable(contents.get(databaseId))
                .flatMap(content -> content.position(schema, object, column));
    }

    /** What is committed of temporary tables of a session. */
    TemporaryRows committedRows(Connection of, List<Temporary> tables) throws SQLException {
        synchronized (keeper) {
            var rows = TemporaryRows.of(of, keeper, tables);
            keeper.commit();
            return rows;
        }
    }

    Optional<SqlError> refusesToEnter(int spid, String database) {
        return SYSTEM.containsKey(database.toUpperCase(Locale.ROOT))
                ? Optional.empty()
                : instance.refusesToEnter(spid, database);
    }

    /** Why nothing can be changed in a database; empty if it can. */
    Optional<SqlError> refusesChanges(String database) {
        return instance.database(database).filter(Database::readOnly).map(found -> message(3906, found.name()));
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

    private Content known(String database) throws SQLException {
        var id = SYSTEM.get(database.toUpperCase(Locale.ROOT));
        if (id == null) {
            id = instance.database(database).orElseThrow().id();
        }
        var known = contents.get(id);
        if (known != null) {
            return known;
        }
        forgetDropped();
        return contents.computeIfAbsent(id, Content::new);
    }

    private void bringUpToDate(Content content, String database, EngineSession session) throws SQLException {
        synchronized (content) {
            var isNew = content.broken() || content.applied() == 0 && !Schemas.exist(keeper, content.id());
            var more = content.ofSystem()
                    ? List.<Commit>of()
                    : instance.historyAfter(database, content.applied(), content.last())
                            .orElse(null);
            if (!isNew && more != null && more.isEmpty()) {
                return;
            }
            if (content.lock().writers().contains(session)) {
                if (content.broken()) {
                    // Nobody can build it anew as long as this transaction is there.
                    throw new Blocked(Set.of(session));
                }
                // Its transaction is built on what there was; its commit is refused.
                return;
            }
            var others = content.lock().own(session, true);
            if (!others.isEmpty()) {
                throw new Blocked(others);
            }
            if (isNew || more == null) {
                rebuild(content, database);
            } else {
                synchronized (keeper) {
                    content.catchUp(keeper, more);
                }
            }
            content.lock().leave(session, false);
            content.lock().enter(session);
        }
    }

    /** Nobody comes into a database that was dropped; it is forgotten when the last has left it. */
    private void forgetDropped() throws SQLException {
        var there = instance.databases().stream().map(Database::id).toList();
        for (var content : contents.values()) {
            if (!content.ofSystem()
                    && !there.contains(content.id())
                    && content.lock().isFree()) {
                synchronized (keeper) {
                    Schemas.drop(keeper, content.id());
                    keeper.commit();
                }
                contents.remove(content.id());
            }
        }
    }

    /** Does again what was committed; what was not is gone. */
    void rebuild(Content content, String database) {
        synchronized (content) {
            var history = content.ofSystem()
                    ? List.<Commit>of()
                    : instance.historyAfter(database, 0, null).orElse(List.of());
            synchronized (keeper) {
                content.rebuild(keeper, history);
            }
        }
    }

    /** The name of a database; empty if it is gone. */
    String name(Content content) {
        return databaseName(content.id()).orElse("");
    }

    /**
     * Tells the instance of a transaction, of all its databases at once.
     *
     * @throws Refusal if one of them does not take it; nothing is done then
     */
    void commit(EngineSession session, Work work, String mark, boolean bulk) throws SQLException, Refusal {
        var changes = work.byContent();
        var ordered = changes.keySet().stream()
                .sorted(Comparator.comparingInt(Content::id))
                .toList();
        if (!ordered.isEmpty()) {
            commit(session, ordered, changes, mark, bulk, 0);
        }
        session.connection().commit();
    }

    /** With the contents before this position locked. */
    private void commit(
            EngineSession session,
            List<Content> ordered,
            Map<Content, List<Commit.Redo>> changes,
            String mark,
            boolean bulk,
            int position)
            throws SQLException, Refusal {
        if (position < ordered.size()) {
            synchronized (ordered.get(position)) {
                commit(session, ordered, changes, mark, bulk, position + 1);
            }
            return;
        }
        var redos = new LinkedHashMap<Content, List<Commit.Redo>>();
        var shares = new ArrayList<CommitShare>();
        for (var content : ordered) {
            var redo = content.withPositions(
                    Objects.requireNonNull(changes.get(content), "changes"), session.connection());
            redos.put(content, redo);
            if (!content.ofSystem()) {
                shares.add(new CommitShare(name(content), content.applied(), content.last(), redo));
            }
        }
        var commits = instance.commit(session.spid(), shares, mark, bulk).iterator();
        redos.forEach((content, redo) -> content.committed(content.ofSystem() ? null : commits.next(), redo));
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
