package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.catalog.Catalog;
import io.emrops.testkit.sqlserver.catalog.Index;
import io.emrops.testkit.sqlserver.catalog.Table;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.tsql.Lexer;
import io.emrops.testkit.sqlserver.tsql.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What rests on a column of a table. */
final class Dependents {
    private final Table table;
    private final String column;
    private final Refusing refusing;

    Dependents(Table table, String column, Refusing refusing) {
        this.table = table;
        this.column = column;
        this.refusing = refusing;
    }

    /** Whether an expression, as it was written, names a column. What stands before a bracket is a function. */
    static boolean isIn(String source, String column) {
        var tokens = Lexer.tokens(source);
        for (var i = 0; i < tokens.size(); i++) {
            var token = tokens.get(i);
            var isName = token.kind() == Token.Kind.WORD || token.kind() == Token.Kind.QUOTED_NAME;
            var isFunction = i + 1 < tokens.size() && tokens.get(i + 1).is('(');
            if (isName && !isFunction && token.value().equalsIgnoreCase(column)) {
                return true;
            }
        }
        return false;
    }

    /** That a key, a check, a default or a foreign key does, one message for each. */
    List<SqlError> constraints(boolean defaults, boolean checks) {
        var errors = new ArrayList<SqlError>();
        for (var index : table.indexes()) {
            if (index.constraint().isPresent() && isMember(index)) {
                errors.add(dependent("object", index.name()));
            }
        }
        errors.addAll(foreignKeys());
        for (var check : table.checks()) {
            if (checks && isIn(check.source(), column)) {
                errors.add(dependent("object", check.name()));
            }
        }
        var value = table.column(column).flatMap(found -> found.defaultValue());
        if (defaults && value.isPresent()) {
            errors.add(dependent("object", value.get().name()));
        }
        return errors;
    }

    /** That a foreign key does. */
    List<SqlError> foreignKeys() {
        return table.foreignKeys().stream()
                .filter(key -> key.columns().stream().anyMatch(column::equalsIgnoreCase))
                .map(key -> dependent("object", key.name()))
                .toList();
    }

    /** That a foreign key of another table, or of this one, refers to it. */
    List<SqlError> referring(Catalog catalog) {
        return Stream.concat(Stream.of(table), catalog.referring(table).stream())
                .flatMap(other -> other.foreignKeys().stream())
                .filter(key -> key.schema().equalsIgnoreCase(table.schema())
                        && key.table().equalsIgnoreCase(table.name()))
                .filter(key -> key.referenced().stream().anyMatch(column::equalsIgnoreCase))
                .map(key -> dependent("object", key.name()))
                .toList();
    }

    /** That an index does. */
    List<SqlError> indexes() {
        return table.indexes().stream()
                .filter(index -> index.constraint().isEmpty())
                .filter(index -> isMember(index)
                        || index.filter().map(filter -> isIn(filter, column)).orElse(false))
                .map(index -> dependent("index", index.name()))
                .toList();
    }

    /** That a computed column does. */
    List<SqlError> columns() {
        return table.columns().stream()
                .filter(other -> other.computed()
                        .map(computed -> isIn(computed.source(), column))
                        .orElse(false))
                .map(other -> dependent("column", other.name()))
                .toList();
    }

    private boolean isMember(Index index) {
        return index.members().stream().anyMatch(member -> member.column().equalsIgnoreCase(column));
    }

    private SqlError dependent(String kind, String name) {
        return refusing.error(5074, kind, name, "column", column);
    }
}
