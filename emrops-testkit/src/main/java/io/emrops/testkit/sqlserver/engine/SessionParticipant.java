package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.script.Participant;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.sql.SQLException;
import java.util.Optional;

/** Does with the engine's transaction what is done with a session's. */
final class SessionParticipant implements Participant {
    private final Engine engine;
    private final int spid;

    SessionParticipant(Engine engine, int spid) {
        this.engine = engine;
        this.spid = spid;
    }

    private interface Deed {
        void take() throws SQLException;
    }

    private static void take(Deed deed) {
        try {
            deed.take();
        } catch (SQLException e) {
            throw new EngineFailure(e);
        }
    }

    @Override
    public void isolationLevel(String level) {
        take(() -> engine.session(spid).isolation(level));
    }

    @Override
    public void began(String name) {
        take(() -> {
            var session = engine.session(spid);
            session.applyIsolation();
            session.transaction().begin();
        });
    }

    @Override
    public Optional<SqlError> commit() {
        try {
            engine.session(spid).transaction().commit();
            return Optional.empty();
        } catch (CommitRefused e) {
            return Optional.of(e.errors().get(0));
        } catch (SQLException e) {
            throw new EngineFailure(e);
        }
    }

    @Override
    public void rolledBack() {
        take(engine.session(spid).transaction()::rollback);
    }

    @Override
    public void saved(String name) {
        take(() -> engine.session(spid).transaction().save(name));
    }

    @Override
    public void rolledBackTo(String name) {
        take(() -> engine.session(spid).transaction().rollbackTo(name));
    }

    @Override
    public void reset() {
        take(engine.session(spid)::reset);
    }
}
