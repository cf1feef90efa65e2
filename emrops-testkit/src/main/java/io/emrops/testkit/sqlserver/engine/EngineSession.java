package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.catalog.Catalog;
import io.emrops.testkit.sqlserver.expression.Known;
import io.emrops.testkit.sqlserver.instance.Caller;
import io.emrops.testkit.sqlserver.instance.Refusal;
import io.emrops.testkit.sqlserver.script.SessionState;
import io.emrops.testkit.sqlserver.translation.Databases.Temporary;
import io.emrops.testkit.sqlserver.translation.EngineStatement;
import io.emrops.testkit.sqlserver.translation.SchemaPlan;
import io.emrops.testkit.sqlserver.view.Viewer;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.h2.engine.Constants;
import org.h2.value.Value;
import org.h2.value.ValueNull;
import org.jspecify.annotations.Nullable;

/**
 * A session in the engine: its transaction, and what it has done in it. Changes of tables end a transaction of the engine; so that they can
 * be taken back, what was committed before is done again, and then what the transaction had done up to that point.
 */
final class EngineSession {
    /** For so long the engine waits for a lock before somebody asks whether it is still worth it: it cannot be interrupted. */
    static final Duration SLICE = Duration.ofMillis(200);

    private static final String READ_COMMITTED = "READ COMMITTED";
    private static final EngineStatement NOTHING = new EngineStatement("SELECT 1", List.of());

    private final Engine engine;
    private final int spid;
    private final Connection connection;
    private final Work work = new Work();
    private final Map<String, Point> savepoints = new HashMap<>();
    private final Set<Content> entered = new HashSet<>();
    private final Set<Content> touched = new HashSet<>();
    private volatile Set<EngineSession> waitingFor = Set.of();
    private final Settings settings = new Settings();
    private final Temporaries temporaries = new Temporaries();
    private String isolation = READ_COMMITTED;
    private String appliedIsolation = READ_COMMITTED;
    private int target;
    private @Nullable Conversation conversation;
    private boolean inTransaction;
    private boolean silent;
    private Map<String, Temporary> beginning = Map.of();
    private String nextMark = "";
    private String mark = "";
    private boolean bulk;
    private @Nullable BigDecimal generatedKey;
    private Point statement = new Point(0, null, Map.of());

    /** @param inside null if the engine has forgotten it */
    private record Point(int mark, @Nullable Savepoint inside, Map<String, Temporary> temporaries) {}

    EngineSession(Engine engine, int spid, Connection connection) throws SQLException {
        this.engine = engine;
        this.spid = spid;
        this.connection = connection;
        LiveSessions.add(connection, this);
    }

    int spid() {
        return spid;
    }

    Engine engine() {
        return engine;
    }

    Settings settings() {
        return settings;
    }

    Temporaries temporaries() {
        return temporaries;
    }

    /** As in {@code READ COMMITTED}. */
    String isolation() {
        return isolation;
    }

    /** From the next transaction on: the engine would end the one that is open. */
    void isolation(String level) throws SQLException {
        isolation = level;
        if (!inTransaction) {
            applyIsolation();
        }
    }

    private void applyIsolation() throws SQLException {
        if (!isolation.equals(appliedIsolation)) {
            connection.setTransactionIsolation(
                    switch (isolation) {
                        case "READ UNCOMMITTED" -> Connection.TRANSACTION_READ_UNCOMMITTED;
                        case "REPEATABLE READ" -> Connection.TRANSACTION_REPEATABLE_READ;
                        case "SERIALIZABLE" -> Connection.TRANSACTION_SERIALIZABLE;
                        case "SNAPSHOT" -> Constants.TRANSACTION_SNAPSHOT;
                        default -> Connection.TRANSACTION_READ_COMMITTED;
                    });
            appliedIsolation = isolation;
        }
    }

    /** The databases of the statement that runs. */
    Set<Content> entered() {
        return entered;
    }

    /** The table that the statement writes; 0 if none is known. */
    int target() {
        return target;
    }

    void target(int objectId) {
        target = objectId;
    }

    /** The next transaction of the session is marked in the log; empty if it is not. */
    void nextMark(String name) {
        nextMark = name;
    }

    boolean hasSavepoint(String name) {
        return savepoints.containsKey(name.toUpperCase(Locale.ROOT));
    }

    /** Who asks, for views. */
    Caller caller(SessionState state) {
        return new Caller(spid, state.user(), state.database(), inTransaction);
    }

    /** Who looks at the views of the system in a database. */
    Viewer viewer(String database) throws SQLException {
        var asked = Objects.requireNonNull(conversation, "conversation");
        var viewer = Viewer.of(engine.instance(), caller(asked.state()), new SessionTables(this, database));
        return viewer.in(database);
    }

    /** What a function of the server says, asked for a row. */
    @Nullable
    Object fact(String function, List<@Nullable Object> arguments) {
        var asked = Objects.requireNonNull(conversation, "conversation");
        return new ObjectFacts(this)
                .function(function, arguments, asked.state().database())
                .map(Known::value)
                .orElse(null);
    }

    /** @param millis -1 for ever; whoever waits longer than a slice tries again */
    void lockTimeout(int millis) throws SQLException {
        var slice = (int) SLICE.toMillis();
        LiveSessions.inside(connection).setLockTimeout(millis < 0 ? slice : Math.max(1, Math.min(slice, millis)));
    }

    Connection connection() {
        return connection;
    }

    boolean inTransaction() {
        return inTransaction;
    }

    /** What a database has for this session. @throws Blocked if it has to wait */
    Content enter(String database) throws SQLException {
        var content = engine.content(database, this);
        entered.add(content);
        return content;
    }

    /** The tables that the session sees: its own changes are among them. */
    Catalog catalog(Content content) {
        return work.catalog(content).orElseGet(content::catalog);
    }

    void rowChanged(String engineSchema, String table, @Nullable List<Value> before, @Nullable List<Value> after) {
        if (silent) {
            return;
        }
        var point = engineSchema.indexOf('.');
        var content = engine.content(Integer.parseInt(engineSchema.substring(0, point)));
        content.lock().wrote(this);
        touched.add(content);
        work.add(content, new RowChanged(engineSchema.substring(point + 1), table, before, after));
    }

    /** A statement begins. What it does is done as a whole, or not at all. */
    void beginStatement(@Nullable Conversation asked) throws SQLException {
        conversation = asked;
        target = 0;
        statement = new Point(work.mark(), inTransaction ? connection.setSavepoint() : null, temporaries.all());
    }

    /** It is done; without a transaction it is committed. @throws Refusal if a database takes no changes; nothing is done then */
    void endStatement() throws SQLException, Refusal {
        try {
            if (!inTransaction) {
                commitWork();
                bulk = false;
                dropTemporaries();
                applyIsolation();
            } else if (statement.inside != null && !work.changedSchemaSince(statement.mark)) {
                connection.releaseSavepoint(statement.inside);
            }
        } finally {
            leaveAll();
        }
    }

    /** It has failed. */
    void undoStatement() throws SQLException {
        try {
            if (inTransaction) {
                undoTo(statement);
            } else {
                undoTo(statement);
            }
        } finally {
            leaveAll();
        }
    }

    /** The engine has chosen the transaction as the victim of a deadlock, and undone it. */
    void lost() throws SQLException {
        undoAll();
        leaveAll();
    }

    private void leaveAll() {
        for (var content : entered) {
            if (inTransaction) {
                content.lock().leave(this, work.changedSchemaSince(0));
            } else {
                content.lock().end(this);
            }
        }
        entered.clear();
    }

    PreparedStatement prepare(EngineStatement text) throws SQLException {
        var prepared = connection.prepareStatement(text.text());
        var values = text.values();
        for (var i = 0; i < values.size(); i++) {
            prepared.setObject(i + 1, values.get(i));
        }
        return prepared;
    }

    /** Changes rows. */
    long change(EngineStatement text) throws SQLException {
        try (var prepared = prepare(text)) {
            return prepared.executeLargeUpdate();
        }
    }

    /** A statement that counts nothing and ends no transaction. */
    void execute(EngineStatement text) throws SQLException {
        try (var prepared = prepare(text)) {
            prepared.execute();
        }
    }

    /** The same for a query whose rows are computed while they are read. */
    PreparedStatement prepareToStream(EngineStatement text) throws SQLException {
        LiveSessions.inside(connection).setLazyQueryExecution(true);
        try {
            return prepare(text);
        } finally {
            LiveSessions.inside(connection).setLazyQueryExecution(false);
        }
    }

    /** The identity value that was given last. */
    Optional<BigDecimal> lastIdentity() throws SQLException {
        var value = LiveSessions.inside(connection).getLastIdentity();
        return value == null || value == ValueNull.INSTANCE ? Optional.empty() : Optional.of(value.getBigDecimal());
    }

    /** Whether a key was given since it was asked the last time, and which. */
    Optional<BigDecimal> takeGeneratedKey() {
        var key = Optional.ofNullable(generatedKey);
        generatedKey = null;
        return key;
    }

    void generatedKey(BigDecimal key) {
        generatedKey = key;
        settings.identity(key);
    }

    /** The work of this transaction is a load: the log may note no more than its pages. */
    void bulk() {
        bulk = true;
    }

    /**
     * Changes tables.
     *
     * @param after what there is then
     * @throws Blocked if somebody is in the way; nothing was done
     */
    void changeSchema(Content content, List<SchemaPlan.Step> steps, Catalog after) throws SQLException {
        own(content, inTransaction);
        if (inTransaction) {
            for (var other : work.contents()) {
                own(other, true);
            }
        }
        var before = catalog(content);
        var done = new ArrayDeque<EngineStatement>();
        for (var step : steps) {
            if (isOfRows(step.statement())) {
                change(step.statement());
                continue;
            }
            if (inTransaction) {
                // The engine commits what there was, even if it then fails.
                work.add(content, new SchemaChanged(content.id(), NOTHING, before));
            }
            var change = new SchemaChanged(content.id(), step.statement(), before);
            try {
                Schemas.change(connection, content.id(), change);
            } catch (SQLException e) {
                if (!inTransaction && done.size() == work.mark()) {
                    takeBack(done);
                }
                throw e;
            }
            work.add(content, change);
            step.undo().ifPresent(done::push);
        }
        work.add(content, new SchemaChanged(content.id(), NOTHING, after));
        touched.add(content);
    }

    /** What can be taken back step by step need not be done again. */
    private void takeBack(Deque<EngineStatement> done) throws SQLException {
        while (!done.isEmpty()) {
            execute(done.pop());
        }
        work.cut(0);
    }

    private void own(Content content, boolean writersToo) {
        var others = content.lock().own(this, writersToo);
        if (!others.isEmpty()) {
            throw new Blocked(others);
        }
        entered.add(content);
    }

    private static boolean isOfRows(EngineStatement step) {
        var text = step.text().toUpperCase(Locale.ROOT);
        return text.startsWith("INSERT")
                || text.startsWith("UPDATE")
                || text.startsWith("DELETE")
                || text.startsWith("MERGE");
    }

    /** From now on statements are committed together. */
    void begin() throws SQLException {
        applyIsolation();
        inTransaction = true;
        mark = nextMark;
        nextMark = "";
        beginning = temporaries.all();
    }

    /** @throws Refusal if a database takes no changes; nothing is done then */
    void commit() throws SQLException, Refusal {
        try {
            commitWork();
        } finally {
            endTransaction();
        }
    }

    /** The engine ends a transaction by that. */
    private void dropTemporaries() throws SQLException {
        for (var name : temporaries.takeDropped()) {
            Schemas.execute(connection, "DROP TABLE IF EXISTS " + name);
        }
    }

    /** As after the login; its transaction has ended. */
    void reset() throws SQLException {
        settings.reset();
        isolation(READ_COMMITTED);
        temporaries.backTo(Map.of());
        dropTemporaries();
        engine.instance().applicationLocks().sessionEnded(spid);
    }

    private void commitWork() throws SQLException, Refusal {
        try {
            engine.commit(work, mark, bulk, connection);
            work.cut(0);
        } catch (Refusal e) {
            if (inTransaction) {
                undoAll();
            } else {
                undoTo(statement);
            }
            throw e;
        }
    }

    void rollback() throws SQLException {
        try {
            undoAll();
        } finally {
            endTransaction();
        }
    }

    private void endTransaction() {
        inTransaction = false;
        bulk = false;
        mark = "";
        engine.instance().applicationLocks().transactionEnded(spid);
        savepoints.clear();
        beginning = Map.of();
        touched.addAll(entered);
        touched.forEach(content -> content.lock().end(this));
        touched.clear();
        entered.clear();
    }

    void save(String name) throws SQLException {
        savepoints.put(
                name.toUpperCase(Locale.ROOT), new Point(work.mark(), connection.setSavepoint(), temporaries.all()));
    }

    /** The savepoint stays. */
    void rollbackTo(String name) throws SQLException {
        undoTo(Optional.ofNullable(savepoints.get(name.toUpperCase(Locale.ROOT)))
                .orElseThrow());
    }

    private void undoAll() throws SQLException {
        undoTo(new Point(0, null, beginning));
    }

    private void undoTo(Point point) throws SQLException {
        if (work.changedSchemaSince(point.mark)) {
            connection.rollback();
            doAgain(point.mark);
        } else if (point.inside != null) {
            connection.rollback(point.inside);
        } else if (point.mark == 0) {
            connection.rollback();
        } else {
            connection.rollback();
            doAgain(point.mark);
        }
        work.cut(point.mark);
        temporaries.backTo(point.temporaries);
    }

    /** What was committed before this transaction, and what it had done up to the mark. */
    private void doAgain(int upTo) throws SQLException {
        savepoints.replaceAll((name, point) -> new Point(point.mark, null, point.temporaries));
        var contents = work.contents();
        try {
            for (var content : contents) {
                content.lock().awaitOwn(this);
                engine.rebuild(content, engine.name(content));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted", e);
        }
        work.cut(upTo);
        silent = true;
        try {
            for (var entry : work.byContent().entrySet()) {
                var replay = new Replay(connection, entry.getKey().id());
                replay.redo(entry.getValue());
                replay.end();
            }
        } finally {
            silent = false;
        }
    }

    /** The transactions of these sessions are what it waits for; empty if it does not wait. */
    void waitsFor(Set<EngineSession> others) {
        waitingFor = others;
    }

    /** Whose transaction it waits for, as far as it can be known; may be asked by any thread. */
    Optional<Integer> blockedBy() {
        for (var other : waitingFor) {
            return Optional.of(other.spid);
        }
        try {
            var blocker = LiveSessions.inside(connection).getBlockingSessionId();
            return blocker == 0 ? Optional.empty() : engine.spid(blocker);
        } catch (SQLException e) {
            return Optional.empty();
        }
    }

    /** Undoes what is not committed, and ends. */
    void close() {
        try (connection) {
            try {
                rollback();
            } finally {
                LiveSessions.remove(connection);
            }
        } catch (SQLException e) {
            throw new EngineFailure(e);
        }
    }
}
