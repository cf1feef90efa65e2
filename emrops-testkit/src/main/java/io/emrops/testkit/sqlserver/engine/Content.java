package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.catalog.Catalog;
import io.emrops.testkit.sqlserver.instance.Commit;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.h2.message.DbException;
import org.jspecify.annotations.Nullable;

/** What one database has in the engine, and up to which of its transactions. Guarded by itself. */
final class Content {
    private static final int LAST_SYSTEM_DATABASE = 4;

    private final int id;
    private final SchemaLock lock = new SchemaLock();

    /** Of a database of the system, which is never restored. */
    private final OwnHistory ownHistory = new OwnHistory();

    private volatile Catalog catalog = Catalog.empty();
    private volatile Map<String, PositionMoved> positions = Map.of();
    private @Nullable Commit last;
    private int applied;

    /** Something has failed half-way. */
    private boolean broken;

    private volatile RowCounts rowCounts = new RowCounts(null, Map.of());

    /** How many rows were committed when a session began to change tables. */
    private record RowCounts(@Nullable EngineSession owner, Map<Integer, Long> byTable) {}

    Content(int id) {
        this.id = id;
    }

    int id() {
        return id;
    }

    boolean ofSystem() {
        return id <= LAST_SYSTEM_DATABASE;
    }

    SchemaLock lock() {
        return lock;
    }

    /** As it was committed. */
    Catalog catalog() {
        return catalog;
    }

    /** A session that is alone in here begins to change tables: until it has ended that, this many rows are committed, by the tables' numbers. */
    void rowCountsOfOwner(EngineSession owner, Map<Integer, Long> byTable) {
        rowCounts = new RowCounts(owner, Map.copyOf(byTable));
    }

    /** Of the session that changes tables now; empty if there is none. */
    Map<Integer, Long> rowCountsOfOwner() {
        var known = rowCounts;
        return known.owner != null && lock.isOwnedBy(known.owner) ? known.byTable : Map.of();
    }

    /** What a sequence gives next, as it was committed; empty if it has never moved. */
    Optional<Long> position(String schema, String object, String column) {
        return Optional.ofNullable(positions.get(new PositionMoved(schema, object, column, 0).key()))
                .map(PositionMoved::next);
    }

    synchronized int applied() {
        return applied;
    }

    /** Whether what is in the engine is not what its history says, so that it has to be rebuilt. */
    synchronized boolean broken() {
        return broken;
    }

    /** What is in the engine may not be what its history says. */
    synchronized void spoil() {
        broken = true;
    }

    synchronized @Nullable Commit last() {
        return last;
    }

    /** The changes, and where the sequences are that have moved since the last time. */
    synchronized List<Commit.Redo> withPositions(List<Commit.Redo> changes, Connection connection) throws SQLException {
        var redo = new ArrayList<>(changes);
        for (var position : Schemas.positions(connection, id).values()) {
            if (!position.equals(positions.get(position.key()))) {
                redo.add(position);
            }
        }
        return redo;
    }

    /** A transaction of this engine is in the history. */
    synchronized void committed(@Nullable Commit commit, List<Commit.Redo> redo) {
        if (commit == null) {
            ownHistory.add(redo);
        } else {
            last = commit;
            applied++;
        }
        var now = new TreeMap<>(positions);
        for (var change : redo) {
            if (change instanceof SchemaChanged schema) {
                catalog = schema.after();
            } else if (change instanceof PositionMoved position) {
                now.put(position.key(), position);
            }
        }
        now.values().removeIf(position -> !position.isIn(catalog));
        positions = now;
    }

    /**
     * From nothing: what all these have led to.
     *
     * @throws EngineFailure if it fails; it is broken then
     */
    synchronized void rebuild(Connection connection, List<Commit> history) {
        orBreak(connection, () -> {
            Schemas.drop(connection, id);
            Schemas.create(connection, id);
            catalog = Catalog.empty();
            positions = Map.of();
            applied = 0;
            last = null;
            var replay = new Replay(connection, id);
            replay.redo(ownHistory.all());
            go(connection, replay, history);
        });
    }

    /**
     * On from where it is.
     *
     * @throws EngineFailure if it fails; it is broken then
     */
    synchronized void catchUp(Connection connection, List<Commit> more) {
        orBreak(connection, () -> go(connection, new Replay(connection, id), more));
    }

    private interface Deed {
        void take() throws SQLException;
    }

    private void orBreak(Connection connection, Deed deed) {
        broken = true;
        try {
            deed.take();
            broken = false;
        } catch (SQLException e) {
            throw new EngineFailure(e);
        } catch (DbException e) {
            throw new EngineFailure(DbException.toSQLException(e));
        } finally {
            if (broken) {
                rollBack(connection);
            }
        }
    }

    private static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            throw new EngineFailure(e);
        }
    }

    private void go(Connection connection, Replay replay, List<Commit> commits) throws SQLException {
        for (var commit : commits) {
            replay.redo(commit.redo());
        }
        replay.end();
        connection.commit();
        if (!commits.isEmpty()) {
            last = commits.get(commits.size() - 1);
            applied += commits.size();
        }
        if (replay.catalog() != null) {
            catalog = replay.catalog();
        }
        var now = new TreeMap<>(positions);
        now.putAll(replay.positions());
        positions = now;
    }
}
