package io.emrops.testkit.sqlserver.syntax;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.grammar.Rule;
import io.emrops.testkit.sqlserver.grammar.TokenCursor;
import io.emrops.testkit.sqlserver.syntax.Condition.Comparator;
import io.emrops.testkit.sqlserver.tsql.Token.Kind;
import java.util.ArrayList;
import java.util.Optional;

/**
 * Reads conditions. Whether brackets hold a condition or an expression is known only behind what is in them, so both are read by the same
 * way, once, and whoever asked says which it must be.
 */
final class ConditionParser {
    private static final int DISTINCT_SINCE = 16;
    private static final int SHIFT_SINCE = 16;
    private static final int REGULAR_EXPRESSIONS_SINCE = 17;

    /** Either of the two. */
    private record Either(Optional<Condition> condition, Optional<Expression> expression) {
        static Either of(Condition condition) {
            return new Either(Optional.of(condition), Optional.empty());
        }

        static Either of(Expression expression) {
            return new Either(Optional.empty(), Optional.of(expression));
        }
    }

    private final Parsers parsers;
    private final TokenCursor cursor;

    ConditionParser(Parsers parsers) {
        this.parsers = parsers;
        this.cursor = parsers.cursor();
    }

    Condition condition() throws Refusal {
        return required(disjunction());
    }

    private Condition required(Either either) throws Refusal {
        if (either.condition().isPresent()) {
            return either.condition().get();
        }
        if (cursor.at(Kind.UNTERMINATED)) {
            throw cursor.unexpected();
        }
        throw parsers.refusal(Rule.NOT_A_CONDITION, cursor.here().value());
    }

    private Either disjunction() throws Refusal {
        var either = conjunction();
        var links = 0;
        while (cursor.at("OR")) {
            links = parsers.link(links);
            var left = required(either);
            cursor.require("OR");
            either = Either.of(new Condition.Or(left, required(conjunction())));
        }
        return either;
    }

    private Either conjunction() throws Refusal {
        var either = negation();
        var links = 0;
        while (cursor.at("AND")) {
            links = parsers.link(links);
            var left = required(either);
            cursor.require("AND");
            either = Either.of(new Condition.And(left, required(negation())));
        }
        return either;
    }

    private Either negation() throws Refusal {
        if (!cursor.accept("NOT")) {
            return predicate();
        }
        parsers.enter();
        var negated = required(negation());
        parsers.leave();
        return Either.of(new Condition.Not(negated));
    }

    private Either predicate() throws Refusal {
        if (cursor.accept("EXISTS")) {
            return Either.of(new Condition.Exists(query()));
        }
        requireNoSpecialPredicate();
        if (!cursor.at('(') || cursor.at(1, "SELECT")) {
            return compared(parsers.expressions().expression());
        }
        cursor.require('(');
        parsers.enter();
        var inner = disjunction();
        if (inner.expression().isPresent() && inner.expression().get() instanceof Expression.Subquery subquery) {
            inner = Either.of(new Expression.Subquery(parsers.queries().continued(subquery.query())));
        }
        if (!cursor.at(')')) {
            required(inner);
        }
        cursor.require(')');
        parsers.leave();
        return inner.expression().isPresent()
                ? compared(parsers.expressions().continued(inner.expression().get()))
                : inner;
    }

    private void requireNoSpecialPredicate() throws Refusal {
        if (cursor.at("CONTAINS") || cursor.at("FREETEXT")) {
            throw parsers.refusal(Unsupported.FULL_TEXT);
        }
        if (cursor.at("UPDATE")) {
            throw parsers.refusal(Unsupported.TRIGGERS);
        }
        if (cursor.at("CURRENT") && cursor.at(1, "OF")) {
            throw parsers.refusal(Unsupported.CURSORS);
        }
        if (cursor.at("MATCH") && cursor.at(1, '(')) {
            throw parsers.refusal(Unsupported.GRAPH);
        }
        if (cursor.version() >= REGULAR_EXPRESSIONS_SINCE && cursor.at("REGEXP_LIKE") && cursor.at(1, '(')) {
            throw parsers.refusal(Unsupported.REGULAR_EXPRESSIONS);
        }
    }

    /** A query in brackets. */
    private Query query() throws Refusal {
        cursor.require('(');
        parsers.enter();
        var query = parsers.queries().subquery();
        cursor.require(')');
        parsers.leave();
        return query;
    }

    private Either compared(Expression left) throws Refusal {
        var comparator = comparator();
        if (comparator.isPresent()) {
            return Either.of(comparison(comparator.get(), left));
        }
        if (cursor.accept("IS")) {
            return Either.of(is(left));
        }
        var place = cursor.place();
        var negated = cursor.accept("NOT");
        if (cursor.accept("BETWEEN")) {
            var low = parsers.expressions().expression();
            cursor.require("AND");
            return Either.of(
                    new Condition.Between(left, low, parsers.expressions().expression(), negated));
        }
        if (cursor.accept("IN")) {
            return Either.of(in(left, negated));
        }
        if (cursor.accept("LIKE")) {
            var pattern = parsers.expressions().expression();
            var escape = cursor.accept("ESCAPE")
                    ? Optional.of(parsers.expressions().expression())
                    : Optional.<Expression>empty();
            return Either.of(new Condition.Like(left, pattern, escape, negated));
        }
        cursor.returnTo(place);
        return Either.of(left);
    }

    private Optional<Comparator> comparator() throws Refusal {
        if (cursor.accept('=')) {
            return Optional.of(Comparator.EQUAL);
        }
        if (cursor.at('<') || cursor.at('>')) {
            return Optional.of(inequality());
        }
        if (cursor.at('!') && cursor.at(1, '=')) {
            cursor.require('!');
            cursor.require('=');
            return Optional.of(Comparator.NOT_EQUAL);
        }
        if (cursor.at('!') && (cursor.at(1, '<') || cursor.at(1, '>'))) {
            cursor.require('!');
            return Optional.of(
                    cursor.require(Kind.SYMBOL).is('<') ? Comparator.GREATER_OR_EQUAL : Comparator.LESS_OR_EQUAL);
        }
        return Optional.empty();
    }

    private Comparator inequality() throws Refusal {
        var less = cursor.at('<');
        if (cursor.version() >= SHIFT_SINCE && cursor.at(1, less ? '<' : '>')) {
            throw parsers.refusal(Unsupported.SHIFT_OPERATORS);
        }
        cursor.require(Kind.SYMBOL);
        if (less && cursor.accept('>')) {
            return Comparator.NOT_EQUAL;
        }
        if (cursor.accept('=')) {
            return less ? Comparator.LESS_OR_EQUAL : Comparator.GREATER_OR_EQUAL;
        }
        return less ? Comparator.LESS : Comparator.GREATER;
    }

    private Condition comparison(Comparator comparator, Expression left) throws Refusal {
        if (cursor.at("ALL") || cursor.at("ANY") || cursor.at("SOME")) {
            var all = cursor.at("ALL");
            cursor.require(Kind.WORD);
            return new Condition.Quantified(comparator, left, all, query());
        }
        return new Condition.Comparison(comparator, left, parsers.expressions().expression());
    }

    private Condition is(Expression left) throws Refusal {
        var negated = cursor.accept("NOT");
        if (cursor.version() >= DISTINCT_SINCE && cursor.accept("DISTINCT", "FROM")) {
            return new Condition.IsDistinct(left, parsers.expressions().expression(), negated);
        }
        cursor.require("NULL");
        return new Condition.IsNull(left, negated);
    }

    private Condition in(Expression left, boolean negated) throws Refusal {
        cursor.require('(');
        parsers.enter();
        Condition in;
        if (cursor.at("SELECT")) {
            in = new Condition.InQuery(left, parsers.queries().subquery(), negated);
        } else {
            var first = parsers.expressions().expression();
            if (first instanceof Expression.Subquery subquery
                    && parsers.queries().isAtSetOperator()) {
                in = new Condition.InQuery(left, parsers.queries().continued(subquery.query()), negated);
            } else {
                var list = new ArrayList<Expression>();
                list.add(first);
                while (cursor.accept(',')) {
                    list.add(parsers.expressions().expression());
                }
                in = new Condition.InList(left, list, negated);
            }
        }
        cursor.require(')');
        parsers.leave();
        return in;
    }
}
