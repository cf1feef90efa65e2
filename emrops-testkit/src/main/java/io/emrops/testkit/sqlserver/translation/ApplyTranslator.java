package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.expression.EngineTypes;
import io.emrops.testkit.sqlserver.expression.Place;
import io.emrops.testkit.sqlserver.expression.Typed;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.Expression;
import io.emrops.testkit.sqlserver.syntax.Query;
import io.emrops.testkit.sqlserver.syntax.TableSource;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * {@code CROSS APPLY} and {@code OUTER APPLY}. The engine has nothing like it; those that are most often written can be said otherwise: the
 * columns become expressions or subqueries of the rows on the left, or the whole becomes a join.
 */
final class ApplyTranslator {
    private final Site site;
    private final Translation translation;
    private final boolean outer;
    private final From left;
    private final TableScope scope;

    ApplyTranslator(Site site, boolean outer, From left) {
        this.site = site;
        this.translation = site.translation();
        this.outer = outer;
        this.left = left;
        this.scope = new TableScope(site, left.sources());
    }

    /** @throws Refusal 50000 for all other forms */
    From with(TableSource right) throws Refusal {
        if (right instanceof TableSource.Rows rows) {
            return values(rows);
        } else if (right instanceof TableSource.Derived derived
                && derived.query().body() instanceof Query.Select select
                && derived.query().offset().isEmpty()) {
            return query(derived, select);
        } else if (right instanceof TableSource.Function function) {
            return function(function);
        }
        throw unplayed();
    }

    private From function(TableSource.Function function) throws Refusal {
        var arguments = new ArrayList<String>();
        for (var argument : function.arguments()) {
            arguments.add(Expressions.value(argument, scope, Place.VALUES).text());
        }
        var name = function.name();
        var database = name.database().isEmpty() ? translation.surroundings().database() : name.database();
        var row = translation
                .databases()
                .systemFunctionRow(database, name.schema(), name.name(), arguments)
                .orElseThrow(this::unplayed);
        var names = new TableFunctions(site).names(function, row.columns());
        var columns = new ArrayList<Source.SourceColumn>();
        for (var i = 0; i < names.size(); i++) {
            var type = row.columns().get(i).type();
            var text = "CAST(" + row.texts().get(i) + " AS " + EngineTypes.of(type) + ")";
            columns.add(new Source.SourceColumn(names.get(i).name(), Typed.of(text, type), false));
        }
        var source = new Source(List.of(function.alias().orElse(name.name())), "", columns);
        return outer
                ? beside(source, left.text())
                : beside(
                        source,
                        left.text() + " INNER JOIN (SELECT 1 AS " + Rowset.place(0) + ") " + translation.alias()
                                + " ON " + row.exists());
    }

    private Refusal unplayed() {
        return translation.unplayed("play APPLY of this form", 0);
    }

    private From values(TableSource.Rows rows) throws Refusal {
        var table = new ValueRows(scope).translate(rows.rows());
        var given = ColumnNames.given(translation, rows.alias(), rows.columns(), table.columns());
        var counter = translation.alias();
        var numbers = new StringJoiner(" UNION ALL ");
        for (var i = 0; i < rows.rows().size(); i++) {
            numbers.add("SELECT " + i + " AS " + Rowset.place(0));
        }
        var columns = new ArrayList<Source.SourceColumn>();
        for (var i = 0; i < given.size(); i++) {
            var value = given.get(i).value();
            var text = new StringBuilder("CASE " + counter + "." + Rowset.place(0));
            for (var row = 0; row < rows.rows().size(); row++) {
                var expression = rows.rows().get(row).get(i);
                var converted =
                        Expressions.converted(Expressions.value(expression, scope, Place.VALUES), value.type(), scope);
                text.append(" WHEN ").append(row).append(" THEN ").append(converted.text());
            }
            columns.add(new Source.SourceColumn(
                    given.get(i).name(),
                    new Typed("(" + text + " END)", value.type(), value.nullable(), false),
                    false));
        }
        var source = new Source(List.of(rows.alias()), "", columns);
        return beside(source, left.text() + " CROSS JOIN (" + numbers + ") " + counter);
    }

    private From query(TableSource.Derived derived, Query.Select select) throws Refusal {
        var order = derived.query().order();
        var isGrouped = Grouping.isGrouped(select, order);
        var isSimple = !select.distinct() && select.top().isEmpty() && !isGrouped;
        if (isSimple && select.from().isEmpty() && select.where().isEmpty()) {
            return expressions(derived);
        } else if (isGrouped
                && select.groupBy().isEmpty()
                && select.having().isEmpty()
                && select.top().isEmpty()) {
            return subqueries(derived, translated(derived), false);
        } else if (!isGrouped && !select.distinct() && isFirst(select)) {
            return subqueries(derived, first(derived, select), true);
        } else if (isSimple && order.isEmpty() && select.from().size() == 1) {
            return join(derived, select);
        }
        throw unplayed();
    }

    private static boolean isFirst(Query.Select select) {
        return select.top()
                .filter(top -> !top.percent() && !top.withTies())
                .filter(top -> top.count() instanceof Expression.Literal literal
                        && literal.text().equals("1"))
                .isPresent();
    }

    /** {@code (SELECT e AS x)}: there is one row for each on the left. */
    private From expressions(TableSource.Derived derived) throws Refusal {
        return beside(source(derived, named(derived, translated(derived)), false), left.text());
    }

    private SelectBody translated(TableSource.Derived derived) throws Refusal {
        return (SelectBody) new QueryBody(site.inside(scope)).inner(derived.query());
    }

    private List<Output> named(TableSource.Derived derived, Rowset rows) throws Refusal {
        return ColumnNames.given(translation, derived.alias(), derived.columns(), rows.columns());
    }

    /** Each column as a subquery of its own: of an aggregate, or of the first row. */
    private From subqueries(TableSource.Derived derived, SelectBody rows, boolean mayBeMissing) throws Refusal {
        var outputs = new ArrayList<Output>();
        for (var output : named(derived, rows)) {
            var value = output.value();
            var text = "(SELECT " + value.text() + rows.clauses() + rows.end() + ")";
            outputs.add(new Output(output.name(), new Typed(text, value.type(), value.nullable(), false), false));
        }
        var source = source(derived, outputs, mayBeMissing && outer);
        if (!mayBeMissing || outer) {
            return beside(source, left.text());
        }
        var text = left.text() + " INNER JOIN (SELECT 1 AS " + Rowset.place(0) + ") " + translation.alias()
                + " ON EXISTS (SELECT 1" + rows.clauses() + rows.end() + ")";
        return beside(source, text);
    }

    /** The first row, which is the same one whichever column is asked for. */
    private SelectBody first(TableSource.Derived derived, Query.Select select) throws Refusal {
        var inside = site.inside(scope);
        translation.enter();
        var rows = new SelectTranslator(inside, false)
                .orderedByKeys()
                .translate(select, derived.query().order(), "");
        translation.leave();
        var end = rows.end();
        if (isByChance(rows.clauses() + end)) {
            throw unplayed();
        } else if (rows.columns().size() > 1 && !select.from().isEmpty()) {
            if (select.from().size() > 1
                    || !new NamedTables(inside).isTable(select.from().get(0))) {
                throw translation.unplayed("play APPLY of the first row of several tables, a view or a query", 0);
            }
            end += (end.isEmpty() ? " ORDER BY " : ",")
                    + rows.tables().sources().get(0).alias() + "._ROWID_";
        }
        return new SelectBody(
                rows.site(),
                rows.tables(),
                rows.scope(),
                false,
                rows.columns(),
                rows.clauses(),
                end + " FETCH FIRST 1 ROWS ONLY");
    }

    private static boolean isByChance(String text) {
        return text.contains("RANDOM_UUID(") || text.contains("RAND(");
    }

    /** {@code (SELECT … FROM t WHERE …)}: a join, whose condition is that of WHERE. */
    private From join(TableSource.Derived derived, Query.Select select) throws Refusal {
        var inner = new FromTranslator(site.inside(scope).alone()).translate(select.from(), select.line());
        var rows = translated(derived);
        var tables = new TableScope(site.inside(scope), inner.sources());
        var condition = select.where().isPresent()
                ? Expressions.condition(select.where().get(), tables, Place.WHERE)
                : "1=1";
        var outputs = new ArrayList<Output>();
        var named = named(derived, rows);
        var items = new SelectTranslator(site.inside(scope), false).items(select, tables);
        for (var i = 0; i < items.size(); i++) {
            var expression = items.get(i).expression();
            if (outer
                    && !(expression instanceof Expression.ColumnReference column
                            && tables.lookUp(column).isPresent())) {
                throw unplayed();
            }
            outputs.add(new Output(named.get(i).name(), Expressions.value(expression, tables), false));
        }
        var word = outer ? " LEFT JOIN (" : " INNER JOIN (";
        return beside(source(derived, outputs, outer), left.text() + word + inner.text() + ") ON " + condition);
    }

    private static Source source(TableSource.Derived derived, List<Output> outputs, boolean optional) {
        var columns = outputs.stream()
                .map(output -> new Source.SourceColumn(output.name(), output.value(), false))
                .toList();
        var source = new Source(List.of(derived.alias()), "", columns);
        return optional ? source.optional() : source;
    }

    private From beside(Source source, String text) {
        return left.beside(From.of("", source), text);
    }
}
