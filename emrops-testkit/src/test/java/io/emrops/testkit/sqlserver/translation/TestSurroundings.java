package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.expression.Known;
import io.emrops.testkit.sqlserver.expression.Surroundings;
import io.emrops.testkit.sqlserver.function.PlainEngine;
import io.emrops.testkit.sqlserver.grammar.Messages;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** What statements are translated and run in: SQL Server 2022, a session in one database, 31 January 2026 at noon, and a plain engine. */
abstract class TestSurroundings implements Databases, Surroundings, AutoCloseable {
    static final String NAME = "clinic";
    static final int ID = 5;

    private final PlainEngine engine = new PlainEngine();
    private final Messages messages = Messages.of(16);

    TestSurroundings() throws SQLException {}

    final Connection connection() {
        return engine.connection();
    }

    final void execute(String text) throws SQLException {
        engine.execute(text);
    }

    final PreparedStatement prepared(EngineStatement statement) throws SQLException {
        return engine.prepared(statement.text(), statement.values());
    }

    @Override
    public final int majorVersion() {
        return 16;
    }

    @Override
    public final String database() {
        return NAME;
    }

    @Override
    public final OffsetDateTime now() {
        return OffsetDateTime.parse("2026-01-31T12:00:00Z");
    }

    @Override
    public final Optional<Known> global(String name) {
        return Optional.empty();
    }

    @Override
    public final Optional<SystemRows> systemFunction(
            String database, String schema, String name, List<String> arguments) {
        return Optional.empty();
    }

    @Override
    public final SqlError message(int number, Object... values) {
        return messages.message(number).error(values);
    }

    @Override
    public final void close() throws SQLException {
        engine.close();
    }
}
