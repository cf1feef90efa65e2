package io.emrops.testkit;

import io.emrops.Finding;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.backup.Backup;
import io.emrops.recovery.Recovered;
import io.emrops.recovery.RecoveryPlan;
import io.emrops.recovery.RecoveryProvider;
import io.emrops.recovery.RecoveryRequest;
import io.emrops.recovery.RecoveryState;
import io.emrops.recovery.RecoveryState.Phase;
import io.emrops.recovery.Secured;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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

    private final Map<String, FakeRecoveredDatabase> databases = new TreeMap<>();
    private final FakeBackupChain backups = new FakeBackupChain();
    private final Set<String> corrupt = new TreeSet<>();
    private final Set<String> withoutLog = new TreeSet<>();
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
                databases.put(database, requireDatabase(database).committing(new FakeCommit(clock.instant(), what))));
    }

    /** The schedule makes a backup now. A log backup holds what was committed since the one before. */
    public FakeRecoveryProvider backUp(String database, Backup.Kind kind) {
        return arrange(() -> {
            requireDatabase(database);
            backups.add(database, kind, clock.instant());
        });
    }

    /** A backup is gone, so that there is a gap: the newest one of this kind. */
    public FakeRecoveryProvider loseNewest(String database, Backup.Kind kind) {
        return arrange(() -> backups.loseNewest(database, kind));
    }

    /** No log of this database can be backed up from now on: it is overwritten only if {@linkplain RecoveryRequest#acceptingLoss the loss} is accepted. */
    public FakeRecoveryProvider keepNoLog(String database) {
        return arrange(() -> withoutLog.add(database));
    }

    /** The backups of a database, oldest first, as an onlooker sees them. Not a call. */
    public List<Backup> backups(String database) {
        return observe(() -> backups.backups(database));
    }

    /** The integrity check finds errors in this database from now on. */
    public FakeRecoveryProvider corrupt(String database) {
        return arrange(() -> corrupt.add(database));
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
        return observe(() -> Optional.ofNullable(databases.get(database)).stream()
                .flatMap(there -> there.commits().stream())
                .map(FakeCommit::what)
                .toList());
    }

    /** Whether a database is there and open to its users, as an onlooker sees it. Not a call. */
    public boolean isOpen(String database) {
        return observe(() -> Optional.ofNullable(databases.get(database))
                .filter(FakeRecoveredDatabase::isOpen)
                .isPresent());
    }

    @Override
    public RecoveryPlan plan(RecoveryRequest request) {
        return reading("plan", List.of(request.result(), request.moment().toString()), () -> {
            requireDatabase(request.database());
            if (!request.isInPlace() && databases.containsKey(request.into())) {
                throw new PreconditionFailedException("There is a database " + request.into() + " already");
            }
            if (request.isInPlace() && !request.lossAccepted() && withoutLog.contains(request.database())) {
                throw new PreconditionFailedException(
                        request.database() + " keeps no log that could be backed up: what was" + " committed since "
                                + newest(request.database()) + " would be lost for good");
            }
            var plan = backups.plan(request, clock.instant());
            if (plan.needsTail() && withoutLog.contains(request.database())) {
                throw new PreconditionFailedException("No backup of " + request.database() + " reaches "
                        + request.moment() + ", and it keeps no log");
            }
            return plan;
        });
    }

    @Override
    public RecoveryState state(RecoveryPlan plan, Secured secured) {
        return reading("state", args(plan), () -> {
            var result = databases.get(plan.request().result());
            return result == null ? new RecoveryState(Phase.NOT_BEGUN, 0) : result.stateOf(plan);
        });
    }

    @Override
    public List<String> preview(RecoveryPlan plan) {
        return reading("preview", args(plan), () -> {
            var request = plan.request();
            requireDatabase(request.database());
            return List.of(
                    !request.isInPlace()
                            ? "Nothing is closed"
                            : withoutLog.contains(request.database())
                                    ? request.database() + " is closed, and what no backup holds is lost for good"
                                    : request.database() + " is closed, and its log backed up",
                    plan.sources().size() + " backups are restored to " + request.result(),
                    request.result() + " is opened with its state of " + request.goal());
        });
    }

    @Override
    public Secured secure(RecoveryPlan plan, String operationKey, Progress progress) throws InterruptedException {
        var database = plan.request().database();
        var secured = changing("secure", List.of(plan.request().result(), operationKey), () -> {
            var there = requireDatabase(database);
            var made = backups.tail(operationKey);
            if (made.isPresent() || !plan.request().isInPlace() && !plan.needsTail()) {
                return new Secured(made, List.of());
            }
            if (withoutLog.contains(database) && plan.request().isInPlace()) {
                return giveUp(plan, there);
            }
            if (!there.isOpen()) {
                throw new StepFailedException(database + " is closed by somebody else");
            }
            if (plan.needsTail() && !backups.reachesTheEndOfTheLog(plan)) {
                throw new PreconditionFailedException(
                        "A log backup of " + database + " was made since the recovery was planned");
            }
            var tail = backups.addTail(database, clock.instant(), operationKey);
            if (plan.request().isInPlace()) {
                databases.put(database, there.secured(plan));
            }
            return new Secured(Optional.of(tail), List.of());
        });
        progress.report(1, 1, "log backups");
        return secured;
    }

    @Override
    public void release(RecoveryPlan plan, Secured secured, Progress progress) throws InterruptedException {
        var result = plan.request().result();
        changing("release", List.of(result), () -> {
            var there = databases.get(result);
            if (there != null && there.wasOpenedBy(plan)) {
                throw new StepFailedException(result + " was opened with its state of "
                        + plan.request().moment() + "; it cannot be released any more");
            }
            if (!plan.request().isInPlace()) {
                databases.remove(result);
            } else if (there != null && there.isHeldBy(plan)) {
                if (secured.tail().isEmpty() && there.phase() != Phase.SECURED) {
                    throw new StepFailedException("There is no end of the log of " + result + " to go back to");
                }
                databases.put(result, there.released());
            }
            return result;
        });
        progress.report(1, 1, "databases");
    }

    @Override
    public void restore(RecoveryPlan plan, Secured secured, Progress progress) throws InterruptedException {
        var call = new Call("restore", args(plan), true);
        var result = plan.request().result();
        changing(call, () -> {
            var total = plan.sources().size() + (plan.needsTail() ? 1 : 0);
            observe(() -> requireRestorable(plan));
            for (int done = observe(() -> restored(result)); done < total; done++) {
                requireToGoOn(done);
                step(result, there -> there.restoredOneMore());
                progress.report(done + 1, total, "backups restored");
            }
            requireToGoOn(total);
            return applying(call, () -> {
                var commits = requireDatabase(plan.request().database())
                        .upTo(plan.request().moment());
                var there = requireDatabase(result);
                return databases.put(result, there.isOpen() ? there : there.atTheMoment(commits));
            });
        });
    }

    @Override
    public Recovered open(RecoveryPlan plan, Secured secured) throws InterruptedException {
        var request = plan.request();
        return changing("open", args(plan), () -> {
            var there = databases.get(request.result());
            if (there == null || !there.wasOpenedBy(plan)) {
                if (there == null || there.stateOf(plan).phase() != Phase.AT_THE_MOMENT) {
                    throw new PreconditionFailedException(
                            request.result() + " is not at " + request.goal() + ", and was left as it is");
                }
                databases.put(request.result(), there.opened());
            }
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
        return readingLong("checkIntegrity", List.of(database), () -> {
            var there = databases.get(database);
            if (there == null || !there.isOpen()) {
                return Finding.notOk(database + " could not be checked: it is not open");
            }
            return corrupt.contains(database)
                    ? Finding.notOk("There are errors in " + database)
                    : Finding.ok("There are no errors in " + database);
        });
    }

    @Override
    FakeRecoveryProvider self() {
        return this;
    }

    @Override
    void restore(Tables from) {
        databases.clear();
        from.rows("database").forEach(row -> databases.put(row.get(0), FakeRecoveredDatabase.read(row, from)));
        backups.read(from);
        corrupt.clear();
        from.rows("corrupt").forEach(row -> corrupt.add(row.get(0)));
        withoutLog.clear();
        from.rows("withoutLog").forEach(row -> withoutLog.add(row.get(0)));
    }

    @Override
    void save(Tables to) {
        databases.forEach((name, database) -> database.write(name, to));
        backups.write(to);
        corrupt.forEach(database -> to.add("corrupt", database));
        withoutLog.forEach(database -> to.add("withoutLog", database));
    }

    private static List<String> args(RecoveryPlan plan) {
        return List.of(plan.request().result(), plan.request().moment().toString());
    }

    private FakeRecoveredDatabase requireDatabase(String database) {
        var there = databases.get(database);
        if (there == null) {
            throw new PreconditionFailedException("There is no database " + database);
        }
        return there;
    }

    private Secured giveUp(RecoveryPlan plan, FakeRecoveredDatabase there) {
        var database = plan.request().database();
        if (there.isOpen()) {
            databases.put(database, there.secured(plan));
        } else if (!there.isHeldBy(plan)) {
            throw new StepFailedException(database + " is closed by somebody else");
        }
        return new Secured(
                Optional.empty(), List.of("What was committed since " + newest(database) + " is lost for good"));
    }

    private Instant newest(String database) {
        return backups.backups(database).stream()
                .map(Backup::finishedAt)
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
    }

    /** Beside another database, the new one comes into being with this. */
    private FakeRecoveredDatabase requireRestorable(RecoveryPlan plan) {
        var result = plan.request().result();
        if (!plan.request().isInPlace()) {
            databases.computeIfAbsent(result, name -> FakeRecoveredDatabase.empty(plan));
        }
        var there = requireDatabase(result);
        if (!there.isHeldBy(plan) && !there.wasOpenedBy(plan)) {
            throw new StepFailedException(result + " was not secured for this recovery, and was left as it is");
        }
        return there;
    }

    private int restored(String database) {
        var there = requireDatabase(database);
        return there.isOpen() ? Integer.MAX_VALUE : there.restored();
    }

    private void step(String database, UnaryOperator<FakeRecoveredDatabase> change) {
        arrange(() -> databases.put(database, change.apply(requireDatabase(database))));
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
