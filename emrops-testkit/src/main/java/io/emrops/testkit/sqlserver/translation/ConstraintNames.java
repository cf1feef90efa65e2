package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The names of the constraints of one statement. */
final class ConstraintNames {
    private final TableDraft draft;
    private final Refusing refusing;
    private final Set<String> given = new HashSet<>();

    ConstraintNames(TableDraft draft, Refusing refusing) {
        this.draft = draft;
        this.refusing = refusing;
    }

    /**
     * The name that a constraint gets.
     *
     * @throws Refusal 2714, 8166, 8168
     */
    String of(Optional<String> written, String generated) throws Refusal {
        var name = written.orElse(generated);
        if (!given.add(name.toUpperCase(Locale.ROOT))) {
            throw refusing.byWithState(0, 8168, name);
        }
        if (written.isPresent() && name.startsWith("#")) {
            throw refusing.by(8166, name);
        }
        if (!draft.isTemporary() && draft.catalog().isTaken(draft.table().schema(), name)
                || name.equalsIgnoreCase(draft.table().name())) {
            throw refusing.followed(List.of(refusing.error(2714, name).withState(5)), refusing.error(1750));
        }
        return name;
    }
}
