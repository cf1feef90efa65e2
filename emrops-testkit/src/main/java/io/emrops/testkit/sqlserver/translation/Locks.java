package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the hints of tables ask for ("Hints (Transact-SQL) - Table"). Most say how to read, which the engine decides itself.
 *
 * @param kept whether rows that are read stay locked
 * @param skipping whether rows that others have locked are left out
 * @param waiting whether a lock that another has is waited for
 */
record Locks(boolean kept, boolean skipping, boolean waiting) {
    static final Locks NONE = new Locks(false, false, true);

    private static final Set<String> DROPPED = Set.of(
            "FORCESCAN",
            "FORCESEEK",
            "INDEX",
            "NOEXPAND",
            "NOLOCK",
            "NOWAIT",
            "PAGLOCK",
            "READCOMMITTED",
            "READCOMMITTEDLOCK",
            "READPAST",
            "READUNCOMMITTED",
            "ROWLOCK",
            "TABLOCK");

    private static final Set<String> KEEPING =
            Set.of("HOLDLOCK", "REPEATABLEREAD", "SERIALIZABLE", "TABLOCKX", "UPDLOCK", "XLOCK");

    private static final Set<String> OF_INSERT =
            Set.of("IGNORE_CONSTRAINTS", "IGNORE_TRIGGERS", "KEEPDEFAULTS", "KEEPIDENTITY", "SNAPSHOT");

    /** @throws Refusal 321 for what is no hint */
    static Locks of(Set<String> hints, Translation translation, int line) throws Refusal {
        for (var hint : new TreeSet<>(hints)) {
            if (OF_INSERT.contains(hint)) {
                throw translation.unplayed("play the table hint " + hint, line);
            } else if (!DROPPED.contains(hint) && !KEEPING.contains(hint)) {
                throw translation.refusal(321, line, hint);
            }
        }
        var kept = hints.stream().anyMatch(KEEPING::contains);
        var skipping = hints.contains("READPAST");
        if (skipping && !kept) {
            throw translation.unplayed("play READPAST without UPDLOCK or XLOCK", line);
        }
        return new Locks(kept, skipping, !hints.contains("NOWAIT"));
    }

    Locks beside(Locks other) {
        return new Locks(kept || other.kept, skipping || other.skipping, waiting && other.waiting);
    }

    /** What stands behind the query. */
    String clause() {
        if (!kept) {
            return "";
        } else if (skipping) {
            return " FOR UPDATE SKIP LOCKED";
        }
        return waiting ? " FOR UPDATE" : " FOR UPDATE NOWAIT";
    }
}
