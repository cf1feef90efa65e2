package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.catalog.TableColumn;
import io.emrops.testkit.sqlserver.expression.EngineNames;
import io.emrops.testkit.sqlserver.expression.EngineTypes;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.TableDefinition.ColumnDefinition;
import io.emrops.testkit.sqlserver.syntax.TableDefinition.DefaultValue;
import io.emrops.testkit.sqlserver.syntax.TableDefinition.Identity;
import io.emrops.testkit.sqlserver.syntax.TableDefinition.Key;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.util.Optional;
import java.util.Set;

/** Columns of a table. */
final class ColumnDefiner {
    /** What a row's {@code rowversion} is when it is written. */
    static final String NEXT_VERSION = "CAST(NEXT VALUE FOR " + EngineNames.ROW_VERSIONS + " AS BINARY(8))";

    private final TableDraft draft;
    private final TableExpressions expressions;
    private final ConstraintNames names;
    private final Refusing refusing;

    ColumnDefiner(TableDraft draft, TableExpressions expressions, ConstraintNames names, Refusing refusing) {
        this.draft = draft;
        this.expressions = expressions;
        this.names = names;
        this.refusing = refusing;
    }

    /**
     * Adds a column, without its constraints but with its default.
     *
     * @param ordinal from 1, for messages
     * @param keyed the columns that a primary key of the same statement has, in upper case
     */
    void define(ColumnDefinition definition, int ordinal, Set<String> keyed) throws Refusal {
        var table = draft.table();
        if (table.column(definition.name()).isPresent()) {
            throw refusing.by(2705, definition.name(), table.name());
        }
        if (definition.computed().isPresent()) {
            defineComputed(definition);
            return;
        }
        if (definition.type().isEmpty()) {
            throw refusing.by(173, definition.name());
        }
        var type = expressions.type(definition.type().get(), ordinal);
        if (definition.collation().isPresent()) {
            expressions.requireCollation(definition.collation().get(), type);
        }
        var isVersion = type.kind() == SqlType.Kind.ROWVERSION;
        if (isVersion && table.columns().stream().anyMatch(other -> other.type().equals(type))) {
            throw refusing.by(2738, table.name(), definition.name());
        }
        var identity = definition.identity();
        if (identity.isPresent()) {
            requireIdentity(definition, type);
        }
        var isInKey = definition.constraints().stream().anyMatch(ColumnDefiner::isPrimary)
                || keyed.contains(Catalogs.upper(definition.name()));
        var nullable = definition.nullable().orElse(identity.isEmpty() && !isVersion && !isInKey);
        var column = new TableColumn(
                table.lastColumnId() + 1,
                definition.name(),
                type,
                nullable,
                identity.map(found -> new TableColumn.Identity(found.seed(), found.increment())),
                Optional.empty(),
                Optional.empty());
        draft.add(column, text(column));
        if (definition.defaultValue().isPresent()) {
            define(definition.defaultValue().get(), column);
        }
    }

    private static boolean isPrimary(Object constraint) {
        return constraint instanceof Key key && key.primary();
    }

    private void requireIdentity(ColumnDefinition definition, SqlType type) throws Refusal {
        var table = draft.table();
        if (table.identity().isPresent()) {
            throw refusing.by(2744, table.name());
        }
        if (!KeyTypes.isNumbering(type)) {
            throw refusing.by(2749, definition.name());
        }
        if (definition.nullable().orElse(false)) {
            throw refusing.by(8147, definition.name(), table.name());
        }
        if (definition.identity().map(Identity::increment).orElse(1L) == 0) {
            throw refusing.by(2753, definition.name());
        }
    }

    private void defineComputed(ColumnDefinition definition) throws Refusal {
        var computed = definition.computed().orElseThrow();
        for (var other : draft.table().columns()) {
            if (other.computed().isPresent() && Dependents.isIn(computed.source(), other.name())) {
                throw refusing.by(1759, other.name(), draft.table().name());
            }
        }
        var value = expressions.computed(draft.table(), computed.value());
        var column = new TableColumn(
                draft.table().lastColumnId() + 1,
                definition.name(),
                value.type(),
                definition.nullable().orElse(value.nullable()),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new TableColumn.Computed(DefinitionText.of(computed.source()), computed.persisted())));
        draft.add(
                column,
                EngineNames.quoted(column.name()) + " " + EngineTypes.of(column.type()) + " GENERATED ALWAYS AS ("
                        + value.text() + ")" + (column.nullable() ? "" : " NOT NULL"));
    }

    /**
     * Gives a column a default.
     *
     * @throws Refusal if it has one, or none is possible
     */
    void define(DefaultValue value, TableColumn column) throws Refusal {
        var table = draft.table();
        if (column.identity().isPresent()) {
            throw refusing.constraint(1754, table.name(), column.name());
        }
        if (column.type().equals(SqlType.ROWVERSION)) {
            throw refusing.constraint(1755, table.name(), column.name());
        }
        if (column.computed().isPresent()) {
            throw refusing.constraint(1752, column.name(), table.name());
        }
        if (column.defaultValue().isPresent()) {
            throw refusing.constraint(1781);
        }
        expressions.requireDefault(value.value(), table, column);
        var id = draft.nextObjectId();
        var name = names.of(value.name(), GeneratedNames.other("DF", table.name(), column.name(), id));
        draft.replace(column.withDefault(Optional.of(
                new TableColumn.Default(id, name, value.name().isEmpty(), DefinitionText.ofDefault(value.source())))));
    }

    /** A column in the engine's words. */
    static String text(TableColumn column) {
        var text =
                new StringBuilder(EngineNames.quoted(column.name())).append(' ').append(EngineTypes.of(column.type()));
        column.identity()
                .ifPresent(identity -> text.append(" GENERATED BY DEFAULT AS IDENTITY (START WITH ")
                        .append(identity.seed())
                        .append(" INCREMENT BY ")
                        .append(identity.increment())
                        .append(" NO CYCLE)"));
        if (column.type().equals(SqlType.ROWVERSION)) {
            text.append(" DEFAULT ").append(NEXT_VERSION).append(" ON UPDATE ").append(NEXT_VERSION);
        }
        return text.append(column.nullable() ? "" : " NOT NULL").toString();
    }
}
