package io.emrops.testkit.sqlserver.protocol;

import io.emrops.testkit.sqlserver.protocol.ValueReader.Place;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Reads a type as a client announces it; whoever reads its values comes of that. */
final class TypeReader {
    private static final int UTF8_COLLATION = 0x0400_0000;

    private TypeReader() {}

    static ValueReader read(ByteReader from, Place place) throws ProtocolException {
        var token = from.int8();
        if (place != Place.PARAMETER && (token == WireType.NULL || token == WireType.TABLE)) {
            throw new ProtocolException("a table has no column of type 0x" + Integer.toHexString(token));
        }
        return switch (token) {
            case WireType.NULL -> fixed(token, SqlType.INT, 0);
            case WireType.BIT -> fixed(token, SqlType.BIT, 1);
            case WireType.INT1 -> fixed(token, SqlType.TINYINT, 1);
            case WireType.INT2 -> fixed(token, SqlType.SMALLINT, 2);
            case WireType.INT4 -> fixed(token, SqlType.INT, 4);
            case WireType.INT8 -> fixed(token, SqlType.BIGINT, 8);
            case WireType.FLOAT4 -> fixed(token, SqlType.REAL, 4);
            case WireType.FLOAT8 -> fixed(token, SqlType.FLOAT, 8);
            case WireType.MONEY4 -> fixed(token, SqlType.SMALLMONEY, 4);
            case WireType.MONEY8 -> fixed(token, SqlType.MONEY, 8);
            case WireType.DATETIME4 -> fixed(token, SqlType.SMALLDATETIME, 4);
            case WireType.DATETIME8 -> fixed(token, SqlType.DATETIME, 8);
            case WireType.BITN -> sized(token, SqlType.BIT, from.int8());
            case WireType.INTN -> {
                var size = from.int8();
                yield sized(
                        token,
                        switch (size) {
                            case 1 -> SqlType.TINYINT;
                            case 2 -> SqlType.SMALLINT;
                            case 4 -> SqlType.INT;
                            case 8 -> SqlType.BIGINT;
                            default -> throw new ProtocolException("an integer of " + size + " bytes");
                        },
                        size);
            }
            case WireType.FLOATN -> sized(token, bySize(from.int8(), SqlType.REAL, SqlType.FLOAT), 8);
            case WireType.MONEYN -> sized(token, bySize(from.int8(), SqlType.SMALLMONEY, SqlType.MONEY), 8);
            case WireType.DATETIMEN -> sized(token, bySize(from.int8(), SqlType.SMALLDATETIME, SqlType.DATETIME), 8);
            case WireType.GUID -> sized(token, SqlType.UNIQUEIDENTIFIER, from.int8());
            case WireType.DECIMALN, WireType.NUMERICN, WireType.DECIMAL_OLD, WireType.NUMERIC_OLD ->
                decimal(token, from);
            case WireType.DATEN -> sized(token, SqlType.DATE, 3);
            case WireType.TIMEN -> sized(token, SqlType.time(scale(from)), 5);
            case WireType.DATETIME2N -> sized(token, SqlType.datetime2(scale(from)), 8);
            case WireType.DATETIMEOFFSETN -> sized(token, SqlType.datetimeoffset(scale(from)), 10);
            case WireType.BIGBINARY, WireType.BIGVARBINARY -> binary(token, from.int16());
            case WireType.BINARY_OLD, WireType.VARBINARY_OLD -> binary(token, from.int8());
            case WireType.BIGCHAR, WireType.BIGVARCHAR, WireType.NCHAR, WireType.NVARCHAR -> text(token, from);
            case WireType.CHAR_OLD, WireType.VARCHAR_OLD ->
                new ValueReader(token, SqlType.varchar(Math.max(1, from.int8())), 0, Collation.CHARSET, false);
            case WireType.TEXT, WireType.NTEXT, WireType.IMAGE -> longText(token, from, place);
            case WireType.XML -> xml(token, from);
            case WireType.UDT -> userDefined(token, from, place);
            case WireType.SQL_VARIANT -> {
                from.int32();
                yield sized(token, SqlType.SQL_VARIANT, 0);
            }
            case WireType.TABLE -> sized(token, SqlType.TABLE, 0);
            default -> throw new ProtocolException("there is no type token 0x" + Integer.toHexString(token));
        };
    }

    private static ValueReader fixed(int token, SqlType type, int size) {
        return new ValueReader(token, type, size, Collation.CHARSET, false);
    }

    private static ValueReader sized(int token, SqlType type, int size) throws ProtocolException {
        if (size < 0 || size > 17) {
            throw new ProtocolException(type + " does not have " + size + " bytes");
        }
        return new ValueReader(token, type, 0, Collation.CHARSET, false);
    }

    private static SqlType bySize(int size, SqlType small, SqlType large) throws ProtocolException {
        return switch (size) {
            case 4 -> small;
            case 8 -> large;
            default -> throw new ProtocolException(large + " does not have " + size + " bytes");
        };
    }

    private static int scale(ByteReader from) throws ProtocolException {
        var scale = from.int8();
        if (scale > 7) {
            throw new ProtocolException("a time of " + scale + " places");
        }
        return scale;
    }

    private static ValueReader decimal(int token, ByteReader from) throws ProtocolException {
        from.int8();
        var precision = from.int8();
        var scale = from.int8();
        if (precision < 1 || precision > 38 || scale > precision) {
            throw new ProtocolException("a decimal of " + precision + " digits, " + scale + " behind the point");
        }
        var numeric = token == WireType.NUMERICN || token == WireType.NUMERIC_OLD;
        return sized(token, numeric ? SqlType.numeric(precision, scale) : SqlType.decimal(precision, scale), 17);
    }

    static ValueReader binary(int token, int length) throws ProtocolException {
        if (length == WireType.IN_CHUNKS) {
            return new ValueReader(token, SqlType.VARBINARY_MAX, 0, Collation.CHARSET, true);
        }
        var size = within(length, 8000);
        var fixed = token == WireType.BIGBINARY || token == WireType.BINARY_OLD;
        return new ValueReader(
                token, fixed ? SqlType.binary(size) : SqlType.varbinary(size), 0, Collation.CHARSET, false);
    }

    private static ValueReader text(int token, ByteReader from) throws ProtocolException {
        var length = from.int16();
        var charset = collation(from);
        var unicode = token == WireType.NCHAR || token == WireType.NVARCHAR;
        if (length == WireType.IN_CHUNKS) {
            return new ValueReader(
                    token,
                    unicode ? SqlType.NVARCHAR_MAX : SqlType.VARCHAR_MAX,
                    0,
                    unicode ? StandardCharsets.UTF_16LE : charset,
                    true);
        }
        var size = within(unicode ? length / 2 : length, unicode ? 4000 : 8000);
        var type = switch (token) {
            case WireType.NCHAR -> SqlType.nchar(size);
            case WireType.NVARCHAR -> SqlType.nvarchar(size);
            case WireType.BIGCHAR -> SqlType.fixedChar(size);
            default -> SqlType.varchar(size);
        };
        return new ValueReader(token, type, 0, unicode ? StandardCharsets.UTF_16LE : charset, false);
    }

    /** Drivers declare empty texts with length 0, which no column has. */
    private static int within(int length, int most) throws ProtocolException {
        if (length > most) {
            throw new ProtocolException("a length of " + length + " where " + most + " is the largest");
        }
        return Math.max(1, length);
    }

    private static ValueReader longText(int token, ByteReader from, Place place) throws ProtocolException {
        from.int32();
        var charset = token == WireType.IMAGE ? Collation.CHARSET : collation(from);
        if (place == Place.BULK_LOAD) {
            // The table's name in one; the server itself tells it in parts.
            from.longText();
        }
        return switch (token) {
            case WireType.TEXT -> new ValueReader(token, SqlType.TEXT, 0, charset, false);
            case WireType.NTEXT -> new ValueReader(token, SqlType.NTEXT, 0, StandardCharsets.UTF_16LE, false);
            default -> new ValueReader(token, SqlType.IMAGE, 0, charset, false);
        };
    }

    private static ValueReader xml(int token, ByteReader from) throws ProtocolException {
        if (from.int8() != 0) {
            from.shortText();
            from.shortText();
            from.longText();
        }
        return new ValueReader(token, SqlType.XML, 0, StandardCharsets.UTF_16LE, true);
    }

    private static ValueReader userDefined(int token, ByteReader from, Place place) throws ProtocolException {
        if (place != Place.PARAMETER) {
            from.int16();
        }
        from.shortText();
        from.shortText();
        var name = from.shortText().toLowerCase(Locale.ROOT);
        if (place != Place.PARAMETER) {
            from.longText();
        }
        var type = switch (name) {
            case "geometry" -> SqlType.GEOMETRY;
            case "geography" -> SqlType.GEOGRAPHY;
            case "hierarchyid" -> SqlType.HIERARCHYID;
            default -> SqlType.VARBINARY_MAX;
        };
        return new ValueReader(token, type, 0, Collation.CHARSET, true);
    }

    /** The character set of the collation that follows. */
    static Charset collation(ByteReader from) throws ProtocolException {
        var flags = from.int32();
        from.int8();
        return (flags & UTF8_COLLATION) != 0 ? StandardCharsets.UTF_8 : Collation.CHARSET;
    }
}
