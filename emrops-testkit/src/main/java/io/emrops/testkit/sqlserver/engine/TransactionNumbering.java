package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.catalog.Catalog;
import io.emrops.testkit.sqlserver.expression.EngineNames;
import io.emrops.testkit.sqlserver.translation.Databases.Temporary;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where tables and sequences go on counting when a transaction is undone. The engine takes none of that back; the server gives no value
 * twice, but takes back that {@code TRUNCATE TABLE} has begun anew.
 */
final class TransactionNumbering {
    private final Connection connection;
    private final List<Left> left = new ArrayList<>();

    /** A table or a sequence of a database. */
    private record Counted(Content content, int objectId) {}

    /**
     * Where the counting was when something else began.
     *
     * @param temporary a temporary table; null for an object of a database
     * @param object null for a temporary table
     * @param gone whether the object may be gone, and counts on where it is if not
     */
    private record Left(
            @Nullable Temporary temporary, @Nullable Counted object, long next, boolean gone) {}

    TransactionNumbering(Connection connection) {
        this.connection = connection;
    }

    /** Where the transaction is now. */
    int mark() {
        return left.size();
    }

    /** What was done after this cannot be undone any more, or was. */
    void cut(int mark) {
        left.subList(mark, left.size()).clear();
    }

    /** A table is about to be truncated. */
    void beginsAnew(Content content, Catalog catalog, int objectId) throws SQLException {
        var next = positions(content, catalog).get(objectId);
        if (next != null) {
            left.add(new Left(null, new Counted(content, objectId), next, false));
        }
    }

    /** The same of a temporary one. */
    void beginsAnew(Temporary temporary) throws SQLException {
        var identity = temporary.table().identity();
        if (identity.isPresent()) {
            var inside =
                    LiveSessions.inside(connection).findLocalTempTable(TemporaryRows.unquoted(temporary.engineName()));
            var column = inside.getColumn(identity.get().name());
            left.add(new Left(temporary, null, column.getSequence().getBaseValue(), false));
        }
    }

    /** Tables of a database are about to be changed. */
    void changes(Content content, Catalog before) throws SQLException {
        positions(content, before)
                .forEach((id, next) -> left.add(new Left(null, new Counted(content, id), next, true)));
    }

    /** They are changed; of what there still is nothing has to be remembered. */
    void changed(Content content, Catalog after, int mark) {
        var there = objects(after);
        left.subList(mark, left.size())
                .removeIf(one -> one.gone
                        && one.object != null
                        && one.object.content == content
                        && there.contains(one.object.objectId));
    }

    /**
     * What is to count on elsewhere than it does, or will after these databases are built anew.
     *
     * @param rebuilt with what the session sees of each
     */
    Positions after(int mark, Map<Content, Catalog> rebuilt) throws SQLException {
        var objects = new LinkedHashMap<Counted, Long>();
        for (var entry : rebuilt.entrySet()) {
            positions(entry.getKey(), entry.getValue())
                    .forEach((id, next) -> objects.put(new Counted(entry.getKey(), id), next));
        }
        var temporaries = new LinkedHashMap<Temporary, Long>();
        for (var i = left.size() - 1; i >= mark; i--) {
            var one = left.get(i);
            if (one.temporary != null) {
                temporaries.put(one.temporary, one.next);
            } else if (one.object != null && one.gone) {
                objects.putIfAbsent(one.object, one.next);
            } else if (one.object != null) {
                objects.put(one.object, one.next);
            }
        }
        return new Positions(objects, temporaries);
    }

    /** Where something is to count on. */
    record Positions(Map<Counted, Long> objects, Map<Temporary, Long> temporaries) {}

    /** @param catalogs what there is now */
    void restore(Positions positions, Catalogs catalogs) throws SQLException {
        for (var entry : positions.objects.entrySet()) {
            var content = entry.getKey().content;
            var moved = moved(catalogs.of(content), entry.getKey().objectId, entry.getValue());
            if (moved != null) {
                moved.restart(connection, content.id());
            }
        }
        for (var entry : positions.temporaries.entrySet()) {
            var column = entry.getKey().table().identity().orElseThrow().name();
            Schemas.execute(
                    connection,
                    "ALTER TABLE IF EXISTS " + entry.getKey().engineName() + " ALTER COLUMN "
                            + EngineNames.quoted(column) + " RESTART WITH " + entry.getValue());
        }
    }

    /** What a session sees of a database. */
    interface Catalogs {
        Catalog of(Content content);
    }

    private static @Nullable PositionMoved moved(Catalog catalog, int objectId, long next) {
        for (var sequence : catalog.sequences().values()) {
            if (sequence.objectId() == objectId) {
                return new PositionMoved(sequence.schema(), sequence.name(), "", next);
            }
        }
        for (var table : catalog.tables().values()) {
            var identity = table.identity();
            if (table.objectId() == objectId && identity.isPresent()) {
                return new PositionMoved(
                        table.schema(), table.name(), identity.get().name(), next);
            }
        }
        return null;
    }

    private Map<Integer, Long> positions(Content content, Catalog catalog) throws SQLException {
        var inside = Schemas.positions(connection, content.id());
        var positions = new HashMap<Integer, Long>();
        for (var id : objects(catalog)) {
            var counted = moved(catalog, id, 0);
            var position = counted == null ? null : inside.get(counted.key());
            if (position != null) {
                positions.put(id, position.next());
            }
        }
        return positions;
    }

    private static Set<Integer> objects(Catalog catalog) {
        var objects = new LinkedHashSet<Integer>();
        catalog.sequences().values().forEach(sequence -> objects.add(sequence.objectId()));
        catalog.tables().values().forEach(table -> objects.add(table.objectId()));
        return objects;
    }
}
