package io.emrops.testkit.sqlserver.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.jspecify.annotations.Nullable;

/** Whose a session of the engine is: it calls triggers and functions with nothing but its own connection. */
final class LiveSessions {
    private static final Map<SessionLocal, EngineSession> ALL = new ConcurrentHashMap<>();

    private LiveSessions() {}

    static void add(Connection connection, EngineSession session) throws SQLException {
        ALL.put(inside(connection), session);
    }

    /** Whatever has become of its connection. */
    static void remove(EngineSession session) {
        ALL.values().remove(session);
    }

    /** Null for connections of the engine's own. */
    static @Nullable EngineSession of(Connection connection) throws SQLException {
        return ALL.get(inside(connection));
    }

    /** The engine's side of a connection. */
    static SessionLocal inside(Connection connection) throws SQLException {
        return (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
    }
}
