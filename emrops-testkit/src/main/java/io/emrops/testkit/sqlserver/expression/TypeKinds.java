package io.emrops.testkit.sqlserver.expression;

import io.emrops.testkit.sqlserver.type.SqlType;
import io.emrops.testkit.sqlserver.type.SqlType.Kind;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The families of types that the rules speak of ("Data types (Transact-SQL)"). */
final class TypeKinds {
    private static final Set<Kind> INTEGERS = EnumSet.of(Kind.TINYINT, Kind.SMALLINT, Kind.INT, Kind.BIGINT);
    private static final Set<Kind> EXACT = EnumSet.of(Kind.DECIMAL, Kind.NUMERIC);
    private static final Set<Kind> MONEY = EnumSet.of(Kind.MONEY, Kind.SMALLMONEY);
    private static final Set<Kind> APPROXIMATE = EnumSet.of(Kind.REAL, Kind.FLOAT);
    private static final Set<Kind> TEXTS = EnumSet.of(Kind.CHAR, Kind.VARCHAR, Kind.NCHAR, Kind.NVARCHAR);
    private static final Set<Kind> NATIONAL = EnumSet.of(Kind.NCHAR, Kind.NVARCHAR, Kind.NTEXT, Kind.XML);
    private static final Set<Kind> LARGE = EnumSet.of(Kind.TEXT, Kind.NTEXT, Kind.IMAGE);
    private static final Set<Kind> BINARIES = EnumSet.of(Kind.BINARY, Kind.VARBINARY, Kind.ROWVERSION);
    private static final Set<Kind> OLD_TIMES = EnumSet.of(Kind.DATETIME, Kind.SMALLDATETIME);
    private static final Set<Kind> NEW_TIMES = EnumSet.of(Kind.DATE, Kind.TIME, Kind.DATETIME2, Kind.DATETIMEOFFSET);

    private TypeKinds() {}

    static boolean isInteger(SqlType type) {
        return INTEGERS.contains(type.kind());
    }

    static boolean isBit(SqlType type) {
        return type.kind() == Kind.BIT;
    }

    /** {@code decimal} and {@code numeric}. */
    static boolean isExact(SqlType type) {
        return EXACT.contains(type.kind());
    }

    static boolean isMoney(SqlType type) {
        return MONEY.contains(type.kind());
    }

    /** {@code float} and {@code real}. */
    static boolean isApproximate(SqlType type) {
        return APPROXIMATE.contains(type.kind());
    }

    /** Anything that counts, {@code bit} included. */
    static boolean isNumber(SqlType type) {
        return isInteger(type) || isBit(type) || isExact(type) || isMoney(type) || isApproximate(type);
    }

    /** What has a length in characters; not {@code text} and {@code ntext}. */
    static boolean isText(SqlType type) {
        return TEXTS.contains(type.kind());
    }

    /** Whether its characters are Unicode. */
    static boolean isNational(SqlType type) {
        return NATIONAL.contains(type.kind());
    }

    /** {@code text}, {@code ntext} and {@code image}. */
    static boolean isLarge(SqlType type) {
        return LARGE.contains(type.kind());
    }

    static boolean isBinary(SqlType type) {
        return BINARIES.contains(type.kind());
    }

    /** {@code datetime} and {@code smalldatetime}, which are numbers too. */
    static boolean isOldTime(SqlType type) {
        return OLD_TIMES.contains(type.kind());
    }

    static boolean isNewTime(SqlType type) {
        return NEW_TIMES.contains(type.kind());
    }

    static boolean isTime(SqlType type) {
        return isOldTime(type) || isNewTime(type);
    }

    static boolean isPadded(SqlType type) {
        return type.kind() == Kind.CHAR || type.kind() == Kind.NCHAR;
    }

    /** As messages name it: without its length, but with {@code (max)}. */
    static String named(SqlType type) {
        if (type.kind() == Kind.ROWVERSION) {
            return "timestamp";
        }
        var name = type.kind().name().toLowerCase(Locale.ROOT);
        return type.isMax() ? name + "(max)" : name;
    }
}
