package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.expression.Known;
import io.emrops.testkit.sqlserver.expression.Surroundings;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.syntax.Expression;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a statement finds, and the values of one row, which are variables with names that no statement can write. */
record RowSurroundings(Surroundings around, List<Known> row) implements Surroundings {
    /** Stands for a value of the row. */
    static Expression place(int column) {
        return new Expression.Variable(Source.HIDDEN + column, 0);
    }

    @Override
    public Optional<Known> variable(String name) {
        return name.startsWith(Source.HIDDEN)
                ? Optional.of(row.get(Integer.parseInt(name.substring(Source.HIDDEN.length()))))
                : around.variable(name);
    }

    @Override
    public int majorVersion() {
        return around.majorVersion();
    }

    @Override
    public String database() {
        return around.database();
    }

    @Override
    public OffsetDateTime now() {
        return around.now();
    }

    @Override
    public Optional<Known> global(String name) {
        return around.global(name);
    }

    @Override
    public Optional<Known> function(String name, List<@Nullable Object> arguments) {
        return around.function(name, arguments);
    }

    @Override
    public SqlError message(int number, Object... values) {
        return around.message(number, values);
    }
}
