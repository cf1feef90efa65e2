package io.emrops.testkit.sqlserver.function;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.jspecify.annotations.Nullable;

/** The engine as the simulated server opens it, with the functions of the server and nothing else. */
public final class PlainEngine implements AutoCloseable {
    private static final String URL =
            "jdbc:h2:mem:;MODE=MSSQLServer;DATABASE_TO_UPPER=FALSE;CASE_INSENSITIVE_IDENTIFIERS=TRUE;IGNORECASE=FALSE";

    private final Connection connection;

    public PlainEngine() throws SQLException {
        connection = DriverManager.getConnection(URL);
        var session = (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
        ServerCollation.install(session.getDatabase());
        execute("CREATE SCHEMA \"$\"");
        for (var function : EngineFunctions.definitions()) {
            execute(function.statement());
        }
    }

    public Connection connection() {
        return connection;
    }

    public void execute(String text) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    public PreparedStatement prepared(String text, List<? extends @Nullable Object> values) throws SQLException {
        var statement = connection.prepareStatement(text);
        for (var i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
        return statement;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
