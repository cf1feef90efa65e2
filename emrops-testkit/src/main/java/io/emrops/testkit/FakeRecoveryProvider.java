package io.emrops.testkit;

import io.emrops.Finding;
import io.emrops.Progress;
import io.emrops.backup.Backup;
import io.emrops.recovery.Recovered;
import io.emrops.recovery.RecoveryPlan;
import io.emrops.recovery.RecoveryProvider;
import io.emrops.recovery.RecoveryRequest;
import io.emrops.recovery.RecoveryState;
import io.emrops.recovery.RecoveryState.Phase;
import io.emrops.recovery.Secured;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A system whose databases are lists of commits in memory, with backups of them, and a {@link RecoveryProvider} for it.
 *
 * <pre>{@code
 * var recovery = FakeRecoveryProvider.of("sql01").clock(time::wallClock).database("EMRNext");
 * recovery.commit("EMRNext", "patient 1 admitted").backUp("EMRNext", Backup.Kind.FULL);
 * }</pre>
 *
 * <p>A commit, and a backup, is of the instant at which it was arranged. A restore takes one backup after the other and reports
 * its progress behind each, so what fails or dies there leaves the database half restored.
 */
public final class FakeRecoveryProvider extends Fake<FakeRecoveryProvider> implements RecoveryProvider {
    private static final Set<String> READING = Set.of("target", "plan", "state", "preview", "checkIntegrity");
    private static final Set<String> CHANGING = Set.of("secure", "release", "restore", "open");

    private final FakeDatabases databases = new FakeDatabases();
    private final FakeBackupChain backups = databases.backups();
    private InstantSource clock = InstantSource.system();
    private Duration takes = Duration.ZERO;

    private final AtomicReference<@Nullable Midway> midway = new AtomicReference<>();

    private record Midway(int sources, RuntimeException failure) {}

    private FakeRecoveryProvider(String name) {
        super("fake-recovery", name, READING, CHANGING);
    }

    /** A system without databases. */
    public static FakeRecoveryProvider of(String name) {
        return new FakeRecoveryProvider(name);
    }

    /** The system's clock; the system's without this. */
    public FakeRecoveryProvider clock(InstantSource clock) {
        return arrange(() -> this.clock = Objects.requireNonNull(clock, "clock"));
    }

    /** How long a restore says that it took; no time without this. */
    public FakeRecoveryProvider restoringTakes(Duration takes) {
        return arrange(() -> this.takes = Objects.requireNonNull(takes, "takes"));
    }

    /** An empty database. */
    public FakeRecoveryProvider database(String database) {
        return arrange(() -> databases.put(database, FakeRecoveredDatabase.open(List.of())));
    }

    /** Somebody commits something now. */
    public FakeRecoveryProvider commit(String database, String what) {
        return arrange(() ->
                databases.put(database, databases.require(database).committing(new FakeCommit(clock.instant(), what))));
    }

    /** The schedule makes a backup now. A log backup holds what was committed since the one before. */
    public FakeRecoveryProvider backUp(String database, Backup.Kind kind) {
        return arrange(() -> {
            databases.require(database);
            backups.add(database, kind, clock.instant());
        });
    }

    /** A backup is gone, so that there is a gap: the newest one of this kind. */
    public FakeRecoveryProvider loseNewest(String database, Backup.Kind kind) {
        return arrange(() -> backups.loseNewest(database, kind));
    }

    /** No log of this database can be backed up from now on: it is overwritten only if {@linkplain RecoveryRequest#acceptingLoss the loss} is accepted. */
    public FakeRecoveryProvider keepNoLog(String database) {
        return arrange(() -> databases.keepNoLog(database));
    }

    /** The backups of a database, oldest first, as an onlooker sees them. Not a call. */
    public List<Backup> backups(String database) {
        return observe(() -> backups.backups(database));
    }

    /** The integrity check finds errors in this database from now on. */
    public FakeRecoveryProvider corrupt(String database) {
        return arrange(() -> databases.corrupt(database));
    }

    /**
     * The next restore fails in the middle, with this many backups restored, the end of the log counted as one.
     *
     * @param sources from 0 to all of them
     */
    public FakeRecoveryProvider failMidway(int sources, RuntimeException failure) {
        midway.set(new Midway(sources, failure));
        return this;
    }

    /** What is committed in a database, as an onlooker sees it, in its order; empty if there is no such database. Not a call. */
    public List<String> committed(String database) {
        return observe(() -> databases.find(database).stream()
                .flatMap(there -> there.commits().stream())
                .map(FakeCommit::what)
                .toList());
    }

    /** Whether a database is there and open to its users, as an onlooker sees it. Not a call. */
    public boolean isOpen(String database) {
        return observe(() ->
                databases.find(database).filter(FakeRecoveredDatabase::isOpen).isPresent());
    }

    @Override
    public RecoveryPlan plan(RecoveryRequest request) {
        return reading(
                "plan",
                List.of(request.result(), request.moment().toString()),
                () -> databases.plan(request, clock.instant()));
    }

    @Override
    public RecoveryState state(RecoveryPlan plan, Secured secured) {
        return reading(
                "state",
                args(plan),
                () -> databases
                        .find(plan.request().result())
                        .map(result -> result.stateOf(plan))
                        .orElseGet(() -> new RecoveryState(Phase.NOT_BEGUN, 0)));
    }

    @Override
    public List<String> preview(RecoveryPlan plan) {
        return reading("preview", args(plan), () -> databases.preview(plan));
    }

    @Override
    public Secured secure(RecoveryPlan plan, String operationKey, Progress progress) throws InterruptedException {
        var secured = changing(
                "secure",
                List.of(plan.request().result(), operationKey),
                () -> databases.secure(plan, operationKey, clock.instant()));
        progress.report(1, 1, "log backups");
        return secured;
    }

    @Override
    public void release(RecoveryPlan plan, Secured secured, Progress progress) throws InterruptedException {
        var result = plan.request().result();
        changing("release", List.of(result), () -> databases.release(plan, secured));
        progress.report(1, 1, "databases");
    }

    @Override
    public void restore(RecoveryPlan plan, Secured secured, Progress progress) throws InterruptedException {
        var call = new Call("restore", args(plan), true);
        var result = plan.request().result();
        changing(call, () -> {
            var total = plan.sources().size() + (plan.needsTail() ? 1 : 0);
            observe(() -> databases.requireRestorable(plan));
            for (int done = observe(() -> databases.restored(result)); done < total; done++) {
                requireToGoOn(done);
                step(result, there -> there.restoredOneMore());
                progress.report(done + 1, total, "backups restored");
            }
            requireToGoOn(total);
            return applying(call, () -> {
                var commits = databases
                        .require(plan.request().database())
                        .upTo(plan.request().moment());
                var there = databases.require(result);
                return databases.put(result, there.isOpen() ? there : there.atTheMoment(commits));
            });
        });
    }

    @Override
    public Recovered open(RecoveryPlan plan, Secured secured) throws InterruptedException {
        var request = plan.request();
        return changing("open", args(plan), () -> {
            databases.open(plan);
            return new Recovered(
                    request.result(),
                    request.moment(),
                    clock.instant(),
                    takes,
                    List.of(),
                    List.of("make a full backup: the log backups of before do not go on"));
        });
    }

    @Override
    public Finding checkIntegrity(String database, Progress progress) throws InterruptedException {
        return readingLong("checkIntegrity", List.of(database), () -> databases.checkIntegrity(database));
    }

    @Override
    FakeRecoveryProvider self() {
        return this;
    }

    @Override
    void restore(Tables from) {
        databases.read(from);
    }

    @Override
    void save(Tables to) {
        databases.write(to);
    }

    private static List<String> args(RecoveryPlan plan) {
        return List.of(plan.request().result(), plan.request().moment().toString());
    }

    private void step(String database, UnaryOperator<FakeRecoveredDatabase> change) {
        arrange(() -> databases.put(database, change.apply(databases.require(database))));
    }

    private void requireToGoOn(int sourcesDone) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("Interrupted after " + sourcesDone + " backups");
        }
        var failure = midway.get();
        if (failure != null && failure.sources() == sourcesDone && midway.compareAndSet(failure, null)) {
            throw failure.failure();
        }
    }
}
