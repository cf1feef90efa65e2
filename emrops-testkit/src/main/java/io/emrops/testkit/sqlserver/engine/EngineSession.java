package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.expression.Known;
import io.emrops.testkit.sqlserver.instance.Caller;
import io.emrops.testkit.sqlserver.script.SessionState;
import io.emrops.testkit.sqlserver.translation.EngineStatement;
import io.emrops.testkit.sqlserver.view.Viewer;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.h2.engine.Constants;
import org.h2.value.ValueNull;
import org.jspecify.annotations.Nullable;

/** A session in the engine: its connection, what it has set, and what it has made for itself alone. */
final class EngineSession {
    /** For so long the engine waits for a lock before somebody asks whether it is still worth it: it cannot be interrupted. */
    static final Duration SLICE = Duration.ofMillis(200);

    private static final String READ_COMMITTED = "READ COMMITTED";
    private static final String FOR_UPDATE = " FOR UPDATE";

    private final Engine engine;
    private final int spid;
    private final Connection connection;
    private volatile Set<EngineSession> waitingFor = Set.of();

    /** Whose row it was seen to wait for during the statement that it runs; 0 if that was not seen. */
    private volatile int seenBlocker;

    private final Settings settings = new Settings();
    private final Temporaries temporaries = new Temporaries();
    private final EngineTransaction transaction;
    private final Cancellation cancellation;
    private String isolation = READ_COMMITTED;
    private String appliedIsolation = READ_COMMITTED;
    private int target;
    private @Nullable Conversation conversation;
    private @Nullable BigDecimal generatedKey;

    EngineSession(Engine engine, int spid, Connection connection) throws SQLException {
        this.engine = engine;
        this.spid = spid;
        this.connection = connection;
        this.transaction = new EngineTransaction(engine, this, connection, temporaries);
        this.cancellation = new Cancellation(connection);
        LiveSessions.add(connection, this);
    }

    int spid() {
        return spid;
    }

    Engine engine() {
        return engine;
    }

    EngineTransaction transaction() {
        return transaction;
    }

    /** Of the statement that runs. */
    Cancellation cancellation() {
        return cancellation;
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
        if (!transaction.isOpen()) {
            applyIsolation();
        }
    }

    void applyIsolation() throws SQLException {
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

    /** The table that the statement writes; 0 if none is known. */
    int target() {
        return target;
    }

    void target(int objectId) {
        target = objectId;
    }

    /** Who asks, for views. */
    Caller caller(SessionState state) {
        return new Caller(spid, state.user(), state.database(), transaction.isOpen());
    }

    /** What whoever has asked may do. */
    Access access() {
        return new Access(
                engine,
                Objects.requireNonNull(conversation, "conversation").state().user());
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

    /**
     * A statement is about to begin.
     *
     * @param asked null if no client has asked for it
     */
    void answers(@Nullable Conversation asked) {
        conversation = asked;
        target = 0;
    }

    /** Nothing is open: what the engine does then alone can be done. It is no part of the statement that has ended it, which is not tried again for that. */
    void endedTransaction() {
        try {
            dropTemporaries();
            applyIsolation();
        } catch (SQLException e) {
            throw new EngineFailure(e);
        }
    }

    PreparedStatement prepare(EngineStatement text) throws SQLException {
        if (text.text().contains(FOR_UPDATE)) {
            transaction.locksRows();
        }
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

    /** What was given before is no answer to what is asked next. */
    void forgetGeneratedKey() {
        generatedKey = null;
    }

    void generatedKey(BigDecimal key) {
        generatedKey = key;
        settings.identity(key);
    }

    /** The engine ends a transaction by that. What somebody else still looks at is dropped another time. */
    private void dropTemporaries() throws SQLException {
        for (var name : temporaries.takeDropped()) {
            try {
                Schemas.execute(connection, "DROP TABLE IF EXISTS " + name);
            } catch (SQLException e) {
                temporaries.dropLater(name);
                if (e.getErrorCode() != EngineErrors.LOCK_TIMEOUT) {
                    throw e;
                }
            }
        }
    }

    /** As after the login; its transaction has ended. */
    void reset() throws SQLException {
        settings.reset();
        forgetGeneratedKey();
        isolation(READ_COMMITTED);
        temporaries.backTo(Map.of());
        dropTemporaries();
        engine.instance().applicationLocks().sessionEnded(spid);
    }

    /** The transactions of these sessions are what it waits for; empty if it does not wait. */
    void waitsFor(Set<EngineSession> others) {
        waitingFor = others;
        if (others.isEmpty()) {
            seenBlocker = 0;
        }
    }

    /** Whose transaction it waits for, as far as it can be known; may be asked by any thread. */
    Optional<Integer> blockedBy() {
        for (var other : waitingFor) {
            return Optional.of(other.spid);
        }
        return blockerInside();
    }

    /** Whether those it waits for wait for it, as far as it can be known. */
    boolean waitsForItself() {
        return isBehind(this, new HashSet<>());
    }

    private boolean isBehind(EngineSession one, Set<EngineSession> seen) {
        if (!seen.add(this)) {
            return false;
        }
        var others = new HashSet<>(waitingFor);
        blockerInside().map(engine::session).ifPresent(others::add);
        return others.contains(one) || others.stream().anyMatch(other -> other.isBehind(one, seen));
    }

    /** Whose row it waits for. The engine waits in slices, and knows of no blocker in between. */
    private Optional<Integer> blockerInside() {
        try {
            var blocker = LiveSessions.inside(connection).getBlockingSessionId();
            if (blocker == 0) {
                return seenBlocker == 0 || !engine.hasUncommitted(seenBlocker)
                        ? Optional.empty()
                        : engine.spid(seenBlocker);
            }
            seenBlocker = blocker;
            return engine.spid(blocker);
        } catch (SQLException e) {
            return Optional.empty();
        }
    }

    /** Undoes what is not committed, and ends. */
    void close() {
        try (connection) {
            try {
                transaction.rollback();
            } finally {
                LiveSessions.remove(this);
            }
        } catch (SQLException e) {
            throw new EngineFailure(e);
        }
    }
}
