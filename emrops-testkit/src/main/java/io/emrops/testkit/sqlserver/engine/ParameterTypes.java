package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.catalog.Table;
import io.emrops.testkit.sqlserver.catalog.TableColumn;
import io.emrops.testkit.sqlserver.grammar.ObjectName;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.Condition;
import io.emrops.testkit.sqlserver.syntax.Expression;
import io.emrops.testkit.sqlserver.syntax.Query;
import io.emrops.testkit.sqlserver.syntax.RowChange;
import io.emrops.testkit.sqlserver.syntax.Statement;
import io.emrops.testkit.sqlserver.syntax.TableSource;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which types the variables of a statement would have that nobody has declared, as far as columns say it: those that they are compared with, and
 * those that they get into ("sp_describe_undeclared_parameters (Transact-SQL)"). Queries inside of expressions are not looked into. That a
 * text is as long as the column, and not as long as can be, is unverified.
 */
final class ParameterTypes {
    private final Tables tables;
    private final List<Named> visible = new ArrayList<>();
    private final Map<String, SqlType> types = new HashMap<>();

    private record Named(String name, Table table) {}

    /** Who knows tables. */
    interface Tables {
        Optional<Table> table(ObjectName name) throws Refusal;
    }

    ParameterTypes(Tables tables) {
        this.tables = tables;
    }

    /** By their names in upper case. */
    Map<String, SqlType> of(Statement statement) throws Refusal {
        if (statement instanceof Statement.Select select) {
            body(select.query().body());
        } else if (statement instanceof RowChange.Insert insert) {
            insert(insert);
        } else if (statement instanceof RowChange.Update update) {
            see(update.from());
            target(update.target().name());
            for (var assignment : update.assignments()) {
                var column = assignment.column();
                if (!column.isEmpty()) {
                    gets(column(column.get(column.size() - 1), ""), assignment.value());
                }
            }
            conditions(update.from(), update.where());
        } else if (statement instanceof RowChange.Delete delete) {
            see(delete.from());
            target(delete.target().name());
            conditions(delete.from(), delete.where());
        }
        return types;
    }

    private void insert(RowChange.Insert insert) throws Refusal {
        var table = tables.table(insert.target().name());
        if (table.isEmpty()) {
            return;
        }
        var columns = insert.columns().isEmpty()
                ? table.get().columns().stream()
                        .filter(column ->
                                column.isWritable() && column.identity().isEmpty())
                        .map(Optional::of)
                        .toList()
                : insert.columns().stream()
                        .map(name -> table.get().column(name))
                        .toList();
        if (insert.source() instanceof RowChange.Rows rows) {
            for (var row : rows.rows()) {
                for (var i = 0; i < Math.min(row.size(), columns.size()); i++) {
                    gets(columns.get(i).map(TableColumn::type), row.get(i));
                }
            }
        } else if (insert.source() instanceof RowChange.OfQuery query) {
            body(query.query().body());
        }
    }

    private void body(Query.Body body) throws Refusal {
        if (body instanceof Query.Nested nested) {
            body(nested.body());
        } else if (body instanceof Query.Combination combination) {
            body(combination.left());
            body(combination.right());
        } else if (body instanceof Query.Select select) {
            visible.clear();
            see(select.from());
            conditions(select.from(), select.where());
        }
    }

    private void target(ObjectName name) throws Refusal {
        if (visible.stream().noneMatch(named -> named.name().equalsIgnoreCase(name.name()))) {
            tables.table(name).ifPresent(table -> visible.add(new Named(name.name(), table)));
        }
    }

    private void see(Collection<TableSource> sources) throws Refusal {
        for (var source : sources) {
            if (source instanceof TableSource.Named named) {
                tables.table(named.name())
                        .ifPresent(table -> visible.add(
                                new Named(named.alias().orElse(named.name().name()), table)));
            } else if (source instanceof TableSource.Join join) {
                see(List.of(join.left(), join.right()));
            } else if (source instanceof TableSource.Apply apply) {
                see(List.of(apply.left()));
            }
        }
    }

    private void conditions(Collection<TableSource> sources, Optional<Condition> where) {
        for (var source : sources) {
            if (source instanceof TableSource.Join join) {
                conditions(List.of(join.left(), join.right()), join.on());
            }
        }
        where.ifPresent(this::condition);
    }

    private void condition(Condition condition) {
        if (condition instanceof Condition.And and) {
            condition(and.left());
            condition(and.right());
        } else if (condition instanceof Condition.Or or) {
            condition(or.left());
            condition(or.right());
        } else if (condition instanceof Condition.Not not) {
            condition(not.condition());
        } else if (condition instanceof Condition.Comparison comparison) {
            same(comparison.left(), comparison.right());
        } else if (condition instanceof Condition.Between between) {
            same(between.value(), between.low());
            same(between.value(), between.high());
        } else if (condition instanceof Condition.InList in) {
            in.list().forEach(value -> same(in.value(), value));
        } else if (condition instanceof Condition.Like like) {
            same(like.value(), like.pattern());
        }
    }

    private void same(Expression left, Expression right) {
        gets(type(left), right);
        gets(type(right), left);
    }

    private Optional<SqlType> type(Expression expression) {
        if (expression instanceof Expression.ColumnReference column) {
            var qualifier = column.qualifier();
            return column(column.name(), qualifier.isEmpty() ? "" : qualifier.get(qualifier.size() - 1));
        } else if (expression instanceof Expression.Binary binary) {
            var left = type(binary.left());
            return left.isPresent() ? left : type(binary.right());
        }
        return Optional.empty();
    }

    private Optional<SqlType> column(String name, String qualifier) {
        return visible.stream()
                .filter(named -> qualifier.isEmpty() || named.name().equalsIgnoreCase(qualifier))
                .flatMap(named -> named.table().column(name).stream())
                .map(TableColumn::type)
                .findFirst();
    }

    private void gets(Optional<SqlType> type, Expression value) {
        if (value instanceof Expression.Variable variable) {
            type.ifPresent(known -> types.putIfAbsent(variable.name().toUpperCase(Locale.ROOT), known));
        } else if (value instanceof Expression.Binary binary) {
            gets(type, binary.left());
            gets(type, binary.right());
        }
    }
}
