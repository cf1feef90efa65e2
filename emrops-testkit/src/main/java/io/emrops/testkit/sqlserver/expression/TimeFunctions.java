package io.emrops.testkit.sqlserver.expression;

import static io.emrops.testkit.sqlserver.expression.Arguments.function;
import static java.util.Map.entry;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.type.SqlType;
import io.emrops.testkit.sqlserver.type.SqlType.Kind;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;

/** Functions of dates and times ("Date and time data types and functions (Transact-SQL)"). */
final class TimeFunctions {
    static final Map<String, Function> ALL = Map.ofEntries(
            entry("GETDATE", Function.of(0, arguments -> now(arguments, SqlType.DATETIME, false))),
            entry("CURRENT_TIMESTAMP", Function.of(0, arguments -> now(arguments, SqlType.DATETIME, false))),
            entry("GETUTCDATE", Function.of(0, arguments -> now(arguments, SqlType.DATETIME, true))),
            entry("SYSDATETIME", Function.of(0, arguments -> now(arguments, SqlType.datetime2(7), false))),
            entry("SYSUTCDATETIME", Function.of(0, arguments -> now(arguments, SqlType.datetime2(7), true))),
            entry("SYSDATETIMEOFFSET", Function.of(0, TimeFunctions::sysDateTimeOffset)),
            entry("DATEADD", Function.of(3, TimeFunctions::dateAdd)),
            entry("DATEDIFF", Function.of(3, arguments -> dateDiff(arguments, SqlType.INT))),
            entry("DATEDIFF_BIG", Function.of(3, arguments -> dateDiff(arguments, SqlType.BIGINT))),
            entry("DATEPART", Function.of(2, TimeFunctions::datePart)),
            entry("DATENAME", Function.of(2, TimeFunctions::dateName)),
            entry("DATETRUNC", Function.of(2, TimeFunctions::dateTrunc).since(16)),
            entry("YEAR", Function.of(1, arguments -> part(arguments, "year"))),
            entry("MONTH", Function.of(1, arguments -> part(arguments, "month"))),
            entry("DAY", Function.of(1, arguments -> part(arguments, "day"))),
            entry("EOMONTH", Function.of(1, 2, TimeFunctions::endOfMonth)),
            entry("DATEFROMPARTS", Function.of(3, arguments -> fromParts(arguments, SqlType.DATE, 3))),
            entry("DATETIMEFROMPARTS", Function.of(7, arguments -> fromParts(arguments, SqlType.DATETIME, 7))),
            entry(
                    "SMALLDATETIMEFROMPARTS",
                    Function.of(5, arguments -> fromParts(arguments, SqlType.SMALLDATETIME, 5))),
            entry("DATETIME2FROMPARTS", Function.of(8, TimeFunctions::dateTime2FromParts)),
            entry("TIMEFROMPARTS", Function.of(5, TimeFunctions::timeFromParts)),
            entry("ISDATE", Function.of(1, TimeFunctions::isDate)),
            entry("SWITCHOFFSET", Function.of(2, arguments -> offset("SWITCHOFFSET", arguments))),
            entry("TODATETIMEOFFSET", Function.of(2, arguments -> offset("TODATETIMEOFFSET", arguments))));

    private TimeFunctions() {}

    /** The time of the statement, the same for all its rows. */
    private static Typed now(Arguments arguments, SqlType type, boolean isUtc) {
        var now = arguments.context().surroundings().now();
        var local = (isUtc ? now.withOffsetSameInstant(ZoneOffset.UTC) : now).toLocalDateTime();
        return bound(arguments, type, type.require(local));
    }

    private static Typed bound(Arguments arguments, SqlType type, Object value) {
        var place = arguments.context().bindings().bind(value);
        return Typed.notNull("CAST(" + place + " AS " + EngineTypes.of(type) + ")", type);
    }

    private static Typed sysDateTimeOffset(Arguments arguments) {
        OffsetDateTime now = arguments.context().surroundings().now();
        var type = SqlType.datetimeoffset(7);
        return bound(arguments, type, type.require(now));
    }

    private static String part(Arguments arguments) throws Refusal {
        var word = arguments.word(0);
        var part = DateParts.named(word);
        if (part.isEmpty()) {
            throw arguments.refused().at(arguments.call().line(), 155, word, arguments.name());
        }
        return part.get();
    }

    /** A date or time; texts become one of this type. */
    private static Typed time(Arguments arguments, int index, SqlType ofTexts) throws Refusal {
        var value = arguments.typed(index);
        if (value.isNull()) {
            return Literals.nothing(SqlType.DATETIME);
        } else if (TypeKinds.isTime(value.type())) {
            return value;
        } else if (TypeKinds.isText(value.type())) {
            return arguments.conversions().implicit(value, ofTexts);
        } else if (TypeKinds.isNumber(value.type())) {
            return arguments.conversions().implicit(value, SqlType.DATETIME);
        }
        throw arguments.wrongType(index, value.type());
    }

    private static void requirePart(Arguments arguments, String part, SqlType type) throws Refusal {
        var isOfDay = DateParts.isOfDay(part);
        var has = switch (type.kind()) {
            case DATE -> !isOfDay && !part.equals("tzoffset");
            case TIME -> isOfDay;
            default -> true;
        };
        if (!has) {
            throw unsupported(arguments, type);
        }
    }

    private static Refusal unsupported(Arguments arguments, SqlType type) throws Refusal {
        return arguments
                .refused()
                .at(arguments.call().line(), 9810, arguments.word(0), arguments.name(), TypeKinds.named(type));
    }

    private static Typed dateAdd(Arguments arguments) throws Refusal {
        var part = part(arguments);
        var time = time(arguments, 2, SqlType.DATETIME);
        requirePart(arguments, part, time.type());
        if (part.equals("tzoffset")
                || part.equals("iso_week")
                || DateParts.isFine(part) && TypeKinds.isOldTime(time.type())) {
            throw unsupported(arguments, time.type());
        }
        return function(
                "DATEADD", time.type(), "'" + part + "'", arguments.integer(1), time.text(), "'" + time.type() + "'");
    }

    private static Typed dateDiff(Arguments arguments, SqlType type) throws Refusal {
        var part = part(arguments);
        if (part.equals("tzoffset") || part.equals("iso_week")) {
            throw arguments.refused().at(arguments.call().line(), 9806, arguments.word(0), arguments.name());
        }
        var from = time(arguments, 1, SqlType.datetimeoffset(7));
        var to = time(arguments, 2, SqlType.datetimeoffset(7));
        return function("DATEDIFF", type, "'" + part + "'", from.text(), to.text(), "'" + type + "'");
    }

    private static Typed datePart(Arguments arguments) throws Refusal {
        var part = part(arguments);
        var time = time(arguments, 1, SqlType.datetimeoffset(7));
        requireOffset(arguments, part, time.type());
        return function("DATEPART", SqlType.INT, "'" + part + "'", time.text());
    }

    private static void requireOffset(Arguments arguments, String part, SqlType type) throws Refusal {
        requirePart(arguments, part, type);
        if (part.equals("tzoffset") && type.kind() != Kind.DATETIMEOFFSET && type.kind() != Kind.DATETIME2) {
            throw unsupported(arguments, type);
        }
    }

    private static Typed dateName(Arguments arguments) throws Refusal {
        var part = part(arguments);
        var time = time(arguments, 1, SqlType.datetimeoffset(7));
        requireOffset(arguments, part, time.type());
        return function("DATENAME", SqlType.nvarchar(30), "'" + part + "'", time.text());
    }

    private static Typed dateTrunc(Arguments arguments) throws Refusal {
        var part = part(arguments);
        var value = arguments.typed(1);
        if (TypeKinds.isNumber(value.type()) && !value.isNull()) {
            throw arguments.wrongType(1, value.type());
        }
        var time = time(arguments, 1, SqlType.datetime2(7));
        requirePart(arguments, part, time.type());
        if (part.equals("weekday") || part.equals("tzoffset") || part.equals("nanosecond")) {
            throw unsupported(arguments, time.type());
        }
        return function("DATETRUNC", time.type(), "'" + part + "'", time.text());
    }

    private static Typed part(Arguments arguments, String part) throws Refusal {
        var time = time(arguments, 0, SqlType.datetimeoffset(7));
        if (time.type().kind() == Kind.TIME) {
            throw arguments.refused().at(arguments.call().line(), 9810, part, arguments.name(), "time");
        }
        return function("DATEPART", SqlType.INT, "'" + part + "'", time.text());
    }

    private static Typed endOfMonth(Arguments arguments) throws Refusal {
        var date = arguments.conversions().implicit(time(arguments, 0, SqlType.DATE), SqlType.DATE);
        return function("EOMONTH", SqlType.DATE, date.text(), arguments.has(1) ? arguments.integer(1) : "0");
    }

    private static Typed fromParts(Arguments arguments, SqlType type, int count) throws Refusal {
        var parts = new StringBuilder();
        for (var i = 0; i < 7; i++) {
            parts.append(i == 0 ? "" : ", ").append(i < count ? arguments.integer(i) : "0");
        }
        return function("FROMPARTS", type, parts.toString(), "0", "'" + type + "'");
    }

    private static Typed dateTime2FromParts(Arguments arguments) throws Refusal {
        return scaled(arguments, 0, 7);
    }

    private static Typed timeFromParts(Arguments arguments) throws Refusal {
        return scaled(arguments, 3, 4);
    }

    /** The last argument is the scale, and must stand in the text. */
    private static Typed scaled(Arguments arguments, int missing, int count) throws Refusal {
        var scale = arguments.constant(count);
        if (scale.isEmpty() || scale.getAsInt() < 0 || scale.getAsInt() > 7) {
            throw arguments.refused().at(arguments.call().line(), 10760);
        }
        var type = missing == 0 ? SqlType.datetime2(scale.getAsInt()) : SqlType.time(scale.getAsInt());
        var parts = new StringBuilder(missing == 0 ? "" : "1900, 1, 1, ");
        for (var i = 0; i < count; i++) {
            parts.append(i == 0 ? "" : ", ").append(arguments.integer(i));
        }
        return function("FROMPARTS", type, parts.toString(), "" + scale.getAsInt(), "'" + type + "'");
    }

    private static Typed isDate(Arguments arguments) throws Refusal {
        var value = arguments.typed(0);
        return function("ISDATE", SqlType.INT, arguments.text(value).text());
    }

    private static Typed offset(String function, Arguments arguments) throws Refusal {
        var isSwitch = function.equals("SWITCHOFFSET");
        var value = arguments.typed(0);
        var places = value.type().kind() == Kind.DATETIMEOFFSET || value.type().kind() == Kind.DATETIME2
                ? value.type().scale()
                : value.type().kind() == Kind.DATETIME ? 3 : 7;
        var type = SqlType.datetimeoffset(places);
        var time = arguments.conversions().implicit(value, isSwitch ? type : SqlType.datetime2(places));
        var offset = arguments.typed(1);
        var minutes = TypeKinds.isText(offset.type())
                ? offset
                : arguments.conversions().implicit(offset, SqlType.INT);
        return function(function, type, time.text(), minutes.text());
    }
}
