package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.catalog.Table;
import io.emrops.testkit.sqlserver.catalog.TableColumn;
import io.emrops.testkit.sqlserver.expression.EngineNames;
import io.emrops.testkit.sqlserver.expression.ExpressionTranslator;
import io.emrops.testkit.sqlserver.expression.Place;
import io.emrops.testkit.sqlserver.expression.Surroundings;
import io.emrops.testkit.sqlserver.expression.TypeNames;
import io.emrops.testkit.sqlserver.expression.Typed;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.Condition;
import io.emrops.testkit.sqlserver.syntax.Expression;
import io.emrops.testkit.sqlserver.syntax.Expression.ColumnReference;
import io.emrops.testkit.sqlserver.syntax.TypeName;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.util.List;
import java.util.Optional;

/** Expressions that stay with a table: those of computed columns, checks, defaults and filters. */
final class TableExpressions {
    private final Databases databases;
    private final Surroundings surroundings;
    private final Refusing refusing;

    TableExpressions(Databases databases, Surroundings surroundings, Refusing refusing) {
        this.databases = databases;
        this.surroundings = surroundings;
        this.refusing = refusing;
    }

    /** The type of a column, by its number from 1. */
    SqlType type(TypeName name, int position) throws Refusal {
        return TypeNames.forDeclaration(name, position, surroundings);
    }

    void requireCollation(String collation, SqlType type) throws Refusal {
        TypeNames.requireCollation(collation, type, surroundings);
    }

    /** The expression of a computed column. */
    Typed computed(Table table, Expression expression) throws Refusal {
        var translation = translation();
        var value = new ExpressionTranslator(scope(translation, table), Place.WHERE).translate(expression);
        requireLasting(translation);
        return value;
    }

    /** The condition of a check or a filter. */
    String condition(Table table, Condition condition) throws Refusal {
        var translation = translation();
        var text = new ExpressionTranslator(scope(translation, table), Place.WHERE).condition(condition);
        requireLasting(translation);
        return text;
    }

    /**
     * That an expression may be a default of a column.
     *
     * @throws Refusal 128 if it names a column, 206 and others if its type is not taken
     */
    void requireDefault(Expression expression, Table table, TableColumn column) throws Refusal {
        var translation = translation();
        var values = new ColumnValues(translation, surroundings.database(), table);
        values.assigned(values.value(expression, new NoColumns(site(translation)), Place.VALUES), column);
    }

    private Translation translation() {
        return new Translation(databases, surroundings, 0, refusing.line());
    }

    static Site site(Translation translation) {
        return new Site(translation, CommonTables.NONE, Optional.empty());
    }

    private static Scope scope(Translation translation, Table table) {
        var columns = table.columns().stream()
                .map(column -> new Source.SourceColumn(
                        column.name(),
                        new Typed(EngineNames.quoted(column.name()), column.type(), column.nullable(), false),
                        column.identity().isPresent()))
                .toList();
        return new TableScope(
                site(translation), List.of(new Source(List.of(table.schema(), table.name()), "", columns)));
    }

    /** The engine keeps it, but not the values of this one statement. */
    private void requireLasting(Translation translation) throws Refusal {
        if (!translation.bindings().values().isEmpty()) {
            throw refusing.notPlayed("keep an expression of a table that asks for the time or the session");
        }
    }

    /** A place where a column is out of place. */
    static final class NoColumns extends Scope {
        NoColumns(Site site) {
            super(site);
        }

        @Override
        Optional<Typed> own(ColumnReference reference) throws Refusal {
            throw translation().refusal(128, reference.line(), reference.name());
        }
    }
}
