package io.emrops.testkit.sqlserver.protocol;

import io.emrops.testkit.sqlserver.type.SqlType;
import io.emrops.testkit.sqlserver.type.Variant;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes the values of columns and output values; they have gone through {@link SqlType#require}. */
final class ValueWriter {
    private static final int NULL_16 = 0xFFFF;
    private static final int CHUNK = 32 << 10;
    private static final byte[] TEXT_POINTER = new byte[16];

    private ValueWriter() {}

    /** @param nullable as its type was written */
    static void write(ByteWriter to, SqlType type, @Nullable Object value, boolean nullable) {
        switch (type.kind()) {
            case XML, HIERARCHYID, GEOMETRY, GEOGRAPHY -> inChunks(to, value == null ? null : content(type, value));
            case CHAR, NCHAR, BINARY, ROWVERSION, VARCHAR, NVARCHAR, VARBINARY -> {
                if (type.isMax()) {
                    inChunks(to, value == null ? null : content(type, value));
                } else if (value == null) {
                    to.int16(NULL_16);
                } else {
                    var content = content(type, value);
                    to.int16(content.length);
                    to.bytes(content);
                }
            }
            case TEXT, NTEXT, IMAGE -> {
                if (value == null) {
                    to.int8(0);
                } else {
                    var content = content(type, value);
                    to.int8(TEXT_POINTER.length);
                    to.bytes(TEXT_POINTER);
                    to.int64(0);
                    to.int32(content.length);
                    to.bytes(content);
                }
            }
            case SQL_VARIANT -> variant(to, (Variant) value);
            default -> {
                var fixed = !nullable && WireType.fixed(type.kind()) != 0;
                if (value == null) {
                    to.int8(0);
                } else {
                    if (!fixed) {
                        to.int8(WireType.size(type));
                    }
                    plain(to, type, value);
                }
            }
        }
    }

    private static byte[] content(SqlType type, Object value) {
        return switch (type.kind()) {
            case CHAR, VARCHAR, TEXT -> ((String) value).getBytes(Collation.CHARSET);
            case NCHAR, NVARCHAR, NTEXT, XML -> ByteWriter.utf16((String) value);
            default -> (byte[]) value;
        };
    }

    private static void inChunks(ByteWriter to, byte @Nullable [] content) {
        if (content == null) {
            to.int64(-1);
            return;
        }
        to.int64(content.length);
        for (var from = 0; from < content.length; from += CHUNK) {
            var length = Math.min(CHUNK, content.length - from);
            to.int32(length);
            to.bytes(content, from, length);
        }
        to.int32(0);
    }

    /** A value of a fixed length, without its length. */
    private static void plain(ByteWriter to, SqlType type, Object value) {
        switch (type.kind()) {
            case BIT -> to.int8((Boolean) value ? 1 : 0);
            case TINYINT, SMALLINT, INT, BIGINT -> to.lowest(((Number) value).longValue(), WireType.size(type));
            case REAL -> to.int32(Float.floatToIntBits((Float) value));
            case FLOAT -> to.int64(Double.doubleToLongBits((Double) value));
            case MONEY -> {
                var units = ((BigDecimal) value).unscaledValue().longValueExact();
                to.int32((int) (units >> 32));
                to.int32((int) units);
            }
            case SMALLMONEY -> to.int32(((BigDecimal) value).unscaledValue().intValueExact());
            case DECIMAL, NUMERIC -> decimal(to, ((BigDecimal) value).unscaledValue(), WireType.size(type) - 1);
            case UNIQUEIDENTIFIER -> guid(to, (UUID) value);
            case DATE -> to.lowest(Dates.days((LocalDate) value), 3);
            case TIME -> time(to, type.scale(), (LocalTime) value);
            case DATETIME2 -> {
                var time = (LocalDateTime) value;
                time(to, type.scale(), time.toLocalTime());
                to.lowest(Dates.days(time.toLocalDate()), 3);
            }
            case DATETIMEOFFSET -> {
                var time = (OffsetDateTime) value;
                var utc = time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
                time(to, type.scale(), utc.toLocalTime());
                to.lowest(Dates.days(utc.toLocalDate()), 3);
                to.int16(time.getOffset().getTotalSeconds() / 60);
            }
            case DATETIME -> {
                var time = (LocalDateTime) value;
                to.int32(Dates.daysFrom1900(time.toLocalDate()));
                to.int32(Dates.ticks300(time.toLocalTime()));
            }
            case SMALLDATETIME -> {
                var time = (LocalDateTime) value;
                to.int16(Dates.daysFrom1900(time.toLocalDate()));
                to.int16(time.getHour() * 60 + time.getMinute());
            }
            default -> throw new IllegalArgumentException(type + " has no fixed length");
        }
    }

    private static void decimal(ByteWriter to, BigInteger unscaled, int size) {
        to.int8(unscaled.signum() < 0 ? 0 : 1);
        var magnitude = unscaled.abs().toByteArray();
        for (var i = 0; i < size; i++) {
            to.int8(i < magnitude.length ? magnitude[magnitude.length - 1 - i] : 0);
        }
    }

    /** Its first three parts have their lowest byte first, the rest does not. */
    private static void guid(ByteWriter to, UUID value) {
        var high = value.getMostSignificantBits();
        to.int32((int) (high >>> 32));
        to.int16((int) (high >>> 16));
        to.int16((int) high);
        var low = value.getLeastSignificantBits();
        for (var shift = 56; shift >= 0; shift -= 8) {
            to.int8((int) (low >>> shift));
        }
    }

    private static void time(ByteWriter to, int scale, LocalTime time) {
        to.lowest(Dates.units(time, scale), WireType.timeSize(scale));
    }

    /** Length, type, how many bytes of properties, properties, value ("[MS-TDS] 2.2.5.5.4 SQL_VARIANT Values"). */
    private static void variant(ByteWriter to, @Nullable Variant variant) {
        if (variant == null) {
            to.int32(0);
            return;
        }
        var type = variant.type();
        var fixed = WireType.fixed(type.kind());
        var properties = new ByteWriter();
        var content = new ByteWriter();
        switch (type.kind()) {
            case TIME, DATETIME2, DATETIMEOFFSET -> properties.int8(type.scale());
            case DECIMAL, NUMERIC -> {
                properties.int8(type.precision());
                properties.int8(type.scale());
            }
            case CHAR, VARCHAR -> {
                properties.bytes(Collation.bytes());
                properties.int16(type.length());
            }
            case NCHAR, NVARCHAR -> {
                properties.bytes(Collation.bytes());
                properties.int16(2 * type.length());
            }
            case BINARY, VARBINARY -> properties.int16(type.length());
            default -> {}
        }
        switch (type.kind()) {
            case CHAR, VARCHAR, NCHAR, NVARCHAR, BINARY, VARBINARY -> content.bytes(content(type, variant.value()));
            default -> plain(content, type, variant.value());
        }
        to.int32(2 + properties.size() + content.size());
        to.int8(fixed == 0 ? WireType.nullable(type.kind()) : fixed);
        to.int8(properties.size());
        to.bytes(properties.toByteArray());
        to.bytes(content.toByteArray());
    }
}
