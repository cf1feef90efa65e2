package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.catalog.Table;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.TableDefinition;
import io.emrops.testkit.sqlserver.syntax.TableDefinition.Check;
import io.emrops.testkit.sqlserver.syntax.TableDefinition.ColumnDefinition;
import io.emrops.testkit.sqlserver.syntax.TableDefinition.Constraint;
import io.emrops.testkit.sqlserver.syntax.TableDefinition.DefaultFor;
import io.emrops.testkit.sqlserver.syntax.TableDefinition.DefaultValue;
import io.emrops.testkit.sqlserver.syntax.TableDefinition.ForeignKey;
import io.emrops.testkit.sqlserver.syntax.TableDefinition.Key;
import io.emrops.testkit.sqlserver.syntax.TableDefinition.KeyColumn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Adds what a definition says to a table. */
final class TableDefiner {
    private final TableDraft draft;
    private final TableExpressions expressions;
    private final ConstraintNames names;
    private final ColumnDefiner columns;
    private final KeyDefiner keys;
    private final ForeignKeyDefiner foreignKeys;
    private final Refusing refusing;
    private final List<String> skipped = new ArrayList<>();

    TableDefiner(TableDraft draft, Databases.Open database, TableExpressions expressions, Refusing refusing) {
        this.draft = draft;
        this.expressions = expressions;
        this.refusing = refusing;
        this.names = new ConstraintNames(draft, refusing);
        this.columns = new ColumnDefiner(draft, expressions, names, refusing);
        this.keys = new KeyDefiner(draft, names, refusing);
        this.foreignKeys = new ForeignKeyDefiner(draft, database, names, refusing);
    }

    /** A constraint and the column that it was written with; empty if it stands for itself. */
    private record Placed(Constraint constraint, String column) {}

    /**
     * Adds columns and constraints.
     *
     * @param check whether the rows that are there must satisfy them
     * @throws Refusal if one of them cannot be
     */
    void define(TableDefinition definition, boolean check) throws Refusal {
        var constraints = constraints(definition);
        requireOnePrimaryKey(constraints);
        var keyed = keyed(definition);
        var ordinal = draft.table().columns().size();
        for (var column : ordered(definition.columns())) {
            columns.define(column, definition.columns().indexOf(column) + 1 + ordinal, keyed);
        }
        draft.change(reordered(draft.table(), definition.columns()));
        for (var placed : constraints) {
            define(placed, constraints, check);
        }
    }

    /** Foreign keys of a temporary table that were not made. */
    List<String> skipped() {
        return skipped;
    }

    private static List<ColumnDefinition> ordered(List<ColumnDefinition> definitions) {
        var ordered = new ArrayList<ColumnDefinition>();
        definitions.stream().filter(column -> column.computed().isEmpty()).forEach(ordered::add);
        definitions.stream().filter(column -> column.computed().isPresent()).forEach(ordered::add);
        return ordered;
    }

    /** Computed columns may use those behind them, so they came last; now all are numbered as they are written. */
    private static Table reordered(Table table, List<ColumnDefinition> definitions) {
        var first = table.columns().size() - definitions.size();
        var columns = new ArrayList<>(table.columns().subList(0, first));
        var id = table.lastColumnId() - definitions.size();
        for (var definition : definitions) {
            var column = table.column(definition.name()).orElseThrow();
            columns.add(column.withId(++id));
        }
        return table.withColumns(columns);
    }

    private static List<Placed> constraints(TableDefinition definition) {
        var constraints = new ArrayList<Placed>();
        for (var column : definition.columns()) {
            column.constraints().forEach(constraint -> constraints.add(new Placed(constraint, column.name())));
        }
        definition.constraints().forEach(constraint -> constraints.add(new Placed(constraint, "")));
        return constraints;
    }

    private void requireOnePrimaryKey(List<Placed> constraints) throws Refusal {
        var primary = constraints.stream().filter(TableDefiner::isPrimary).count();
        if (primary > 1) {
            throw refusing.byWithState(0, 8110, draft.table().name());
        }
        var clustered = constraints.stream().filter(TableDefiner::isClustered).count();
        if (clustered > 1) {
            throw refusing.byWithState(0, 8112, draft.table().name());
        }
    }

    private static boolean isPrimary(Placed placed) {
        return placed.constraint() instanceof Key key && key.primary();
    }

    private static boolean isClustered(Placed placed) {
        return placed.constraint() instanceof Key key && key.clustered().orElse(false);
    }

    private static Set<String> keyed(TableDefinition definition) {
        var keyed = new HashSet<String>();
        for (var constraint : definition.constraints()) {
            if (constraint instanceof Key key && key.primary()) {
                key.columns().stream().map(KeyColumn::name).map(Catalogs::upper).forEach(keyed::add);
            }
        }
        return keyed;
    }

    private void define(Placed placed, List<Placed> all, boolean check) throws Refusal {
        if (placed.constraint() instanceof Key key) {
            var others = all.stream().anyMatch(other -> other != placed && isClustered(other));
            keys.define(key, others);
        } else if (placed.constraint() instanceof ForeignKey key) {
            if (draft.isTemporary()) {
                skipped.add(names.of(
                        key.name(),
                        GeneratedNames.other(
                                "FK", draft.table().name(), key.columns().get(0), draft.nextObjectId())));
            } else {
                foreignKeys.define(key, check);
            }
        } else if (placed.constraint() instanceof Check condition) {
            define(condition, placed.column(), check);
        } else if (placed.constraint() instanceof DefaultFor value) {
            define(value);
        }
    }

    private void define(Check check, String column, boolean checked) throws Refusal {
        var table = draft.table();
        var text = expressions.condition(table, check.condition());
        if (table.columns().stream().noneMatch(found -> Dependents.isIn(check.source(), found.name()))) {
            // The engine would forget it with the next column that is dropped.
            throw refusing.notPlayed("keep a check that names no column");
        }
        var other = table.columns().stream()
                .filter(found -> !column.isEmpty() && !found.name().equalsIgnoreCase(column))
                .anyMatch(found -> Dependents.isIn(check.source(), found.name()));
        if (other) {
            throw refusing.constraint(8141, "CHECK", column, table.name());
        }
        for (var found : table.columns()) {
            var isFleeting =
                    found.computed().map(computed -> !computed.persisted()).orElse(false);
            if (isFleeting && Dependents.isIn(check.source(), found.name())) {
                throw refusing.constraint(1764, found.name(), table.name(), "CHECK CONSTRAINT");
            }
        }
        var id = draft.nextObjectId();
        var name = names.of(check.name(), GeneratedNames.other("CK", table.name(), column, id));
        draft.add(new Table.Check(id, name, check.name().isEmpty(), DefinitionText.of(check.source())));
        draft.constrain(name, "CHECK (" + text + ")" + (checked ? "" : " NOCHECK"));
    }

    private void define(DefaultFor value) throws Refusal {
        var column = draft.table().column(value.column());
        if (column.isEmpty()) {
            throw refusing.constraint(1752, value.column(), draft.table().name());
        }
        columns.define(new DefaultValue(value.name(), value.value(), value.source(), false), column.get());
    }
}
