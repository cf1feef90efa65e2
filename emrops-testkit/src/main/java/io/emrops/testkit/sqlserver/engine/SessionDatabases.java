package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.translation.Databases;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What a session sees. */
final class SessionDatabases implements Databases {
    private final EngineSession session;

    SessionDatabases(EngineSession session) {
        this.session = session;
    }

    @Override
    public Open open(String database) throws Refusal {
        var engine = session.engine();
        var refusal = engine.refusesToEnter(session.spid(), database);
        if (refusal.isPresent()) {
            throw new Refusal(List.of(refusal.get()));
        }
        try {
            var content = session.transaction().enter(database);
            return new Open(
                    content.id(),
                    engine.contents().name(content),
                    session.transaction().catalog(content));
        } catch (SQLException e) {
            throw new EngineFailure(e);
        }
    }

    @Override
    public void requireSelect(Open database, String schema, String object) throws Refusal {
        session.access().requireSelect(database.name(), schema, object);
    }

    @Override
    public Optional<Temporary> temporary(String name) {
        return session.temporaries().table(name);
    }

    @Override
    public Optional<SystemRows> systemView(String database, String schema, String name) {
        return session.engine().systemTables().view(database, schema, name);
    }

    @Override
    public Optional<SystemRows> systemFunction(String database, String schema, String name, List<String> arguments) {
        return session.engine().systemTables().function(database, schema, name, arguments);
    }

    @Override
    public Optional<SystemRow> systemFunctionRow(String database, String schema, String name, List<String> arguments) {
        return session.engine().systemTables().functionRow(database, schema, name, arguments);
    }
}
