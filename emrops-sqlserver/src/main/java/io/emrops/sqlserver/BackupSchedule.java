package io.emrops.sqlserver;

import io.emrops.Check;
import io.emrops.Finding;
import io.emrops.Objective;
import io.emrops.PreconditionFailedException;
import io.emrops.sqlserver.history.BackupSet;
import io.emrops.sqlserver.history.MsdbHistory;
import io.emrops.sqlserver.recovery.Exposure;
import io.emrops.sqlserver.recovery.RestoreRate;
import io.emrops.sqlserver.recovery.Retention;
import io.emrops.sqlserver.recovery.ServerClock;
import io.emrops.sqlserver.recovery.Situation;
import io.emrops.sqlserver.session.ShortQueries;
import io.emrops.sqlserver.statement.Identifier;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * What the backups of one database have been good for, by the server's own history: how much could have been lost, and which of them
 * nobody needs any more.
 *
 * <pre>{@code
 * var schedule = sql.schedule("EMRNext");
 * rb.verify("targets", "The backups keep the targets",
 *         schedule.keeps(Duration.ofHours(1), Duration.ofHours(4), Duration.ofDays(30), measured));
 * schedule.decide(new Retention(Duration.ofDays(35), 2), verified).expired();
 * }</pre>
 *
 * <p>A history is as complete as msdb: what was deleted there, or made on another server and never restored here, is not counted. Safe for use by several threads.
 */
public final class BackupSchedule {
    private final SqlServer server;
    private final String database;

    BackupSchedule(SqlServer server, String database) {
        this.server = server;
        this.database = Identifier.of(database).name();
    }

    /**
     * The worst that could have happened in the last {@code period}: the server lost with its disks, so that only finished backups help.
     *
     * @param period positive, up to now by the server's clock
     * @param measured restore tests and recoveries, for how long restoring takes
     * @throws PreconditionFailedException if there is no such database, and no backup of one
     */
    public Exposure exposure(Duration period, RestoreRate measured) {
        Objects.requireNonNull(measured, "measured");
        if (period.isNegative() || period.isZero()) {
            throw new IllegalArgumentException("A period is positive: " + period);
        }
        var now = now();
        return Exposure.of(situation(now), now.minus(period).toInstant(), now.toInstant(), measured);
    }

    /** Of any period, without how long a restore takes. */
    Exposure exposure(Instant from, Instant to) {
        return Exposure.of(situation(now()), from, to, new RestoreRate(List.of()));
    }

    /**
     * The backups of the last {@code period} keep the targets. Evidence for the data backup plan, 45 CFR 164.308(a)(7)(ii)(A): a target is
     * kept by the schedule that there was, not by the one that was agreed on.
     *
     * @param recoveryPoint how much may be lost at most (RPO)
     * @param recoveryTime how long restoring may take at most (RTO); not ok if it was never measured
     */
    public Check keeps(Duration recoveryPoint, Duration recoveryTime, Duration period, RestoreRate measured) {
        var objective = Objective.of("Restoring " + database + " (RTO)", recoveryTime);
        return Check.of("The backups of " + database + " keep their targets", run -> {
            var exposure = exposure(period, measured);
            var lines = exposure.words(recoveryPoint, recoveryTime);
            var kept = exposure.keeps(recoveryPoint)
                    && exposure.worstRestore()
                            .filter(time -> time.compareTo(recoveryTime) <= 0)
                            .isPresent();
            return new Finding(
                    kept,
                    "The backups of " + database + (kept ? " keep" : " do not keep") + " their targets",
                    lines,
                    List.of(
                            point(exposure, recoveryPoint),
                            exposure.worstRestore().map(objective::achievable).orElse(objective)));
        });
    }

    private Objective point(Exposure exposure, Duration target) {
        var point = Objective.of("Recovery point of " + database + " (RPO)", target);
        return exposure.worstLoss()
                .map(point::achievable)
                .orElseGet(
                        () -> point.missed("There was nothing to restore " + database + " from for part of the time"));
    }

    /**
     * Which backups may go, in the order in which to delete them. Deletes nothing: files lie where the server sees them, and are deleted by whoever may.
     *
     * @param verified backups that were read back or restored, by their ids; the newest full one of them stays, with everything since
     * @throws PreconditionFailedException if there is no such database, and no backup of one
     */
    public Retention.Decision decide(Retention rule, Collection<UUID> verified) {
        var now = now();
        return rule.decide(situation(now), verified, now.toInstant());
    }

    /** Of the database that has the name now, or had it last: others may have had it before. */
    private Situation situation(OffsetDateTime now) {
        var history = new MsdbHistory(queries(), now.getOffset());
        var identity = history.identity(database);
        var sets = history.ownSets(identity);
        var family = identity.family()
                .or(() -> sets.stream()
                        .max(Comparator.comparing(BackupSet::finishedAt, OffsetDateTime.timeLineOrder()))
                        .map(BackupSet::family))
                .orElseThrow(() ->
                        new PreconditionFailedException("There is no database " + database, null, server.target()));
        return Situation.of(database, sets, ServerClock.now(now.getOffset()))
                .withFamily(family)
                .withOtherNames(sets.stream().map(BackupSet::database).toList())
                .withPrimaries(server.facts().hadr() ? List.of() : List.of(identity.server()));
    }

    private ShortQueries queries() {
        return server.sessions().queries().about(server.target());
    }

    private OffsetDateTime now() {
        return queries()
                .find(
                        "the server's time",
                        "SELECT SYSDATETIMEOFFSET() AS server_time",
                        row -> row.offsetTime("server_time").orElseThrow())
                .orElseThrow();
    }
}
