package io.emrops.runbooks;

import io.emrops.Finding;
import io.emrops.PreconditionFailedException;
import io.emrops.Target;
import io.emrops.backup.Backup;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** The backups of a database that are known at the other site, of which one is restored there. */
record ContinuityBackups(String database, List<Backup> listed) {
    /** Instead of an id. */
    static final String NEWEST = "newest";

    private static Predicate<Backup> after(Instant outage) {
        return backup -> backup.finishedAt().isAfter(outage);
    }

    /** The one that was named, or the newest that did not end after the outage. */
    Backup chosen(String named, Instant outage) {
        if (!named.equals(NEWEST)) {
            return listed.stream()
                    .filter(backup -> backup.id().equals(named))
                    .findFirst()
                    .orElseThrow(
                            () -> new PreconditionFailedException("There is no backup " + named + " of " + database));
        }
        return listed.stream()
                .filter(after(outage).negate())
                .max(Comparator.comparing(Backup::finishedAt))
                .orElseThrow(() -> new PreconditionFailedException(
                        "There is no backup of " + database + " that ended before the outage at " + outage + ", and "
                                + listed.size() + " that ended after it"));
    }

    /** Always ok. */
    Finding told(Target system, Backup chosen, Instant outage) {
        return new Finding(
                true,
                "Backup " + words(chosen) + " is restored, as " + system + " lists it",
                listed.stream()
                        .filter(after(outage))
                        .filter(backup -> !backup.id().equals(chosen.id()))
                        .map(backup -> "Ended after the outage and is passed over: " + words(backup))
                        .toList());
    }

    private static String words(Backup backup) {
        return backup.id() + " of " + backup.finishedAt() + " at " + backup.location();
    }
}
