package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.expression.Typed;
import io.emrops.testkit.sqlserver.syntax.Expression.ColumnReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One table of a FROM, as names see it.
 *
 * @param qualifier what it may be named with, outermost first: database, schema and name, or its alias alone
 * @param alias what the engine calls it, quoted; empty if the engine has nothing of this name
 */
record Source(List<String> qualifier, String alias, List<SourceColumn> columns) {
    /** Begins the names of what no statement can name. */
    static final String HIDDEN = "\0";

    /** A column; its text says all that the engine needs to find it. */
    record SourceColumn(String name, Typed value, boolean identity) {}

    Source {
        qualifier = List.copyOf(qualifier);
        columns = List.copyOf(columns);
    }

    String name() {
        return qualifier.get(qualifier.size() - 1);
    }

    /** Whether it is called by an alias and not by its own name. */
    boolean isCorrelation() {
        return qualifier.size() == 1;
    }

    /** Whether a column's qualifier, of which the first parts may be left out, means this table. */
    boolean isNamed(List<String> written) {
        if (written.size() > qualifier.size()) {
            return false;
        }
        var skipped = qualifier.size() - written.size();
        for (var i = 0; i < written.size(); i++) {
            var part = written.get(i);
            if (!part.equalsIgnoreCase(qualifier.get(skipped + i)) && !(part.isEmpty() && i < written.size() - 1)) {
                return false;
            }
        }
        return true;
    }

    Optional<SourceColumn> column(String columnName) {
        return columns.stream()
                .filter(column -> column.name().equalsIgnoreCase(columnName))
                .findFirst();
    }

    /** All of its columns, by names that mean nothing else. */
    List<ColumnReference> references(int line) {
        return columns.stream()
                .filter(column -> !column.name().startsWith(HIDDEN))
                .map(column -> new ColumnReference(qualifier, column.name(), line))
                .toList();
    }

    /** The same as the optional side of an outer join. */
    Source optional() {
        var nullable = new ArrayList<SourceColumn>();
        for (var column : columns) {
            var value = column.value();
            nullable.add(new SourceColumn(
                    column.name(), new Typed(value.text(), value.type(), true, value.isNull()), column.identity()));
        }
        return new Source(qualifier, alias, nullable);
    }
}
