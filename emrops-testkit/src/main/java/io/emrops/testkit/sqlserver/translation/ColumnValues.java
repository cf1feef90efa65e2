package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.catalog.Table;
import io.emrops.testkit.sqlserver.catalog.TableColumn;
import io.emrops.testkit.sqlserver.expression.EngineNames;
import io.emrops.testkit.sqlserver.expression.EngineTypes;
import io.emrops.testkit.sqlserver.expression.ExpressionTranslator;
import io.emrops.testkit.sqlserver.expression.Place;
import io.emrops.testkit.sqlserver.expression.Typed;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.BatchParser;
import io.emrops.testkit.sqlserver.syntax.Expression;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.util.List;
import java.util.Optional;

/** What columns of a table get. */
final class ColumnValues {
    private final Translation translation;
    private final String tableName;

    /** @param database its name; {@code tempdb} for a temporary table */
    ColumnValues(Translation translation, String database, Table table) {
        this.translation = translation;
        this.tableName = database + "." + table.schema() + "." + table.name();
    }

    /** A value on its way into a column. */
    String assigned(Typed value, TableColumn column) throws Refusal {
        return new ExpressionTranslator(nowhere())
                .assigned(value, column.type(), tableName, column.name())
                .text();
    }

    /** An expression that is to get into a column. */
    Typed value(Expression expression, Scope scope, Place place) throws Refusal {
        if (expression instanceof Expression.NextValue next) {
            return new Sequences(translation).next(next);
        }
        return Expressions.value(expression, scope, place);
    }

    /** What a column gets of which nothing is said, or {@code DEFAULT}; of one that may not be NULL the engine finds out. */
    String ofDefault(TableColumn column) throws Refusal {
        if (column.type().equals(SqlType.ROWVERSION)) {
            return "DEFAULT";
        }
        if (column.defaultValue().isEmpty()) {
            return "CAST(NULL AS " + EngineTypes.of(column.type()) + ")";
        }
        var source = column.defaultValue().get().source();
        var parser = new BatchParser(translation.surroundings().majorVersion());
        var expression = parser.parseExpression(source);
        var scope = new TableExpressions.NoColumns(TableExpressions.site(translation));
        return assigned(value(expression, scope, Place.VALUES), column);
    }

    /** What a column of another type would have in its stead. */
    String converted(TableColumn column, SqlType type) throws Refusal {
        var value = new Typed(EngineNames.quoted(column.name()), column.type(), column.nullable(), false);
        return new ExpressionTranslator(nowhere())
                .assigned(value, type, tableName, column.name())
                .text();
    }

    private Scope nowhere() {
        return new TableScope(new Site(translation, CommonTables.NONE, Optional.empty()), List.of());
    }
}
