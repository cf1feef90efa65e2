package io.emrops.testkit.sqlserver.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A column of which not all is read: its properties come in any order. */
final class ColumnDraft {
    final String name;
    final int line;
    final List<TableDefinition.Constraint> constraints = new ArrayList<>();
    Optional<TypeName> type = Optional.empty();
    Optional<Boolean> nullable = Optional.empty();
    Optional<TableDefinition.Identity> identity = Optional.empty();
    Optional<TableDefinition.DefaultValue> defaultValue = Optional.empty();
    Optional<TableDefinition.Computed> computed = Optional.empty();
    Optional<String> collation = Optional.empty();
    boolean rowGuid;

    ColumnDraft(String name, int line) {
        this.name = name;
        this.line = line;
    }

    TableDefinition.ColumnDefinition finished() {
        return new TableDefinition.ColumnDefinition(
                name, type, nullable, identity, defaultValue, computed, collation, rowGuid, constraints, line);
    }
}
