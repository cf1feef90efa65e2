package io.emrops.testkit.sqlserver.syntax;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.grammar.Rule;
import io.emrops.testkit.sqlserver.grammar.TokenCursor;
import io.emrops.testkit.sqlserver.syntax.Expression.Call;
import io.emrops.testkit.sqlserver.tsql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads functions: those with a syntax of their own, and all others. */
final class FunctionParser {
    private static final Set<String> WITHOUT_BRACKETS =
            Set.of("CURRENT_TIMESTAMP", "CURRENT_USER", "SESSION_USER", "SYSTEM_USER", "USER");

    /** Reserved words that are functions all the same. */
    private static final Set<String> RESERVED = Set.of("COALESCE", "LEFT", "NULLIF", "RIGHT");

    private static final Set<String> DISTINCT_TAKEN =
            Set.of("AVG", "CHECKSUM_AGG", "COUNT", "COUNT_BIG", "MAX", "MIN", "STDEV", "STDEVP", "SUM", "VAR", "VARP");

    private static final Set<String> CASTS = Set.of("CAST", "TRY_CAST", "CONVERT", "TRY_CONVERT");

    private static final Map<String, Unsupported> UNSUPPORTED = Map.ofEntries(
            Map.entry("PARSE", Unsupported.PARSE),
            Map.entry("TRY_PARSE", Unsupported.PARSE),
            Map.entry("IDENTITY", Unsupported.IDENTITY_FUNCTION),
            Map.entry("JSON_OBJECT", Unsupported.JSON),
            Map.entry("JSON_ARRAY", Unsupported.JSON),
            Map.entry("JSON_OBJECTAGG", Unsupported.JSON),
            Map.entry("JSON_ARRAYAGG", Unsupported.JSON),
            Map.entry("OPENQUERY", Unsupported.REMOTE_DATA),
            Map.entry("OPENROWSET", Unsupported.REMOTE_DATA),
            Map.entry("OPENDATASOURCE", Unsupported.REMOTE_DATA),
            Map.entry("OPENXML", Unsupported.OPENXML));

    private static final int CURRENT_DATE_SINCE = 17;

    private final Parsers parsers;
    private final TokenCursor cursor;

    FunctionParser(Parsers parsers) {
        this.parsers = parsers;
        this.cursor = parsers.cursor();
    }

    /** A function that is told by its first word; empty if it is none. */
    Optional<Expression> special() throws Refusal {
        var line = cursor.line();
        var word = cursor.here().text().toUpperCase(Locale.ROOT);
        if (WITHOUT_BRACKETS.contains(word)
                || (word.equals("CURRENT_DATE") && cursor.version() >= CURRENT_DATE_SINCE)) {
            cursor.require(Kind.WORD);
            return Optional.of(plain(word, List.of(), line));
        }
        if (!cursor.at(1, '(')) {
            return Optional.empty();
        }
        if (UNSUPPORTED.containsKey(word)) {
            throw parsers.refusal(UNSUPPORTED.get(word));
        }
        if (CASTS.contains(word)) {
            return Optional.of(cast(word));
        }
        if (word.equals("IIF")) {
            return Optional.of(iif());
        }
        if (RESERVED.contains(word)) {
            cursor.require(Kind.WORD);
            return Optional.of(call(List.of(word), line));
        }
        return Optional.empty();
    }

    private static Call plain(String name, List<Expression> arguments, int line) {
        return new Call(name, arguments, false, false, List.of(), Optional.empty(), line);
    }

    private Expression cast(String word) throws Refusal {
        var token = cursor.require(Kind.WORD);
        cursor.require('(');
        parsers.enter();
        var attempt = word.startsWith("TRY_");
        Expression.Cast cast;
        if (word.endsWith("CAST")) {
            var value = parsers.expressions().expression();
            if (cursor.at(',') || cursor.at(')')) {
                throw cursor.refusal(Rule.EXPECTED_WORD, token, token.text(), "AS");
            }
            cursor.require("AS");
            cast = new Expression.Cast(value, parsers.types().type(), attempt, Optional.empty());
        } else {
            var type = parsers.types().type();
            cursor.require(',');
            var value = parsers.expressions().expression();
            var style =
                    cursor.accept(',') ? Optional.of(parsers.expressions().expression()) : Optional.<Expression>empty();
            cast = new Expression.Cast(value, type, attempt, style);
        }
        cursor.require(')');
        parsers.leave();
        return cast;
    }

    private Expression iif() throws Refusal {
        cursor.require(Kind.WORD);
        cursor.require('(');
        parsers.enterHeavy();
        var condition = parsers.conditions().condition();
        cursor.require(',');
        var result = parsers.expressions().expression();
        cursor.require(',');
        var otherwise = parsers.expressions().expression();
        cursor.require(')');
        parsers.leaveHeavy();
        return new Expression.SearchedCase(
                List.of(new Expression.SearchedCase.When(condition, result)), Optional.of(otherwise));
    }

    /** From the opening bracket on. */
    Expression call(List<String> name, int line) throws Refusal {
        if (name.size() > 3) {
            throw parsers.refusal(Unsupported.METHODS);
        }
        cursor.require('(');
        parsers.enter();
        var upper = String.join(".", name).toUpperCase(Locale.ROOT);
        var star = cursor.at('*') && cursor.at(1, ')') && cursor.accept('*');
        var token = cursor.here();
        var distinct = !star && cursor.accept("DISTINCT");
        if (distinct && !DISTINCT_TAKEN.contains(upper)) {
            throw cursor.refusal(Rule.UNEXPECTED_TOKEN, token, token.text());
        }
        if (!star && !distinct && cursor.at("ALL")) {
            cursor.require("ALL");
        }
        var arguments = new ArrayList<Expression>();
        if (!star && (distinct || !cursor.at(')'))) {
            arguments.addAll(arguments(upper));
        }
        cursor.require(')');
        parsers.leave();
        requireNoNullTreatment();
        var withinGroup = cursor.accept("WITHIN", "GROUP") ? withinGroup() : List.<Query.Order>of();
        requireNoNullTreatment();
        var over = cursor.accept("OVER") ? Optional.of(window()) : Optional.<Expression.Window>empty();
        if (cursor.at('.')) {
            throw parsers.refusal(Unsupported.METHODS);
        }
        return new Call(upper, arguments, distinct, star, withinGroup, over, line);
    }

    private List<Expression> arguments(String name) throws Refusal {
        if (name.equals("TRIM") && isTrimSide()) {
            throw parsers.refusal(Unsupported.TRIM_FROM);
        }
        var arguments = parsers.expressions().expressions();
        if (name.equals("TRIM") && cursor.at("FROM")) {
            throw parsers.refusal(Unsupported.TRIM_FROM);
        }
        return arguments;
    }

    private boolean isTrimSide() {
        return (cursor.at("LEADING") || cursor.at("TRAILING") || cursor.at("BOTH"))
                && !cursor.at(1, ')')
                && !cursor.at(1, '.');
    }

    private void requireNoNullTreatment() throws Refusal {
        if ((cursor.at("IGNORE") || cursor.at("RESPECT")) && cursor.at(1, "NULLS")) {
            throw parsers.refusal(Unsupported.NULL_TREATMENT);
        }
    }

    private List<Query.Order> withinGroup() throws Refusal {
        cursor.require('(');
        parsers.enter();
        cursor.require("ORDER");
        cursor.require("BY");
        var order = parsers.queries().orders();
        cursor.require(')');
        parsers.leave();
        return order;
    }

    private Expression.Window window() throws Refusal {
        if (cursor.atName()) {
            throw parsers.refusal(Unsupported.NAMED_WINDOWS);
        }
        cursor.require('(');
        parsers.enter();
        if (cursor.atName() && !cursor.at("PARTITION") && !isAtFrame()) {
            throw parsers.refusal(Unsupported.NAMED_WINDOWS);
        }
        var partition = List.<Expression>of();
        if (cursor.accept("PARTITION")) {
            cursor.require("BY");
            partition = parsers.expressions().expressions();
        }
        var order = cursor.accept("ORDER", "BY") ? parsers.queries().orders() : List.<Query.Order>of();
        var frame = isAtFrame() ? frame() : "";
        cursor.require(')');
        parsers.leave();
        return new Expression.Window(partition, order, frame);
    }

    private boolean isAtFrame() {
        return cursor.at("ROWS") || cursor.at("RANGE");
    }

    private String frame() throws Refusal {
        var unit = cursor.require(Kind.WORD).text().toUpperCase(Locale.ROOT);
        if (!cursor.accept("BETWEEN")) {
            return unit + " " + bound();
        }
        var from = bound();
        cursor.require("AND");
        return unit + " BETWEEN " + from + " AND " + bound();
    }

    private String bound() throws Refusal {
        if (cursor.accept("CURRENT")) {
            cursor.require("ROW");
            return "CURRENT ROW";
        }
        var distance = cursor.accept("UNBOUNDED") ? "UNBOUNDED" : String.valueOf(cursor.integer());
        if (cursor.accept("PRECEDING")) {
            return distance + " PRECEDING";
        }
        cursor.require("FOLLOWING");
        return distance + " FOLLOWING";
    }
}
