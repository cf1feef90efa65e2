package io.emrops.runbooks;

import io.emrops.Finding;
import io.emrops.Objective;
import io.emrops.backup.BackupProvider;
import io.emrops.core.time.Durations;
import io.emrops.replication.Loss;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a hospital has set itself for failovers, and a failover held against it. */
record FailoverTargets(Optional<Duration> time, Optional<Duration> point) {
    /**
     * A failover.
     *
     * @param system what failed over
     * @param began when nobody could work any more
     * @param ended when all was verified from outside
     * @param loss what the replica had at the failover
     */
    record Measured(String system, Instant began, Instant ended, Loss loss) {
        Duration took() {
            return Duration.between(began, ended);
        }

        /** What was committed in it before the outage is missing; empty if nobody can tell. */
        Optional<Duration> missing() {
            if (loss.isNone()) {
                return Optional.of(Duration.ZERO);
            }
            return loss.atMost().isEmpty()
                    ? Optional.empty()
                    : loss.heldUntil()
                            .map(held -> held.isBefore(began) ? Duration.between(held, began) : Duration.ZERO);
        }
    }

    /**
     * A failover held against the targets.
     *
     * @param backups tells what the backups of the week before it could keep, and of which database; empty if nobody can
     */
    Finding held(Measured measured, Optional<FailoverBackups> backups) {
        var lines = new ArrayList<String>();
        lines.add("Nobody could work for " + words(measured.took()) + ", from " + measured.began()
                + time.map(target -> beside("RTO", target, measured.took().compareTo(target) <= 0))
                        .orElse(""));
        var missing = measured.missing();
        lines.add(missing.map(FailoverTargets::missingWords).orElse("How much is missing is not known")
                + point.map(target -> beside(
                                "RPO",
                                target,
                                missing.filter(m -> m.compareTo(target) <= 0).isPresent()))
                        .orElse(""));
        missing.filter(m -> !measured.loss().isNone())
                .ifPresent(
                        m -> lines.add("That is as far as the clock of the outage and that of the old primary agree"));
        measured.loss()
                .atMost()
                .filter(most -> missing.filter(m -> most.compareTo(m) > 0).isPresent())
                .ifPresent(
                        most -> lines.add("If the old primary went on unseen until the failover, what it committed in "
                                + words(most) + " is missing"));
        var objectives = new ArrayList<Objective>();
        time.ifPresent(target -> objectives.add(Objective.of("Recovery time of " + measured.system() + " (RTO)", target)
                .measured(measured.took())));
        point.ifPresent(target -> objectives.add(point(measured, target, backups, lines)));
        var kept = objectives.stream()
                .allMatch(o ->
                        o.measured().filter(m -> m.compareTo(o.target()) <= 0).isPresent());
        return new Finding(kept, kept ? "The targets were kept" : "A target was missed", lines, objectives);
    }

    private static Objective point(
            Measured measured, Duration target, Optional<FailoverBackups> backups, List<String> lines) {
        var objective = Objective.of("Recovery point of " + measured.system() + " (RPO)", target);
        var known = measured.missing()
                .map(objective::measured)
                .orElseGet(() -> objective.missed("How much is missing is not known"));
        return backups.map(b ->
                        RecoveryTargets.besideTheSchedule(known, b.provider(), b.database(), measured.began(), lines))
                .orElse(known);
    }

    private static String missingWords(Duration missing) {
        return missing.isZero()
                ? "Nothing that was committed before it is missing"
                : "What was committed in the last " + words(missing) + " before it is missing";
    }

    private static String beside(String name, Duration target, boolean kept) {
        return "; the target (" + name + ") is " + Durations.words(target) + (kept ? "" : ", missed");
    }

    private static String words(Duration time) {
        return Durations.words(time.truncatedTo(ChronoUnit.MILLIS));
    }

    /**
     * Where the backups of a database are.
     *
     * @param maxAge how old a verified full backup may be
     */
    record FailoverBackups(BackupProvider provider, String database, Duration maxAge) {}
}
