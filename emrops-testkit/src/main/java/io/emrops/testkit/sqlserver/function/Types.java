package io.emrops.testkit.sqlserver.function;

import io.emrops.testkit.sqlserver.type.SqlType;
import io.emrops.testkit.sqlserver.type.SqlType.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The types that the translation names to functions. */
final class Types {
    private static final Map<String, SqlType> READ = new ConcurrentHashMap<>();
    private static final BigInteger LARGEST_TINYINT = BigInteger.valueOf(255);

    private Types() {}

    /** There are not many: each is read once. */
    static SqlType of(String name) {
        return READ.computeIfAbsent(name, SqlType::parse);
    }

    /** As messages name it: without its length. */
    static String named(SqlType type) {
        return type.kind() == Kind.ROWVERSION ? "timestamp" : type.kind().name().toLowerCase(Locale.ROOT);
    }

    /** The same, but {@code numeric} for {@code decimal}. */
    static String numeric(SqlType type) {
        return type.kind() == Kind.DECIMAL ? "numeric" : named(type);
    }

    static boolean isNational(SqlType type) {
        return switch (type.kind()) {
            case NCHAR, NVARCHAR, NTEXT, XML -> true;
            default -> false;
        };
    }

    static boolean isText(SqlType type) {
        return switch (type.kind()) {
            case CHAR, VARCHAR, NCHAR, NVARCHAR, TEXT, NTEXT, XML -> true;
            default -> false;
        };
    }

    static boolean isPadded(SqlType type) {
        return switch (type.kind()) {
            case CHAR, NCHAR, BINARY -> true;
            default -> false;
        };
    }

    static int scale(SqlType type) {
        return switch (type.kind()) {
            case MONEY, SMALLMONEY -> 4;
            default -> type.scale();
        };
    }

    static boolean holds(SqlType type, BigInteger number) {
        return switch (type.kind()) {
            case TINYINT -> number.signum() >= 0 && number.compareTo(LARGEST_TINYINT) <= 0;
            case SMALLINT -> number.bitLength() < 16;
            case INT -> number.bitLength() < 32;
            default -> number.bitLength() < 64;
        };
    }

    /** Whether it has digits enough; the number's scale is the type's. */
    static boolean holds(SqlType type, BigDecimal number) {
        return switch (type.kind()) {
            case MONEY -> number.unscaledValue().bitLength() < 64;
            case SMALLMONEY -> number.unscaledValue().bitLength() < 32;
            default -> number.precision() <= type.precision() || number.signum() == 0;
        };
    }
}
