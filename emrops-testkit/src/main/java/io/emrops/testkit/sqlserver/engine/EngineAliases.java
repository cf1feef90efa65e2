package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.expression.EngineNames;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The functions of the engine that ask its sessions; they are called for each row. */
public final class EngineAliases {
    static final List<String> ALL = List.of(
            alias("SYSTEM_VIEW", SystemTables.class, "viewRows"),
            alias("SYSTEM_FUNCTION", SystemTables.class, "functionRows"),
            alias("SYSTEM_FUNCTION_VALUE", SystemTables.class, "functionValue"),
            alias("SCHEMA_NAME", EngineAliases.class, "schemaName"),
            alias("SCHEMA_ID", EngineAliases.class, "schemaId"),
            alias("OBJECT_NAME", EngineAliases.class, "objectName"),
            alias("OBJECT_ID", EngineAliases.class, "objectId"),
            alias("DB_NAME", EngineAliases.class, "databaseName"),
            alias("DB_ID", EngineAliases.class, "databaseId"),
            alias("COL_NAME", EngineAliases.class, "columnName"),
            alias("COL_LENGTH", EngineAliases.class, "columnLength"),
            alias("IDENT_CURRENT", EngineAliases.class, "identityCurrent"),
            alias("IDENT_INCR", EngineAliases.class, "identityIncrement"),
            alias("IDENT_SEED", EngineAliases.class, "identitySeed"),
            alias("STATS_DATE", EngineAliases.class, "statisticsDate"));

    private EngineAliases() {}

    private static String alias(String name, Class<?> in, String method) {
        return "CREATE ALIAS " + EngineNames.function(name) + " FOR '" + in.getName() + "." + method + "'";
    }

    private static @Nullable Object ask(Connection connection, String function, @Nullable Object... arguments)
            throws SQLException {
        var session = LiveSessions.of(connection);
        return session == null ? null : session.fact(function, Arrays.asList(arguments));
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static @Nullable Integer number(@Nullable Object value) {
        return value instanceof Number number ? Integer.valueOf(number.intValue()) : null;
    }

    /** Called by the engine. */
    public static @Nullable String schemaName(Connection connection, @Nullable Integer id) throws SQLException {
        return text(ask(connection, "SCHEMA_NAME", id));
    }

    /** Called by the engine. */
    public static @Nullable Integer schemaId(Connection connection, @Nullable String name) throws SQLException {
        return number(ask(connection, "SCHEMA_ID", name));
    }

    /** Called by the engine. */
    public static @Nullable String objectName(Connection connection, @Nullable Integer... id) throws SQLException {
        return text(ask(connection, "OBJECT_NAME", (Object[]) id));
    }

    /** Called by the engine. */
    public static @Nullable Integer objectId(Connection connection, @Nullable String... name) throws SQLException {
        return number(ask(connection, "OBJECT_ID", (Object[]) name));
    }

    /** Called by the engine. */
    public static @Nullable String databaseName(Connection connection, @Nullable Integer id) throws SQLException {
        return text(ask(connection, "DB_NAME", id));
    }

    /** Called by the engine. */
    public static @Nullable Integer databaseId(Connection connection, @Nullable String name) throws SQLException {
        return number(ask(connection, "DB_ID", name));
    }

    /** Called by the engine. */
    public static @Nullable String columnName(Connection connection, @Nullable Integer table, @Nullable Integer column)
            throws SQLException {
        return text(ask(connection, "COL_NAME", table, column));
    }

    /** Called by the engine. */
    public static @Nullable Integer columnLength(Connection connection, @Nullable String table, @Nullable String column)
            throws SQLException {
        return number(ask(connection, "COL_LENGTH", table, column));
    }

    /** Called by the engine. */
    public static @Nullable BigDecimal identityCurrent(Connection connection, @Nullable String table)
            throws SQLException {
        return (BigDecimal) ask(connection, "IDENT_CURRENT", table);
    }

    /** Called by the engine. */
    public static @Nullable BigDecimal identityIncrement(Connection connection, @Nullable String table)
            throws SQLException {
        return (BigDecimal) ask(connection, "IDENT_INCR", table);
    }

    /** Called by the engine. */
    public static @Nullable BigDecimal identitySeed(Connection connection, @Nullable String table) throws SQLException {
        return (BigDecimal) ask(connection, "IDENT_SEED", table);
    }

    /** Called by the engine. */
    public static @Nullable LocalDateTime statisticsDate(
            Connection connection, @Nullable Integer object, @Nullable Integer statistics) throws SQLException {
        return (LocalDateTime) ask(connection, "STATS_DATE", object, statistics);
    }
}
