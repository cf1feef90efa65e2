package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.catalog.Index;
import io.emrops.testkit.sqlserver.expression.EngineNames;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.TableDefinition.Key;
import io.emrops.testkit.sqlserver.syntax.TableDefinition.KeyColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code PRIMARY KEY} and {@code UNIQUE}. */
final class KeyDefiner {
    private final TableDraft draft;
    private final ConstraintNames names;
    private final Refusing refusing;

    KeyDefiner(TableDraft draft, ConstraintNames names, Refusing refusing) {
        this.draft = draft;
        this.names = names;
        this.refusing = refusing;
    }

    /** @param others whether the same statement has other keys that say that they are clustered */
    void define(Key key, boolean others) throws Refusal {
        if (key.primary() && draft.table().primaryKey().isPresent()) {
            throw refusing.constraint(1779, draft.table().name());
        }
        var clustered = isClustered(key, others);
        var id = draft.nextObjectId();
        var name = names.of(
                key.name(),
                GeneratedNames.key(key.primary() ? "PK" : "UQ", draft.table().name(), id));
        if (draft.table().index(name).isPresent()) {
            throw refusing.constraint(1913, name, "table", draft.table().name());
        }
        var members = members(key.columns());
        if (key.primary()) {
            requireNotNull(members);
        }
        draft.add(new Index(
                draft.nextIndexId(clustered),
                name,
                true,
                clustered,
                Optional.of(new Index.Key(id, key.primary(), key.name().isEmpty())),
                members,
                Optional.empty()));
        draft.constrain(name, (key.primary() ? "PRIMARY KEY " : "UNIQUE ") + listed(members));
    }

    private boolean isClustered(Key key, boolean others) throws Refusal {
        if (!key.clustered().orElse(key.primary())) {
            return false;
        }
        if (key.clustered().isEmpty()) {
            return !others && !draft.hasClusteredIndex();
        }
        var existing = draft.table().indexes().stream().filter(Index::clustered).findFirst();
        if (existing.isPresent()) {
            throw refusing.constraint(
                    1902, "table", draft.table().name(), existing.get().name());
        }
        return true;
    }

    private List<Index.Member> members(List<KeyColumn> columns) throws Refusal {
        try {
            return members(draft, columns, refusing);
        } catch (Refusal e) {
            throw refusing.constraint(e.errors());
        }
    }

    /**
     * The members of a key or an index.
     *
     * @throws Refusal 1909, 1911, 1919
     */
    static List<Index.Member> members(TableDraft draft, List<KeyColumn> columns, Refusing refusing) throws Refusal {
        var members = new ArrayList<Index.Member>();
        for (var member : columns) {
            var column = draft.table().column(member.name());
            if (column.isEmpty()) {
                throw refusing.by(1911, member.name());
            }
            var name = column.get().name();
            if (members.stream().anyMatch(other -> other.column().equals(name))) {
                throw refusing.by(1909, "index", name);
            }
            if (!KeyTypes.mayOrder(column.get().type())) {
                throw refusing.by(1919, name, draft.table().name());
            }
            members.add(new Index.Member(name, member.descending(), false));
        }
        return members;
    }

    private void requireNotNull(List<Index.Member> members) throws Refusal {
        for (var member : members) {
            if (draft.table().column(member.column()).orElseThrow().nullable()) {
                throw refusing.constraint(8111, draft.table().name());
            }
        }
    }

    private static String listed(List<Index.Member> members) {
        return members.stream()
                .map(member -> EngineNames.quoted(member.column()))
                .collect(Collectors.joining(", ", "(", ")"));
    }
}
