package io.emrops.testkit.sqlserver.anyserver;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import microsoft.sql.DateTimeOffset;
import org.jspecify.annotations.Nullable;

/**
 * What a server answers to a text.
 *
 * @param errors their numbers, in the order in which the server sends them
 * @param texts of the errors
 */
record Answer(List<Result> results, List<Integer> errors, String texts) {
    /** Rows, or how many there were. */
    sealed interface Result {}

    record Count(long rows) implements Result {}

    record Rows(List<Described> columns, List<List<@Nullable Object>> rows) implements Result {}

    /** A column as CREATE TABLE has it. */
    record Described(String name, String type, boolean nullable, boolean identity) {
        @Override
        public String toString() {
            return (name + " " + type + (nullable ? "" : " not null") + (identity ? " identity" : "")).strip();
        }
    }

    /** All that comes of a text, before the first error. */
    static Answer to(String text, Statement statement) {
        var results = new ArrayList<Result>();
        try {
            var isRows = statement.execute(text);
            while (isRows || statement.getUpdateCount() != -1) {
                results.add(isRows ? rows(statement.getResultSet()) : new Count(statement.getLargeUpdateCount()));
                isRows = statement.getMoreResults();
            }
            return new Answer(results, List.of(), "");
        } catch (SQLException e) {
            var errors = new ArrayList<Integer>();
            var texts = new ArrayList<String>();
            for (var each = e; each != null; each = each.getNextException()) {
                errors.add(each.getErrorCode());
                texts.add(String.valueOf(each.getMessage()));
            }
            return new Answer(results, errors, String.join("\n", texts));
        }
    }

    private static Rows rows(ResultSet result) throws SQLException {
        var columns = new ArrayList<Described>();
        for (var i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            columns.add(described(result.getMetaData(), i));
        }
        var rows = new ArrayList<List<@Nullable Object>>();
        while (result.next()) {
            var row = new ArrayList<@Nullable Object>();
            for (var i = 1; i <= columns.size(); i++) {
                row.add(value(result, i, columns.get(i - 1).type()));
            }
            rows.add(row);
        }
        return new Rows(columns, rows);
    }

    private static Described described(ResultSetMetaData metadata, int column) throws SQLException {
        return new Described(
                metadata.getColumnLabel(column),
                type(metadata, column),
                metadata.isNullable(column) != ResultSetMetaData.columnNoNulls,
                metadata.isAutoIncrement(column));
    }

    private static String type(ResultSetMetaData metadata, int column) throws SQLException {
        var name = metadata.getColumnTypeName(column).toLowerCase(Locale.ROOT);
        var precision = metadata.getPrecision(column);
        return switch (name) {
            case "decimal", "numeric" -> name + "(" + precision + "," + metadata.getScale(column) + ")";
            case "char", "varchar", "nchar", "nvarchar", "binary", "varbinary" ->
                name + (precision > 8000 ? "(max)" : "(" + precision + ")");
            case "time", "datetime2", "datetimeoffset" -> name + "(" + metadata.getScale(column) + ")";
            default -> name;
        };
    }

    private static @Nullable Object value(ResultSet result, int column, String type) throws SQLException {
        var name = type.replaceFirst("\\(.*", "");
        return switch (name) {
            case "date" -> result.getObject(column, LocalDate.class);
            case "time" -> result.getObject(column, LocalTime.class);
            case "datetime", "smalldatetime", "datetime2" -> result.getObject(column, LocalDateTime.class);
            case "datetimeoffset" -> offset((DateTimeOffset) result.getObject(column));
            case "uniqueidentifier" -> uuid(result.getString(column));
            case "xml" -> result.getString(column);
            default -> result.getObject(column);
        };
    }

    private static @Nullable Object offset(@Nullable DateTimeOffset value) {
        return value == null ? null : value.getOffsetDateTime();
    }

    private static @Nullable Object uuid(@Nullable String value) {
        return value == null ? null : UUID.fromString(value);
    }
}
