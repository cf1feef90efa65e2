package io.emrops.testkit.sqlserver.script;

import io.emrops.testkit.sqlserver.type.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** The answer that is a result set. Unchangeable: adding a row makes another. */
public final class Rows implements Answer {
    private final List<Column> columns;
    private final List<List<@Nullable Object>> rows;

    Rows(List<Column> columns) {
        this(List.copyOf(columns), List.of());
    }

    private Rows(List<Column> columns, List<List<@Nullable Object>> rows) {
        this.columns = columns;
        this.rows = rows;
    }

    /**
     * With a row more.
     *
     * @throws IllegalArgumentException if the values are not of the columns
     */
    public Rows row(@Nullable Object... values) {
        var more = new ArrayList<>(rows);
        more.add(checked(columns, values));
        return new Rows(columns, Collections.unmodifiableList(more));
    }

    /**
     * With rows that are made when they are sent, none of which is kept.
     *
     * @param row makes the values of a row from its number, which begins at 0
     */
    public Answer generate(long count, LongFunction<@Nullable Object[]> row) {
        return (request, reply) -> {
            give(request, reply);
            for (var number = 0L; number < count; number++) {
                reply.row(row.apply(number));
            }
        };
    }

    @Override
    public void give(Request request, Reply reply) throws Exception {
        reply.columns(columns);
        for (var row : rows) {
            reply.row(row.toArray());
        }
    }

    /**
     * The values in the types of the columns.
     *
     * @throws IllegalArgumentException if they are not of them
     */
    public static List<@Nullable Object> checked(List<Column> columns, @Nullable Object... values) {
        if (values.length != columns.size()) {
            throw new IllegalArgumentException(
                    "a row of " + values.length + " values for " + columns.size() + " columns");
        }
        var checked = new ArrayList<@Nullable Object>(Arrays.asList(values));
        for (var i = 0; i < values.length; i++) {
            var column = columns.get(i);
            var value = values[i];
            if (value == null && !column.nullable()) {
                throw new IllegalArgumentException("column '" + column.name() + "' is not null");
            }
            try {
                checked.set(i, value == null ? null : column.type().require(value));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("column '" + column.name() + "': " + e.getMessage(), e);
            }
        }
        return Collections.unmodifiableList(checked);
    }
}
