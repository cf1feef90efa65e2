package io.emrops.runbooks;

import io.emrops.Backoff;
import io.emrops.Check;
import io.emrops.InDoubt;
import io.emrops.Operation;
import io.emrops.Param;
import io.emrops.RunbookBuilder;
import io.emrops.Step;
import io.emrops.Undo;
import io.emrops.Value;
import io.emrops.backup.BackupProvider;
import io.emrops.backup.Backups;
import io.emrops.core.files.StateBackup;
import io.emrops.database.Database;
import io.emrops.database.Databases;
import io.emrops.deploy.Deployer;
import io.emrops.deploy.Deployments;
import io.emrops.deploy.Release;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The deployment of an application: checklist, approval, backups, the new version fetched while the old one still runs,
 * roll-out, migration, verification. If anything fails, the release that ran before is brought back.
 *
 * <pre>{@code
 * var deploy = DeploymentRunbook.of("emrnext-deploy", "Deploy EMRNext", compose)
 *         .checklist("change-log", "Change log and impact assessment reviewed")
 *         .require("disk", "Room for the backup", Disk.of(backups).hasFree(gib(20)))
 *         .lock("emrnext")
 *         .backup(sql, "EMRNext")
 *         .migration(Commands.run("dotnet", "ef", "database", "update"), "migrations only add; the old version runs on the new schema")
 *         .verify("health", "The API answers", Http.get(url).expectJson("status", "healthy"))
 *         .build();
 * engine.start(deploy, RunRequest.by("m.meier").because("CHG-4711").with("version", "2.1.0"));
 * }</pre>
 *
 * <p>The one parameter of the runbook is {@code version}, three numbers joined by dots unless {@link #versionsMatch} says
 * otherwise. Unlike a script that begins with {@code docker-compose down}, it takes the backup and fetches the images
 * before anything that runs is touched, so that the outage is as short as the roll-out. A backup is of the moment before
 * the roll-out: it is not restored by the undo, which would throw away what was entered since; that is a recovery, and
 * somebody's decision.
 */
public final class DeploymentRunbook extends ReadyMadeRunbook<DeploymentRunbook> {
    private final Deployer deployer;
    private final List<Consumer<RunbookBuilder>> preparations = new ArrayList<>();
    private final List<Consumer<RunbookBuilder>> backups = new ArrayList<>();
    private final List<Consumer<RunbookBuilder>> migrated = new ArrayList<>();
    private final List<Consumer<RunbookBuilder>> verifications = new ArrayList<>();
    private Optional<Migration> migration = Optional.empty();
    private String versions = "\\d+\\.\\d+\\.\\d+";
    private Duration wellWithin = Duration.ofMinutes(2);
    private boolean checkLogs = true;
    private boolean rolling;

    /** A migration, and how the step states its undo. */
    private record Migration(Operation<?> operation, Consumer<Step<?>> undo) {}

    private DeploymentRunbook(String id, String title, Deployer deployer) {
        super(id, title);
        this.deployer = Objects.requireNonNull(deployer, "deployer");
    }

    /** Begins the configuration; see {@link io.emrops.Runbook#define} for id and title. */
    public static DeploymentRunbook of(String id, String title, Deployer deployer) {
        return new DeploymentRunbook(id, title, deployer);
    }

    /** What a version looks like, as a regular expression. */
    public DeploymentRunbook versionsMatch(String regex) {
        versions = Objects.requireNonNull(regex, "regex");
        return this;
    }

    /**
     * Makes the new version on this machine before anything that runs is touched: dependencies, a build, its tests. These steps come in their order, behind
     * checklist and approval; a run that is gone on with does the one again that was cut off.
     *
     * @param operation leaves nothing behind that anybody uses before the roll-out
     */
    public DeploymentRunbook prepare(String id, String title, Operation<?> operation) {
        Objects.requireNonNull(operation, "operation");
        preparations.add(rb -> rb.step(id, title, operation)
                .inDoubt(InDoubt.rerun())
                .nothingToUndo("nothing of it is used before the roll-out"));
        return this;
    }

    /**
     * An approval that is asked when the new version is prepared, before anything that runs is touched. What is agreed to is exactly what was made: where
     * the deployer tells the digest of a package, as with IIS, another package of the same version is asked for again. {@link #approval} is asked before it is made.
     *
     * @param group who decides
     * @param atLeast how many of them; whoever starts the run has no vote
     */
    public DeploymentRunbook approvalOfBuild(String id, String title, String group, int atLeast) {
        preparations.add(rb -> rb.approval(id, title).by(group).atLeast(atLeast).notTheStarter());
        return this;
    }

    /** Backs the database up and reads the backup back before the roll-out. */
    public DeploymentRunbook backup(BackupProvider provider, String database) {
        backups.add(rb -> {
            var backup = rb.step("backup", "Back up the database", Backups.full(provider, database))
                    .inDoubt(InDoubt.probe());
            rb.verify("backup-whole", "The backup can be read back", Backups.readsBack(provider, backup));
        });
        return this;
    }

    /** Copies the files that make up the state of the application, such as compose and environment files. */
    public DeploymentRunbook backupFiles(Path into, Path... filesAndDirectories) {
        backups.add(rb -> rb.step(
                        "backup-files",
                        "Back up configuration and state",
                        StateBackup.of(filesAndDirectories).into(into))
                .inDoubt(InDoubt.probe()));
        return this;
    }

    /**
     * Runs the migrations of the database, once the new version is there.
     *
     * @param whyNothingToUndo why the previous version can run on the migrated database
     */
    public DeploymentRunbook migration(Operation<?> migration, String whyNothingToUndo) {
        this.migration = Optional.of(new Migration(migration, step -> step.nothingToUndo(whyNothingToUndo)));
        return this;
    }

    /** Runs the migrations of the database, once the new version is there, and takes them back if the deployment fails. */
    public <T> DeploymentRunbook migration(Operation<T> migration, Undo<? super T> undo) {
        this.migration = Optional.of(new Migration(migration, step -> undo(step, undo)));
        return this;
    }

    @SuppressWarnings("unchecked")
    private static <T> void undo(Step<?> step, Undo<? super T> undo) {
        ((Step<T>) step).undo(undo);
    }

    /** A check right behind the migrations, such as whether the schema is the one that the version needs. */
    public DeploymentRunbook verifyMigration(String id, String title, Check check) {
        Objects.requireNonNull(check, "check");
        migrated.add(rb -> rb.verify(id, title, check));
        return this;
    }

    /**
     * The same by an operation, such as the program that the application brings along for it. One that was cut off is done again.
     *
     * @param reading changes nothing, and fails if the schema is another
     */
    public DeploymentRunbook verifyMigration(String id, String title, Operation<?> reading) {
        Objects.requireNonNull(reading, "reading");
        migrated.add(rb -> rb.step(id, title, reading).inDoubt(InDoubt.rerun()).nothingToUndo("it only reads"));
        return this;
    }

    /**
     * A step behind the migrations and before the verification, such as the first administrator of a new installation.
     *
     * @param whyNothingToUndo why the previous version can live with it
     */
    public DeploymentRunbook afterMigration(String id, String title, Operation<?> operation, String whyNothingToUndo) {
        Objects.requireNonNull(operation, "operation");
        migrated.add(rb -> rb.step(id, title, operation).nothingToUndo(whyNothingToUndo));
        return this;
    }

    /** How long services, endpoints and the database may take to come up; two minutes without this. */
    public DeploymentRunbook wellWithin(Duration atMost) {
        wellWithin = Objects.requireNonNull(atMost, "atMost");
        return this;
    }

    /** A verification of the new version: an endpoint, a critical function. Repeated until it is ok or time is up. */
    public DeploymentRunbook verify(String id, String title, Check check) {
        verifications.add(rb -> rb.verify(id, title, check).within(wellWithin));
        return this;
    }

    /** Verifies that the database answers within this time. */
    public DeploymentRunbook database(Database database, Duration within) {
        verifications.add(rb -> rb.verify("database", "The database answers", Databases.answersWithin(database, within))
                .within(wellWithin));
        return this;
    }

    /**
     * Rolls the version out service by service, with new instances beside the old ones until they are well, and takes it back in the same manner: behind a load
     * balancer nobody is interrupted. For a while both versions work side by side, on the same database.
     */
    public DeploymentRunbook rolling() {
        rolling = true;
        return this;
    }

    /** Leaves out the look for errors in the logs since the roll-out, for applications whose logs cry wolf. */
    public DeploymentRunbook withoutLogCheck() {
        checkLogs = false;
        return this;
    }

    @Override
    DeploymentRunbook self() {
        return this;
    }

    @Override
    void write(RunbookBuilder rb) {
        Param<String> version =
                rb.param("version", String.class).matches(versions).describedAs("the version to deploy");
        writeBefore(rb, "Before the deployment");
        if (!preparations.isEmpty()) {
            rb.section("The new version");
            preparations.forEach(part -> part.accept(rb));
        }
        rb.section("Deployment");
        writeProtections(rb);
        backups.forEach(part -> part.accept(rb));
        var release = rollOut(rb, version);
        rb.section("Verification");
        rb.verify("services", "All services run", Deployments.allServicesWell(deployer))
                .within(wellWithin);
        verifications.forEach(part -> part.accept(rb));
        if (checkLogs) {
            rb.verify("logs", "No errors in the logs since the roll-out", Deployments.noErrorsSince(deployer, release));
        }
        writeAfter(rb);
    }

    private Step<Release> rollOut(RunbookBuilder rb, Value<String> version) {
        var pull = rb.step("pull", "Fetch the new version", Deployments.pull(deployer, version))
                .attempts(3, Backoff.exponential(Duration.ofSeconds(5)))
                .inDoubt(InDoubt.rerun());
        var release = rb.step(
                        "deploy",
                        "Roll out the new version",
                        rolling ? Deployments.rollingUpdate(deployer, version) : Deployments.rollOut(deployer, version))
                .needs(pull)
                .inDoubt(InDoubt.probe());
        migration.ifPresent(m -> m.undo().accept(rb.step("migrate", "Run the migrations", m.operation())));
        migrated.forEach(part -> part.accept(rb));
        return release;
    }
}
