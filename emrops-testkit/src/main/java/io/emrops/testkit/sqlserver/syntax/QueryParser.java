package io.emrops.testkit.sqlserver.syntax;

import io.emrops.testkit.sqlserver.grammar.ObjectName;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.grammar.Rule;
import io.emrops.testkit.sqlserver.grammar.TokenCursor;
import io.emrops.testkit.sqlserver.syntax.Query.Body;
import io.emrops.testkit.sqlserver.syntax.Query.Combination;
import io.emrops.testkit.sqlserver.syntax.Query.Nested;
import io.emrops.testkit.sqlserver.syntax.Query.Select;
import io.emrops.testkit.sqlserver.tsql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads queries. */
final class QueryParser {
    private final Parsers parsers;
    private final TokenCursor cursor;
    private final SelectListParser lists;

    QueryParser(Parsers parsers) {
        this.parsers = parsers;
        this.cursor = parsers.cursor();
        this.lists = new SelectListParser(parsers);
    }

    SelectListParser lists() {
        return lists;
    }

    /** Of a statement: it may make a table. */
    Query query() throws Refusal {
        return query(body(true));
    }

    /** Of a statement that has a use for the rows. */
    Query source() throws Refusal {
        return query(body(false));
    }

    /** Within another statement; its order must mean something there. */
    Query subquery() throws Refusal {
        return requireMeaningfulOrder(query(body(false)));
    }

    /** The query in brackets that was read is only the first of several, if an operator follows. */
    Query continued(Query first) throws Refusal {
        if (!isAtSetOperator() || !first.order().isEmpty()) {
            return first;
        }
        return requireMeaningfulOrder(query(combined(new Nested(first.body()), false)));
    }

    boolean isAtSetOperator() {
        return cursor.at("UNION") || cursor.at("EXCEPT") || cursor.at("INTERSECT");
    }

    Query requireMeaningfulOrder(Query query) throws Refusal {
        var top = query.body() instanceof Select select && select.top().isPresent();
        if (!query.order().isEmpty() && !top && query.offset().isEmpty()) {
            throw parsers.refusal(Rule.ORDER_OF_A_SET);
        }
        return query;
    }

    private Query query(Body body) throws Refusal {
        var order = List.<Query.Order>of();
        var offset = Optional.<Expression>empty();
        var fetch = Optional.<Expression>empty();
        if (cursor.accept("ORDER")) {
            cursor.require("BY");
            order = orders();
            var token = cursor.here();
            if (cursor.accept("OFFSET")) {
                if (body instanceof Select select && select.top().isPresent()) {
                    throw cursor.refusal(Rule.TOP_WITH_OFFSET, token);
                }
                offset = Optional.of(parsers.expressions().expression());
                requireEither("ROWS", "ROW");
                fetch = fetch();
            } else {
                requireNoFetch();
            }
        }
        requireNoFor();
        return new Query(body, order, offset, fetch);
    }

    private Optional<Expression> fetch() throws Refusal {
        if (!cursor.accept("FETCH")) {
            return Optional.empty();
        }
        requireEither("NEXT", "FIRST");
        var fetch = parsers.expressions().expression();
        requireEither("ROWS", "ROW");
        cursor.require("ONLY");
        return Optional.of(fetch);
    }

    /** Without OFFSET, FETCH is the beginning of a statement; what is nevertheless meant for this one is none. */
    private void requireNoFetch() throws Refusal {
        var count = cursor.peek(2);
        if (cursor.at("FETCH")
                && (cursor.at(1, "NEXT") || cursor.at(1, "FIRST"))
                && count != null
                && (count.kind() == Kind.NUMBER || count.kind() == Kind.VARIABLE || count.is('('))) {
            cursor.require("FETCH");
            throw parsers.refusal(Rule.FETCH_WITHOUT_OFFSET, cursor.here().text(), "FETCH");
        }
    }

    private void requireEither(String one, String other) throws Refusal {
        if (!cursor.accept(one)) {
            cursor.require(other);
        }
    }

    private void requireNoFor() throws Refusal {
        if (cursor.at("FOR") && cursor.at(1, "XML")) {
            throw parsers.refusal(Unsupported.FOR_XML);
        }
        if (cursor.at("FOR") && cursor.at(1, "JSON")) {
            throw parsers.refusal(Unsupported.FOR_JSON);
        }
        if (cursor.at("FOR") && cursor.at(1, "BROWSE")) {
            throw parsers.refusal(Unsupported.FOR_BROWSE);
        }
    }

    List<Query.Order> orders() throws Refusal {
        var orders = new ArrayList<Query.Order>();
        do {
            var expression = parsers.expressions().expression();
            var descending = cursor.accept("DESC");
            if (!descending) {
                cursor.accept("ASC");
            }
            orders.add(new Query.Order(expression, descending));
        } while (cursor.accept(','));
        return orders;
    }

    private Body body(boolean into) throws Refusal {
        return combined(term(into), into);
    }

    private Body combined(Body first, boolean into) throws Refusal {
        var body = intersected(first, into);
        var links = 0;
        while (cursor.at("UNION") || cursor.at("EXCEPT")) {
            links = parsers.link(links);
            var kind = cursor.accept("UNION") ? Combination.Kind.UNION : Combination.Kind.EXCEPT;
            if (kind == Combination.Kind.EXCEPT) {
                cursor.require("EXCEPT");
                requireNoAll("EXCEPT");
            } else if (cursor.accept("ALL")) {
                kind = Combination.Kind.UNION_ALL;
            }
            body = new Combination(kind, body, intersected(laterTerm(into), into));
        }
        return body;
    }

    private Body intersected(Body first, boolean into) throws Refusal {
        var body = first;
        var links = 0;
        while (cursor.accept("INTERSECT")) {
            links = parsers.link(links);
            requireNoAll("INTERSECT");
            body = new Combination(Combination.Kind.INTERSECT, body, laterTerm(into));
        }
        return body;
    }

    private void requireNoAll(String operator) throws Refusal {
        if (cursor.at("ALL")) {
            throw parsers.refusal(Rule.ALL_OF_SET_OPERATOR, operator);
        }
    }

    private Body laterTerm(boolean into) throws Refusal {
        var term = term(false);
        if (into && cursor.at("INTO")) {
            throw parsers.refusal(Rule.INTO_OF_LATER_QUERY);
        }
        return term;
    }

    private Body term(boolean into) throws Refusal {
        if (!cursor.accept('(')) {
            return select(into);
        }
        parsers.enter();
        var body = body(into);
        cursor.require(')');
        parsers.leave();
        return new Nested(body);
    }

    private Select select(boolean into) throws Refusal {
        var token = cursor.here();
        var line = cursor.line();
        cursor.require("SELECT");
        parsers.enterHeavy();
        var distinct = cursor.accept("DISTINCT");
        if (!distinct) {
            cursor.accept("ALL");
        }
        var top = cursor.accept("TOP") ? Optional.of(top(true)) : Optional.<Query.Top>empty();
        var items = lists.items(into);
        if (assigns(items) && !items.stream().allMatch(Query.Assignment.class::isInstance)) {
            throw cursor.refusal(Rule.ASSIGNMENT_AND_DATA, token);
        }
        var target =
                into && cursor.accept("INTO") ? Optional.of(parsers.sources().name()) : Optional.<ObjectName>empty();
        if (target.isPresent() && cursor.at("ON")) {
            throw parsers.refusal(Unsupported.SELECT_INTO_FILEGROUP);
        }
        var from = cursor.accept("FROM") ? parsers.sources().sources() : List.<TableSource>of();
        var where = where();
        var groupBy = cursor.accept("GROUP") ? groupBy() : List.<Expression>of();
        var having =
                cursor.accept("HAVING") ? Optional.of(parsers.conditions().condition()) : Optional.<Condition>empty();
        if (cursor.at("WINDOW") && cursor.at(2, "AS")) {
            throw parsers.refusal(Unsupported.NAMED_WINDOWS);
        }
        if (assigns(items) && isAtSetOperator()) {
            throw parsers.refusal(Rule.ASSIGNMENT_IN_COMBINATION);
        }
        parsers.leaveHeavy();
        return new Select(distinct, top, items, target, from, where, groupBy, having, line);
    }

    private static boolean assigns(List<Query.Item> items) {
        return items.stream().anyMatch(Query.Assignment.class::isInstance);
    }

    Optional<Condition> where() throws Refusal {
        return cursor.accept("WHERE") ? Optional.of(parsers.conditions().condition()) : Optional.empty();
    }

    private List<Expression> groupBy() throws Refusal {
        cursor.require("BY");
        if (cursor.at("ALL")
                || (cursor.at("GROUPING") && cursor.at(1, "SETS"))
                || ((cursor.at("CUBE") || cursor.at("ROLLUP")) && cursor.at(1, '('))) {
            throw parsers.refusal(Unsupported.GROUPING_SETS);
        }
        var groups = new ArrayList<Expression>();
        do {
            if ((cursor.at("CUBE") || cursor.at("ROLLUP")) && cursor.at(1, '(')) {
                throw parsers.refusal(Unsupported.GROUPING_SETS);
            }
            groups.add(parsers.expressions().expression());
        } while (cursor.accept(','));
        if (cursor.at("WITH") && (cursor.at(1, "CUBE") || cursor.at(1, "ROLLUP"))) {
            throw parsers.refusal(Unsupported.GROUPING_SETS);
        }
        return groups;
    }

    /** From behind TOP on; a query alone may leave out the brackets, and keep rows with the same order. */
    Query.Top top(boolean ofQuery) throws Refusal {
        Expression count;
        if (ofQuery && cursor.at(Kind.NUMBER)) {
            count = parsers.expressions().number(cursor.require(Kind.NUMBER));
        } else {
            cursor.require('(');
            parsers.enter();
            count = cursor.at("SELECT")
                    ? new Expression.Subquery(subquery())
                    : parsers.expressions().expression();
            cursor.require(')');
            parsers.leave();
        }
        var percent = cursor.accept("PERCENT");
        var ties = ofQuery && cursor.accept("WITH", "TIES");
        return new Query.Top(count, percent, ties);
    }

    /** Of {@code WITH}; none if the statement does not begin with it. */
    List<Query.CommonTable> commonTables() throws Refusal {
        if (!cursor.accept("WITH")) {
            return List.of();
        }
        if (cursor.at("XMLNAMESPACES") && cursor.at(1, '(')) {
            throw parsers.refusal(Unsupported.XML_NAMESPACES);
        }
        if (cursor.at("CHANGE_TRACKING_CONTEXT") && cursor.at(1, '(')) {
            throw parsers.refusal(Unsupported.CHANGE_TRACKING);
        }
        var tables = new ArrayList<Query.CommonTable>();
        do {
            tables.add(commonTable());
        } while (cursor.accept(','));
        return tables;
    }

    private Query.CommonTable commonTable() throws Refusal {
        var name = cursor.name();
        var columns = lists.namesInBrackets();
        cursor.require("AS");
        cursor.require('(');
        parsers.enter();
        parsers.sources().requireNoRowChange();
        var query = subquery();
        cursor.require(')');
        parsers.leave();
        return new Query.CommonTable(name, columns, query);
    }
}
