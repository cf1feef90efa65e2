package io.emrops.testkit.sqlserver.protocol;

import io.emrops.testkit.sqlserver.type.SqlType;
import io.emrops.testkit.sqlserver.type.SqlType.Kind;

/** The type tokens of TDS ("[MS-TDS] 2.2.5.4 Data Type Definitions"). */
final class WireType {
    static final int NULL = 0x1F;
    static final int IMAGE = 0x22;
    static final int TEXT = 0x23;
    static final int GUID = 0x24;
    static final int VARBINARY_OLD = 0x25;
    static final int INTN = 0x26;
    static final int VARCHAR_OLD = 0x27;
    static final int DATEN = 0x28;
    static final int TIMEN = 0x29;
    static final int DATETIME2N = 0x2A;
    static final int DATETIMEOFFSETN = 0x2B;
    static final int BINARY_OLD = 0x2D;
    static final int CHAR_OLD = 0x2F;
    static final int INT1 = 0x30;
    static final int BIT = 0x32;
    static final int INT2 = 0x34;
    static final int DECIMAL_OLD = 0x37;
    static final int INT4 = 0x38;
    static final int DATETIME4 = 0x3A;
    static final int FLOAT4 = 0x3B;
    static final int MONEY8 = 0x3C;
    static final int DATETIME8 = 0x3D;
    static final int FLOAT8 = 0x3E;
    static final int NUMERIC_OLD = 0x3F;
    static final int SQL_VARIANT = 0x62;
    static final int NTEXT = 0x63;
    static final int BITN = 0x68;
    static final int DECIMALN = 0x6A;
    static final int NUMERICN = 0x6C;
    static final int FLOATN = 0x6D;
    static final int MONEYN = 0x6E;
    static final int DATETIMEN = 0x6F;
    static final int MONEY4 = 0x7A;
    static final int INT8 = 0x7F;
    static final int BIGVARBINARY = 0xA5;
    static final int BIGVARCHAR = 0xA7;
    static final int BIGBINARY = 0xAD;
    static final int BIGCHAR = 0xAF;
    static final int NVARCHAR = 0xE7;
    static final int NCHAR = 0xEF;
    static final int UDT = 0xF0;
    static final int XML = 0xF1;
    static final int TABLE = 0xF3;

    /** The length that announces a value in chunks. */
    static final int IN_CHUNKS = 0xFFFF;

    private WireType() {}

    /** The token of a type whose values cannot be null; 0 if there is none. */
    static int fixed(Kind kind) {
        return switch (kind) {
            case TINYINT -> INT1;
            case SMALLINT -> INT2;
            case INT -> INT4;
            case BIGINT -> INT8;
            case BIT -> BIT;
            case REAL -> FLOAT4;
            case FLOAT -> FLOAT8;
            case MONEY -> MONEY8;
            case SMALLMONEY -> MONEY4;
            case DATETIME -> DATETIME8;
            case SMALLDATETIME -> DATETIME4;
            default -> 0;
        };
    }

    /** The token of a type whose values may be null. */
    static int nullable(Kind kind) {
        return switch (kind) {
            case TINYINT, SMALLINT, INT, BIGINT -> INTN;
            case BIT -> BITN;
            case REAL, FLOAT -> FLOATN;
            case MONEY, SMALLMONEY -> MONEYN;
            case DECIMAL -> DECIMALN;
            case NUMERIC -> NUMERICN;
            case DATE -> DATEN;
            case TIME -> TIMEN;
            case DATETIME2 -> DATETIME2N;
            case DATETIMEOFFSET -> DATETIMEOFFSETN;
            case DATETIME, SMALLDATETIME -> DATETIMEN;
            case CHAR -> BIGCHAR;
            case VARCHAR -> BIGVARCHAR;
            case NCHAR -> NCHAR;
            case NVARCHAR -> NVARCHAR;
            case BINARY, ROWVERSION -> BIGBINARY;
            case VARBINARY -> BIGVARBINARY;
            case UNIQUEIDENTIFIER -> GUID;
            case XML -> XML;
            case TEXT -> TEXT;
            case NTEXT -> NTEXT;
            case IMAGE -> IMAGE;
            case SQL_VARIANT -> SQL_VARIANT;
            case HIERARCHYID, GEOMETRY, GEOGRAPHY -> UDT;
            case TABLE -> TABLE;
        };
    }

    /** The bytes of a value of a fixed length; of a decimal with its sign. */
    static int size(SqlType type) {
        return switch (type.kind()) {
            case TINYINT, BIT -> 1;
            case SMALLINT -> 2;
            case INT, REAL, SMALLMONEY, SMALLDATETIME -> 4;
            case BIGINT, FLOAT, MONEY, DATETIME, ROWVERSION -> 8;
            case UNIQUEIDENTIFIER -> 16;
            case DATE -> 3;
            case TIME -> timeSize(type.scale());
            case DATETIME2 -> timeSize(type.scale()) + 3;
            case DATETIMEOFFSET -> timeSize(type.scale()) + 5;
            case DECIMAL, NUMERIC -> decimalSize(type.precision());
            default -> throw new IllegalArgumentException(type + " has no fixed length");
        };
    }

    static int timeSize(int scale) {
        return scale <= 2 ? 3 : scale <= 4 ? 4 : 5;
    }

    private static int decimalSize(int precision) {
        return precision <= 9 ? 5 : precision <= 19 ? 9 : precision <= 28 ? 13 : 17;
    }
}
