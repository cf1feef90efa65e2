package io.emrops.testkit.sqlserver.protocol;

import io.emrops.testkit.sqlserver.type.Column;
import io.emrops.testkit.sqlserver.type.SqlType;
import io.emrops.testkit.sqlserver.type.SqlType.Kind;
import io.emrops.testkit.sqlserver.type.TableValue;
import io.emrops.testkit.sqlserver.type.Variant;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads values of a type as a client sends them: those of a parameter, of a table-valued parameter, of a bulk load.
 *
 * @param token of the type
 * @param fixedSize of values that have no length before them; 0 if they have
 * @param charset of {@code char}, {@code varchar} and {@code text}
 */
record ValueReader(int token, SqlType type, int fixedSize, Charset charset, boolean inChunks) {
    private static final int NULL_16 = 0xFFFF;
    private static final int LARGEST_COLUMN_COUNT = 4096;

    /** Whether the type stands in a parameter, in the columns of a table or among the columns of a bulk load. */
    enum Place {
        PARAMETER,
        TABLE,
        BULK_LOAD
    }

    /** The next value of this type; {@code null} where the client has sent NULL. */
    @Nullable
    Object value(ByteReader from, Place place) throws ProtocolException {
        try {
            return switch (token) {
                case WireType.NULL -> null;
                case WireType.TEXT, WireType.NTEXT, WireType.IMAGE -> longValue(from, place);
                case WireType.SQL_VARIANT -> variant(from);
                case WireType.TABLE -> table(from);
                case WireType.BIGBINARY,
                        WireType.BIGVARBINARY,
                        WireType.BIGCHAR,
                        WireType.BIGVARCHAR,
                        WireType.NCHAR,
                        WireType.NVARCHAR,
                        WireType.XML,
                        WireType.UDT -> inChunks ? chunked(from) : behindLength(from, from.int16());
                default -> {
                    var size = fixedSize != 0 ? fixedSize : from.int8();
                    if (size == 0) {
                        yield null;
                    }
                    yield plain(new ByteReader(from.bytes(size)));
                }
            };
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            // The reason may repeat the value.
            throw new ProtocolException("a value of " + type + " is none");
        }
    }

    private @Nullable Object behindLength(ByteReader from, int length) throws ProtocolException {
        return length == NULL_16 ? null : content(from.bytes(length));
    }

    private @Nullable Object longValue(ByteReader from, Place place) throws ProtocolException {
        if (place == Place.BULK_LOAD) {
            var pointer = from.int8();
            if (pointer == 0 || pointer == 0xFF) {
                return null;
            }
            from.skip(pointer + 8);
        }
        var length = from.int32();
        return length == -1 ? null : content(from.bytes(length));
    }

    private @Nullable Object chunked(ByteReader from) throws ProtocolException {
        var announced = from.int64();
        if (announced == -1) {
            return null;
        }
        var content = new ByteArrayOutputStream();
        for (var length = from.int32(); length != 0; length = from.int32()) {
            content.writeBytes(from.bytes(length));
        }
        if (announced != -2 && announced != content.size()) {
            throw new ProtocolException(announced + " bytes are announced, " + content.size() + " came");
        }
        return content(content.toByteArray());
    }

    private Object content(byte[] bytes) {
        return switch (type.kind()) {
            case CHAR, VARCHAR, NCHAR, NVARCHAR, TEXT, NTEXT, XML -> xmlWithoutMark(new String(bytes, charset));
            default -> bytes;
        };
    }

    private String xmlWithoutMark(String text) {
        return type.kind() == Kind.XML && text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** A value of as many bytes as there are. */
    private Object plain(ByteReader from) throws ProtocolException {
        return switch (type.kind()) {
            case BIT -> from.int8() != 0;
            case TINYINT -> from.int8();
            case SMALLINT -> (int) (short) from.int16();
            case INT -> from.int32();
            case BIGINT -> from.int64();
            case REAL -> Float.intBitsToFloat(from.int32());
            case FLOAT -> Double.longBitsToDouble(from.int64());
            case SMALLMONEY -> BigDecimal.valueOf(from.int32(), 4);
            case MONEY -> {
                var high = (long) from.int32() << 32;
                yield BigDecimal.valueOf(high | (from.int32() & 0xFFFF_FFFFL), 4);
            }
            case DECIMAL, NUMERIC -> decimal(from);
            case UNIQUEIDENTIFIER -> guid(from);
            case DATE -> Dates.date(from.lowest(3));
            case TIME -> time(from, from.remaining());
            case DATETIME2 -> {
                var time = time(from, from.remaining() - 3);
                yield LocalDateTime.of(Dates.date(from.lowest(3)), time);
            }
            case DATETIMEOFFSET -> {
                var time = time(from, from.remaining() - 5);
                var utc = LocalDateTime.of(Dates.date(from.lowest(3)), time);
                var offset = ZoneOffset.ofTotalSeconds(60 * (short) from.int16());
                yield OffsetDateTime.of(utc, ZoneOffset.UTC).withOffsetSameInstant(offset);
            }
            case DATETIME -> {
                var date = Dates.dateFrom1900(from.int32());
                yield LocalDateTime.of(date, Dates.fromTicks300(from.int32()));
            }
            case SMALLDATETIME -> {
                var date = Dates.dateFrom1900(from.int16());
                yield LocalDateTime.of(date, LocalTime.ofSecondOfDay(60L * from.int16()));
            }
            case CHAR, VARCHAR, BINARY, VARBINARY -> content(from.bytes(from.remaining()));
            default -> throw new ProtocolException(type + " has no such value");
        };
    }

    private LocalTime time(ByteReader from, int size) throws ProtocolException {
        if (size < 3 || size > 5) {
            throw new ProtocolException("a time of " + size + " bytes");
        }
        return Dates.time(from.lowest(size), type.scale());
    }

    private BigDecimal decimal(ByteReader from) throws ProtocolException {
        var positive = from.int8() != 0;
        var size = from.remaining();
        var magnitude = new byte[size];
        for (var i = size - 1; i >= 0; i--) {
            magnitude[i] = (byte) from.int8();
        }
        return new BigDecimal(new BigInteger(positive ? 1 : -1, magnitude), type.scale());
    }

    private static UUID guid(ByteReader from) throws ProtocolException {
        var high = (long) from.int32() << 32 | (long) from.int16() << 16 | from.int16();
        var low = 0L;
        for (var i = 0; i < 8; i++) {
            low = low << 8 | from.int8();
        }
        return new UUID(high, low);
    }

    private static @Nullable Object variant(ByteReader from) throws ProtocolException {
        var length = from.int32();
        if (length == 0) {
            return null;
        }
        var in = new ByteReader(from.bytes(length));
        var token = in.int8();
        var properties = new ByteReader(in.bytes(in.int8()));
        // The properties are those of a type, some of them in another order.
        var reader = switch (token) {
            case WireType.BIGCHAR, WireType.BIGVARCHAR, WireType.NCHAR, WireType.NVARCHAR -> {
                var charset = TypeReader.collation(properties);
                var type = new ByteWriter();
                type.int8(token);
                type.int16(properties.int16());
                type.bytes(Collation.bytes());
                var plain = TypeReader.read(new ByteReader(type.toByteArray()), Place.PARAMETER);
                var unicode = token == WireType.NCHAR || token == WireType.NVARCHAR;
                yield new ValueReader(token, plain.type, 0, unicode ? StandardCharsets.UTF_16LE : charset, false);
            }
            case WireType.BIGBINARY, WireType.BIGVARBINARY -> TypeReader.binary(token, properties.int16());
            case WireType.DECIMALN, WireType.NUMERICN -> {
                var type = new ByteWriter();
                type.int8(token);
                type.int8(17);
                type.bytes(properties.bytes(2));
                yield TypeReader.read(new ByteReader(type.toByteArray()), Place.PARAMETER);
            }
            case WireType.INTN, WireType.FLOATN, WireType.MONEYN, WireType.DATETIMEN, WireType.BITN, WireType.GUID ->
                TypeReader.read(new ByteReader(new byte[] {(byte) token, (byte) in.remaining()}), Place.PARAMETER);
            default -> {
                var type = new ByteWriter();
                type.int8(token);
                type.bytes(properties.bytes(properties.remaining()));
                yield TypeReader.read(new ByteReader(type.toByteArray()), Place.PARAMETER);
            }
        };
        var isContent = switch (reader.type.kind()) {
            case CHAR, VARCHAR, NCHAR, NVARCHAR, BINARY, VARBINARY -> true;
            default -> false;
        };
        var value = isContent ? reader.content(in.bytes(in.remaining())) : reader.plain(in);
        return new Variant(reader.type, value);
    }

    /** "[MS-TDS] 2.2.5.5.5 Table Valued Parameter (TVP) Values". */
    private static @Nullable Object table(ByteReader from) throws ProtocolException {
        from.shortText();
        var schema = from.shortText();
        var name = from.shortText();
        var typeName = schema.isEmpty() ? name : schema + "." + name;
        var count = from.int16();
        if (count == NULL_16) {
            requireEndOfTableColumns(from);
            return null;
        }
        requireColumns(count);
        var readers = new ArrayList<ValueReader>();
        var columns = new ArrayList<Column>();
        for (var i = 0; i < count; i++) {
            from.int32();
            var flags = from.int16();
            var reader = TypeReader.read(from, Place.TABLE);
            readers.add(reader);
            columns.add(reader.column(from.shortText(), flags));
        }
        requireEndOfTableColumns(from);
        var rows = new ArrayList<List<@Nullable Object>>();
        while (from.int8() == 0x01) {
            var row = new ArrayList<@Nullable Object>();
            for (var reader : readers) {
                row.add(reader.value(from, Place.TABLE));
            }
            rows.add(row);
        }
        return new TableValue(typeName, columns, rows);
    }

    /** Without a column a row would cost nothing to send. */
    static void requireColumns(int count) throws ProtocolException {
        if (count < 1 || count > LARGEST_COLUMN_COUNT) {
            throw new ProtocolException("a table of " + count + " columns");
        }
    }

    Column column(String name, int flags) throws ProtocolException {
        try {
            return new Column(name, type, (flags & 1) != 0, (flags & 0x10) != 0);
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("a column is none: " + e.getMessage());
        }
    }

    private static void requireEndOfTableColumns(ByteReader from) throws ProtocolException {
        for (var token = from.int8(); token != 0x00; token = from.int8()) {
            switch (token) {
                // Which columns are ordered or unique, and in which order they come.
                case 0x10 -> from.skip(3 * from.int16());
                case 0x11 -> from.skip(2 * from.int16());
                default -> throw new ProtocolException("token " + token + " behind the columns of a table");
            }
        }
    }
}
