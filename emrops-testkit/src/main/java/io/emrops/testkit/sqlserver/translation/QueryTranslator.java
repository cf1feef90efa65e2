package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.expression.Known;
import io.emrops.testkit.sqlserver.expression.Surroundings;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.Condition;
import io.emrops.testkit.sqlserver.syntax.Expression;
import io.emrops.testkit.sqlserver.syntax.Query;
import io.emrops.testkit.sqlserver.syntax.Statement;
import io.emrops.testkit.sqlserver.type.Column;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.util.List;
import java.util.Objects;

/** Puts queries into the engine's words. What SQL Server would refuse is refused here, with its number, before the engine sees it. */
public final class QueryTranslator {
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
        throw new UnsupportedOperationException();
    }

    /**
     * {@code SELECT @v = e FROM …}.
     *
     * @throws Refusal if SQL Server would refuse it, or it cannot be played
     */
    public Assignments assignments(Statement.Select select) throws Refusal {
        throw new UnsupportedOperationException();
    }

    /**
     * What a variable gets of a row, in the variable's type: one row with one column.
     *
     * @param row the values of {@link Assignments#rows}
     * @throws Refusal if it cannot be converted
     */
    public TranslatedQuery folded(Assignments.Folded step, List<Known> row) throws Refusal {
        throw new UnsupportedOperationException();
    }

    /**
     * The columns that a query has, as a view or a new table would get them.
     *
     * @throws Refusal if SQL Server would refuse it, or it cannot be played
     */
    public List<Column> columnsOf(Query query) throws Refusal {
        throw new UnsupportedOperationException();
    }

    /**
     * An expression that names no column: one row with one column.
     *
     * @throws Refusal if SQL Server would refuse it, or it cannot be played
     */
    public TranslatedQuery scalar(Expression expression) throws Refusal {
        throw new UnsupportedOperationException();
    }

    /**
     * The same, converted as an assignment to a variable of this type does.
     *
     * @throws Refusal if SQL Server would refuse it, or it cannot be played
     */
    public TranslatedQuery scalar(Expression expression, SqlType type) throws Refusal {
        throw new UnsupportedOperationException();
    }

    /**
     * A condition that names no column: one row with 1 if it is true and 0 if it is false or unknown.
     *
     * @throws Refusal if SQL Server would refuse it, or it cannot be played
     */
    public TranslatedQuery condition(Condition condition) throws Refusal {
        throw new UnsupportedOperationException();
    }
}
