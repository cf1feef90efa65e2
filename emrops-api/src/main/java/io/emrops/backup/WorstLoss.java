package io.emrops.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** See {@link BackupProvider#worstLoss}. */
final class WorstLoss {
    private WorstLoss() {}

    static Optional<Duration> of(List<Backup> backups, Instant from, Instant to) {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("A period ends after it begins: " + from + " to " + to);
        }
        var worst = Duration.ZERO;
        var newest = Optional.<Instant>empty();
        for (var finished : usable(backups)) {
            if (!finished.isBefore(to)) {
                break;
            }
            if (finished.isAfter(from)) {
                if (newest.isEmpty()) {
                    return Optional.empty();
                }
                worst = longer(worst, Duration.between(newest.get(), finished));
            }
            newest = Optional.of(finished);
        }
        var known = worst;
        return newest.map(last -> longer(known, Duration.between(last, to)));
    }

    /** When there was more to restore from; what builds on another backup helps only if there is one. */
    private static List<Instant> usable(List<Backup> backups) {
        var base = backups.stream()
                .filter(b -> b.kind() == Backup.Kind.FULL && !b.copyOnly())
                .map(Backup::finishedAt)
                .min(Comparator.naturalOrder());
        return backups.stream()
                .filter(b -> b.kind() == Backup.Kind.FULL
                        || base.filter(at -> !at.isAfter(b.finishedAt())).isPresent())
                .map(Backup::finishedAt)
                .sorted()
                .toList();
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
