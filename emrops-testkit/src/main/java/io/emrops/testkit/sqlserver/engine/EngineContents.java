package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.catalog.Catalog;
import io.emrops.testkit.sqlserver.expression.EngineNames;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.instance.Commit;
import io.emrops.testkit.sqlserver.instance.CommitShare;
import io.emrops.testkit.sqlserver.instance.Database;
import io.emrops.testkit.sqlserver.instance.Instance;
import io.emrops.testkit.sqlserver.translation.Databases.Temporary;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the engine has of all databases of its instance: brought to where their histories are, and told to the instance when it is committed. */
final class EngineContents {
    private final Engine engine;
    private final Instance instance;
    private final Connection keeper;
    private final Map<Integer, Content> contents = new ConcurrentHashMap<>();

    /** @param keeper a connection that nobody else uses */
    EngineContents(Engine engine, Connection keeper) {
        this.engine = engine;
        this.instance = engine.instance();
        this.keeper = keeper;
    }

    /**
     * What a database has, brought to where its history is.
     *
     * @throws Blocked if somebody is in it who has to leave first
     * @throws Refusal if the database is gone
     */
    Content content(String database, EngineSession session) throws SQLException, Refusal {
        var content = known(database);
        var owned = content.lock().isOwnedBy(session);
        var others = content.lock().enter(session);
        if (!others.isEmpty()) {
            throw new Blocked(others);
        }
        var done = false;
        try {
            bringUpToDate(content, database, session);
            if (!engine.databaseId(database).equals(Optional.of(content.id()))) {
                throw new Refusal(engine.message(911, database));
            }
            done = true;
        } finally {
            if (!done) {
                content.lock().leave(session, owned);
            }
        }
        return content;
    }

    /**
     * Brings what the session can go into to where its history is, so that administrators whose statement is about tables see those that there are. Of a database that
     * somebody else is about to change they see what was committed.
     *
     * @throws Blocked if somebody is in a database that has another history by now
     */
    void bringUpToDate(EngineSession session) {
        for (var database : instance.databases()) {
            if (engine.refusesToEnter(session.spid(), database.name()).isEmpty()) {
                bringUpToDate(session, database);
            }
        }
    }

    private void bringUpToDate(EngineSession session, Database database) {
        try {
            var content = content(database.name(), session);
            content.lock().leave(session, true);
        } catch (Blocked e) {
            if (isBehind(database)) {
                throw e;
            }
        } catch (Refusal e) {
            // It has been dropped meanwhile: whoever it was about finds out.
            return;
        } catch (SQLException e) {
            throw new EngineFailure(e);
        }
    }

    /** Whether what the engine has of a database is not what was committed last. */
    private boolean isBehind(Database database) {
        var content = contents.get(database.id());
        if (content == null) {
            return true;
        }
        synchronized (content) {
            return content.broken()
                    || !instance.historyAfter(database.name(), content.applied(), content.last())
                            .equals(Optional.of(List.of()));
        }
    }

    /** The one of this number, which has been asked for before. */
    Content content(int id) {
        return Objects.requireNonNull(contents.get(id), "content");
    }

    /** What was committed of a database, as far as anybody has looked at it. */
    Catalog committedCatalog(String database) {
        return engine.databaseId(database)
                .map(contents::get)
                .map(Content::catalog)
                .orElse(Catalog.empty());
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

    /** How many rows of each table of a database are committed, by the tables' numbers. */
    Map<Integer, Long> committedRowCounts(Content content) {
        var kept = content.rowCountsOfOwner();
        if (!kept.isEmpty()) {
            return kept;
        }
        var counts = new HashMap<Integer, Long>();
        for (var table : content.catalog().tables().values()) {
            counts.put(table.objectId(), rowCount(EngineNames.object(content.id(), table.schema(), table.name())));
        }
        return counts;
    }

    /** The same of a database that its instance names. */
    Map<Integer, Long> committedRowCounts(Database database) {
        var content = contents.get(database.id());
        return content == null ? Map.of() : committedRowCounts(content);
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

    private Content known(String database) throws SQLException, Refusal {
        var id = engine.databaseId(database).orElseThrow(() -> new Refusal(engine.message(911, database)));
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
        return engine.databaseName(content.id()).orElse("");
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
}
