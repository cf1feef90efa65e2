package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.expression.Known;
import io.emrops.testkit.sqlserver.expression.Place;
import io.emrops.testkit.sqlserver.expression.Surroundings;
import io.emrops.testkit.sqlserver.expression.Typed;
import io.emrops.testkit.sqlserver.grammar.ObjectName;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.Condition;
import io.emrops.testkit.sqlserver.syntax.Expression;
import io.emrops.testkit.sqlserver.syntax.Query;
import io.emrops.testkit.sqlserver.syntax.Statement;
import io.emrops.testkit.sqlserver.type.Column;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Puts queries into the engine's words. What SQL Server would refuse is refused here, with its number, before the engine sees it. */
public final class QueryTranslator {
    private static final int DEFAULT_RECURSION = 100;
    private static final int MOST_RECURSION = 32_767;

    private final Databases databases;
    private final Surroundings surroundings;

    /** For one statement. */
    public QueryTranslator(Databases databases, Surroundings surroundings) {
        this.databases = Objects.requireNonNull(databases, "databases");
        this.surroundings = Objects.requireNonNull(surroundings, "surroundings");
    }

    /**
     * A query that a client gets the rows of. That of {@code SELECT INTO} is the query alone: its columns are those of the new table.
     *
     * @throws Refusal if SQL Server would refuse it, or it cannot be played
     */
    public TranslatedQuery translate(Statement.Select select) throws Refusal {
        var site = site(select);
        return translated(new QueryBody(site).outermost(select.query()), site.translation());
    }

    /** The table that a query makes: {@code SELECT … INTO t}. */
    public static Optional<ObjectName> into(Statement.Select select) {
        return first(select.query().body()).into();
    }

    /** Whether a query gives values to variables, so that {@link #assignments} translates it. */
    public static boolean isAssignment(Statement.Select select) {
        return first(select.query().body()).items().stream().anyMatch(Query.Assignment.class::isInstance);
    }

    /**
     * {@code SELECT @v = e FROM …}.
     *
     * @throws Refusal if SQL Server would refuse it, or it cannot be played
     */
    public Assignments assignments(Statement.Select select) throws Refusal {
        return new AssignmentTranslator(site(select)).translate(select.query());
    }

    /**
     * What a variable gets of a row, in the variable's type: one row with one column.
     *
     * @param row the values of {@link Assignments#rows}
     * @throws Refusal if it cannot be converted
     */
    public TranslatedQuery folded(Assignments.Folded step, List<Known> row) throws Refusal {
        var variable = surroundings
                .variable(step.variable())
                .orElseThrow(() -> new IllegalArgumentException("no variable " + step.variable()));
        var around = new RowSurroundings(surroundings, row);
        return new QueryTranslator(databases, around).scalar(step.value(), variable.type());
    }

    /**
     * The columns that a query has, as a view or a new table would get them.
     *
     * @throws Refusal if SQL Server would refuse it, or it cannot be played
     */
    public List<Column> columnsOf(Query query) throws Refusal {
        return inner(List.of(), query).columns();
    }

    /**
     * A query that stands inside of another statement, such as that of a view. In the engine its columns are called {@code "1"},
     * {@code "2"} and so on.
     *
     * @throws Refusal 1033 for an order that decides nothing, and whatever else is wrong
     */
    public TranslatedQuery inner(List<Query.CommonTable> with, Query query) throws Refusal {
        var site = site(new Statement.Select(with, query, Optional.empty(), 1));
        return translated(new QueryBody(site).inner(query), site.translation());
    }

    /**
     * An expression that names no column: one row with one column.
     *
     * @throws Refusal if SQL Server would refuse it, or it cannot be played
     */
    public TranslatedQuery scalar(Expression expression) throws Refusal {
        var scope = nowhere();
        return single(value(expression, scope), scope);
    }

    private static Typed value(Expression expression, Scope scope) throws Refusal {
        return expression instanceof Expression.NextValue next
                ? new Sequences(scope.translation()).next(next)
                : Expressions.value(expression, scope, Place.VALUES);
    }

    /**
     * The same, converted as an assignment to a variable of this type does.
     *
     * @throws Refusal if SQL Server would refuse it, or it cannot be played
     */
    public TranslatedQuery scalar(Expression expression, SqlType type) throws Refusal {
        var scope = nowhere();
        var value = value(expression, scope);
        return single(Expressions.converted(value, type, scope), scope);
    }

    /**
     * A condition that names no column: one row with 1 if it is true and 0 if it is false or unknown.
     *
     * @throws Refusal if SQL Server would refuse it, or it cannot be played
     */
    public TranslatedQuery condition(Condition condition) throws Refusal {
        var scope = nowhere();
        var text = "CASE WHEN " + Expressions.condition(condition, scope, Place.VALUES) + " THEN 1 ELSE 0 END";
        return single(Typed.notNull(text, SqlType.INT), scope);
    }

    private static TranslatedQuery single(Typed value, Scope scope) {
        var text = "SELECT " + value.text() + " AS " + Rowset.place(0);
        return new TranslatedQuery(scope.translation().statement(text), List.of(new Output("", value, false).column()));
    }

    private Scope nowhere() {
        var translation = new Translation(databases, surroundings, DEFAULT_RECURSION, 1);
        return new TableScope(new Site(translation, CommonTables.NONE, Optional.empty()), List.of());
    }

    private Site site(Statement.Select select) throws Refusal {
        var recursion = select.maxRecursion().orElse(DEFAULT_RECURSION);
        var translation = new Translation(databases, surroundings, recursion, select.line());
        if (recursion > MOST_RECURSION) {
            throw translation.refusal(310, 0, recursion, MOST_RECURSION);
        }
        return new Site(translation, CommonTables.of(translation, select.with()), Optional.empty());
    }

    private static TranslatedQuery translated(Rowset rows, Translation translation) throws Refusal {
        var columns = rows.columns().stream().map(Output::column).toList();
        return new TranslatedQuery(translation.statement(rows.text()), columns);
    }

    static Query.Select first(Query.Body body) {
        if (body instanceof Query.Combination combination) {
            return first(combination.left());
        }
        return body instanceof Query.Nested nested ? first(nested.body()) : (Query.Select) body;
    }
}
