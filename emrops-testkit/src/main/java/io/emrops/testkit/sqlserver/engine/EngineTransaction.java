package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.catalog.Catalog;
import io.emrops.testkit.sqlserver.catalog.Table;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.translation.Databases;
import io.emrops.testkit.sqlserver.translation.Databases.Temporary;
import io.emrops.testkit.sqlserver.translation.EngineStatement;
import io.emrops.testkit.sqlserver.translation.SchemaPlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.h2.message.DbException;
import org.h2.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * What a session does in the engine, until it is committed or undone. Changes of tables end a transaction of the engine; so that they can be
 * taken back, what was committed before is done again, and then what the transaction had done up to that point.
 */
final class EngineTransaction {
    private final Engine engine;
    private final EngineSession session;
    private final Connection connection;
    private final Temporaries temporaries;
    private final Work work = new Work();
    private final TransactionNumbering numbering;
    private final TakingBack takingBack = new TakingBack();
    private final Map<String, Point> savepoints = new LinkedHashMap<>();
    private final Set<Content> entered = new HashSet<>();
    private final Set<Content> touched = new HashSet<>();
    private boolean isOpen;
    private boolean silent;
    private boolean locksRows;
    private Map<String, Temporary> beginning = Map.of();
    private String mark = "";
    private boolean bulk;
    private Point statement = new Point(0, 0, false, null, Map.of(), TemporaryRows.NONE);

    /** What the temporary tables had at the beginning; null as long as the engine can undo what was done to them. */
    private @Nullable TemporaryRows rowsOfBeginning;

    /**
     * Where a transaction can come back to.
     *
     * @param numbering as {@link TransactionNumbering#mark} has it
     * @param inside null if the engine has forgotten it
     * @param rows of the temporary tables, which are used if the engine has forgotten it
     */
    private record Point(
            int mark,
            int numbering,
            boolean bulk,
            @Nullable Savepoint inside,
            Map<String, Temporary> temporaries,
            TemporaryRows rows) {
        Point forgotten() {
            return new Point(mark, numbering, bulk, null, temporaries, rows);
        }
    }

    EngineTransaction(Engine engine, EngineSession session, Connection connection, Temporaries temporaries) {
        this.engine = engine;
        this.session = session;
        this.connection = connection;
        this.temporaries = temporaries;
        this.numbering = new TransactionNumbering(connection);
    }

    /** Whether statements are committed together; if not, each is by itself. */
    boolean isOpen() {
        return isOpen;
    }

    /** The databases of the statement that runs. */
    Set<Content> entered() {
        return entered;
    }

    /** The transaction is marked in the log, unless it is already: one inside of it has asked for that too. */
    void mark(String name) {
        if (mark.isEmpty()) {
            mark = name;
        }
    }

    boolean hasSavepoint(String name) {
        return savepoints.containsKey(name.toUpperCase(Locale.ROOT));
    }

    /**
     * What a database has for this session.
     *
     * @throws Blocked if it has to wait
     * @throws Refusal if the database is gone
     */
    Content enter(String database) throws SQLException, Refusal {
        var content = engine.contents().content(database, session);
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
        var content = engine.contents().content(Integer.parseInt(engineSchema.substring(0, point)));
        keepLocks(content);
        work.add(content, new RowChanged(engineSchema.substring(point + 1), table, before, after));
    }

    private Point here(@Nullable Savepoint inside, TemporaryRows rows) {
        return new Point(work.mark(), numbering.mark(), bulk, inside, temporaries.all(), rows);
    }

    /** A statement begins. What it does is done as a whole, or not at all. */
    void beginStatement() throws SQLException {
        locksRows = false;
        statement = here(isOpen ? connection.setSavepoint() : null, TemporaryRows.NONE);
        takingBack.begin();
    }

    /**
     * It is done; without a transaction it is committed.
     *
     * @throws CommitRefused if a database takes no changes; nothing is done then
     */
    void endStatement() throws SQLException, CommitRefused {
        try {
            if (!isOpen) {
                commitWork();
                bulk = false;
                session.endedTransaction();
            } else {
                keepLocks();
                if (statement.inside != null && !work.changedSchemaSince(statement.mark)) {
                    connection.releaseSavepoint(statement.inside);
                }
            }
        } finally {
            leaveAll();
        }
    }

    /** The statement that runs locks rows that it does not change. */
    void locksRows() {
        locksRows = true;
    }

    /** Who has locked rows is not to lose them, whether it has changed them or not: to build the database anew waits for it. */
    private void keepLocks() throws SQLException {
        for (var table : LiveSessions.inside(connection).getLocks()) {
            var schema = table.getSchema().getName();
            var point = schema.indexOf('.');
            if (point > 0) {
                keepLocks(engine.contents().content(Integer.parseInt(schema.substring(0, point))));
            }
        }
        if (locksRows) {
            entered.forEach(this::keepLocks);
        }
    }

    private void keepLocks(Content content) {
        content.lock().wrote(session);
        touched.add(content);
    }

    /** It has failed. */
    void undoStatement() throws SQLException {
        try {
            undoTo(statement);
        } finally {
            leaveAll();
        }
    }

    /** The engine has chosen the transaction as the victim of a deadlock, and undone it. */
    void lost() throws SQLException {
        if (isOpen) {
            undoAll();
        } else {
            undoTo(statement);
        }
        leaveAll();
    }

    private void leaveAll() {
        for (var content : entered) {
            if (isOpen) {
                content.lock().leave(session, work.changedSchemaSince(0));
            } else {
                content.lock().end(session);
            }
        }
        entered.clear();
    }

    /** A table is about to be numbered from elsewhere, as when it is truncated; empty for a temporary one. */
    void renumbers(Optional<Databases.Open> database, Table table) throws SQLException {
        if (database.isPresent()) {
            var content = engine.contents().content(database.get().id());
            numbering.beginsAnew(content, catalog(content), table.objectId());
        } else {
            numbering.beginsAnew(temporaries.table(table.name()).orElseThrow());
        }
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
        var isFirst = isOpen && !content.lock().isOwnedBy(session);
        own(content, isOpen);
        if (isFirst) {
            content.rowCountsOfOwner(session, Map.of());
            content.rowCountsOfOwner(session, engine.contents().committedRowCounts(content));
        }
        if (isOpen) {
            for (var other : work.contents()) {
                own(other, true);
            }
            if (rowsOfBeginning == null) {
                rowsOfBeginning = engine.contents().committedRows(connection, List.copyOf(beginning.values()));
            }
        }
        var before = catalog(content);
        var numbers = numbering.mark();
        numbering.changes(content, before);
        for (var step : steps) {
            if (isOfRows(step.statement())) {
                session.change(step.statement());
                continue;
            }
            if (isOpen) {
                work.add(content, SchemaChanged.before(content.id(), before));
            }
            var change = new SchemaChanged(content.id(), step.statement(), before);
            session.cancellation().suspend();
            Schemas.change(connection, content.id(), change);
            session.cancellation().resume();
            work.add(content, change);
            if (step.fills().isPresent()) {
                work.add(
                        content,
                        RowsFilled.of(connection, content.id(), step.fills().get()));
            }
            takingBack.did(step);
        }
        work.add(content, SchemaChanged.last(content.id(), after));
        numbering.changed(content, after, numbers);
        touched.add(content);
    }

    private void own(Content content, boolean writersToo) {
        var others = content.lock().own(session, writersToo);
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
    void begin() {
        isOpen = true;
        beginning = temporaries.all();
    }

    /** @throws CommitRefused if a database takes no changes; nothing is done then */
    void commit() throws SQLException, CommitRefused {
        try {
            commitWork();
        } finally {
            endTransaction();
        }
    }

    private void commitWork() throws SQLException, CommitRefused {
        try {
            engine.contents().commit(session, work, mark, bulk);
            work.cut(0);
            numbering.cut(0);
        } catch (Refusal e) {
            if (isOpen) {
                undoAll();
            } else {
                undoTo(statement);
            }
            throw new CommitRefused(e);
        }
    }

    void rollback() throws SQLException {
        try {
            undoAll();
        } finally {
            endTransaction();
        }
    }

    private void endTransaction() throws SQLException {
        try {
            if (!work.isEmpty()) {
                giveUp();
            }
        } finally {
            leaveTransaction();
        }
    }

    /** It was neither committed nor undone, because the engine has failed. */
    private void giveUp() throws SQLException {
        work.contents().forEach(Content::spoil);
        work.cut(0);
        numbering.cut(0);
        connection.rollback();
    }

    private void leaveTransaction() {
        isOpen = false;
        bulk = false;
        mark = "";
        rowsOfBeginning = null;
        engine.instance().applicationLocks().transactionEnded(session.spid());
        savepoints.clear();
        beginning = Map.of();
        touched.addAll(entered);
        touched.forEach(content -> content.lock().end(session));
        touched.clear();
        entered.clear();
    }

    void save(String name) throws SQLException {
        var key = name.toUpperCase(Locale.ROOT);
        savepoints.remove(key);
        savepoints.put(
                key,
                here(connection.setSavepoint(), TemporaryRows.of(connection, connection, temporaries.transactional())));
    }

    /** The savepoint stays; those behind it do not. */
    void rollbackTo(String name) throws SQLException {
        var key = name.toUpperCase(Locale.ROOT);
        var point = Optional.ofNullable(savepoints.get(key)).orElseThrow();
        var all = List.copyOf(savepoints.keySet());
        savepoints.keySet().removeAll(all.subList(all.indexOf(key) + 1, all.size()));
        try {
            rollBackTo(point);
        } finally {
            leaveAll();
        }
    }

    private void undoAll() throws SQLException {
        var rows = rowsOfBeginning == null ? TemporaryRows.NONE : rowsOfBeginning;
        rollBackTo(new Point(0, 0, false, null, beginning, rows));
        connection.commit();
    }

    /** Undoes what was asked for by itself: table variables keep their rows. */
    private void rollBackTo(Point point) throws SQLException {
        var variables = TemporaryRows.of(connection, connection, temporaries.variables());
        var kept = temporaries.variables();
        undoTo(point);
        temporaries.rollBackTo(point.temporaries, kept);
        variables.restore(connection);
    }

    private void undoTo(Point point) throws SQLException {
        var changed = work.changedSchemaSince(point.mark);
        var stepByStep = changed && !isOpen && takingBack.isKnown();
        var builtAnew = changed && !stepByStep || point.inside == null && point.mark > 0;
        var positions = numbering.after(point.numbering, builtAnew ? catalogs() : Map.of());
        if (builtAnew) {
            connection.rollback();
            doAgain(point.mark);
        } else if (point.inside != null) {
            connection.rollback(point.inside);
        } else {
            connection.rollback();
        }
        if (stepByStep) {
            takeBack();
        }
        if (builtAnew || point.inside == null) {
            point.rows.restore(connection);
        }
        work.cut(point.mark);
        bulk = point.bulk;
        temporaries.backTo(point.temporaries);
        numbering.restore(positions, content -> content.broken() ? Catalog.empty() : catalog(content));
        numbering.cut(point.numbering);
    }

    private void takeBack() {
        try {
            takingBack.run(session);
        } catch (SQLException e) {
            work.contentsOfEngine().forEach(Content::spoil);
        }
    }

    private Map<Content, Catalog> catalogs() {
        var catalogs = new LinkedHashMap<Content, Catalog>();
        work.contents().forEach(content -> catalogs.put(content, catalog(content)));
        return catalogs;
    }

    /** What was committed before this transaction, and what it had done up to the mark. */
    private void doAgain(int upTo) throws SQLException {
        savepoints.replaceAll((name, point) -> point.forgotten());
        for (var content : work.contentsOfEngine()) {
            entered.add(content);
            if (content.lock().own(session, true).isEmpty()) {
                engine.contents().rebuild(content, engine.contents().name(content));
            } else if (upTo == 0) {
                // Somebody is in it. Whoever comes next has it built anew, when nobody is.
                content.spoil();
            } else {
                throw new SQLException("a database has another owner");
            }
        }
        work.cut(upTo);
        silent = true;
        try {
            for (var entry : work.byContent().entrySet()) {
                var replay = new Replay(connection, entry.getKey().id());
                replay.redo(entry.getValue());
                replay.end();
            }
        } catch (DbException e) {
            throw new EngineFailure(DbException.toSQLException(e));
        } finally {
            silent = false;
        }
    }
}
