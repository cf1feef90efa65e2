package io.emrops.sqlserver;

import io.emrops.Check;
import io.emrops.Finding;
import io.emrops.Objective;
import io.emrops.PreconditionFailedException;
import io.emrops.sqlserver.history.BackupSet;
import io.emrops.sqlserver.history.FileUse;
import io.emrops.sqlserver.history.Identity;
import io.emrops.sqlserver.history.MsdbHistory;
import io.emrops.sqlserver.history.NamedFamilies;
import io.emrops.sqlserver.recovery.Exposure;
import io.emrops.sqlserver.recovery.RestoreRate;
import io.emrops.sqlserver.recovery.Retention;
import io.emrops.sqlserver.recovery.ServerClock;
import io.emrops.sqlserver.recovery.Situation;
import io.emrops.sqlserver.server.ServerFacts;
import io.emrops.sqlserver.session.ShortQueries;
import io.emrops.sqlserver.statement.Identifier;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
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
     * @throws PreconditionFailedException if there is no such database, and no backup of one, or if it is not open and several had the
     *     name
     */
    public Exposure exposure(Duration period, RestoreRate measured) {
        Objects.requireNonNull(measured, "measured");
        if (period.isNegative() || period.isZero()) {
            throw new IllegalArgumentException("A period is positive: " + period);
        }
        var here = new Asked();
        return Exposure.of(here.situation(), here.now.minus(period).toInstant(), here.now.toInstant(), measured);
    }

    /** Of any period, without how long a restore takes. */
    Exposure exposure(Instant from, Instant to) {
        return Exposure.of(new Asked().situation(), from, to, new RestoreRate(List.of()));
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
     * @throws PreconditionFailedException if there is no such database, and no backup of one, or if it is not open and several had the
     *     name
     */
    public Retention.Decision decide(Retention rule, Collection<UUID> verified) {
        var here = new Asked();
        return rule.decide(here.situation(), verified, here.now.toInstant(), here.uses());
    }

    /** One server, from the first question to the last: the pool may lead to another one meanwhile. */
    private final class Asked {
        private final ServerFacts facts = server.factsNow();
        private final ShortQueries queries =
                server.sessions().queries().about(facts.target()).on(facts.identity());
        private final OffsetDateTime now = queries.find(
                        "the server's time",
                        "SELECT SYSDATETIMEOFFSET() AS server_time",
                        row -> row.offsetTime("server_time").orElseThrow())
                .orElseThrow();
        private final MsdbHistory history = new MsdbHistory(queries, now.getOffset());
        private final Identity identity = history.identity(database);

        /** Of the database that has the name now; if it is not open, of the only one that ever had it. */
        Situation situation() {
            var sets = history.ownSets(identity);
            var family = identity.family()
                    .or(() -> NamedFamilies.of(sets, identity.server()).only())
                    .orElseThrow(() -> refused(sets));
            return Situation.of(database, sets, ServerClock.now(now.getOffset()))
                    .withFamily(family)
                    .withOtherNames(sets.stream().map(BackupSet::database).toList())
                    .withPrimaries(facts.hadr() ? List.of() : List.of(identity.server()));
        }

        List<FileUse> uses() {
            return history.usesOfFilesWith(identity);
        }

        private PreconditionFailedException refused(List<BackupSet> sets) {
            var why = sets.isEmpty()
                    ? "There is no database " + database
                    : database + " is not open, and several databases were called that: which one it is cannot be told";
            return new PreconditionFailedException(why, null, facts.target());
        }
    }
}
