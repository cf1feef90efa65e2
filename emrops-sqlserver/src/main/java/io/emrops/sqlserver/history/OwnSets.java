package io.emrops.sqlserver.history;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Which sets are a database's own. A copy of it that was restored elsewhere has its family and perhaps its name, and the history learns of
 * the copy's backups when one of them is restored here. A database that was renamed has its own under another name.
 */
final class OwnSets {
    private final Identity identity;
    private final List<BackupSet> all;
    private final Map<UUID, Lineage> lineages = new HashMap<>();
    private final Map<UUID, Lsn> namedUntil = new HashMap<>();
    private final Set<UUID> named = new HashSet<>();

    private OwnSets(Identity identity, List<BackupSet> all) {
        this.identity = identity;
        this.all = all;
        for (var set : all) {
            if (isNamed(set) && isFromHere(set)) {
                named.add(set.family());
                set.traits()
                        .origin()
                        .database()
                        .ifPresent(id -> namedUntil.merge(id, set.log().last(), (a, b) -> a.isAfter(b) ? a : b));
            }
        }
    }

    /** Those of them that are its own, or of another database that had its name here. */
    static List<BackupSet> of(Identity identity, List<BackupSet> all) {
        var own = new OwnSets(identity, all);
        return all.stream().filter(own::has).toList();
    }

    private boolean has(BackupSet set) {
        if (isNamed(set)) {
            return isFromHere(set)
                    || !isNamesake(set)
                            && lineages.computeIfAbsent(set.family(), this::lineage)
                                    .has(set);
        }
        return isFromHere(set)
                && set.traits()
                        .origin()
                        .database()
                        .filter(id -> identity.database().filter(id::equals).isPresent() || wasRenamed(set, id))
                        .isPresent();
    }

    /** Whether what another server made is of another database than any that is known by the name here. */
    private boolean isNamesake(BackupSet set) {
        return identity.family().isPresent()
                ? !identity.family().equals(Optional.of(set.family()))
                : !named.isEmpty() && !named.contains(set.family());
    }

    private boolean isNamed(BackupSet set) {
        return set.database().equals(identity.name());
    }

    private boolean isFromHere(BackupSet set) {
        return set.traits().origin().isFrom(identity.server());
    }

    /** Whether the same database was backed up later, and had its present name by then. */
    private boolean wasRenamed(BackupSet set, UUID database) {
        var until = namedUntil.get(database);
        return until != null && !until.isBefore(set.log().last());
    }

    private Lineage lineage(UUID family) {
        var sets = all.stream().filter(set -> set.family().equals(family)).toList();
        var live = identity.forks().filter(forks -> identity.family().equals(Optional.of(family)));
        var newest = sets.stream()
                .filter(set -> isNamed(set) && isFromHere(set))
                .max(Comparator.comparing(set -> set.finishedAt().toInstant()))
                .map(BackupSet::forks);
        return new Lineage(live, newest, sets);
    }

    /** The branches that the database has come from, and up to where. */
    private static final class Lineage {
        private final Map<UUID, Optional<Lsn>> until = new HashMap<>();
        private final boolean unknown;

        Lineage(Optional<Forks> live, Optional<Forks> newest, List<BackupSet> sets) {
            var parents = new HashMap<UUID, Forks>();
            sets.forEach(set -> note(set.forks(), parents));
            live.ifPresent(forks -> note(forks, parents));
            unknown = live.isEmpty() && newest.isEmpty();
            var at = live.or(() -> newest).map(Forks::last);
            var limit = Optional.<Lsn>empty();
            while (at.isPresent() && !until.containsKey(at.get())) {
                until.put(at.get(), limit);
                var from = Optional.ofNullable(parents.get(at.get()));
                limit = from.flatMap(Forks::point);
                at = from.map(Forks::first);
            }
        }

        private static void note(Forks forks, Map<UUID, Forks> parents) {
            if (forks.point().isPresent()) {
                parents.put(forks.last(), forks);
            }
        }

        boolean has(BackupSet set) {
            var limit = until.get(set.forks().last());
            return unknown
                    || limit != null
                            && limit.filter(point -> set.log().last().isAfter(point))
                                    .isEmpty();
        }
    }
}
