package io.emrops.runbooks;

import io.emrops.Backoff;
import io.emrops.Check;
import io.emrops.Finding;
import io.emrops.InDoubt;
import io.emrops.Inputs;
import io.emrops.PreconditionFailedException;
import io.emrops.RunbookBuilder;
import io.emrops.Step;
import io.emrops.backup.Backup;
import io.emrops.backup.BackupProvider;
import io.emrops.backup.Backups;
import io.emrops.deploy.Deployer;
import io.emrops.deploy.Deployments;
import io.emrops.recovery.Recoveries;
import io.emrops.recovery.RecoveryPlan;
import io.emrops.recovery.RecoveryProvider;
import io.emrops.recovery.RecoveryRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The recovery of a database to a point in time, or to the end of a chosen backup. What will be missing is told before anything is touched; then the
 * services are stopped, the database is closed with all that was ever committed in it in a backup, restored, opened, checked and
 * backed up, and the services are started.
 *
 * <pre>{@code
 * var recover = RecoveryRunbook.inPlace("emrnext-recover", "Recover EMRNext", recovery, "EMRNext")
 *         .approval("go", "The medical director agrees", "direction", 1)
 *         .application(compose)
 *         .verifyData("invariants", "No admission without a patient", invariants)
 *         .fullBackupAfterwards(sql)
 *         .targets(Duration.ofHours(4), Duration.ofHours(1))
 *         .build();
 * engine.start(recover, RunRequest.by("m.meier").because("INC-17")
 *         .with("moment", "2026-11-20T18:45:10-05:00").with("overwrite", "EMRNext"));
 * }</pre>
 *
 * <p>The parameter {@code moment} is an instant: a time without its zone is refused. Where a backup is chosen, there is {@code
 * backup} instead, its id. In place, {@code overwrite} has to be the
 * name of the database, typed once more.
 *
 * <p>Until the database is opened, a failure is undone: the database is opened as it was when the recovery began, with nothing
 * lost, and the services are started. Behind that an undo stops and asks, as an opened database can only be brought
 * back by another recovery. Where {@linkplain #acceptingLoss() loss is accepted} and nothing can be secured, a failure is not undone any more as soon as
 * restoring has begun. The services are then left as they are.
 */
public final class RecoveryRunbook extends ReadyMadeRunbook<RecoveryRunbook> {
    private static final Backoff BACKOFF = Backoff.exponential(Duration.ofSeconds(5));

    private final RecoveryProvider recovery;
    private final String database;
    /** Empty in place. */
    private final Optional<String> into;
    /** Empty for a moment. */
    private final Optional<BackupProvider> chosenFrom;

    private final List<Consumer<RunbookBuilder>> verificationsOfData = new ArrayList<>();
    private final List<Consumer<RunbookBuilder>> verifications = new ArrayList<>();
    private Optional<Deployer> application = Optional.empty();
    private Optional<BackupProvider> backups = Optional.empty();
    private Optional<RecoveryTargets> targets = Optional.empty();
    private Duration wellWithin = Duration.ofMinutes(2);
    private boolean lossAccepted;

    private RecoveryRunbook(
            String id,
            String title,
            RecoveryProvider recovery,
            String database,
            Optional<String> into,
            Optional<BackupProvider> chosenFrom) {
        super(id, title);
        this.recovery = Objects.requireNonNull(recovery, "recovery");
        this.database = Objects.requireNonNull(database, "database");
        this.into = into;
        this.chosenFrom = chosenFrom;
    }

    /** Begins the configuration of a recovery that overwrites the database; see {@link io.emrops.Runbook#define} for id and title. */
    public static RecoveryRunbook inPlace(String id, String title, RecoveryProvider recovery, String database) {
        return new RecoveryRunbook(id, title, recovery, database, Optional.empty(), Optional.empty());
    }

    /**
     * The same to the end of a backup that is chosen by its id, for databases of which no logs are backed up.
     *
     * @param backups where it is listed
     */
    public static RecoveryRunbook toBackup(
            String id, String title, RecoveryProvider recovery, BackupProvider backups, String database) {
        return new RecoveryRunbook(id, title, recovery, database, Optional.empty(), Optional.of(backups));
    }

    /**
     * The same of a recovery to a new database beside it, to look something up or take something over. The database itself stays
     * open and as it is.
     */
    public static RecoveryRunbook beside(
            String id, String title, RecoveryProvider recovery, String database, String into) {
        return new RecoveryRunbook(id, title, recovery, database, Optional.of(into), Optional.empty());
    }

    /**
     * Overwrites the database also if its newest changes are in no backup and cannot be backed up, because it keeps no log or its
     * log is lost: they are lost for good then, and there is no way back once restoring has begun. Refused without this.
     */
    public RecoveryRunbook acceptingLoss() {
        requireInPlace("nothing is lost");
        lossAccepted = true;
        return this;
    }

    /**
     * Stops the services of the application while its database is recovered, and starts them when that is verified.
     *
     * @param deployer of an application whose services do not include the database server: all of them are stopped
     */
    public RecoveryRunbook application(Deployer deployer) {
        requireInPlace("no service has to be stopped");
        application = Optional.of(deployer);
        return this;
    }

    /** A verification of the recovered data, before the services are started. */
    public RecoveryRunbook verifyData(String id, String title, Check check) {
        verificationsOfData.add(rb -> rb.verify(id, title, check));
        return this;
    }

    /** A verification of the application when its services run again. Repeated until it is ok or time is up. */
    public RecoveryRunbook verify(String id, String title, Check check) {
        verifications.add(rb -> rb.verify(id, title, check).within(wellWithin));
        return this;
    }

    /** How long services may take to come up; two minutes without this. */
    public RecoveryRunbook wellWithin(Duration atMost) {
        wellWithin = Objects.requireNonNull(atMost, "atMost");
        return this;
    }

    /** Makes a full backup of the schedule when the database is recovered: the backups of before do not go on from there. */
    public RecoveryRunbook fullBackupAfterwards(BackupProvider provider) {
        requireInPlace("the schedule does not know the new one");
        backups = Optional.of(provider);
        return this;
    }

    /**
     * What the hospital has set itself; the report shows at its head what was measured beside it, and what the backups of the
     * week before could keep if a provider of backups is known. A target that is missed fails nothing.
     *
     * @param time how long a recovery may take (RTO)
     * @param point how much may be missing afterwards, as the time in which it was committed (RPO)
     */
    public RecoveryRunbook targets(Duration time, Duration point) {
        targets = Optional.of(new RecoveryTargets(time, point));
        return this;
    }

    private void requireInPlace(String why) {
        if (into.isPresent()) {
            throw new IllegalStateException("Beside another database " + why);
        }
    }

    @Override
    RecoveryRunbook self() {
        return this;
    }

    @Override
    void write(RunbookBuilder rb) {
        var request = request(rb);
        if (into.isEmpty()) {
            rb.param("overwrite", String.class)
                    .check("must be the name of the database that is overwritten, " + database, database::equals)
                    .describedAs("the name of the database that is overwritten, typed once more");
        }
        rb.section("What will be missing");
        rb.require(
                "reach",
                chosenFrom.isPresent() ? "The backup can be restored" : "The moment can be reached",
                Recoveries.canReach(
                        recovery,
                        "The state of " + database + (chosenFrom.isPresent() ? " at " : " of ") + goal()
                                + " can be restored" + loss(),
                        request));
        writeBefore(rb, "Before the recovery");
        rb.section("Recovery");
        writeProtections(rb);
        var begun = rb.step("begin", "Note when it begins", Instant.class, run -> run.now())
                .nothingToUndo("it is a note")
                .inDoubt(InDoubt.rerun());
        var plan = recover(rb, request);
        rb.section("Verification");
        rb.verify("sound", "The database is sound", Recoveries.isSound(recovery, into.orElse(database)));
        verificationsOfData.forEach(part -> part.accept(rb));
        backups.ifPresent(provider -> backUp(rb, provider));
        returnToService(rb);
        rb.step("measured", "Hold the recovery against its targets", Finding.class, run -> {
                    var took = Duration.between(run.get(begun), run.now());
                    var measured = new RecoveryTargets.Measured(
                            database, run.get(begun), took, run.get(plan).takenBack());
                    return targets.map(set -> set.held(measured, backups.or(() -> chosenFrom)))
                            .orElseGet(measured::told);
                })
                .nothingToUndo("measuring changes nothing")
                .inDoubt(InDoubt.rerun());
        writeAfter(rb);
    }

    private Function<Inputs, RecoveryRequest> request(RunbookBuilder rb) {
        if (chosenFrom.isPresent()) {
            var backup = rb.param("backup", String.class)
                    .describedAs("the id of the backup to go back to the end of, as the list of backups shows it");
            return in -> accepted(RecoveryRequest.toBackup(chosen(in.get(backup))));
        }
        var moment = rb.param("moment", Instant.class)
                .describedAs("the moment to go back to, with the offset of its zone, as in 2026-11-20T18:45:10-05:00");
        return into.<Function<Inputs, RecoveryRequest>>map(
                        name -> in -> RecoveryRequest.beside(database, in.get(moment), name))
                .orElse(in -> accepted(RecoveryRequest.inPlace(database, in.get(moment))));
    }

    private RecoveryRequest accepted(RecoveryRequest request) {
        return lossAccepted ? request.acceptingLoss() : request;
    }

    private Backup chosen(String id) {
        return chosenFrom.orElseThrow().list(database).stream()
                .filter(backup -> backup.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new PreconditionFailedException("There is no backup " + id + " of " + database));
    }

    private String goal() {
        return chosenFrom.isPresent() ? "the end of the backup {backup}" : "{moment}";
    }

    private String loss() {
        return lossAccepted
                ? "; what no backup holds and none can be made of is lost for good, with no way back once restoring has begun"
                : "";
    }

    private Step<RecoveryPlan> recover(RunbookBuilder rb, Function<Inputs, RecoveryRequest> request) {
        application.ifPresent(deployer -> rb.step("stop", "Stop the services", Deployments.stop(deployer))
                .attempts(3, BACKOFF)
                .inDoubt(InDoubt.rerun()));
        var plan = rb.step(
                        "plan",
                        "Find the backups",
                        Recoveries.plan(
                                recovery,
                                "Plan the recovery of " + database + " to " + goal()
                                        + into.map(name -> " as " + name).orElse("") + loss(),
                                request))
                .attempts(3, BACKOFF)
                .inDoubt(InDoubt.rerun());
        var secured = rb.step(
                        "secure",
                        lossAccepted ? "Secure what can be secured" : "Secure what is there",
                        lossAccepted
                                ? Recoveries.secureAcceptingLoss(recovery, plan)
                                : Recoveries.secure(recovery, plan))
                .attempts(3, BACKOFF)
                .inDoubt(InDoubt.rerun());
        var restored = rb.step("restore", "Restore the backups", Recoveries.restore(recovery, plan, secured))
                .attempts(3, BACKOFF)
                .inDoubt(InDoubt.rerun());
        rb.step("open", "Open the database", Recoveries.open(recovery, plan, secured))
                .needs(restored)
                .attempts(3, BACKOFF)
                .inDoubt(InDoubt.rerun());
        return plan;
    }

    private void backUp(RunbookBuilder rb, BackupProvider provider) {
        var backup = rb.step("backup", "Back up the recovered database", Backups.scheduledFull(provider, database))
                .attempts(3, BACKOFF)
                .inDoubt(InDoubt.probe());
        rb.verify("backup-whole", "The backup can be read back", Backups.readsBack(provider, backup));
    }

    private void returnToService(RunbookBuilder rb) {
        if (application.isEmpty() && verifications.isEmpty()) {
            return;
        }
        rb.section("Return to service");
        application.ifPresent(deployer -> {
            rb.step("start", "Start the services", Deployments.start(deployer))
                    .attempts(3, BACKOFF)
                    .inDoubt(InDoubt.rerun());
            rb.verify("services", "All services run", Deployments.allServicesWell(deployer))
                    .within(wellWithin);
        });
        verifications.forEach(part -> part.accept(rb));
    }
}
