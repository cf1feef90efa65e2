package io.emrops.testkit.sqlserver.type;

import io.emrops.testkit.sqlserver.tsql.Lexer;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;

/**
 * A data type of SQL Server ("Data types (Transact-SQL)").
 *
 * @param length of strings in characters, of binaries in bytes; -1 for {@code max} and for types that have none
 * @param precision of decimals in digits; 0 for the others
 * @param scale digits behind the point of decimals and of seconds; 0 for the others
 */
public record SqlType(Kind kind, int length, int precision, int scale) {
    /** 0 to 255; an {@code Integer}. */
    public static final SqlType TINYINT = plain(Kind.TINYINT);

    /** An {@code Integer}. */
    public static final SqlType SMALLINT = plain(Kind.SMALLINT);

    /** An {@code Integer}. */
    public static final SqlType INT = plain(Kind.INT);

    /** A {@code Long}. */
    public static final SqlType BIGINT = plain(Kind.BIGINT);

    /** A {@code Boolean}. */
    public static final SqlType BIT = plain(Kind.BIT);

    /** A {@code Float}. */
    public static final SqlType REAL = plain(Kind.REAL);

    /** A {@code Double}. */
    public static final SqlType FLOAT = plain(Kind.FLOAT);

    /** A {@code BigDecimal} of four places. */
    public static final SqlType MONEY = plain(Kind.MONEY);

    /** A {@code BigDecimal} of four places. */
    public static final SqlType SMALLMONEY = plain(Kind.SMALLMONEY);

    /** A {@code LocalDate} of the years 1 to 9999. */
    public static final SqlType DATE = plain(Kind.DATE);

    /** A {@code LocalDateTime} of the years 1753 to 9999, rounded to 1/300 s. */
    public static final SqlType DATETIME = plain(Kind.DATETIME);

    /** A {@code LocalDateTime} of 1900 to 2079-06-06, rounded to the minute. */
    public static final SqlType SMALLDATETIME = plain(Kind.SMALLDATETIME);

    /** A {@code UUID}. */
    public static final SqlType UNIQUEIDENTIFIER = plain(Kind.UNIQUEIDENTIFIER);

    /** A {@code String}; whether it is well-formed is not looked at. */
    public static final SqlType XML = plain(Kind.XML);

    /** A {@code String} in Windows-1252. */
    public static final SqlType TEXT = plain(Kind.TEXT);

    /** A {@code String}. */
    public static final SqlType NTEXT = plain(Kind.NTEXT);

    /** A {@code byte[]}. */
    public static final SqlType IMAGE = plain(Kind.IMAGE);

    /** A {@link Variant}, or a value that {@link Variant#of} makes one of. */
    public static final SqlType SQL_VARIANT = plain(Kind.SQL_VARIANT);

    /** A {@code byte[]} of eight. */
    public static final SqlType ROWVERSION = plain(Kind.ROWVERSION);

    /** A {@code String} in Windows-1252. */
    public static final SqlType VARCHAR_MAX = plain(Kind.VARCHAR);

    /** A {@code String}. */
    public static final SqlType NVARCHAR_MAX = plain(Kind.NVARCHAR);

    /** A {@code byte[]}. */
    public static final SqlType VARBINARY_MAX = plain(Kind.VARBINARY);

    /** A {@code byte[]} in the server's own form of the type. */
    public static final SqlType HIERARCHYID = plain(Kind.HIERARCHYID);

    /** A {@code byte[]} in the server's own form of the type. */
    public static final SqlType GEOMETRY = plain(Kind.GEOMETRY);

    /** A {@code byte[]} in the server's own form of the type. */
    public static final SqlType GEOGRAPHY = plain(Kind.GEOGRAPHY);

    /** A {@link TableValue}; of parameters alone. */
    public static final SqlType TABLE = plain(Kind.TABLE);

    private static final int MAX = -1;

    /** The types without their lengths. */
    public enum Kind {
        /** {@link SqlType#TINYINT}. */
        TINYINT,
        /** {@link SqlType#SMALLINT}. */
        SMALLINT,
        /** {@link SqlType#INT}. */
        INT,
        /** {@link SqlType#BIGINT}. */
        BIGINT,
        /** {@link SqlType#BIT}. */
        BIT,
        /** {@link SqlType#REAL}. */
        REAL,
        /** {@link SqlType#FLOAT}. */
        FLOAT,
        /** {@link SqlType#MONEY}. */
        MONEY,
        /** {@link SqlType#SMALLMONEY}. */
        SMALLMONEY,
        /** {@link SqlType#decimal}. */
        DECIMAL,
        /** {@link SqlType#numeric}. */
        NUMERIC,
        /** {@link SqlType#DATE}. */
        DATE,
        /** {@link SqlType#time}. */
        TIME,
        /** {@link SqlType#DATETIME}. */
        DATETIME,
        /** {@link SqlType#datetime2}. */
        DATETIME2,
        /** {@link SqlType#SMALLDATETIME}. */
        SMALLDATETIME,
        /** {@link SqlType#datetimeoffset}. */
        DATETIMEOFFSET,
        /** {@link SqlType#fixedChar}. */
        CHAR,
        /** {@link SqlType#varchar}. */
        VARCHAR,
        /** {@link SqlType#nchar}. */
        NCHAR,
        /** {@link SqlType#nvarchar}. */
        NVARCHAR,
        /** {@link SqlType#binary}. */
        BINARY,
        /** {@link SqlType#varbinary}. */
        VARBINARY,
        /** {@link SqlType#ROWVERSION}. */
        ROWVERSION,
        /** {@link SqlType#UNIQUEIDENTIFIER}. */
        UNIQUEIDENTIFIER,
        /** {@link SqlType#XML}. */
        XML,
        /** {@link SqlType#TEXT}. */
        TEXT,
        /** {@link SqlType#NTEXT}. */
        NTEXT,
        /** {@link SqlType#IMAGE}. */
        IMAGE,
        /** {@link SqlType#SQL_VARIANT}. */
        SQL_VARIANT,
        /** {@link SqlType#HIERARCHYID}. */
        HIERARCHYID,
        /** {@link SqlType#GEOMETRY}. */
        GEOMETRY,
        /** {@link SqlType#GEOGRAPHY}. */
        GEOGRAPHY,
        /** {@link SqlType#TABLE}. */
        TABLE
    }

    /** @throws IllegalArgumentException if SQL Server allows no such length, precision or scale */
    public SqlType {
        Objects.requireNonNull(kind, "kind");
        var longest = longest(kind);
        if (length != MAX || !mayBeMax(kind)) {
            requireBetween("a length", Math.min(1, longest), length, longest);
        }
        var isDecimal = kind == Kind.DECIMAL || kind == Kind.NUMERIC;
        requireBetween("a precision", isDecimal ? 1 : 0, precision, isDecimal ? 38 : 0);
        var mostPlaces = switch (kind) {
            case TIME, DATETIME2, DATETIMEOFFSET -> 7;
            default -> precision;
        };
        requireBetween("a scale", 0, scale, mostPlaces);
    }

    private static int longest(Kind kind) {
        return switch (kind) {
            case CHAR, VARCHAR, BINARY, VARBINARY -> 8000;
            case NCHAR, NVARCHAR -> 4000;
            default -> MAX;
        };
    }

    private static boolean mayBeMax(Kind kind) {
        return switch (kind) {
            case VARCHAR, NVARCHAR, VARBINARY -> true;
            default -> false;
        };
    }

    private static SqlType plain(Kind kind) {
        return new SqlType(kind, -1, 0, 0);
    }

    private static void requireBetween(String what, int least, int actual, int most) {
        if (actual < least || actual > most) {
            throw new IllegalArgumentException(what + " of this type is " + least + " to " + most + ", not " + actual);
        }
    }

    /**
     * In Transact-SQL's words.
     *
     * @param text as in {@code nvarchar(50)}, {@code decimal(10, 2)}, {@code varbinary(max)}
     * @throws IllegalArgumentException if there is no such type
     */
    public static SqlType parse(String text) {
        var parser = new TypeParser(text, Lexer.tokens(text), 0);
        var type = parser.type();
        parser.requireEnd();
        return type;
    }

    /** A {@code BigDecimal}. */
    public static SqlType decimal(int precision, int scale) {
        return new SqlType(Kind.DECIMAL, MAX, precision, scale);
    }

    /** A {@code BigDecimal}. */
    public static SqlType numeric(int precision, int scale) {
        return new SqlType(Kind.NUMERIC, MAX, precision, scale);
    }

    /** A {@code LocalTime}; what is behind the scale is cut off. */
    public static SqlType time(int scale) {
        return new SqlType(Kind.TIME, MAX, 0, scale);
    }

    /** A {@code LocalDateTime} of the years 1 to 9999; what is behind the scale is cut off. */
    public static SqlType datetime2(int scale) {
        return new SqlType(Kind.DATETIME2, MAX, 0, scale);
    }

    /** An {@code OffsetDateTime} with an offset of whole minutes up to 14 hours; what is behind the scale is cut off. */
    public static SqlType datetimeoffset(int scale) {
        return new SqlType(Kind.DATETIMEOFFSET, MAX, 0, scale);
    }

    /** {@code char}: a {@code String} in Windows-1252, filled up with blanks. */
    public static SqlType fixedChar(int length) {
        return new SqlType(Kind.CHAR, length, 0, 0);
    }

    /** A {@code String} in Windows-1252. */
    public static SqlType varchar(int length) {
        return new SqlType(Kind.VARCHAR, length, 0, 0);
    }

    /** A {@code String}, filled up with blanks. */
    public static SqlType nchar(int length) {
        return new SqlType(Kind.NCHAR, length, 0, 0);
    }

    /** A {@code String}. */
    public static SqlType nvarchar(int length) {
        return new SqlType(Kind.NVARCHAR, length, 0, 0);
    }

    /** A {@code byte[]}, filled up with zeros. */
    public static SqlType binary(int length) {
        return new SqlType(Kind.BINARY, length, 0, 0);
    }

    /** A {@code byte[]}. */
    public static SqlType varbinary(int length) {
        return new SqlType(Kind.VARBINARY, length, 0, 0);
    }

    /**
     * The type that drivers give to a value of this Java class: {@code nvarchar} to a {@code String}, {@code datetime2(7)} to a
     * {@code LocalDateTime}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static SqlType ofJava(Object value) {
        if (value instanceof String text) {
            return text.length() > 4000 ? NVARCHAR_MAX : nvarchar(Math.max(1, text.length()));
        } else if (value instanceof byte[] bytes) {
            return bytes.length > 8000 ? VARBINARY_MAX : varbinary(Math.max(1, bytes.length));
        } else if (value instanceof BigDecimal number) {
            var scale = Math.max(0, number.scale());
            var digits = (long) number.precision() - number.scale() + scale;
            return decimal((int) Math.min(Integer.MAX_VALUE, Math.max(digits, Math.max(1, scale))), scale);
        } else if (value instanceof Boolean) {
            return BIT;
        } else if (value instanceof Byte || value instanceof Short) {
            return SMALLINT;
        } else if (value instanceof Integer) {
            return INT;
        } else if (value instanceof Long) {
            return BIGINT;
        } else if (value instanceof Float) {
            return REAL;
        } else if (value instanceof Double) {
            return FLOAT;
        } else if (value instanceof LocalDate) {
            return DATE;
        } else if (value instanceof LocalTime) {
            return time(7);
        } else if (value instanceof LocalDateTime) {
            return datetime2(7);
        } else if (value instanceof OffsetDateTime) {
            return datetimeoffset(7);
        } else if (value instanceof UUID) {
            return UNIQUEIDENTIFIER;
        } else if (value instanceof Variant) {
            return SQL_VARIANT;
        }
        throw new IllegalArgumentException(
                "SQL Server has no type for " + value.getClass().getName());
    }

    /**
     * The value in the Java type of this type, as SQL Server would keep it: padded, rounded.
     *
     * @throws IllegalArgumentException if it is of another Java type or outside of what this type can hold; the message does
     *     not repeat the value
     */
    public Object require(Object value) {
        return Values.require(this, value);
    }

    /** Whether this is {@code varchar(max)}, {@code nvarchar(max)} or {@code varbinary(max)}. */
    public boolean isMax() {
        return length == MAX && mayBeMax(kind);
    }

    boolean fitsIntoVariant() {
        return !isMax()
                && switch (kind) {
                    case XML, TEXT, NTEXT, IMAGE, SQL_VARIANT, ROWVERSION, HIERARCHYID, GEOMETRY, GEOGRAPHY, TABLE ->
                        false;
                    default -> true;
                };
    }

    /** In Transact-SQL's words; {@link #parse} reads it. */
    @Override
    public String toString() {
        var name = kind.name().toLowerCase(Locale.ROOT);
        return switch (kind) {
            case CHAR, VARCHAR, NCHAR, NVARCHAR, BINARY, VARBINARY ->
                name + "(" + (length == MAX ? "max" : length) + ")";
            case DECIMAL, NUMERIC -> name + "(" + precision + "," + scale + ")";
            case TIME, DATETIME2, DATETIMEOFFSET -> name + "(" + scale + ")";
            default -> name;
        };
    }
}
