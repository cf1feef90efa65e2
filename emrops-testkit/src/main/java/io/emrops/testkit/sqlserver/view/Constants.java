package io.emrops.testkit.sqlserver.view;

import io.emrops.testkit.sqlserver.type.SqlType;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.UUID;

/** Values as they are written in the resources. */
final class Constants {
    private Constants() {}

    /** @throws IllegalArgumentException if it is none of this type */
    static Object parse(SqlType type, String text) {
        return type.require(
                switch (type.kind()) {
                    case BIT -> bit(text);
                    case TINYINT, SMALLINT, INT, BIGINT, DECIMAL, NUMERIC, REAL, FLOAT -> new BigDecimal(text);
                    case DATETIME, DATETIME2, SMALLDATETIME -> LocalDateTime.parse(text);
                    case BINARY, VARBINARY -> HexFormat.of().parseHex(text, "0x".length(), text.length());
                    case UNIQUEIDENTIFIER -> UUID.fromString(text);
                    default -> text;
                });
    }

    private static boolean bit(String text) {
        return switch (text) {
            case "0" -> false;
            case "1" -> true;
            default -> throw new IllegalArgumentException("a bit is 0 or 1, not " + text);
        };
    }
}
