package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.catalog.Catalog;
import io.emrops.testkit.sqlserver.expression.EngineNames;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.view.Tables;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The tables of databases, for the views of the system: those of one database as the session that looks sees them, those of others as they
 * were committed. It is asked while the instance is locked, and locks nothing that waits for that.
 */
final class SessionTables implements Tables {
    private final Engine engine;
    private final String database;
    private final Catalog catalog;

    SessionTables(EngineSession session, String database) throws SQLException {
        this.engine = session.engine();
        this.database = database;
        this.catalog = seen(session, database);
    }

    private static Catalog seen(EngineSession session, String database) throws SQLException {
        try {
            return session.engine().refusesToEnter(session.spid(), database).isPresent()
                    ? Catalog.empty()
                    : session.transaction().catalog(session.transaction().enter(database));
        } catch (Refusal e) {
            return Catalog.empty();
        }
    }

    @Override
    public Catalog catalog(String other) {
        return other.equalsIgnoreCase(database) ? catalog : engine.contents().committedCatalog(other);
    }

    @Override
    public long rows(String other, int objectId) {
        var id = engine.databaseId(other);
        var table = catalog(other).tables().values().stream()
                .filter(candidate -> candidate.objectId() == objectId)
                .findFirst();
        return id.isEmpty() || table.isEmpty()
                ? 0
                : engine.contents()
                        .rowCount(EngineNames.object(
                                id.get(), table.get().schema(), table.get().name()));
    }

    @Override
    public Optional<Long> lastValue(String other, int objectId) {
        var id = engine.databaseId(other);
        if (id.isEmpty()) {
            return Optional.empty();
        }
        for (var sequence : catalog(other).sequences().values()) {
            if (sequence.objectId() == objectId) {
                return engine.contents()
                        .position(id.get(), sequence.schema(), sequence.name(), "")
                        .filter(next -> next != sequence.start())
                        .map(next -> next - sequence.increment());
            }
        }
        for (var table : catalog(other).tables().values()) {
            var column = table.identity();
            if (table.objectId() == objectId && column.isPresent()) {
                var identity = column.get().identity().orElseThrow();
                return engine.contents()
                        .position(
                                id.get(),
                                table.schema(),
                                table.name(),
                                column.get().name())
                        .filter(next -> next != identity.seed())
                        .map(next -> next - identity.increment());
            }
        }
        return Optional.empty();
    }
}
