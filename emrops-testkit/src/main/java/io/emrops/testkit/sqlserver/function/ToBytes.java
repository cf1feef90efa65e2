package io.emrops.testkit.sqlserver.function;

import io.emrops.testkit.sqlserver.type.SqlType;
import io.emrops.testkit.sqlserver.type.SqlType.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;

/** Conversions to and from binaries, which show how the server keeps its values. */
final class ToBytes {
    /** Data1 to Data3 are kept backwards. */
    private static final int[] STORED = {3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};

    /** Which of the stored bytes count first when two are compared. */
    private static final int[] ORDER = {10, 11, 12, 13, 14, 15, 8, 9, 6, 7, 4, 5, 0, 1, 2, 3};

    private ToBytes() {}

    static byte[] of(Object value, SqlType from, SqlType to, int style) throws SQLException {
        if (value instanceof String text) {
            return fitted(ofText(text, from, to, style), to);
        } else if (value instanceof byte[] bytes) {
            return fitted(bytes, to);
        } else if (value instanceof UUID id) {
            return fitted(stored(id), to);
        } else if (value instanceof Boolean bit) {
            return ofNumber(new byte[] {(byte) (bit ? 1 : 0)}, to);
        } else if (value instanceof Double number) {
            return fitted(ByteBuffer.allocate(8).putDouble(number).array(), to);
        } else if (value instanceof Float number) {
            return fitted(ByteBuffer.allocate(4).putFloat(number).array(), to);
        } else if (value instanceof BigDecimal number) {
            return ofNumber(ofDecimal(number, from), to);
        } else if (value instanceof LocalDateTime time && from.kind() == Kind.DATETIME) {
            return ofNumber(ofDateTime(time), to);
        } else if (value instanceof Number number) {
            var eight = ByteBuffer.allocate(8).putLong(number.longValue()).array();
            return ofNumber(Arrays.copyOfRange(eight, 8 - sizeOf(from), 8), to);
        }
        throw Failure.notPlayed("convert " + Types.named(from) + " to " + Types.named(to));
    }

    static int sizeOf(SqlType type) {
        return switch (type.kind()) {
            case TINYINT -> 1;
            case SMALLINT -> 2;
            case INT, SMALLMONEY -> 4;
            default -> 8;
        };
    }

    private static byte[] ofText(String text, SqlType from, SqlType to, int style) throws SQLException {
        if (style == 1 || style == 2) {
            var hasPrefix = text.startsWith("0x") || text.startsWith("0X");
            var digits = style == 1 && hasPrefix ? text.substring(2) : text;
            if (style == 1 && !hasPrefix || digits.length() % 2 != 0 || !digits.matches("\\p{XDigit}*")) {
                throw Failure.of(8114, Types.named(from), Types.named(to));
            }
            return HexFormat.of().parseHex(digits);
        }
        return Types.isNational(from) ? text.getBytes(StandardCharsets.UTF_16LE) : text.getBytes(ToText.CODE_PAGE);
    }

    /** What is too long loses its end. */
    private static byte[] fitted(byte[] bytes, SqlType to) {
        var length = lengthOf(to);
        return padded(length >= 0 && bytes.length > length ? Arrays.copyOf(bytes, length) : bytes, to);
    }

    private static int lengthOf(SqlType to) {
        return to.kind() == Kind.ROWVERSION ? 8 : to.length();
    }

    static byte[] padded(byte[] bytes, SqlType to) {
        return Types.isPadded(to) || to.kind() == Kind.ROWVERSION ? Arrays.copyOf(bytes, lengthOf(to)) : bytes;
    }

    /** Numbers lose their beginning, and are filled up there. */
    private static byte[] ofNumber(byte[] bytes, SqlType to) {
        var length = lengthOf(to);
        if (length < 0 || bytes.length < length && !Types.isPadded(to) && to.kind() != Kind.ROWVERSION) {
            return bytes;
        }
        var result = new byte[length];
        var count = Math.min(length, bytes.length);
        System.arraycopy(bytes, bytes.length - count, result, length - count, count);
        return result;
    }

    /** Precision, scale, zero, sign, and the digits as a number, its last byte first, in words of four. */
    private static byte[] ofDecimal(BigDecimal number, SqlType from) {
        if (from.kind() == Kind.MONEY) {
            return ByteBuffer.allocate(8)
                    .putLong(number.unscaledValue().longValue())
                    .array();
        } else if (from.kind() == Kind.SMALLMONEY) {
            return ByteBuffer.allocate(4)
                    .putInt(number.unscaledValue().intValue())
                    .array();
        }
        var digits = number.unscaledValue().abs().toByteArray();
        var words = Math.max(1, (number.unscaledValue().abs().bitLength() + 31) / 32);
        var result = new byte[4 + 4 * words];
        result[0] = (byte) from.precision();
        result[1] = (byte) from.scale();
        result[3] = (byte) (number.signum() < 0 ? 0 : 1);
        for (var i = 0; i < digits.length && i < 4 * words; i++) {
            result[4 + i] = digits[digits.length - 1 - i];
        }
        return result;
    }

    static BigDecimal decimal(byte[] bytes, SqlType to) throws SQLException {
        if (bytes.length < 5 || bytes[1] < 0 || bytes[1] > 38) {
            throw Failure.of(8114, "varbinary", Types.numeric(to));
        }
        var digits = new byte[bytes.length - 4];
        for (var i = 0; i < digits.length; i++) {
            digits[i] = bytes[bytes.length - 1 - i];
        }
        var number = new BigDecimal(new BigInteger(1, digits), bytes[1]);
        return ToDecimal.of(bytes[3] == 0 ? number.negate() : number, to, to);
    }

    private static byte[] ofDateTime(LocalDateTime time) {
        var days = (int) ChronoUnit.DAYS.between(Times.BEGINNING.toLocalDate(), time.toLocalDate());
        return ByteBuffer.allocate(8)
                .putInt(days)
                .putInt((int) ToTime.ticks(time.toLocalTime()))
                .array();
    }

    /** Days and parts of a day in 1/300 s. */
    static LocalDateTime dateTime(byte[] bytes) {
        var eight = ofNumber(bytes, SqlType.binary(8));
        var buffer = ByteBuffer.wrap(eight);
        return Times.BEGINNING.plusDays(buffer.getInt()).plusNanos(Math.round(buffer.getInt() * 10_000_000.0 / 3));
    }

    private static byte[] stored(UUID id) {
        var bytes = ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        return picked(bytes, STORED);
    }

    private static byte[] picked(byte[] bytes, int[] places) {
        var result = new byte[16];
        for (var i = 0; i < 16; i++) {
            result[i] = bytes[places[i]];
        }
        return result;
    }

    static UUID uuid(byte[] bytes) {
        var buffer = ByteBuffer.wrap(picked(Arrays.copyOf(bytes, 16), STORED));
        return new UUID(buffer.getLong(), buffer.getLong());
    }

    static byte[] orderOf(UUID id) {
        return picked(stored(id), ORDER);
    }
}
