package io.emrops.testkit.sqlserver.function;

import java.util.List;

/** The functions that the engine must be given, in its schema {@code $}. */
public final class EngineFunctions {
    private static final List<Definition> ALL = List.of(
            of("OPAQUE", Conversion.class, "opaque"),
            of("CONVERT", Conversion.class, "convert"),
            of("CONVERT_STYLE", Conversion.class, "convertStyled"),
            of("TRY_CONVERT", Conversion.class, "tryConvert"),
            of("ASSIGN", Conversion.class, "assign"),
            of("DATALENGTH", Conversion.class, "dataLength"),
            of("UNIQUEIDENTIFIER_KEY", Conversion.class, "uuidKey"),
            of("BINARY_KEY", Conversion.class, "binaryKey"),
            of("VARIANT_KEY", Variants.class, "key"),
            of("COLLATION_KEY", CollationKeys.class, "key"),
            of("LEVEL", RowFunctions.class, "level"),
            of("STRING_AGG", RowFunctions.class, "joined"),
            of("STRING_SPLIT", RowFunctions.class, "stringSplit"),
            of("ADD", Arithmetic.class, "add"),
            of("SUBTRACT", Arithmetic.class, "subtract"),
            of("MULTIPLY", Arithmetic.class, "multiply"),
            of("DIVIDE", Arithmetic.class, "divide"),
            of("MODULO", Arithmetic.class, "modulo"),
            of("LONG_SUM", Arithmetic.class, "longSum"),
            of("NEGATIVE", Arithmetic.class, "negative"),
            of("SUM", Arithmetic.class, "sum"),
            of("AVERAGE", Arithmetic.class, "average"),
            of("BITWISE_AND", Bits.class, "and"),
            of("BITWISE_OR", Bits.class, "or"),
            of("BITWISE_XOR", Bits.class, "xor"),
            of("BITWISE_NOT", Bits.class, "not"),
            of("ABS", Numbers.class, "abs"),
            of("SIGN", Numbers.class, "sign"),
            of("FLOOR", Numbers.class, "floor"),
            of("CEILING", Numbers.class, "ceiling"),
            of("ROUND", Numbers.class, "round"),
            of("POWER", Numbers.class, "power"),
            of("SQUARE", Numbers.class, "square"),
            of("SQRT", Numbers.class, "sqrt"),
            of("EXP", Numbers.class, "exp"),
            of("LOG", Numbers.class, "log"),
            of("LOG_BASE", Numbers.class, "logToBase"),
            of("LOG10", Numbers.class, "log10"),
            of("SIN", Numbers.class, "sin"),
            of("COS", Numbers.class, "cos"),
            of("TAN", Numbers.class, "tan"),
            of("COT", Numbers.class, "cot"),
            of("ASIN", Numbers.class, "asin"),
            of("ACOS", Numbers.class, "acos"),
            of("ATAN", Numbers.class, "atan"),
            of("ATN2", Numbers.class, "atn2"),
            of("ISNUMERIC", Numbers.class, "isNumeric"),
            of("CHARINDEX", Texts.class, "charIndex"),
            of("SUBSTRING", Texts.class, "substring"),
            of("SUBSTRING_BINARY", Texts.class, "substringBinary"),
            of("LEFT", Texts.class, "left"),
            of("RIGHT", Texts.class, "right"),
            of("REPLACE", Texts.class, "replace"),
            of("TRANSLATE", Texts.class, "translate"),
            of("STUFF", Texts.class, "stuff"),
            of("REPLICATE", Texts.class, "replicate"),
            of("REVERSE", Texts.class, "reverse"),
            of("UPPER", Texts.class, "upper"),
            of("LOWER", Texts.class, "lower"),
            of("TRIM", Texts.class, "trim"),
            of("ASCII", Texts.class, "ascii"),
            of("UNICODE", Texts.class, "unicode"),
            of("CHAR", Texts.class, "character"),
            of("NCHAR", Texts.class, "nationalCharacter"),
            of("QUOTENAME", Texts.class, "quoteName"),
            of("HASHBYTES", Texts.class, "hashBytes"),
            of("FORMAT", Formats.class, "format"),
            of("STR", Formats.class, "str"),
            of("LIKE", Patterns.class, "like"),
            of("LIKE_ESCAPE", Patterns.class, "likeEscape"),
            of("PATINDEX", Patterns.class, "patIndex"),
            of("DATEADD", Times.class, "add"),
            of("DATEDIFF", Times.class, "difference"),
            of("DATEPART", Times.class, "part"),
            of("DATENAME", Times.class, "name"),
            of("DATETRUNC", Times.class, "truncated"),
            of("EOMONTH", TimeParts.class, "endOfMonth"),
            of("FROMPARTS", TimeParts.class, "fromParts"),
            of("ISDATE", TimeParts.class, "isDate"),
            of("SWITCHOFFSET", TimeParts.class, "switched"),
            of("TODATETIMEOFFSET", TimeParts.class, "placed"));

    private EngineFunctions() {}

    /**
     * One of them.
     *
     * @param name in the schema {@code $}
     * @param method with its class, as the engine finds it
     */
    public record Definition(String name, String method) {
        /** The statement that makes it. It is not deterministic to the engine, which otherwise calls it for branches that are not taken. */
        public String statement() {
            return "CREATE ALIAS \"$\".\"$" + name + "\" FOR '" + method + "'";
        }
    }

    private static Definition of(String name, Class<?> type, String method) {
        return new Definition(name, type.getName() + "." + method);
    }

    /** All of them. */
    public static List<Definition> definitions() {
        return ALL;
    }
}
