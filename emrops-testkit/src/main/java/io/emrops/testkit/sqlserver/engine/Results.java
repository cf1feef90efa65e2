package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.script.Reply;
import io.emrops.testkit.sqlserver.type.Column;
import io.emrops.testkit.sqlserver.type.SqlType;
import io.emrops.testkit.sqlserver.type.Variant;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what the engine answers, in the Java types of SQL Server's. */
final class Results {
    private Results() {}

    /**
     * Sends the rows one by one.
     *
     * @param columns may be fewer than the engine's
     * @return how many
     */
    static long send(ResultSet rows, List<Column> columns, Reply reply) throws SQLException, IOException {
        var count = 0L;
        while (rows.next()) {
            reply.row(row(rows, columns).toArray());
            count++;
        }
        return count;
    }

    /** The row at which it is. */
    static List<@Nullable Object> row(ResultSet rows, List<Column> columns) throws SQLException {
        var row = new ArrayList<@Nullable Object>(columns.size());
        for (var i = 0; i < columns.size(); i++) {
            row.add(value(rows, i + 1, columns.get(i).type()));
        }
        return row;
    }

    private static @Nullable Object value(ResultSet rows, int at, SqlType type) throws SQLException {
        var value = read(rows, at, type);
        return value == null || rows.wasNull() ? null : type.require(value);
    }

    private static @Nullable Object read(ResultSet rows, int at, SqlType type) throws SQLException {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INT -> rows.getInt(at);
            case BIGINT -> rows.getLong(at);
            case BIT -> rows.getBoolean(at);
            case REAL -> rows.getFloat(at);
            case FLOAT -> rows.getDouble(at);
            case MONEY, SMALLMONEY, DECIMAL, NUMERIC -> rows.getBigDecimal(at);
            case DATE -> rows.getObject(at, LocalDate.class);
            case TIME -> rows.getObject(at, LocalTime.class);
            case DATETIME, SMALLDATETIME, DATETIME2 -> rows.getObject(at, LocalDateTime.class);
            case DATETIMEOFFSET -> rows.getObject(at, OffsetDateTime.class);
            case UNIQUEIDENTIFIER -> rows.getObject(at, UUID.class);
            case BINARY, VARBINARY, IMAGE, ROWVERSION, HIERARCHYID, GEOMETRY, GEOGRAPHY -> rows.getBytes(at);
            case SQL_VARIANT -> variant(rows.getString(at));
            default -> rows.getString(at);
        };
    }

    private static @Nullable Variant variant(@Nullable String text) {
        return text == null ? null : Variant.parse(text);
    }
}
