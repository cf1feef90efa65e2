package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.expression.EngineNames;
import io.emrops.testkit.sqlserver.translation.Databases.SystemRows;
import io.emrops.testkit.sqlserver.type.Column;
import io.emrops.testkit.sqlserver.type.SqlType;
import io.emrops.testkit.sqlserver.type.Variant;
import io.emrops.testkit.sqlserver.view.SystemViews;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.h2.tools.SimpleResultSet;
import org.jspecify.annotations.Nullable;

/** The system's views and functions as tables of the engine. */
public final class SystemTables {
    private static final int UNLIMITED = 1_048_576;

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
            Connection connection, String database, String schema, String name, Object... arguments)
            throws SQLException {
        var session = session(connection);
        var function =
                session.engine().systemTables().views.function(schema, name).orElseThrow();
        return rows(function.columns(), function.rows(session.viewer(database), Arrays.asList(arguments)));
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
