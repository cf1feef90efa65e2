package io.emrops.testkit;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.maintenance.Integrity;
import io.emrops.maintenance.Integrity.Verdict;
import io.emrops.maintenance.Invariant;
import io.emrops.maintenance.LastGoodCheck;
import io.emrops.maintenance.MaintenancePlan;
import io.emrops.maintenance.MaintenanceProvider;
import io.emrops.maintenance.MaintenanceReport;
import io.emrops.maintenance.MaintenanceReport.Done;
import io.emrops.maintenance.MaintenanceReport.Ending;
import io.emrops.maintenance.MaintenanceReport.Failed;
import io.emrops.maintenance.MaintenanceRequest;
import io.emrops.maintenance.MaintenanceRequest.Scope;
import io.emrops.maintenance.MaintenanceTask;
import io.emrops.maintenance.MaintenanceTask.Kind;
import io.emrops.maintenance.Measurement;
import io.emrops.maintenance.SuspectPages;
import io.emrops.maintenance.TableName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A system with databases in memory, and a {@link MaintenanceProvider} for it.
 *
 * <pre>{@code
 * var sql = FakeMaintenanceProvider.of("sql01").index("EMRNext", "Shifts", "IX_Start", 45);
 * }</pre>
 *
 * <p>An index is rebuilt from the fragmentation on that is asked for, and reorganised below; its size does not matter. A task takes as long
 * as {@link #tasksTake} says, so that a time limit ends a maintenance in the middle. {@link #checkIntegrity} counts as a call that only asks.
 */
public final class FakeMaintenanceProvider extends Fake<FakeMaintenanceProvider> implements MaintenanceProvider {
    private static final Set<String> READING =
            Set.of("target", "plan", "checkIntegrity", "lastGoodCheck", "suspectPages", "broken");
    private static final Set<String> CHANGING = Set.of("maintain");

    private final Map<Place, State> indexes = new TreeMap<>();
    private final Map<String, Instant> lastGood = new HashMap<>();
    private final Map<String, Verdict> verdicts = new TreeMap<>();
    private final Map<String, List<SuspectPages.Page>> pages = new HashMap<>();
    private final Map<String, Long> broken = new TreeMap<>();
    private final Map<String, String> failing = new TreeMap<>();
    private InstantSource clock = InstantSource.system();
    private Duration taskTime = Duration.ZERO;

    private FakeMaintenanceProvider(String name) {
        super("fake-maintenance", name, READING, CHANGING);
    }

    private record Place(String database, String table, String index) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            return toString().compareTo(other.toString());
        }
    }

    /** @param rebuilt empty if it never was */
    private record State(double fragmentation, Optional<Instant> rebuilt) {}

    /** A system without databases. */
    public static FakeMaintenanceProvider of(String name) {
        return new FakeMaintenanceProvider(name);
    }

    /** A database without tables. */
    public FakeMaintenanceProvider database(String database) {
        return arrange(() -> verdicts.putIfAbsent(database, Verdict.CLEAN));
    }

    /** An index of a table, and how much of it is out of order, in percent. */
    public FakeMaintenanceProvider index(String database, String table, String index, double fragmentation) {
        return arrange(() -> {
            verdicts.putIfAbsent(database, Verdict.CLEAN);
            indexes.put(new Place(database, table, index), new State(fragmentation, Optional.empty()));
        });
    }

    /** The system's clock; the system's without this. */
    public FakeMaintenanceProvider clock(InstantSource clock) {
        return arrange(() -> this.clock = Objects.requireNonNull(clock, "clock"));
    }

    /** How long a task takes, by the measure of time limits alone; none without this. */
    public FakeMaintenanceProvider tasksTake(Duration time) {
        return arrange(() -> taskTime = Objects.requireNonNull(time, "time"));
    }

    /** Work on this index fails from now on. */
    public FakeMaintenanceProvider failing(String index, String why) {
        return arrange(() -> failing.put(index, why));
    }

    /** What a check of this database finds from now on. */
    public FakeMaintenanceProvider integrity(String database, Verdict verdict) {
        return arrange(() -> verdicts.put(database, verdict));
    }

    /** A page that the system has come across. */
    public FakeMaintenanceProvider suspectPage(String database, SuspectPages.Page page) {
        return arrange(
                () -> pages.computeIfAbsent(database, none -> new ArrayList<>()).add(page));
    }

    /** How many rows break the invariant of this name from now on. */
    public FakeMaintenanceProvider broken(String invariant, long rows) {
        return arrange(() -> broken.put(invariant, rows));
    }

    @Override
    public MaintenancePlan plan(MaintenanceRequest request) {
        return reading("plan", args(request), () -> planned(request));
    }

    private MaintenancePlan planned(MaintenanceRequest request) {
        requireDatabase(request.database());
        for (var table : request.tables()) {
            if (indexes.keySet().stream()
                    .noneMatch(place -> place.database().equals(request.database())
                            && place.table().equals(table.name()))) {
                throw new PreconditionFailedException("In " + request.database() + " there is no table " + table);
            }
        }
        var tasks = new ArrayList<MaintenanceTask>();
        var inOrder = 0;
        for (var entry : indexes.entrySet()) {
            if (isAskedFor(request, entry.getKey())) {
                var kind = kind(request, entry.getValue());
                kind.ifPresent(due -> tasks.add(task(entry.getKey(), entry.getValue(), due)));
                inOrder += kind.isPresent() ? 0 : 1;
            }
        }
        tasks.sort((one, other) -> one.kind().compareTo(other.kind()));
        return new MaintenancePlan(request.database(), tasks, List.of(), inOrder);
    }

    private static boolean isAskedFor(MaintenanceRequest request, Place place) {
        return place.database().equals(request.database())
                && (request.tables().isEmpty()
                        || request.tables().stream()
                                .anyMatch(table -> table.name().equals(place.table())));
    }

    private Optional<Kind> kind(MaintenanceRequest request, State state) {
        var fragmented = state.fragmentation() >= request.reorganizeFrom();
        if (request.scope() == Scope.STATISTICS) {
            return Optional.empty();
        }
        if (request.scope() == Scope.EVERYTHING) {
            var since = clock.instant().minus(request.cycle());
            var isDone = state.rebuilt().filter(at -> at.isAfter(since)).isPresent() && !fragmented;
            return isDone ? Optional.empty() : Optional.of(Kind.REBUILD_ONLINE);
        }
        if (!fragmented) {
            return Optional.empty();
        }
        return Optional.of(state.fragmentation() >= request.rebuildFrom() ? Kind.REBUILD_ONLINE : Kind.REORGANIZE);
    }

    private static MaintenanceTask task(Place place, State state, Kind kind) {
        return new MaintenanceTask(
                kind,
                TableName.of(place.table()),
                place.index(),
                0,
                state.fragmentation() + " % fragmented",
                Measurement.none().withPages(state.fragmentation(), 1000));
    }

    @Override
    public MaintenanceReport maintain(MaintenanceRequest request, Progress progress) throws InterruptedException {
        var report = changing("maintain", args(request), () -> maintained(request));
        var total = report.done().size()
                + report.failed().size()
                + report.remaining().size();
        progress.report(report.done().size() + report.failed().size(), total, "tasks");
        return report;
    }

    private MaintenanceReport maintained(MaintenanceRequest request) {
        var startedAt = clock.instant();
        var plan = planned(request);
        var done = new ArrayList<Done>();
        var failed = new ArrayList<Failed>();
        var next = 0;
        var used = Duration.ZERO;
        while (next < plan.tasks().size() && isLeft(request, used)) {
            var task = plan.tasks().get(next++);
            used = used.plus(taskTime);
            var why = failing.get(task.name());
            if (why == null) {
                done.add(done(request.database(), task));
            } else {
                failed.add(new Failed(task, false, why));
            }
        }
        var remaining = plan.tasks().subList(next, plan.tasks().size());
        return new MaintenanceReport(
                request.database(),
                startedAt,
                clock.instant(),
                remaining.isEmpty() ? Ending.COMPLETE : Ending.TIME_OVER,
                done,
                failed,
                remaining,
                plan.leftOut(),
                Optional.of(10.0),
                Optional.empty());
    }

    private boolean isLeft(MaintenanceRequest request, Duration used) {
        return request.timeLimit()
                .map(limit -> used.plus(taskTime).compareTo(limit) <= 0)
                .orElse(true);
    }

    private Done done(String database, MaintenanceTask task) {
        var place = new Place(database, task.table().name(), task.name());
        var before = Objects.requireNonNull(indexes.get(place));
        var rebuilt = task.kind().isRebuild() ? Optional.of(clock.instant()) : before.rebuilt();
        indexes.put(place, new State(0, rebuilt));
        return new Done(task, taskTime, Measurement.none().withPages(0, 1000));
    }

    @Override
    public Integrity checkIntegrity(String database, Integrity.Depth depth, Progress progress)
            throws InterruptedException {
        var integrity = readingLong("checkIntegrity", List.of(database, depth.name()), () -> {
            var verdict = requireDatabase(database);
            var now = clock.instant();
            if (verdict == Verdict.CLEAN) {
                lastGood.put(database, now);
            }
            return new Integrity(
                    database,
                    depth,
                    verdict,
                    verdict == Verdict.DAMAGED ? 1 : 0,
                    List.of(),
                    words(database, verdict),
                    now,
                    Duration.ZERO);
        });
        progress.report(1, 1, "databases");
        return integrity;
    }

    private static String words(String database, Verdict verdict) {
        return "The check for integrity of " + database
                + switch (verdict) {
                    case CLEAN -> " found no errors";
                    case DAMAGED -> " found 1 error";
                    case NOT_CHECKED -> " could not run to its end";
                };
    }

    @Override
    public LastGoodCheck lastGoodCheck(String database) {
        return reading("lastGoodCheck", List.of(database), () -> {
            requireDatabase(database);
            return Optional.ofNullable(lastGood.get(database))
                    .map(LastGoodCheck::at)
                    .orElseGet(LastGoodCheck::never);
        });
    }

    @Override
    public SuspectPages suspectPages(String database) {
        return reading("suspectPages", List.of(database), () -> {
            requireDatabase(database);
            return new SuspectPages(database, pages.getOrDefault(database, List.of()), false);
        });
    }

    @Override
    public long broken(String database, Invariant invariant) throws InterruptedException {
        return readingLong("broken", List.of(database, invariant.name()), () -> {
            requireDatabase(database);
            return broken.getOrDefault(invariant.name(), 0L);
        });
    }

    @Override
    FakeMaintenanceProvider self() {
        return this;
    }

    @Override
    void restore(Tables from) {
        indexes.clear();
        from.rows("index")
                .forEach(row -> indexes.put(
                        new Place(row.get(0), row.get(1), row.get(2)),
                        new State(
                                Double.parseDouble(row.get(3)),
                                row.get(4).isEmpty() ? Optional.empty() : Optional.of(Instant.parse(row.get(4))))));
        verdicts.clear();
        from.rows("database").forEach(row -> verdicts.put(row.get(0), Verdict.valueOf(row.get(1))));
        lastGood.clear();
        from.rows("good").forEach(row -> lastGood.put(row.get(0), Instant.parse(row.get(1))));
        pages.clear();
        from.rows("page")
                .forEach(row -> pages.computeIfAbsent(row.get(0), none -> new ArrayList<>())
                        .add(new SuspectPages.Page(
                                Integer.parseInt(row.get(1)),
                                Long.parseLong(row.get(2)),
                                SuspectPages.State.valueOf(row.get(3)),
                                Integer.parseInt(row.get(4)),
                                Instant.parse(row.get(5)))));
        broken.clear();
        from.rows("broken").forEach(row -> broken.put(row.get(0), Long.parseLong(row.get(1))));
    }

    @Override
    void save(Tables to) {
        indexes.forEach((place, state) -> to.add(
                "index",
                place.database(),
                place.table(),
                place.index(),
                Double.toString(state.fragmentation()),
                state.rebuilt().map(Instant::toString).orElse("")));
        verdicts.forEach((database, verdict) -> to.add("database", database, verdict.name()));
        new TreeMap<>(lastGood).forEach((database, at) -> to.add("good", database, at.toString()));
        new TreeMap<>(pages)
                .forEach((database, all) -> all.forEach(page -> to.add(
                        "page",
                        database,
                        Integer.toString(page.file()),
                        Long.toString(page.number()),
                        page.state().name(),
                        Integer.toString(page.errors()),
                        page.lastSeen().toString())));
        broken.forEach((invariant, rows) -> to.add("broken", invariant, Long.toString(rows)));
    }

    private static List<String> args(MaintenanceRequest request) {
        return List.of(request.database(), request.scope().name());
    }

    private Verdict requireDatabase(String database) {
        var verdict = verdicts.get(database);
        if (verdict == null) {
            throw new PreconditionFailedException("There is no database " + database);
        }
        return verdict;
    }
}
