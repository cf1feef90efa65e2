package io.emrops.clients.sqlserver;

import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.Rows;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A value of every type that a column can have, but for the server's own ones in CLR. */
final class EveryType {
    static final String LONG_TEXT = "Zürich 東京 ".repeat(2_000);
    static final UUID GUID = UUID.fromString("6f9619ff-8b86-d011-b42d-00cf4fc964ff");
    static final LocalDateTime INSTANT = LocalDateTime.of(2026, 2, 28, 23, 59, 30, 120_000_000);

    /** By the declaration of the column, whose name is its type's with a capital. */
    private static final Map<String, Object> VALUES = new LinkedHashMap<>();

    static {
        VALUES.put("Bit bit", true);
        VALUES.put("Tinyint tinyint", 255);
        VALUES.put("Smallint smallint", -32768);
        VALUES.put("Int int", -2147483648);
        VALUES.put("Bigint bigint", 9007199254740993L);
        VALUES.put("Decimal decimal(18,4)", new BigDecimal("-12345678901234.5678"));
        VALUES.put("Numeric numeric(38,0)", new BigDecimal("12345678901234567890123456789012345678"));
        VALUES.put("Money money", new BigDecimal("-922337203685.4775"));
        VALUES.put("Smallmoney smallmoney", new BigDecimal("214748.3647"));
        VALUES.put("Float float", 0.1);
        VALUES.put("Real real", 1.5f);
        VALUES.put("Char char(6)", "Züri");
        VALUES.put("Varchar varchar(20)", "Zürich €");
        VALUES.put("Nchar nchar(4)", "東京");
        VALUES.put("Nvarchar nvarchar(20)", "Zürich 東京 🏥");
        VALUES.put("Binary binary(4)", new byte[] {1, 2});
        VALUES.put("Varbinary varbinary(8)", new byte[] {(byte) 0xCA, (byte) 0xFE});
        VALUES.put("Uniqueidentifier uniqueidentifier", GUID);
        VALUES.put("Date date", LocalDate.of(2026, 2, 28));
        VALUES.put("Time time(3)", LocalTime.of(23, 59, 30, 120_000_000));
        VALUES.put("Datetime datetime", INSTANT);
        VALUES.put("Datetime2 datetime2(7)", INSTANT.plusNanos(3_456_700));
        VALUES.put("Smalldatetime smalldatetime", LocalDateTime.of(2026, 2, 28, 23, 59));
        VALUES.put("Datetimeoffset datetimeoffset(3)", OffsetDateTime.parse("2026-02-28T23:59:30.120+05:30"));
        VALUES.put("VarcharMax varchar(max)", "x".repeat(20_000));
        VALUES.put("NvarcharMax nvarchar(max)", LONG_TEXT);
        VALUES.put("VarbinaryMax varbinary(max)", new byte[20_000]);
        VALUES.put("Xml xml", "<bed id=\"7\"/>");
        VALUES.put("Text text", "old");
        VALUES.put("Ntext ntext", "alt 東京");
        VALUES.put("Image image", new byte[] {9});
    }

    private EveryType() {}

    /**
     * A row of values, and one of nulls.
     *
     * @param unknown types that the client does not know
     */
    static Rows rows(String... unknown) {
        var values = new LinkedHashMap<>(VALUES);
        values.keySet()
                .removeIf(declaration -> Arrays.stream(unknown).anyMatch(type -> declaration.endsWith(" " + type)));
        var columns = values.keySet().toArray(String[]::new);
        return Answer.rows(columns).row(values.values().toArray()).row(new @Nullable Object[columns.length]);
    }
}
