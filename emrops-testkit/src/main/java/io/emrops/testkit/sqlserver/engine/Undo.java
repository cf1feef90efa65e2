package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.catalog.Catalog;
import io.emrops.testkit.sqlserver.translation.SchemaPlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.h2.message.DbException;

/**
 * Takes back what a transaction has done. Changes of tables end a transaction of the engine; so that they can be taken back, what was committed before is done again, and
 * then what the transaction had done up to that point.
 */
final class Undo {
    private final EngineSession session;
    private final Connection connection;
    private final Temporaries temporaries;
    private final Work work;
    private final TransactionNumbering numbering;
    private final Set<Content> entered;
    private final Map<String, UndoPoint> savepoints;
    private final TakingBack takingBack = new TakingBack();
    private boolean playing;

    /**
     * @param entered the databases of the statement that runs; those that are built anew are added
     * @param savepoints what the engine forgets of them is forgotten in them
     */
    Undo(
            EngineSession session,
            Temporaries temporaries,
            Connection connection,
            Work work,
            TransactionNumbering numbering,
            Set<Content> entered,
            Map<String, UndoPoint> savepoints) {
        this.session = session;
        this.connection = connection;
        this.temporaries = temporaries;
        this.work = work;
        this.numbering = numbering;
        this.entered = entered;
        this.savepoints = savepoints;
    }

    /** A statement begins. */
    void begin() {
        takingBack.begin();
    }

    /** It has changed tables. */
    void did(SchemaPlan.Step step) {
        takingBack.did(step);
    }

    /** Whether rows are written that have been written before. */
    boolean isPlaying() {
        return playing;
    }

    /** @param isOpen whether statements are committed together */
    void to(UndoPoint point, boolean isOpen) throws SQLException {
        var changed = work.changedSchemaSince(point.mark());
        var stepByStep = changed && !isOpen && takingBack.isKnown();
        var builtAnew = changed && !stepByStep || point.inside() == null && point.mark() > 0;
        var positions = numbering.after(point.numbering(), builtAnew ? catalogs() : Map.of());
        if (builtAnew) {
            connection.rollback();
            doAgain(point.mark());
        } else if (point.inside() != null) {
            connection.rollback(point.inside());
        } else {
            connection.rollback();
        }
        if (stepByStep) {
            takeBack();
        }
        if (builtAnew || point.inside() == null) {
            point.rows().restore(connection);
        }
        work.cut(point.mark());
        temporaries.backTo(point.temporaries());
        numbering.restore(positions, content -> content.broken() ? Catalog.empty() : work.catalogOf(content));
        numbering.cut(point.numbering());
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
        work.contents().forEach(content -> catalogs.put(content, work.catalogOf(content)));
        return catalogs;
    }

    /** What was committed before this transaction, and what it had done up to the mark. */
    private void doAgain(int upTo) throws SQLException {
        savepoints.replaceAll((name, point) -> point.forgotten());
        var contents = session.engine().contents();
        for (var content : work.contentsOfEngine()) {
            entered.add(content);
            if (content.lock().own(session, true).isEmpty()) {
                contents.rebuild(content, contents.name(content));
            } else if (upTo == 0) {
                // Somebody is in it. Whoever comes next has it built anew, when nobody is.
                content.spoil();
            } else {
                throw new SQLException("a database has another owner");
            }
        }
        work.cut(upTo);
        playing = true;
        try {
            for (var entry : work.byContent().entrySet()) {
                var replay = new Replay(connection, entry.getKey().id());
                replay.redo(entry.getValue());
                replay.end();
            }
        } catch (DbException e) {
            throw new EngineFailure(DbException.toSQLException(e));
        } finally {
            playing = false;
        }
    }
}
