package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.catalog.Index;
import io.emrops.testkit.sqlserver.catalog.Table;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.SchemaChange.DropConstraints;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code ALTER TABLE … DROP CONSTRAINT}. */
final class ConstraintDrop {
    private final Draft draft;
    private final TableDraft table;
    private final Refusing refusing;

    ConstraintDrop(Draft draft, TableDraft table, Refusing refusing) {
        this.draft = draft;
        this.table = table;
        this.refusing = refusing;
    }

    void drop(DropConstraints drop) throws Refusal {
        for (var name : drop.constraints()) {
            var isDropped = dropDefault(name) || dropCheck(name) || dropForeignKey(name) || dropKey(name);
            if (!isDropped && !drop.ifExists()) {
                throw missing(name);
            }
        }
    }

    private Refusal missing(String name) {
        var other = draft.catalog().tableOfConstraint(table.table().schema(), name);
        var reason =
                other.isPresent() ? refusing.error(3733, name, table.table().name()) : refusing.error(3728, name);
        return refusing.followed(List.of(reason), refusing.error(3727).withState(0));
    }

    private boolean dropDefault(String name) {
        for (var column : table.table().columns()) {
            if (column.defaultValue()
                    .map(value -> value.name().equalsIgnoreCase(name))
                    .orElse(false)) {
                table.replace(column.withDefault(Optional.empty()));
                return true;
            }
        }
        return false;
    }

    private boolean dropCheck(String name) {
        var checks = table.table().checks();
        var found = checks.stream()
                .filter(check -> check.name().equalsIgnoreCase(name))
                .findFirst();
        found.ifPresent(check -> {
            run(check.name());
            table.change(table.table()
                    .withChecks(checks.stream().filter(other -> other != check).toList()));
        });
        return found.isPresent();
    }

    private boolean dropForeignKey(String name) {
        var keys = table.table().foreignKeys();
        var found =
                keys.stream().filter(key -> key.name().equalsIgnoreCase(name)).findFirst();
        found.ifPresent(key -> {
            run(key.name());
            table.change(table.table()
                    .withForeignKeys(keys.stream().filter(other -> other != key).toList()));
        });
        return found.isPresent();
    }

    private boolean dropKey(String name) throws Refusal {
        var indexes = table.table().indexes();
        var found = indexes.stream()
                .filter(index -> index.constraint().isPresent())
                .filter(index -> index.name().equalsIgnoreCase(name))
                .findFirst();
        if (found.isEmpty()) {
            return false;
        }
        requireUnreferenced(found.get());
        run(found.get().name());
        table.change(table.table()
                .withIndexes(
                        indexes.stream().filter(other -> other != found.get()).toList()));
        return true;
    }

    private void requireUnreferenced(Index index) throws Refusal {
        var own = table.table();
        var columns = upper(index.members().stream().map(Index.Member::column).toList());
        for (var other : Stream.concat(Stream.of(own), draft.catalog().referring(own).stream())
                .toList()) {
            for (var key : other.foreignKeys()) {
                if (refersTo(key, own) && upper(key.referenced()).equals(columns)) {
                    throw refusing.followed(
                            List.of(refusing.error(3725, index.name(), other.name(), key.name())),
                            refusing.error(3727).withState(0));
                }
            }
        }
    }

    private static boolean refersTo(Table.ForeignKey key, Table table) {
        return key.schema().equalsIgnoreCase(table.schema()) && key.table().equalsIgnoreCase(table.name());
    }

    private static Set<String> upper(List<String> names) {
        return names.stream().map(name -> name.toUpperCase(Locale.ROOT)).collect(Collectors.toSet());
    }

    private void run(String name) {
        draft.run("ALTER TABLE " + table.engineName() + " DROP CONSTRAINT "
                + TableAlteration.inSchema(draft, table, table.memberName(name)));
    }
}
