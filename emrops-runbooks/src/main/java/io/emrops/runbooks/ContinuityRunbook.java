package io.emrops.runbooks;

import io.emrops.Backoff;
import io.emrops.Check;
import io.emrops.Finding;
import io.emrops.InDoubt;
import io.emrops.Operation;
import io.emrops.PreconditionFailedException;
import io.emrops.RunbookBuilder;
import io.emrops.Step;
import io.emrops.Value;
import io.emrops.backup.Backup;
import io.emrops.backup.BackupProvider;
import io.emrops.deploy.Deployer;
import io.emrops.deploy.Deployments;
import io.emrops.notice.Notice;
import io.emrops.notice.Notices;
import io.emrops.notice.Notifier;
import io.emrops.recovery.Recovered;
import io.emrops.recovery.Recoveries;
import io.emrops.recovery.RecoveryProvider;
import io.emrops.recovery.RecoveryRequest;
import io.emrops.replication.Loss;
import io.emrops.runbooks.FailoverTargets.FailoverBackups;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Business continuity where no replica can take over: people are told, the other site is made ready, the newest backup is restored there, its
 * data are verified, work is resumed, and the incident is written down. Where a replica can, {@link FailoverRunbook} loses less.
 *
 * <pre>{@code
 * var continuity = ContinuityRunbook.of("emrnext-continuity", "EMRNext at site B", sqlB, sqlB, "EMRNext")
 *         .notify("wards", mail, new Notice("wards", "EMRNext is down", "Work on paper. We tell you when it is back."))
 *         .activate("network", "Open the network of site B", networkOfB)
 *         .verifyData("invariants", "No admission without a patient", invariants)
 *         .services(siteB)
 *         .then("dns", "Point the name at site B", nameAtSiteB)
 *         .verify("https", "Site B answers on port 443", port443)
 *         .targets(Duration.ofHours(4), Duration.ofHours(1))
 *         .build();
 * }</pre>
 *
 * <p>The parameter {@code outage} is the moment from which nobody could work; {@code overwrite} the name of the database at the other site,
 * typed once more: what is there of it is overwritten. Backups that ended after the outage are passed over, as they may be of a copy at the
 * other site, unless one is named by {@code backup}; and before anything is overwritten, somebody confirms where the backup is from, which
 * no list of backups proves. Nothing is undone by itself; a run that failed is gone on with by {@link io.emrops.Engine#resumeFrom}.
 */
public final class ContinuityRunbook extends ReadyMadeRunbook<ContinuityRunbook> {
    private static final Backoff BACKOFF = Backoff.exponential(Duration.ofSeconds(5));

    private final RecoveryProvider recovery;
    private final BackupProvider backups;
    private final String database;
    private final List<Consumer<RunbookBuilder>> notices = new ArrayList<>();
    private final List<Consumer<RunbookBuilder>> activations = new ArrayList<>();
    private final List<Consumer<RunbookBuilder>> verificationsOfData = new ArrayList<>();
    private final List<Consumer<RunbookBuilder>> moves = new ArrayList<>();
    private final List<Consumer<RunbookBuilder>> verifications = new ArrayList<>();
    private Optional<Deployer> services = Optional.empty();
    private Optional<Duration> time = Optional.empty();
    private Optional<Duration> point = Optional.empty();
    private Duration wellWithin = Duration.ofMinutes(5);

    private ContinuityRunbook(
            String id, String title, RecoveryProvider recovery, BackupProvider backups, String database) {
        super(id, title);
        this.recovery = Objects.requireNonNull(recovery, "recovery");
        this.backups = Objects.requireNonNull(backups, "backups");
        this.database = Objects.requireNonNull(database, "database");
    }

    /**
     * Begins the configuration; see {@link io.emrops.Runbook#define} for id and title.
     *
     * @param recovery of the other site
     * @param backups as they are known there
     */
    public static ContinuityRunbook of(
            String id, String title, RecoveryProvider recovery, BackupProvider backups, String database) {
        return new ContinuityRunbook(id, title, recovery, backups, database);
    }

    /** The first step: tells people. Several are told one after the other. */
    public ContinuityRunbook notify(String id, Notifier notifier, Notice notice) {
        notices.add(rb -> rb.step(id, "Tell " + notice.audience(), Notices.send(notifier, notice)));
        return this;
    }

    /** The second step: makes the other site ready, such as its network. Several are done one after the other. */
    public <T> ContinuityRunbook activate(String id, String title, Operation<T> operation) {
        activations.add(rb -> rb.step(id, title, operation));
        return this;
    }

    /** The second step, where people do it. */
    public ContinuityRunbook activateByHand(String id, String title) {
        activations.add(rb -> rb.manual(id, title));
        return this;
    }

    /** A verification of the restored data, beside the check of integrity that is always made. */
    public ContinuityRunbook verifyData(String id, String title, Check check) {
        verificationsOfData.add(rb -> rb.verify(id, title, check));
        return this;
    }

    /** Starts the services of the other site when the data are verified. */
    public ContinuityRunbook services(Deployer deployer) {
        services = Optional.of(deployer);
        return this;
    }

    /** Moves something else over when the services run there, such as traffic or a name. */
    public <T> ContinuityRunbook then(String id, String title, Operation<T> operation, InDoubt<T> policy) {
        Objects.requireNonNull(policy, "policy");
        moves.add(rb -> rb.step(id, title, operation).inDoubt(policy));
        return this;
    }

    /** A verification from outside. Repeated until it is ok or time is up. */
    public ContinuityRunbook verify(String id, String title, Check check) {
        verifications.add(rb -> rb.verify(id, title, check).within(wellWithin));
        return this;
    }

    /** How long services and what is verified may take; five minutes without this. */
    public ContinuityRunbook wellWithin(Duration atMost) {
        wellWithin = Objects.requireNonNull(atMost, "atMost");
        return this;
    }

    /**
     * What the hospital has set itself; the report shows at its head what was measured beside it. A target that is missed fails nothing.
     *
     * @param time how long nobody can work at most (RTO)
     * @param point how much may be missing, as the time in which it was committed (RPO)
     */
    public ContinuityRunbook targets(Duration time, Duration point) {
        this.time = Optional.of(time);
        this.point = Optional.of(point);
        return this;
    }

    @Override
    ContinuityRunbook self() {
        return this;
    }

    @Override
    void write(RunbookBuilder rb) {
        rb.withoutAutomaticUndo();
        var outage = rb.param("outage", Instant.class)
                .describedAs("since when nobody can work, with the offset of the zone");
        rb.param("overwrite", String.class)
                .check("must be the name of the database that is overwritten, " + database, database::equals)
                .describedAs("the name of the database that is overwritten at the other site, typed once more");
        var named = rb.param("backup", String.class)
                .orElse(ContinuityBackups.NEWEST)
                .describedAs("the id of the backup that is restored; " + ContinuityBackups.NEWEST
                        + " for the newest that ended before the outage");
        rb.section("1. Notify stakeholders");
        var began = began(rb, outage);
        notices.forEach(part -> part.accept(rb));
        writeBefore(rb, "Before the other site is activated");
        rb.section("2. Activate the other site");
        writeProtections(rb);
        activations.forEach(part -> part.accept(rb));
        rb.section("3. Restore from the latest backup");
        var recovered = restore(rb, outage, named);
        rb.section("4. Verify data integrity");
        rb.verify("sound", "The database is sound", Recoveries.isSound(recovery, database));
        verificationsOfData.forEach(part -> part.accept(rb));
        rb.section("5. Resume operations");
        resumeOperations(rb);
        rb.section("6. Document the incident");
        measure(rb, began, recovered);
        rb.manual("incident", "The incident is written down, with this report");
        writeAfter(rb);
    }

    private static Step<Instant> began(RunbookBuilder rb, Value<Instant> outage) {
        return rb.step("begin", "Note since when nobody can work", Instant.class, run -> {
                    var since = run.get(outage);
                    if (since.isAfter(run.now())) {
                        throw new PreconditionFailedException("An outage that begins at " + since + " is yet to come");
                    }
                    return since;
                })
                .nothingToUndo("it is a note")
                .inDoubt(InDoubt.rerun());
    }

    private Step<Recovered> restore(RunbookBuilder rb, Value<Instant> outage, Value<String> named) {
        var newest = rb.step(
                        "newest",
                        "Find the backup",
                        Backup.class,
                        run -> found().chosen(run.get(named), run.get(outage)))
                .nothingToUndo("it is a look")
                .attempts(3, BACKOFF)
                .inDoubt(InDoubt.rerun());
        rb.verify(
                "found",
                "What was found is told",
                Check.of(
                        "Which backup is restored, and which are passed over, is told",
                        run -> found().told(backups.target(), run.get(newest), run.get(outage))));
        var plan = rb.step(
                        "plan",
                        "Find what it builds on",
                        Recoveries.plan(
                                recovery,
                                "Plan the recovery of " + database
                                        + " to the end of the backup that was found; what is there of it is"
                                        + " lost where no backup can be made of it",
                                in -> RecoveryRequest.toBackup(in.get(newest)).acceptingLoss()))
                .attempts(3, BACKOFF)
                .inDoubt(InDoubt.rerun());
        rb.manual("origin", "The backup is of the database that was lost, and not of a copy at the other site");
        var secured = rb.step("secure", "Secure what can be secured", Recoveries.secureAcceptingLoss(recovery, plan))
                .attempts(3, BACKOFF)
                .inDoubt(InDoubt.rerun());
        var restored = rb.step("restore", "Restore the backups", Recoveries.restore(recovery, plan, secured))
                .attempts(3, BACKOFF)
                .inDoubt(InDoubt.rerun());
        return rb.step("open", "Open the database", Recoveries.open(recovery, plan, secured))
                .needs(restored)
                .attempts(3, BACKOFF)
                .inDoubt(InDoubt.rerun());
    }

    private ContinuityBackups found() {
        return new ContinuityBackups(database, backups.list(database));
    }

    private void resumeOperations(RunbookBuilder rb) {
        services.ifPresent(deployer -> {
            rb.step("start", "Start the services of the other site", Deployments.start(deployer))
                    .attempts(3, BACKOFF)
                    .inDoubt(InDoubt.rerun());
            rb.verify("services", "All services run", Deployments.allServicesWell(deployer))
                    .within(wellWithin);
        });
        moves.forEach(part -> part.accept(rb));
        verifications.forEach(part -> part.accept(rb));
    }

    private void measure(RunbookBuilder rb, Value<Instant> began, Value<Recovered> recovered) {
        rb.step("measured", "Hold the outage against its targets", Finding.class, run -> {
                    var since = run.get(began);
                    var held = run.get(recovered).moment();
                    var missing = held.isBefore(since) ? Duration.between(held, since) : Duration.ZERO;
                    var loss = new Loss(database, database, Optional.empty(), Optional.of(held), Optional.of(missing));
                    return new FailoverTargets(time, point)
                            .held(
                                    new FailoverTargets.Measured(database, since, run.now(), loss),
                                    Optional.of(new FailoverBackups(backups, database, Duration.ZERO)));
                })
                .nothingToUndo("measuring changes nothing")
                .inDoubt(InDoubt.rerun());
    }
}
