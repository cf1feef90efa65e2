package io.emrops.runbooks;

import io.emrops.Backoff;
import io.emrops.Body;
import io.emrops.Check;
import io.emrops.Finding;
import io.emrops.InDoubt;
import io.emrops.Operation;
import io.emrops.PreconditionFailedException;
import io.emrops.RunbookBuilder;
import io.emrops.Step;
import io.emrops.Value;
import io.emrops.backup.BackupProvider;
import io.emrops.backup.Backups;
import io.emrops.deploy.Deployer;
import io.emrops.deploy.Deployments;
import io.emrops.replication.FailedOver;
import io.emrops.replication.Loss;
import io.emrops.replication.PlannedFailover;
import io.emrops.replication.ReplicaFailover;
import io.emrops.replication.Replications;
import io.emrops.runbooks.FailoverTargets.FailoverBackups;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The failover to the other site, or back: the database first, then the services there, traffic and names, each verified from outside in
 * the end; what it took and what is missing is measured beside the targets.
 *
 * <pre>{@code
 * var failover = FailoverRunbook.planned("emrnext-to-b", "EMRNext to site B", group, "sql-a", "sql-b")
 *         .targets(Duration.ofHours(4), Duration.ofHours(1))
 *         .backups(sql, "EMRNext", Duration.ofHours(26))
 *         .approval("go", "The medical director agrees", "direction", 1)
 *         .formerSite(siteA).newSite(siteB)
 *         .then("dns", "Point the name at site B", nameAtSiteB)
 *         .verify("https", "Site B answers on port 443", port443)
 *         .build();
 * }</pre>
 *
 * <p>A planned failover loses nothing; where the database was found to be over there already, nobody can tell what was lost. A failed one is undone: names, traffic and services go back together with the database, and
 * stay at the new site together with it where the database cannot go back, or was there before; the run ends as {@code ROLLBACK_FAILED} then, and a later undo
 * takes all of it back.
 *
 * <p>A {@linkplain #forced forced} one loses what the old primary had not sent, as far as whoever starts the run has been shown it and accepts
 * it. It is not undone by itself: the old site is gone. It is gone on with by {@link io.emrops.Engine#resumeFrom}, at the step that failed.
 */
public final class FailoverRunbook extends ReadyMadeRunbook<FailoverRunbook> {
    private static final Backoff BACKOFF = Backoff.exponential(Duration.ofSeconds(5));

    private final ReplicaFailover group;
    private final String to;
    /** Empty for a forced one. */
    private final Optional<PlannedFailover> planned;

    private final List<BiConsumer<RunbookBuilder, Value<Loss>>> moves = new ArrayList<>();
    private final List<Consumer<RunbookBuilder>> verifications = new ArrayList<>();
    private Optional<Deployer> formerSite = Optional.empty();
    private Optional<Deployer> newSite = Optional.empty();
    private Optional<FailoverBackups> backups = Optional.empty();
    private Optional<Duration> time = Optional.empty();
    private Optional<Duration> point = Optional.empty();
    private Optional<Body<Instant>> outage = Optional.empty();
    private Optional<Duration> followsWithin = Optional.empty();
    private Duration wellWithin = Duration.ofMinutes(5);
    private final ForcedFailoverForm form;

    private FailoverRunbook(
            String id, String title, ReplicaFailover group, String to, Optional<PlannedFailover> planned) {
        super(id, title);
        this.group = Objects.requireNonNull(group, "group");
        this.to = Objects.requireNonNull(to, "to");
        this.planned = planned;
        this.form = new ForcedFailoverForm(group, to);
    }

    /** Begins the configuration of one that loses nothing; see {@link io.emrops.Runbook#define} for id and title. */
    public static FailoverRunbook planned(String id, String title, ReplicaFailover group, String from, String to) {
        return new FailoverRunbook(id, title, group, to, Optional.of(new PlannedFailover(from, to)));
    }

    /**
     * Begins the configuration of one without the help of the primary. Whoever starts it types what they were shown by {@link
     * ReplicaFailover#possibleLoss}: {@code replica}, {@code primary} ({@code unknown} if nobody could tell), {@code held-until}, and what may
     * be lost, {@code accepted-loss}; and {@code outage}, the moment from which nobody could work.
     */
    public static FailoverRunbook forced(String id, String title, ReplicaFailover group, String to) {
        return new FailoverRunbook(id, title, group, to, Optional.empty());
    }

    /**
     * What the hospital has set itself; the report shows at its head what was measured beside it. A target that is missed fails nothing. The
     * second one is also how far the replica may be behind before a failover that is planned.
     *
     * @param time how long nobody can work at most (RTO)
     * @param point how much may be missing, as the time in which it was committed (RPO)
     */
    public FailoverRunbook targets(Duration time, Duration point) {
        this.time = Optional.of(time);
        this.point = Optional.of(point);
        return this;
    }

    /** Requires a verified full backup that is young enough, and shows what the schedule could keep beside what was measured. */
    public FailoverRunbook backups(BackupProvider provider, String database, Duration maxAge) {
        backups = Optional.of(new FailoverBackups(provider, database, maxAge));
        return this;
    }

    /**
     * Has the services of the former site stopped before the database fails over.
     *
     * @throws IllegalStateException if it is forced: nobody waits for a site that is gone
     */
    public FailoverRunbook formerSite(Deployer deployer) {
        requirePlanned();
        formerSite = Optional.of(deployer);
        return this;
    }

    /** Starts the services of the new site when the database is there. */
    public FailoverRunbook newSite(Deployer deployer) {
        newSite = Optional.of(deployer);
        return this;
    }

    /** Moves something else over when the services run there, such as traffic or a name. Several are done one after the other. */
    public <T> FailoverRunbook then(String id, String title, Operation<T> operation) {
        return then(id, title, operation, InDoubt.ask());
    }

    /**
     * The same.
     *
     * @param policy what is done if it is cut off
     */
    public <T> FailoverRunbook then(String id, String title, Operation<T> operation, InDoubt<T> policy) {
        Objects.requireNonNull(policy, "policy");
        moves.add((rb, noted) -> rb.step(id, title, BackWithTheDatabase.of(operation, group, planned, to, noted))
                .inDoubt(policy));
        return this;
    }

    /** A verification from outside: a port, a page, a name. Repeated until it is ok or time is up. */
    public FailoverRunbook verify(String id, String title, Check check) {
        verifications.add(rb -> rb.verify(id, title, check).within(wellWithin));
        return this;
    }

    /** How long services, roles and what is verified may take; five minutes without this. */
    public FailoverRunbook wellWithin(Duration atMost) {
        wellWithin = Objects.requireNonNull(atMost, "atMost");
        return this;
    }

    /**
     * For the way back behind a forced failover: first lets the replica follow, which throws away for good what only it had, and waits until it is
     * synchronised.
     */
    public FailoverRunbook resumingFirst(Duration within) {
        requirePlanned();
        followsWithin = Optional.of(within);
        return this;
    }

    /** Finds out by itself since when nobody can work, instead of asking for {@code outage}. */
    public FailoverRunbook outageSince(Body<Instant> moment) {
        form.requireForced(planned.isEmpty());
        outage = Optional.of(moment);
        return this;
    }

    /** Fences an old primary first that still answers; without this it is a reason to refuse. */
    public FailoverRunbook fencingFirst() {
        form.requireForced(planned.isEmpty());
        form.fencingFirst();
        return this;
    }

    /** Asks by {@code fenced} how the old primary was kept from taking changes, for where nobody can be asked. */
    public FailoverRunbook fencedOutside() {
        form.requireForced(planned.isEmpty());
        form.fencedOutside();
        return this;
    }

    /** Goes on too if nobody can tell what is lost: {@code held-until} is not asked for. */
    public FailoverRunbook acceptingUnknownLoss() {
        form.requireForced(planned.isEmpty());
        form.acceptingUnknown();
        return this;
    }

    private void requirePlanned() {
        if (planned.isEmpty()) {
            throw new IllegalStateException("The failover is forced");
        }
    }

    @Override
    FailoverRunbook self() {
        return this;
    }

    @Override
    void write(RunbookBuilder rb) {
        var outageGiven = planned.isPresent() || outage.isPresent()
                ? Optional.<Value<Instant>>empty()
                : Optional.<Value<Instant>>of(rb.param("outage", Instant.class)
                        .describedAs("since when nobody can work, with the offset of the zone"));
        if (planned.isEmpty()) {
            rb.withoutAutomaticUndo();
            form.params(rb);
        }
        rb.section("How it stands");
        preconditions(rb);
        writeBefore(rb, "Before the failover");
        rb.section("The database");
        writeProtections(rb);
        followsWithin.ifPresent(within -> follow(rb, within));
        var began = began(rb, outageGiven);
        planned.ifPresent(p -> stopFormerSite(rb, p));
        var noted = noted(rb);
        var over = planned.map(
                        p -> rb.step("database", "Fail the database over", Replications.failOver(group, p.from(), to))
                                .attempts(3, Backoff.none())
                                .inDoubt(InDoubt.rerun()))
                .orElseGet(() -> form.step(rb));
        rb.verify("role", "It is primary there", Replications.isPrimary(group, to))
                .within(wellWithin);
        otherSite(rb, noted);
        rb.section("From outside");
        verifications.forEach(part -> part.accept(rb));
        measure(rb, began, noted, over);
        writeAfter(rb);
    }

    private void preconditions(RunbookBuilder rb) {
        rb.require("replicas", "The replicas are looked at", Replications.reported(group));
        if (planned.isPresent() && followsWithin.isEmpty()) {
            point.ifPresent(most ->
                    rb.require("lag", "The other site is near enough", Replications.lagWithin(group, to, most)));
            rb.require(
                    "takeover",
                    "The other site can take over",
                    Replications.canFailOver(group, planned.get().from(), to));
        } else {
            rb.require("would-lose", "What would be lost is told", Replications.lossTold(group, to));
        }
        backups.ifPresent(b -> rb.require(
                "backup",
                "There is a verified backup",
                Backups.verifiedFullBackupWithin(b.provider(), b.database(), b.maxAge())));
    }

    private void follow(RunbookBuilder rb, Duration within) {
        var back = planned.orElseThrow();
        rb.step("resume", "Let the replica follow", Replications.resume(group, to))
                .inDoubt(InDoubt.rerun());
        rb.verify("takeover", "It has caught up", Replications.canFailOver(group, back.from(), to))
                .within(within);
    }

    private Step<Instant> began(RunbookBuilder rb, Optional<Value<Instant>> given) {
        return rb.step("begin", "Note since when nobody can work", Instant.class, run -> {
                    var since = given.isPresent()
                            ? run.get(given.get())
                            : outage.isPresent() ? outage.get().run(run) : run.now();
                    if (since.isAfter(run.now())) {
                        throw new PreconditionFailedException("An outage that begins at " + since + " is yet to come");
                    }
                    return since;
                })
                .nothingToUndo("it is a note")
                .inDoubt(InDoubt.rerun());
    }

    private void stopFormerSite(RunbookBuilder rb, PlannedFailover failover) {
        formerSite.ifPresent(deployer -> rb.step(
                        "stop",
                        "Stop the services of the former site",
                        BackWithTheDatabase.behind(Deployments.stop(deployer), group, failover))
                .attempts(3, BACKOFF)
                .inDoubt(InDoubt.rerun()));
    }

    /** Gone on with behind the failover, nobody can tell any more what was lost by it. */
    private Step<Loss> noted(RunbookBuilder rb) {
        return rb.step("loss", "Note what the replica has", Loss.class, run -> {
                    var status = group.status();
                    return status.isPrimary(to)
                            ? new Loss(status.group(), to, Optional.of(to), Optional.empty(), Optional.empty())
                            : group.possibleLoss(to);
                })
                .nothingToUndo("it is a note")
                .inDoubt(InDoubt.rerun());
    }

    private void otherSite(RunbookBuilder rb, Value<Loss> noted) {
        rb.section("The new site");
        newSite.ifPresent(deployer -> {
            rb.step(
                            "start",
                            "Start the services of the new site",
                            BackWithTheDatabase.of(Deployments.start(deployer), group, planned, to, noted))
                    .attempts(3, BACKOFF)
                    .inDoubt(InDoubt.rerun());
            rb.verify("services", "All services run", Deployments.allServicesWell(deployer))
                    .within(wellWithin);
        });
        moves.forEach(part -> part.accept(rb, noted));
    }

    private void measure(RunbookBuilder rb, Value<Instant> began, Value<Loss> noted, Value<FailedOver> over) {
        rb.step("measured", "Hold the failover against its targets", Finding.class, run -> {
                    var done = run.get(over);
                    var measured = new FailoverTargets.Measured(
                            backups.map(FailoverBackups::database).orElse(done.group()),
                            run.get(began),
                            run.now(),
                            done.lost().orElse(planned.isPresent() ? unknown(run.get(noted)) : run.get(noted)));
                    return new FailoverTargets(time, point).held(measured, backups);
                })
                .nothingToUndo("measuring changes nothing")
                .inDoubt(InDoubt.rerun());
    }

    /** A planned failover loses nothing; one that was found done may have been another. */
    private static Loss unknown(Loss noted) {
        return new Loss(noted.group(), noted.replica(), noted.primary(), noted.heldUntil(), Optional.empty());
    }
}
