package io.emrops.testkit.sqlserver.syntax;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.grammar.Rule;
import io.emrops.testkit.sqlserver.grammar.TokenCursor;
import io.emrops.testkit.sqlserver.syntax.Expression.Binary;
import io.emrops.testkit.sqlserver.syntax.Expression.Binary.Operator;
import io.emrops.testkit.sqlserver.syntax.Expression.Literal;
import io.emrops.testkit.sqlserver.syntax.Expression.Unary;
import io.emrops.testkit.sqlserver.tsql.Token;
import io.emrops.testkit.sqlserver.tsql.Token.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads expressions by the documented precedence ("Operator precedence (Transact-SQL)"). A sign binds less than {@code *}, so that
 * {@code -a * b} is the negative of a product and {@code a / -b * c} divides by one.
 */
final class ExpressionParser {
    private static final Set<Operator> FACTORS = EnumSet.of(Operator.MULTIPLY, Operator.DIVIDE, Operator.MODULO);
    private static final Set<Operator> SUMMANDS = EnumSet.complementOf(EnumSet.copyOf(FACTORS));
    private static final Pattern WHOLE = Pattern.compile("[0-9]+");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]+\\.[0-9]*|\\.[0-9]+");
    private static final Pattern FLOAT = Pattern.compile("([0-9]+\\.?[0-9]*|\\.[0-9]+)[eE]([+-]?[0-9]+)?");
    private static final int CONCATENATION_SINCE = 17;

    private final Parsers parsers;
    private final TokenCursor cursor;

    ExpressionParser(Parsers parsers) {
        this.parsers = parsers;
        this.cursor = parsers.cursor();
    }

    Expression expression() throws Refusal {
        return sum(product(factor()));
    }

    /** An expression of which the first part, in its brackets, has been read. */
    Expression continued(Expression first) throws Refusal {
        return sum(product(suffixed(first)));
    }

    List<Expression> expressions() throws Refusal {
        var expressions = new ArrayList<Expression>();
        do {
            expressions.add(expression());
        } while (cursor.accept(','));
        return expressions;
    }

    /** Where a row is written. */
    Expression expressionOrDefault() throws Refusal {
        return cursor.accept("DEFAULT") ? new Expression.Default() : expression();
    }

    /** An operator with {@code =} behind it, as in {@code +=}. */
    Optional<Operator> compoundAssignment() {
        for (var operator : Operator.values()) {
            if (isAt(operator) && cursor.at(1, '=')) {
                cursor.accept(operator.sign().charAt(0));
                return Optional.of(operator);
            }
        }
        return Optional.empty();
    }

    private Expression sum(Expression first) throws Refusal {
        var sum = first;
        var links = 0;
        for (var operator = operator(SUMMANDS); operator.isPresent(); operator = operator(SUMMANDS)) {
            links = parsers.link(links);
            sum = new Binary(operator.get(), sum, product(factor()));
        }
        return sum;
    }

    private Expression product(Expression first) throws Refusal {
        var product = first;
        var links = 0;
        for (var operator = operator(FACTORS); operator.isPresent(); operator = operator(FACTORS)) {
            links = parsers.link(links);
            product = new Binary(operator.get(), product, factor());
        }
        return product;
    }

    private Optional<Operator> operator(Set<Operator> fit) throws Refusal {
        for (var operator : fit) {
            if (isAt(operator)) {
                if (operator == Operator.BITWISE_OR && cursor.at(1, '|') && cursor.version() >= CONCATENATION_SINCE) {
                    throw parsers.refusal(Unsupported.CONCATENATION_OPERATOR);
                }
                cursor.accept(operator.sign().charAt(0));
                return Optional.of(operator);
            }
        }
        return Optional.empty();
    }

    private boolean isAt(Operator operator) {
        return cursor.at(operator.sign().charAt(0));
    }

    private Expression factor() throws Refusal {
        if (cursor.accept('~')) {
            return signed(Unary.Operator.BITWISE_NOT);
        }
        if (cursor.accept('-')) {
            return signed(Unary.Operator.MINUS);
        }
        if (cursor.accept('+')) {
            return signed(Unary.Operator.PLUS);
        }
        return suffixed(primary());
    }

    private Expression signed(Unary.Operator sign) throws Refusal {
        parsers.enter();
        var operand = sign == Unary.Operator.BITWISE_NOT ? factor() : product(factor());
        parsers.leave();
        return new Unary(sign, operand);
    }

    private Expression suffixed(Expression operand) throws Refusal {
        if (cursor.at("AT") && cursor.at(1, "TIME")) {
            throw parsers.refusal(Unsupported.AT_TIME_ZONE);
        }
        if (!cursor.accept("COLLATE")) {
            return operand;
        }
        return new Expression.Collated(operand, cursor.name());
    }

    private Expression primary() throws Refusal {
        var token = cursor.here();
        if (cursor.atEnd()) {
            throw cursor.unexpected();
        }
        return switch (token.kind()) {
            case NUMBER -> number(cursor.require(Kind.NUMBER));
            case STRING -> string(cursor.require(Kind.STRING));
            case VARIABLE -> variable();
            case GLOBAL -> {
                var line = cursor.line();
                yield new Expression.GlobalVariable(cursor.require(Kind.GLOBAL).text(), line);
            }
            case SYMBOL -> token.is('{') ? escape() : bracket();
            case WORD -> word();
            case QUOTED_NAME -> named();
            case UNTERMINATED -> throw cursor.unexpected();
        };
    }

    private Expression variable() throws Refusal {
        var line = cursor.line();
        var name = cursor.require(Kind.VARIABLE).text();
        if (cursor.at('.')) {
            throw parsers.refusal(Unsupported.METHODS);
        }
        return new Expression.Variable(name, line);
    }

    private Expression bracket() throws Refusal {
        cursor.require('(');
        parsers.enter();
        var inner =
                cursor.at("SELECT") ? new Expression.Subquery(parsers.queries().subquery()) : expression();
        if (inner instanceof Expression.Subquery subquery) {
            inner = new Expression.Subquery(parsers.queries().continued(subquery.query()));
        }
        cursor.require(')');
        parsers.leave();
        return inner;
    }

    private Expression word() throws Refusal {
        if (cursor.accept("NULL")) {
            return new Literal(Literal.Kind.NULL, "");
        }
        if (cursor.accept("CASE")) {
            parsers.enterHeavy();
            var result = cursor.at("WHEN") ? searchedCase() : simpleCase();
            parsers.leaveHeavy();
            return result;
        }
        if (cursor.at("NEXT") && cursor.at(1, "VALUE") && cursor.at(2, "FOR")) {
            return nextValue();
        }
        var special = parsers.functions().special();
        return special.isPresent() ? special.get() : named();
    }

    private Expression simpleCase() throws Refusal {
        var input = expression();
        var branches = new ArrayList<Expression.SimpleCase.When>();
        do {
            cursor.require("WHEN");
            var value = expression();
            cursor.require("THEN");
            branches.add(new Expression.SimpleCase.When(value, expression()));
        } while (cursor.at("WHEN"));
        return new Expression.SimpleCase(input, branches, otherwise());
    }

    private Expression searchedCase() throws Refusal {
        var branches = new ArrayList<Expression.SearchedCase.When>();
        do {
            cursor.require("WHEN");
            var condition = parsers.conditions().condition();
            cursor.require("THEN");
            branches.add(new Expression.SearchedCase.When(condition, expression()));
        } while (cursor.at("WHEN"));
        return new Expression.SearchedCase(branches, otherwise());
    }

    private Optional<Expression> otherwise() throws Refusal {
        var otherwise = cursor.accept("ELSE") ? Optional.of(expression()) : Optional.<Expression>empty();
        cursor.require("END");
        return otherwise;
    }

    private Expression nextValue() throws Refusal {
        cursor.accept("NEXT", "VALUE");
        cursor.require("FOR");
        var sequence = parsers.sources().name();
        if (cursor.at("OVER")) {
            throw parsers.refusal(Unsupported.NEXT_VALUE_OVER);
        }
        return new Expression.NextValue(sequence);
    }

    private Expression named() throws Refusal {
        var line = cursor.line();
        var parts = parts();
        if (cursor.at('(')) {
            return parsers.functions().call(parts, line);
        }
        if (cursor.at(':') && cursor.at(1, ':')) {
            throw parsers.refusal(Unsupported.METHODS);
        }
        if (parts.size() > 4) {
            throw parsers.refusal(Unsupported.FOUR_PART_NAMES);
        }
        var last = parts.size() - 1;
        return new Expression.ColumnReference(parts.subList(0, last), parts.get(last), line);
    }

    /** A name with points in it; a part between two points may be missing. */
    List<String> parts() throws Refusal {
        var parts = new ArrayList<String>();
        parts.add(cursor.name());
        while (cursor.accept('.')) {
            parts.add(cursor.at('.') ? "" : cursor.name());
        }
        return parts;
    }

    /** Dates and times as ODBC writes them; both are a datetime. */
    private Expression escape() throws Refusal {
        if (!(cursor.at(1, "d") || cursor.at(1, "ts"))) {
            throw parsers.refusal(Unsupported.ODBC_ESCAPES);
        }
        cursor.require('{');
        var line = cursor.line();
        cursor.require(Kind.WORD);
        var text = string(cursor.require(Kind.STRING));
        cursor.require('}');
        return new Expression.Cast(text, new TypeName("datetime", List.of(), line), false, Optional.empty());
    }

    static Literal string(Token token) {
        var national = token.text().charAt(0) != '\'';
        return new Literal(national ? Literal.Kind.NATIONAL_STRING : Literal.Kind.STRING, token.value());
    }

    Literal number(Token token) throws Refusal {
        var text = token.text();
        if (text.startsWith("0x") || text.startsWith("0X")) {
            return new Literal(Literal.Kind.BINARY, text.substring(2));
        }
        if (text.startsWith("$") && (is(WHOLE, text.substring(1)) || is(DECIMAL, text.substring(1)))) {
            return new Literal(Literal.Kind.MONEY, text.substring(1));
        }
        if (is(WHOLE, text)) {
            return new Literal(Literal.Kind.INTEGER, text);
        }
        if (is(DECIMAL, text)) {
            return new Literal(Literal.Kind.DECIMAL, text);
        }
        if (is(FLOAT, text)) {
            return new Literal(Literal.Kind.FLOAT, text);
        }
        throw cursor.refusal(Rule.UNEXPECTED_TOKEN, token, text);
    }

    private static boolean is(Pattern form, String text) {
        return form.matcher(text).matches();
    }
}
