package io.emrops.testkit.sqlserver.expression;

import static io.emrops.testkit.sqlserver.expression.Arguments.engines;
import static io.emrops.testkit.sqlserver.expression.Arguments.function;
import static java.util.Map.entry;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.type.SqlType;
import io.emrops.testkit.sqlserver.type.SqlType.Kind;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Functions of texts ("String functions (Transact-SQL)"). */
final class TextFunctions {
    private static final int CHARACTERS_TO_TRIM_SINCE = 16;

    static final Map<String, Function> ALL = Map.ofEntries(
            entry("LEN", Function.of(1, TextFunctions::len)),
            entry("DATALENGTH", Function.of(1, TextFunctions::dataLength)),
            entry("CHARINDEX", Function.of(2, 3, TextFunctions::charIndex)),
            entry("PATINDEX", Function.of(2, TextFunctions::patIndex)),
            entry("SUBSTRING", Function.of(3, TextFunctions::substring)),
            entry("LEFT", Function.of(2, arguments -> side("LEFT", arguments))),
            entry("RIGHT", Function.of(2, arguments -> side("RIGHT", arguments))),
            entry("REPLACE", Function.of(3, TextFunctions::replace)),
            entry("TRANSLATE", Function.of(3, TextFunctions::translate).since(14)),
            entry("STUFF", Function.of(4, TextFunctions::stuff)),
            entry("REPLICATE", Function.of(2, TextFunctions::replicate)),
            entry("SPACE", Function.of(1, TextFunctions::space)),
            entry("REVERSE", Function.of(1, arguments -> same("REVERSE", arguments))),
            entry("UPPER", Function.of(1, TextFunctions::upper)),
            entry("LOWER", Function.of(1, arguments -> same("LOWER", arguments))),
            entry("LTRIM", Function.of(1, 2, arguments -> trim("LEADING", arguments))),
            entry("RTRIM", Function.of(1, 2, arguments -> trim("TRAILING", arguments))),
            entry("TRIM", Function.of(1, TextFunctions::trim).since(14)),
            entry("CONCAT", Function.of(2, 254, TextFunctions::concat)),
            entry(
                    "CONCAT_WS",
                    Function.of(3, 254, TextFunctions::concatWithSeparator).since(14)),
            entry(
                    "ASCII",
                    Function.of(
                            1,
                            arguments -> function(
                                    "ASCII", SqlType.INT, arguments.text(0).text()))),
            entry(
                    "UNICODE",
                    Function.of(
                            1,
                            arguments -> function(
                                    "UNICODE", SqlType.INT, arguments.text(0).text()))),
            entry("CHAR", Function.of(1, arguments -> function("CHAR", SqlType.fixedChar(1), arguments.integer(0)))),
            entry("NCHAR", Function.of(1, arguments -> function("NCHAR", SqlType.nchar(1), arguments.integer(0)))),
            entry("QUOTENAME", Function.of(1, 2, TextFunctions::quoteName)),
            entry("STR", Function.of(1, 3, TextFunctions::str)),
            entry("FORMAT", Function.of(2, 3, TextFunctions::format)),
            entry("HASHBYTES", Function.of(2, TextFunctions::hashBytes)));

    private TextFunctions() {}

    private static Typed len(Arguments arguments) throws Refusal {
        var value = arguments.typed(0);
        if (TypeKinds.isLarge(value.type()) || value.type().kind() == Kind.XML) {
            throw arguments.wrongType(0, value.type());
        }
        var isMax = value.type().isMax();
        if (TypeKinds.isBinary(value.type())) {
            return engines("OCTET_LENGTH(" + value.text() + ")", isMax ? SqlType.BIGINT : SqlType.INT);
        }
        return engines(
                "CHAR_LENGTH(RTRIM(" + arguments.text(value).text() + "))", isMax ? SqlType.BIGINT : SqlType.INT);
    }

    private static Typed dataLength(Arguments arguments) throws Refusal {
        var value = arguments.typed(0);
        var type = value.type();
        var result = type.isMax() ? SqlType.BIGINT : SqlType.INT;
        if (TypeKinds.isText(type)
                || type.kind() == Kind.TEXT
                || type.kind() == Kind.NTEXT
                || type.kind() == Kind.XML) {
            var bytes = TypeKinds.isNational(type) ? "2 * " : "";
            return engines("(" + bytes + "CHAR_LENGTH(" + value.text() + "))", result);
        } else if (TypeKinds.isBinary(type) || type.kind() == Kind.IMAGE) {
            return engines("OCTET_LENGTH(" + value.text() + ")", result);
        }
        return function("DATALENGTH", result, value.text(), "'" + type + "'");
    }

    private static String sensitivity(Arguments arguments) throws Refusal {
        return "'"
                + new Collations(arguments.translator(), arguments.refused())
                        .jointOf(arguments.call().arguments(), arguments.name())
                        .sensitivity()
                + "'";
    }

    private static Typed charIndex(Arguments arguments) throws Refusal {
        var text = arguments.text(1);
        var start = arguments.has(2) ? arguments.integer(2) : "1";
        return function(
                "CHARINDEX",
                text.type().isMax() ? SqlType.BIGINT : SqlType.INT,
                arguments.text(0).text(),
                text.text(),
                start,
                sensitivity(arguments));
    }

    private static Typed patIndex(Arguments arguments) throws Refusal {
        var text = arguments.text(1);
        return function(
                "PATINDEX",
                text.type().isMax() ? SqlType.BIGINT : SqlType.INT,
                arguments.text(0).text(),
                text.text(),
                sensitivity(arguments));
    }

    private static Typed substring(Arguments arguments) throws Refusal {
        var value = arguments.typed(0);
        var length = arguments.constant(2);
        if (length.isPresent() && length.getAsInt() < 0) {
            throw arguments.refused().at(arguments.call().line(), 536, "substring");
        }
        if (TypeKinds.isBinary(value.type())) {
            var type = value.type().isMax() ? SqlType.VARBINARY_MAX : SqlType.varbinary(shorter(value.type(), length));
            return function("SUBSTRING_BINARY", type, value.text(), arguments.integer(1), arguments.integer(2));
        } else if (!TypeKinds.isText(value.type()) && !TypeKinds.isLarge(value.type()) && !value.isNull()) {
            throw arguments.wrongType(0, value.type());
        }
        var text = arguments.text(value);
        return function(
                "SUBSTRING", shortened(text.type(), length), text.text(), arguments.integer(1), arguments.integer(2));
    }

    private static int shorter(SqlType type, OptionalInt length) {
        return length.isPresent() ? Math.max(1, Math.min(type.length(), length.getAsInt())) : type.length();
    }

    private static SqlType shortened(SqlType type, OptionalInt length) {
        return TypeRules.text(TypeKinds.isNational(type), type.isMax() ? -1 : shorter(type, length));
    }

    private static Typed side(String function, Arguments arguments) throws Refusal {
        var text = arguments.text(0);
        var length = arguments.constant(1);
        if (length.isPresent() && length.getAsInt() < 0) {
            throw arguments.refused().at(arguments.call().line(), 536, arguments.name());
        }
        return function(function, shortened(text.type(), length), text.text(), arguments.integer(1));
    }

    /** As long as may be: nobody knows how long it gets. */
    private static SqlType longest(List<Typed> texts) {
        if (texts.stream().anyMatch(text -> text.type().isMax())) {
            return TypeRules.text(texts.stream().anyMatch(text -> TypeKinds.isNational(text.type())), -1);
        }
        return TypeRules.text(texts.stream().anyMatch(text -> TypeKinds.isNational(text.type())), 8000);
    }

    private static Typed replace(Arguments arguments) throws Refusal {
        var texts = List.of(arguments.text(0), arguments.text(1), arguments.text(2));
        return function(
                "REPLACE",
                longest(texts),
                texts.get(0).text(),
                texts.get(1).text(),
                texts.get(2).text(),
                sensitivity(arguments));
    }

    private static Typed translate(Arguments arguments) throws Refusal {
        var texts = List.of(arguments.text(0), arguments.text(1), arguments.text(2));
        return function(
                "TRANSLATE",
                longest(texts),
                texts.get(0).text(),
                texts.get(1).text(),
                texts.get(2).text(),
                sensitivity(arguments));
    }

    private static Typed stuff(Arguments arguments) throws Refusal {
        var text = arguments.text(0);
        var replacement = arguments.text(3);
        return function(
                "STUFF",
                stuffed(arguments, text.type(), replacement.type()),
                text.text(),
                arguments.integer(1),
                arguments.integer(2),
                replacement.text());
    }

    private static SqlType stuffed(Arguments arguments, SqlType text, SqlType replacement) {
        var deleted = arguments.constant(2);
        var isNational = TypeKinds.isNational(text) || TypeKinds.isNational(replacement);
        if (text.isMax() || replacement.isMax()) {
            return TypeRules.text(isNational, -1);
        } else if (arguments.constant(1).isEmpty() || deleted.isEmpty()) {
            return TypeRules.text(isNational, 8000);
        }
        var kept = Math.max(0, text.length() - Math.max(0, deleted.getAsInt()));
        return TypeRules.text(isNational, kept + replacement.length());
    }

    private static Typed replicate(Arguments arguments) throws Refusal {
        var text = arguments.text(0);
        var isNational = TypeKinds.isNational(text.type());
        var most = text.type().isMax() ? -1 : isNational ? 4000 : 8000;
        var length = replicated(text.type(), arguments.constant(1), most);
        return function(
                "REPLICATE",
                TypeRules.text(isNational, length),
                text.text(),
                arguments.integer(1),
                Integer.toString(most));
    }

    /** Of no letters it is one of two bytes. */
    private static int replicated(SqlType type, OptionalInt count, int most) {
        if (most < 0 || count.isEmpty()) {
            return most;
        } else if (count.getAsInt() <= 0) {
            return TypeKinds.isNational(type) ? 1 : 2;
        }
        return (int) Math.min(most, (long) type.length() * count.getAsInt());
    }

    private static Typed space(Arguments arguments) throws Refusal {
        var count = arguments.constant(0);
        return function(
                "REPLICATE",
                TypeRules.text(false, Math.max(1, count.orElse(8000))),
                "' '",
                arguments.integer(0),
                "8000");
    }

    private static Typed upper(Arguments arguments) throws Refusal {
        var text = arguments.text(0);
        var isNational = TypeKinds.isNational(text.type());
        var type = TypeRules.text(isNational, text.type().length());
        return function("UPPER", type, text.text(), isNational ? "TRUE" : "FALSE");
    }

    private static Typed same(String function, Arguments arguments) throws Refusal {
        var text = arguments.text(0);
        var type = TypeRules.text(TypeKinds.isNational(text.type()), text.type().length());
        return function(function, type, text.text());
    }

    private static Typed trim(Arguments arguments) throws Refusal {
        return trim("BOTH", arguments);
    }

    private static Typed trim(String side, Arguments arguments) throws Refusal {
        var text = arguments.text(0);
        var type = TypeRules.text(TypeKinds.isNational(text.type()), text.type().length());
        if (!arguments.has(1)) {
            return engines("TRIM(" + side + " FROM " + text.text() + ")", type);
        }
        if (arguments.context().surroundings().majorVersion() < CHARACTERS_TO_TRIM_SINCE) {
            throw arguments.refused().at(arguments.call().line(), 174, arguments.name(), 1);
        }
        return function("TRIM", type, text.text(), arguments.text(1).text(), "'" + side + "'", sensitivity(arguments));
    }

    private static Typed concat(Arguments arguments) throws Refusal {
        return joined("CONCAT", arguments.all(), arguments, 0);
    }

    private static Typed concatWithSeparator(Arguments arguments) throws Refusal {
        return joined("CONCAT_WS", arguments.all(), arguments, 1);
    }

    private static Typed joined(String function, List<Typed> values, Arguments arguments, int separators)
            throws Refusal {
        var text = new StringBuilder(function).append('(');
        var isNational = false;
        var length = 0L;
        for (var i = 0; i < values.size(); i++) {
            var value = arguments.text(values.get(i));
            text.append(i == 0 ? "" : ", ").append(value.text());
            isNational |= TypeKinds.isNational(value.type());
            var times = i < separators ? values.size() - 2 : 1;
            length = value.type().isMax() || length < 0
                    ? -1
                    : length
                            + (long) times
                                    * (values.get(i).isNull() ? 0 : value.type().length());
        }
        var type = TypeRules.text(isNational, (int) Math.min(8000, length));
        return new Typed("CAST(" + text + ") AS " + EngineTypes.of(type) + ")", type, false, false);
    }

    private static Typed quoteName(Arguments arguments) throws Refusal {
        var quote = arguments.has(1) ? arguments.text(1).text() : "'['";
        return function("QUOTENAME", SqlType.nvarchar(258), arguments.text(0).text(), quote);
    }

    private static Typed str(Arguments arguments) throws Refusal {
        var length = arguments.has(1) ? arguments.constant(1) : OptionalInt.of(10);
        var type = SqlType.varchar(Math.min(8000, Math.max(1, length.orElse(8000))));
        return function(
                "STR",
                type,
                arguments.as(0, SqlType.FLOAT),
                arguments.has(1) ? arguments.integer(1) : "10",
                arguments.has(2) ? arguments.integer(2) : "0");
    }

    private static Typed format(Arguments arguments) throws Refusal {
        var value = arguments.typed(0);
        if (!TypeKinds.isNumber(value.type()) && !TypeKinds.isTime(value.type()) || TypeKinds.isBit(value.type())) {
            throw arguments.wrongType(0, value.type());
        } else if (arguments.has(2)) {
            var culture = arguments.text(2).text();
            if (!culture.equalsIgnoreCase("'en-US'")) {
                throw arguments.refused().notPlayed("format for a culture other than en-US");
            }
        }
        return function(
                "FORMAT",
                SqlType.nvarchar(4000),
                value.text(),
                "'" + value.type() + "'",
                arguments.text(1).text());
    }

    private static Typed hashBytes(Arguments arguments) throws Refusal {
        var value = arguments.typed(1);
        var type = value.type();
        if (!TypeKinds.isText(type) && !TypeKinds.isBinary(type)) {
            throw arguments.wrongType(1, type);
        }
        var bytes = TypeKinds.isText(type)
                ? function("CONVERT", SqlType.VARBINARY_MAX, value.text(), "'" + type + "'", "'varbinary(max)'")
                        .text()
                : value.text();
        return function("HASHBYTES", SqlType.varbinary(8000), arguments.text(0).text(), bytes);
    }
}
