package io.emrops.testkit.sqlserver.function;

import io.emrops.testkit.sqlserver.type.SqlType;
import io.emrops.testkit.sqlserver.type.SqlType.Kind;
import io.emrops.testkit.sqlserver.type.Variant;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import org.h2.value.Value;
import org.h2.value.ValueNull;
import org.h2.value.ValueVarbinary;

/**
 * Values of {@code sql_variant}, which the engine keeps as {@link Variant#toText} ("sql_variant (Transact-SQL)"). Those of different families of
 * types compare as the families do; those of one as the family's highest type, since all others of it are converted without a loss.
 */
public final class Variants {
    private static final int PLACES = 38;
    private static final BigInteger ABOVE_ALL = BigInteger.TEN.pow(2 * PLACES + 1);
    private static final SqlType HIGHEST_TIME = SqlType.datetime2(7);
    private static final DateTimeFormatter IN_ORDER = DateTimeFormatter.ofPattern("uuuuMMddHHmmssSSSSSSSSS");

    private Variants() {}

    /**
     * The type of a variant says nothing of what stands in it.
     *
     * @throws SQLException 529 if that does not become this type
     */
    static void requireConvertible(Variant variant, SqlType to) throws SQLException {
        var from = variant.type();
        if (from.kind() != to.kind() && !isConvertible(from, to)) {
            throw Failure.of(529, Types.named(from), Types.named(to));
        }
    }

    private static boolean isConvertible(SqlType from, SqlType to) throws SQLException {
        var one = family(from);
        var other = family(to);
        var isNumber = other == Family.EXACT || other == Family.APPROXIMATE;
        return other == Family.UNICODE
                || switch (one) {
                    case UNICODE -> true;
                    case UNIQUEIDENTIFIER -> other == Family.BINARY;
                    case BINARY -> other != Family.APPROXIMATE;
                    case EXACT, APPROXIMATE -> isNumber || other == Family.BINARY || isOldTime(to);
                    case TIME ->
                        other == Family.BINARY
                                || isNumber && isOldTime(from)
                                || other == Family.TIME && !(isDateOrTime(from) && isDateOrTime(to));
                };
    }

    private static boolean isOldTime(SqlType type) {
        return type.kind() == Kind.DATETIME || type.kind() == Kind.SMALLDATETIME;
    }

    private static boolean isDateOrTime(SqlType type) {
        return type.kind() == Kind.DATE || type.kind() == Kind.TIME;
    }

    /** The lowest first. */
    private enum Family {
        UNIQUEIDENTIFIER,
        BINARY,
        UNICODE,
        EXACT,
        APPROXIMATE,
        TIME
    }

    /** {@code VARIANT_KEY}: bytes that compare as the values do. */
    public static Value key(Value text) throws SQLException {
        if (text == ValueNull.INSTANCE) {
            return text;
        }
        var variant = Variant.parse(text.getString());
        var family = family(variant.type());
        var key = new ByteArrayOutputStream();
        key.write(family.ordinal());
        key.writeBytes(
                switch (family) {
                    case UNIQUEIDENTIFIER -> ToBytes.orderOf((UUID) variant.value());
                    case BINARY -> Conversion.binaryKey((byte[]) variant.value());
                    case UNICODE ->
                        ServerCollation.key((String) variant.value()).getBytes(StandardCharsets.UTF_16BE);
                    case EXACT -> exact(ToDecimal.exact(variant.value()));
                    case APPROXIMATE -> approximate(((Number) variant.value()).doubleValue());
                    case TIME -> time(variant);
                });
        return ValueVarbinary.getNoCopy(key.toByteArray());
    }

    private static Family family(SqlType type) throws SQLException {
        return switch (type.kind()) {
            case UNIQUEIDENTIFIER -> Family.UNIQUEIDENTIFIER;
            case BINARY, VARBINARY -> Family.BINARY;
            case CHAR, VARCHAR, NCHAR, NVARCHAR -> Family.UNICODE;
            case BIT, TINYINT, SMALLINT, INT, BIGINT, SMALLMONEY, MONEY, DECIMAL, NUMERIC -> Family.EXACT;
            case REAL, FLOAT -> Family.APPROXIMATE;
            case DATE, TIME, SMALLDATETIME, DATETIME, DATETIME2, DATETIMEOFFSET -> Family.TIME;
            default -> throw Failure.notPlayed("have a sql_variant of type " + Types.named(type));
        };
    }

    private static byte[] exact(BigDecimal number) {
        var digits = number.setScale(PLACES).unscaledValue().add(ABOVE_ALL).toByteArray();
        var length = ABOVE_ALL.bitLength() / 8 + 1;
        return ByteBuffer.allocate(length)
                .position(length - digits.length)
                .put(digits)
                .array();
    }

    private static byte[] approximate(double number) {
        var bits = Double.doubleToLongBits(number + 0.0);
        return ByteBuffer.allocate(Long.BYTES)
                .putLong(bits < 0 ? ~bits : bits ^ Long.MIN_VALUE)
                .array();
    }

    private static byte[] time(Variant variant) throws SQLException {
        if (variant.type().kind() == Kind.DATETIMEOFFSET) {
            throw Failure.notPlayed("compare a datetimeoffset with a sql_variant");
        }
        var time = Conversion.converted(variant.value(), variant.type(), HIGHEST_TIME, Conversion.NO_STYLE);
        return ((LocalDateTime) time).format(IN_ORDER).getBytes(StandardCharsets.US_ASCII);
    }
}
