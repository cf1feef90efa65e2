package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.expression.EngineNames;
import io.emrops.testkit.sqlserver.translation.Databases.SystemRow;
import io.emrops.testkit.sqlserver.translation.Databases.SystemRows;
import io.emrops.testkit.sqlserver.type.Column;
import io.emrops.testkit.sqlserver.type.SqlType;
import io.emrops.testkit.sqlserver.type.Variant;
import io.emrops.testkit.sqlserver.view.SystemFunction;
import io.emrops.testkit.sqlserver.view.SystemViews;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.h2.tools.SimpleResultSet;
import org.h2.value.Value;
import org.h2.value.ValueNull;
import org.jspecify.annotations.Nullable;

/** The system's views and functions as tables of the engine. */
public final class SystemTables {
    private static final int UNLIMITED = 1_048_576;
    private static final int ANY = -1;

    /** In lower case. */
    private static final Set<String> OF_ONE_ROW = Set.of(
            "dm_db_stats_properties",
            "dm_exec_input_buffer",
            "dm_exec_plan_attributes",
            "dm_exec_query_plan",
            "dm_exec_sql_text",
            "dm_exec_text_query_plan",
            "dm_os_volume_stats");

    private final SystemViews views;

    SystemTables(int majorVersion) {
        this.views = SystemViews.of(majorVersion);
    }

    Optional<SystemRows> view(String database, String schema, String name) {
        return views.view(database, schema, name)
                .map(view -> new SystemRows(
                        view.columns(),
                        EngineNames.function("SYSTEM_VIEW") + "(" + constant(database) + ", " + constant(schema) + ", "
                                + constant(name) + ")"));
    }

    Optional<SystemRows> function(String database, String schema, String name, List<String> arguments) {
        var all = new ArrayList<>(List.of(constant(database), constant(schema), constant(name)));
        all.addAll(arguments);
        return views.function(schema, name)
                .map(function -> new SystemRows(
                        function.columns(),
                        EngineNames.function("SYSTEM_FUNCTION") + "(" + String.join(", ", all) + ")"));
    }

    /** Of those that have one row or none. */
    Optional<SystemRow> functionRow(String database, String schema, String name, List<String> arguments) {
        return views.function(schema, name)
                .filter(function -> OF_ONE_ROW.contains(function.name().toLowerCase(Locale.ROOT)))
                .map(function -> {
                    var columns = function.columns();
                    var texts = new ArrayList<String>();
                    for (var i = 0; i < columns.size(); i++) {
                        texts.add(asked(database, schema, name, i, arguments));
                    }
                    return new SystemRow(
                            columns, texts, asked(database, schema, name, ANY, arguments) + " IS NOT NULL");
                });
    }

    private static String asked(String database, String schema, String name, int column, List<String> arguments) {
        var all = new ArrayList<>(
                List.of(constant(database), constant(schema), constant(name), Integer.toString(column)));
        all.addAll(arguments);
        return EngineNames.function("SYSTEM_FUNCTION_VALUE") + "(" + String.join(", ", all) + ")";
    }

    private static String constant(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** Called by the engine, which wants the columns alone while it reads a statement. */
    public static ResultSet viewRows(Connection connection, String database, String schema, String name)
            throws SQLException {
        var session = session(connection);
        var view = session.engine()
                .systemTables()
                .views
                .view(database, schema, name)
                .orElseThrow();
        return rows(view.columns(), view.rows(session.viewer(database)));
    }

    /** Called by the engine. */
    public static ResultSet functionRows(
            Connection connection, String database, String schema, String name, Value... arguments)
            throws SQLException {
        var session = session(connection);
        var function = function(session, schema, name);
        return rows(function.columns(), function.rows(session.viewer(database), values(function, arguments, session)));
    }

    /**
     * Called by the engine: a value of the only row, as a text; NULL if there is none.
     *
     * @param column from 0; {@value #ANY} to know whether there is a row
     */
    public static @Nullable String functionValue(
            Connection connection, String database, String schema, String name, int column, Value... arguments)
            throws SQLException {
        var session = session(connection);
        var function = function(session, schema, name);
        var rows = function.rows(session.viewer(database), values(function, arguments, session));
        if (rows.isEmpty()) {
            return null;
        }
        var value = column == ANY ? "" : rows.get(0).get(column);
        return value == null ? null : value.toString();
    }

    private static SystemFunction function(EngineSession session, String schema, String name) {
        return session.engine().systemTables().views.function(schema, name).orElseThrow();
    }

    /** @throws SQLException 313, 8144 if there are fewer or more than the function takes */
    private static List<@Nullable Object> values(SystemFunction function, Value[] arguments, EngineSession session)
            throws SQLException {
        var parameters = function.parameters();
        if (arguments.length != parameters.size()) {
            var number = arguments.length < parameters.size() ? 313 : 8144;
            var error = session.engine().message(number, function.name());
            throw new SQLException(error.text(), "S0001", number);
        }
        var values = new ArrayList<@Nullable Object>();
        for (var i = 0; i < arguments.length; i++) {
            values.add(value(arguments[i], parameters.get(i).type()));
        }
        return values;
    }

    private static @Nullable Object value(Value value, SqlType type) {
        if (value == ValueNull.INSTANCE) {
            return null;
        }
        return switch (type.kind()) {
            case BIT, TINYINT, SMALLINT, INT -> value.getInt();
            case BIGINT -> value.getLong();
            case BINARY, VARBINARY -> value.getBytes();
            default -> value.getString();
        };
    }

    private static EngineSession session(Connection connection) throws SQLException {
        var session = LiveSessions.of(connection);
        if (session == null) {
            throw new SQLException("a view of the system without a session");
        }
        return session;
    }

    private static ResultSet rows(List<Column> columns, List<List<@Nullable Object>> rows) {
        var result = new SimpleResultSet();
        for (var column : columns) {
            var type = column.type();
            var precision = type.precision() > 0 ? type.precision() : type.length() > 0 ? type.length() : UNLIMITED;
            result.addColumn(
                    column.name(),
                    number(type),
                    type.equals(SqlType.UNIQUEIDENTIFIER) ? "UUID" : null,
                    precisionOf(type, precision),
                    type.scale());
        }
        for (var row : rows) {
            var values = new ArrayList<@Nullable Object>();
            for (var value : row) {
                values.add(value instanceof Variant variant ? variant.toText() : value);
            }
            result.addRow(values.toArray());
        }
        return result;
    }

    private static int precisionOf(SqlType type, int precision) {
        return switch (type.kind()) {
            case MONEY -> 19;
            case SMALLMONEY -> 10;
            case DATETIME, DATETIME2, SMALLDATETIME, DATETIMEOFFSET, TIME, DATE -> 0;
            default -> precision;
        };
    }

    private static int number(SqlType type) {
        return switch (type.kind()) {
            case BIT -> Types.BOOLEAN;
            case TINYINT, SMALLINT -> Types.SMALLINT;
            case INT -> Types.INTEGER;
            case BIGINT -> Types.BIGINT;
            case REAL -> Types.REAL;
            case FLOAT -> Types.DOUBLE;
            case MONEY, SMALLMONEY, DECIMAL, NUMERIC -> Types.NUMERIC;
            case DATE -> Types.DATE;
            case TIME -> Types.TIME;
            case DATETIME, DATETIME2, SMALLDATETIME -> Types.TIMESTAMP;
            case DATETIMEOFFSET -> Types.TIMESTAMP_WITH_TIMEZONE;
            case BINARY, VARBINARY, IMAGE, ROWVERSION, HIERARCHYID, GEOMETRY, GEOGRAPHY -> Types.VARBINARY;
            case UNIQUEIDENTIFIER -> Types.BINARY;
            default -> Types.VARCHAR;
        };
    }
}
