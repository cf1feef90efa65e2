package io.emrops.testkit.sqlserver.expression;

import io.emrops.testkit.sqlserver.function.PlainEngine;
import io.emrops.testkit.sqlserver.type.SqlType;
import io.emrops.testkit.sqlserver.type.Variant;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The engine as the simulated server opens it, with one table {@code t}, whose rows {@link ExpressionCase#ROWS} gives in Transact-SQL. */
public final class TestEngine implements AutoCloseable {
    /** Of the table's columns. */
    enum Column {
        I(SqlType.INT),
        D(SqlType.decimal(5, 2)),
        S(SqlType.varchar(10)),
        B(SqlType.BIT),
        M(SqlType.MONEY),
        DT(SqlType.DATETIME),
        F(SqlType.FLOAT);

        final SqlType type;

        Column(SqlType type) {
            this.type = type;
        }
    }

    private final PlainEngine engine = new PlainEngine();

    TestEngine() throws SQLException {
        engine.execute("CREATE ALIAS " + EngineNames.function("SCHEMA_NAME") + " FOR '" + TestEngine.class.getName()
                + ".schemaName'");
        var columns = new ArrayList<String>();
        for (var column : Column.values()) {
            columns.add(EngineNames.quoted(column.name()) + " " + EngineTypes.of(column.type));
        }
        engine.execute("CREATE TABLE \"t\"(" + String.join(", ", columns) + ")");
        engine.execute("INSERT INTO \"t\" VALUES (1, 1.50, 'b', TRUE, 2.5, '2024-01-31 10:20:30', 1.5),"
                + " (2, 2.25, 'A ', FALSE, 0.3333, '2024-02-29 00:00:00', 2.5),"
                + " (2, NULL, 'a', TRUE, 1, '1999-12-31 23:59:59.997', -1),"
                + " (NULL, 0.25, NULL, NULL, NULL, NULL, NULL)");
    }

    /** Stands for what the engine room provides. */
    public static String schemaName(int id) {
        return id == 1 ? "dbo" : "sys";
    }

    /** The value of the first row, as Java has that of this type. */
    @Nullable
    Object value(Typed typed, List<@Nullable Object> bound, String rest) throws SQLException {
        try (var statement = engine.prepared("SELECT " + typed.text() + rest, bound);
                var rows = statement.executeQuery()) {
            rows.next();
            return java(rows, typed.type());
        }
    }

    private static @Nullable Object java(ResultSet rows, SqlType type) throws SQLException {
        var value = switch (type.kind()) {
            case DATE -> rows.getObject(1, LocalDate.class);
            case TIME -> rows.getObject(1, LocalTime.class);
            case DATETIME, SMALLDATETIME, DATETIME2 -> rows.getObject(1, LocalDateTime.class);
            case DATETIMEOFFSET -> rows.getObject(1, OffsetDateTime.class);
            case UNIQUEIDENTIFIER -> rows.getObject(1, UUID.class);
            case SQL_VARIANT -> variant(rows.getString(1));
            default -> rows.getObject(1);
        };
        return value == null ? null : type.require(value);
    }

    private static @Nullable Variant variant(@Nullable String text) {
        return text == null ? null : Variant.parse(text);
    }

    /** What the engine itself says of the type. */
    String engineType(Typed typed, List<@Nullable Object> bound, String rest) throws SQLException {
        try (var statement = engine.prepared("SELECT " + typed.text() + rest, bound)) {
            return described(statement.getMetaData());
        }
    }

    /** The same of a type's name. */
    String engineType(SqlType type) throws SQLException {
        return engineType(Literals.nothing(type), List.of(), "");
    }

    private static String described(ResultSetMetaData columns) throws SQLException {
        return columns.getColumnTypeName(1) + "(" + columns.getPrecision(1) + "," + columns.getScale(1) + ")";
    }

    /** As the cases write values. */
    public static String written(@Nullable Object value) {
        if (value == null) {
            return "NULL";
        } else if (value instanceof Variant variant) {
            return written(variant.value());
        } else if (value instanceof String text) {
            return "'" + text + "'";
        } else if (value instanceof byte[] bytes) {
            return "0x" + HexFormat.of().withUpperCase().formatHex(bytes);
        } else if (value instanceof BigDecimal number) {
            return number.toPlainString();
        } else if (value instanceof Boolean bit) {
            return bit ? "1" : "0";
        }
        return value.toString();
    }

    @Override
    public void close() throws SQLException {
        engine.close();
    }
}
