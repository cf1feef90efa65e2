package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.expression.EngineTypes;
import io.emrops.testkit.sqlserver.expression.Place;
import io.emrops.testkit.sqlserver.expression.Typed;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.Condition;
import io.emrops.testkit.sqlserver.syntax.TableSource;
import io.emrops.testkit.sqlserver.syntax.TableSource.Join;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** Puts FROM into the engine's words ("FROM clause plus JOIN, APPLY, PIVOT (Transact-SQL)"). */
final class FromTranslator {
    private final Site site;
    private final Translation translation;
    private final NamedTables tables;

    FromTranslator(Site site) {
        this.site = site;
        this.translation = site.translation();
        this.tables = new NamedTables(site);
    }

    /** @throws Refusal 208, 1011, 1012, 1013 and whatever the tables are refused for */
    From translate(List<TableSource> sources, int line) throws Refusal {
        var from = new From("", List.of(), Locks.NONE);
        for (var source : sources) {
            var next = translate(source);
            from = from.beside(next, from.text().isEmpty() ? next.text() : from.text() + ", " + next.text());
        }
        requireDifferentNames(from.sources(), line);
        return from;
    }

    private From translate(TableSource source) throws Refusal {
        if (source instanceof TableSource.Named named) {
            return tables.named(named);
        } else if (source instanceof TableSource.OfVariable variable) {
            return tables.ofVariable(variable);
        } else if (source instanceof TableSource.Derived derived) {
            return derived(derived);
        } else if (source instanceof TableSource.Rows rows) {
            return rows(rows);
        } else if (source instanceof TableSource.Function function) {
            return new TableFunctions(site).translate(function);
        } else if (source instanceof Join join) {
            return join(join);
        }
        var apply = (TableSource.Apply) source;
        return new ApplyTranslator(site, apply.outer(), translate(apply.left())).with(apply.right());
    }

    private From derived(TableSource.Derived derived) throws Refusal {
        translation.enterTable();
        var rows = new QueryBody(site.alone()).inner(derived.query());
        translation.leaveTable();
        return derived(derived.alias(), derived.columns(), rows.columns(), "(" + rows.text() + ")");
    }

    private From derived(String name, List<String> names, List<Output> columns, String text) throws Refusal {
        var alias = translation.alias();
        var given = ColumnNames.given(translation, name, names, columns);
        return From.of(text + " " + alias, new Source(List.of(name), alias, ColumnNames.seen(alias, given)));
    }

    private From rows(TableSource.Rows rows) throws Refusal {
        var table = new ValueRows(new TableScope(site.alone(), List.of())).translate(rows.rows());
        return derived(rows.alias(), rows.columns(), table.columns(), "(" + table.text() + ")");
    }

    private From join(Join join) throws Refusal {
        var left = translate(join.left());
        var right = translate(join.right());
        if (join.kind() == Join.Kind.CROSS) {
            return left.beside(right, left.text() + " CROSS JOIN " + grouped(join.right(), right));
        }
        var both = new ArrayList<>(left.sources());
        both.addAll(right.sources());
        var scope = new TableScope(site, both);
        var condition = condition(join.on().orElseThrow(), scope);
        return switch (join.kind()) {
            case LEFT -> joined(join, left, " LEFT JOIN ", right.optional(), condition);
            case RIGHT -> joined(join, left.optional(), " RIGHT JOIN ", right, condition);
            case FULL -> full(join, left, right, condition, scope);
            default -> joined(join, left, " INNER JOIN ", right, condition);
        };
    }

    private String condition(Condition condition, TableScope scope) throws Refusal {
        Aggregates.requireNoneInJoin(condition, translation);
        return Expressions.condition(condition, scope, Place.WHERE);
    }

    private static From joined(Join join, From left, String word, From right, String condition) {
        return left.beside(right, left.text() + word + grouped(join.right(), right) + " ON " + condition);
    }

    private static String grouped(TableSource source, From from) {
        return source instanceof Join || source instanceof TableSource.Apply ? "(" + from.text() + ")" : from.text();
    }

    /** Those with a partner or without, from the left; and those of the right that have none. */
    private From full(Join join, From left, From right, String condition, Scope scope) throws Refusal {
        if (scope.isReachingOut()) {
            throw translation.unplayed("play a FULL JOIN that refers to the query around it", 0);
        }
        var alias = translation.alias();
        var taken = new StringJoiner(",");
        var missing = new StringJoiner(",");
        var sources = new ArrayList<Source>();
        var place = 0;
        for (var source : left.beside(right, "").sources()) {
            var columns = new ArrayList<Source.SourceColumn>();
            for (var column : source.columns()) {
                var value = column.value();
                taken.add(value.text() + " AS " + Rowset.place(place));
                missing.add(
                        sources.size() < left.sources().size()
                                ? "CAST(NULL AS " + EngineTypes.of(value.type()) + ")"
                                : value.text());
                columns.add(new Source.SourceColumn(
                        column.name(), Typed.of(alias + "." + Rowset.place(place++), value.type()), column.identity()));
            }
            sources.add(new Source(source.qualifier(), alias, columns));
        }
        var text = "(SELECT " + taken + " FROM " + left.text() + " LEFT JOIN " + grouped(join.right(), right) + " ON "
                + condition + " UNION ALL SELECT " + missing + " FROM " + right.text()
                + " WHERE NOT EXISTS (SELECT 1 FROM " + left.text() + " WHERE " + condition + ")) " + alias;
        return new From(text, sources, left.locks().beside(right.locks()));
    }

    private void requireDifferentNames(List<Source> sources, int line) throws Refusal {
        for (var i = 0; i < sources.size(); i++) {
            for (var j = 0; j < i; j++) {
                var one = sources.get(j);
                var other = sources.get(i);
                if (one.isCorrelation() && other.isCorrelation() && one.name().equalsIgnoreCase(other.name())) {
                    throw translation.refusal(1011, line, other.name());
                } else if (one.isCorrelation() != other.isCorrelation()
                        && one.name().equalsIgnoreCase(other.name())) {
                    throw translation.refusal(1012, line, other.name(), other.name());
                } else if (one.isNamed(other.qualifier())) {
                    throw translation.refusal(1013, line, one.name(), other.name());
                }
            }
        }
    }
}
