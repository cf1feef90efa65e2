package io.emrops.testkit.sqlserver.syntax;

import io.emrops.testkit.sqlserver.grammar.ObjectName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What stands in {@code FROM} ("FROM clause plus JOIN, APPLY, PIVOT (Transact-SQL)"). */
public sealed interface TableSource {
    /**
     * A table, a view, or the name of a common table.
     *
     * @param hints in upper case, without their values
     */
    record Named(ObjectName name, Optional<String> alias, Set<String> hints, int line) implements TableSource {
        /** Copies the set. */
        public Named {
            hints = Set.copyOf(hints);
        }
    }

    /** A table variable. */
    record OfVariable(String variable, Optional<String> alias, int line) implements TableSource {}

    /** {@code (SELECT …) AS alias (columns)}; the columns may be left out. */
    record Derived(Query query, String alias, List<String> columns) implements TableSource {
        /** Copies the list. */
        public Derived {
            columns = List.copyOf(columns);
        }
    }

    /** {@code (VALUES (…), (…)) AS alias (columns)}. */
    record Rows(List<List<Expression>> rows, String alias, List<String> columns) implements TableSource {
        /** Copies the lists. */
        public Rows {
            rows = rows.stream().map(List::copyOf).toList();
            columns = List.copyOf(columns);
        }
    }

    /** A function that has rows: {@code STRING_SPLIT(s, ',') AS alias}. */
    record Function(ObjectName name, List<Expression> arguments, Optional<String> alias, List<String> columns, int line)
            implements TableSource {
        /** Copies the lists. */
        public Function {
            arguments = List.copyOf(arguments);
            columns = List.copyOf(columns);
        }
    }

    /** Two sources side by side. A cross join has no condition. */
    record Join(Kind kind, TableSource left, TableSource right, Optional<Condition> on) implements TableSource {
        /** Which rows without a partner stay. */
        public enum Kind {
            /** None. */
            INNER,
            /** The left's. */
            LEFT,
            /** The right's. */
            RIGHT,
            /** Both. */
            FULL,
            /** Each with each. */
            CROSS
        }
    }

    /** {@code CROSS APPLY} and {@code OUTER APPLY}. */
    record Apply(boolean outer, TableSource left, TableSource right) implements TableSource {}
}
