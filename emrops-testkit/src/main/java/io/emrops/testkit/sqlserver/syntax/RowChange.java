package io.emrops.testkit.sqlserver.syntax;

import io.emrops.testkit.sqlserver.grammar.ObjectName;
import java.util.List;
import java.util.Optional;

/** {@code INSERT}, {@code UPDATE}, {@code DELETE}, {@code MERGE}, {@code TRUNCATE TABLE}. */
public sealed interface RowChange extends Statement {
    /** Which table: by its name, by an alias of the FROM clause, or a table variable, whose name has its {@code @}. */
    record Target(ObjectName name, List<String> hints) {
        /** Copies the list. */
        public Target {
            hints = List.copyOf(hints);
        }
    }

    /**
     * {@code OUTPUT items [INTO table (columns)]}; columns are those of {@code INSERTED} and {@code DELETED}.
     *
     * @param columns empty if they are not named
     */
    record Output(List<Query.Item> items, Optional<ObjectName> into, List<String> columns) {
        /** Copies the lists. */
        public Output {
            items = List.copyOf(items);
            columns = List.copyOf(columns);
        }
    }

    /** What an {@code INSERT} brings. */
    sealed interface Source {}

    /** {@code VALUES (…), (…)}. */
    record Rows(List<List<Expression>> rows) implements Source {
        /** Copies the lists. */
        public Rows {
            rows = rows.stream().map(List::copyOf).toList();
        }
    }

    /** {@code INSERT … SELECT}. */
    record OfQuery(Query query) implements Source {}

    /** {@code DEFAULT VALUES}. */
    record DefaultValues() implements Source {}

    /** {@code INSERT … EXEC}. */
    record OfExecution(Statement execution) implements Source {}

    /** @param columns empty if they are not named */
    record Insert(
            List<Query.CommonTable> with,
            Optional<Query.Top> top,
            Target target,
            List<String> columns,
            Optional<Output> output,
            Source source,
            int line)
            implements RowChange {
        /** Copies the lists. */
        public Insert {
            with = List.copyOf(with);
            columns = List.copyOf(columns);
        }
    }

    /**
     * {@code column = e}, {@code column += e}, {@code @v = e}, {@code @v = column = e}.
     *
     * @param variable with its {@code @}; empty if there is none
     * @param column its parts, outermost first; empty if only the variable is set
     */
    record Assignment(
            String variable,
            List<String> column,
            Optional<Expression.Binary.Operator> operator,
            Expression value,
            int line) {
        /** Copies the list. */
        public Assignment {
            column = List.copyOf(column);
        }
    }

    /** {@code UPDATE TOP (n) t SET … OUTPUT … FROM … WHERE …}. */
    record Update(
            List<Query.CommonTable> with,
            Optional<Query.Top> top,
            Target target,
            List<Assignment> assignments,
            Optional<Output> output,
            List<TableSource> from,
            Optional<Condition> where,
            int line)
            implements RowChange {
        /** Copies the lists. */
        public Update {
            with = List.copyOf(with);
            assignments = List.copyOf(assignments);
            from = List.copyOf(from);
        }
    }

    /** {@code DELETE TOP (n) FROM t OUTPUT … FROM … WHERE …}. */
    record Delete(
            List<Query.CommonTable> with,
            Optional<Query.Top> top,
            Target target,
            Optional<Output> output,
            List<TableSource> from,
            Optional<Condition> where,
            int line)
            implements RowChange {
        /** Copies the lists. */
        public Delete {
            with = List.copyOf(with);
            from = List.copyOf(from);
        }
    }

    /** {@code MERGE t USING s ON c WHEN …}. */
    record Merge(
            List<Query.CommonTable> with,
            Target target,
            Optional<String> alias,
            TableSource source,
            Condition on,
            List<When> branches,
            Optional<Output> output,
            int line)
            implements RowChange {
        /** For which rows. */
        public enum Match {
            /** Rows of both. */
            MATCHED,
            /** Rows of the source alone. */
            NOT_MATCHED,
            /** Rows of the target alone. */
            NOT_MATCHED_BY_SOURCE
        }

        /**
         * {@code WHEN [NOT] MATCHED [AND c] THEN …}.
         *
         * @param assignments of {@code UPDATE SET}; empty otherwise
         * @param columns of {@code INSERT}
         * @param values of {@code INSERT}; empty otherwise
         * @param delete whether it is {@code DELETE}
         */
        public record When(
                Match match,
                Optional<Condition> condition,
                List<Assignment> assignments,
                List<String> columns,
                List<Expression> values,
                boolean delete) {
            /** Copies the lists. */
            public When {
                assignments = List.copyOf(assignments);
                columns = List.copyOf(columns);
                values = List.copyOf(values);
            }
        }

        /** Copies the lists. */
        public Merge {
            with = List.copyOf(with);
            branches = List.copyOf(branches);
        }
    }

    /** {@code TRUNCATE TABLE t}. */
    record Truncate(ObjectName table, int line) implements RowChange {}
}
