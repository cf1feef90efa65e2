package io.emrops.sqlserver.history;

import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Which databases had a name on a server, by the backups of them. What was made there tells it; what was made elsewhere only if nothing else is
 * known: another server may have another database of the name.
 */
public final class NamedFamilies {
    private final List<BackupSet> sets;

    private NamedFamilies(List<BackupSet> sets) {
        this.sets = sets;
    }

    /**
     * Of sets that are a database's own as far as its history tells.
     *
     * @param server its name
     */
    public static NamedFamilies of(List<BackupSet> sets, String server) {
        var made = madeOn(sets, server);
        return new NamedFamilies(made.isEmpty() ? List.copyOf(sets) : made);
    }

    /** The same without what was made elsewhere. */
    public static NamedFamilies backedUpOn(List<BackupSet> sets, String server) {
        return new NamedFamilies(madeOn(sets, server));
    }

    private static List<BackupSet> madeOn(List<BackupSet> sets, String server) {
        return sets.stream().filter(set -> set.traits().origin().isFrom(server)).toList();
    }

    public Set<UUID> all() {
        return sets.stream().map(BackupSet::family).collect(Collectors.toSet());
    }

    /** That of the newest backup. */
    public Optional<UUID> last() {
        return sets.stream()
                .max(Comparator.comparing(BackupSet::finishedAt, OffsetDateTime.timeLineOrder()))
                .map(BackupSet::family);
    }

    /** The only one; empty if there are several, or none. */
    public Optional<UUID> only() {
        return all().size() == 1 ? last() : Optional.empty();
    }
}
