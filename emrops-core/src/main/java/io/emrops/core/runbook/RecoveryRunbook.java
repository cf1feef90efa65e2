package io.emrops.core.runbook;

import io.emrops.Backoff;
import io.emrops.Check;
import io.emrops.Finding;
import io.emrops.InDoubt;
import io.emrops.Param;
import io.emrops.RunbookBuilder;
import io.emrops.Step;
import io.emrops.backup.BackupProvider;
import io.emrops.backup.Backups;
import io.emrops.core.time.Durations;
import io.emrops.deploy.Deployer;
import io.emrops.deploy.Deployments;
import io.emrops.recovery.Recoveries;
import io.emrops.recovery.RecoveryPlan;
import io.emrops.recovery.RecoveryProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The recovery of a database to a point in time. What will be missing is told before anything is touched; then the
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
 * <p>The parameter {@code moment} is an instant: a time without its zone is refused. In place, {@code overwrite} has to be the
 * name of the database, typed once more.
 *
 * <p>Until the database is opened, a failure is undone: the database is opened as it was when the recovery began, with nothing
 * lost, and the services are started. Behind that an undo stops and asks, as an opened database can only be brought
 * back by another recovery. The services are then left as they are.
 */
public final class RecoveryRunbook extends ReadyMadeRunbook<RecoveryRunbook> {
    private static final Backoff BACKOFF = Backoff.exponential(Duration.ofSeconds(5));

    private final RecoveryProvider recovery;
    private final String database;
    /** Empty in place. */
    private final Optional<String> into;

    private final List<Consumer<RunbookBuilder>> verificationsOfData = new ArrayList<>();
    private final List<Consumer<RunbookBuilder>> verifications = new ArrayList<>();
    private Optional<Deployer> application = Optional.empty();
    private Optional<BackupProvider> backups = Optional.empty();
    private Optional<Targets> targets = Optional.empty();
    private Duration wellWithin = Duration.ofMinutes(2);

    private record Targets(Duration time, Duration point) {}

    private RecoveryRunbook(
            String id, String title, RecoveryProvider recovery, String database, Optional<String> into) {
        super(id, title);
        this.recovery = Objects.requireNonNull(recovery, "recovery");
        this.database = Objects.requireNonNull(database, "database");
        this.into = into;
    }

    /** Begins the configuration of a recovery that overwrites the database; see {@link io.emrops.Runbook#define} for id and title. */
    public static RecoveryRunbook inPlace(String id, String title, RecoveryProvider recovery, String database) {
        return new RecoveryRunbook(id, title, recovery, database, Optional.empty());
    }

    /**
     * The same of a recovery to a new database beside it, to look something up or take something over. The database itself stays
     * open and as it is.
     */
    public static RecoveryRunbook beside(
            String id, String title, RecoveryProvider recovery, String database, String into) {
        return new RecoveryRunbook(id, title, recovery, database, Optional.of(into));
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
     * What the hospital has set itself; the report shows what was measured beside it. A target that is missed fails nothing.
     *
     * @param time how long a recovery may take (RTO)
     * @param point how much may be missing afterwards, as the time in which it was committed (RPO)
     */
    public RecoveryRunbook targets(Duration time, Duration point) {
        targets =
                Optional.of(new Targets(Objects.requireNonNull(time, "time"), Objects.requireNonNull(point, "point")));
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
        var moment = rb.param("moment", Instant.class)
                .describedAs("the moment to go back to, with the offset of its zone, as in 2026-11-20T18:45:10-05:00");
        if (into.isEmpty()) {
            rb.param("overwrite", String.class)
                    .check("must be the name of the database that is overwritten, " + database, database::equals)
                    .describedAs("the name of the database that is overwritten, typed once more");
        }
        rb.section("What will be missing");
        rb.require(
                "reach",
                "The moment can be reached",
                into.map(name -> Recoveries.canReachBeside(recovery, database, moment, name))
                        .orElseGet(() -> Recoveries.canReachInPlace(recovery, database, moment)));
        writeBefore(rb, "Before the recovery");
        rb.section("Recovery");
        writeProtections(rb);
        var begun = rb.step("begin", "Note when it begins", Instant.class, run -> run.now())
                .nothingToUndo("it is a note")
                .inDoubt(InDoubt.rerun());
        var plan = recover(rb, moment);
        rb.section("Verification");
        rb.verify("sound", "The database is sound", Recoveries.isSound(recovery, into.orElse(database)));
        verificationsOfData.forEach(part -> part.accept(rb));
        backups.ifPresent(provider -> backUp(rb, provider));
        returnToService(rb);
        rb.step("measured", "Hold the recovery against its targets", Finding.class, run -> {
                    var took = Duration.between(run.get(begun), run.now());
                    return measured(took, run.get(plan).takenBack());
                })
                .nothingToUndo("measuring changes nothing")
                .inDoubt(InDoubt.rerun());
        writeAfter(rb);
    }

    private Step<RecoveryPlan> recover(RunbookBuilder rb, Param<Instant> moment) {
        application.ifPresent(deployer -> rb.step("stop", "Stop the services", Deployments.stop(deployer))
                .attempts(3, BACKOFF)
                .inDoubt(InDoubt.rerun()));
        var plan = rb.step(
                        "plan",
                        "Find the backups",
                        into.map(name -> Recoveries.planBeside(recovery, database, moment, name))
                                .orElseGet(() -> Recoveries.planInPlace(recovery, database, moment)))
                .attempts(3, BACKOFF)
                .inDoubt(InDoubt.rerun());
        var secured = rb.step("secure", "Secure what is there", Recoveries.secure(recovery, plan))
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

    private Finding measured(Duration took, Duration takenBack) {
        var time = "The recovery took " + Durations.words(took);
        var point = "What was committed in the last " + Durations.words(takenBack) + " before it is missing";
        if (targets.isEmpty()) {
            return new Finding(true, time + ". " + point, List.of());
        }
        var inTime = took.compareTo(targets.get().time()) <= 0;
        var inPoint = takenBack.compareTo(targets.get().point()) <= 0;
        return new Finding(
                inTime && inPoint,
                inTime && inPoint ? "The recovery kept its targets" : "The recovery missed a target",
                List.of(
                        time + beside("RTO", targets.get().time(), inTime),
                        point + beside("RPO", targets.get().point(), inPoint)));
    }

    private static String beside(String name, Duration target, boolean kept) {
        return "; the target (" + name + ") is " + Durations.words(target) + (kept ? "" : ", missed");
    }
}
