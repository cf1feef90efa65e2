package io.emrops.sqlserver.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.maintenance.MaintenanceRequest;
import io.emrops.maintenance.MaintenanceRequest.Paused;
import io.emrops.maintenance.MaintenanceTask;
import io.emrops.maintenance.MaintenanceTask.Kind;
import io.emrops.maintenance.Measurement;
import io.emrops.maintenance.TableName;
import io.emrops.sqlserver.maintenance.Facts.Index;
import io.emrops.sqlserver.maintenance.Facts.Key;
import io.emrops.sqlserver.maintenance.Facts.Statistics;
import io.emrops.sqlserver.maintenance.Facts.Traits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Plans are carried out on facts, ended anywhere, and made anew: all is done in the end, and nothing twice. */
class RandomPlansTest {
    private static final Instant NOW = Instant.parse("2026-03-01T02:00:00Z");

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void a_maintenance_that_is_ended_anywhere_is_gone_on_with_and_does_nothing_twice(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int tables) {
        var random = new Random(seed);
        var facts = facts(random, tables);
        var request = request(random);
        var done = new ArrayList<String>();
        var calls = 0;
        while (true) {
            var planned = Planner.plan(request, facts);
            if (planned.jobs().isEmpty()) {
                break;
            }
            assertThat(++calls).as("calls").isLessThan(200);
            var most = 1 + random.nextInt(planned.jobs().size());
            for (var job : planned.jobs().subList(0, most)) {
                done.add(what(job.task()));
                facts = after(facts, job.task());
            }
        }

        assertThat(done).doesNotHaveDuplicates();
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void no_plan_does_what_is_not_allowed(@ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int tables) {
        var random = new Random(seed);
        var facts = facts(random, tables);
        var request = request(random);

        var planned = Planner.plan(request, facts);

        var tasks = planned.plan().tasks();
        var kinds = tasks.stream().map(MaintenanceTask::kind).toList();
        assertThat(kinds).isSorted();
        assertThat(Planner.plan(request, facts)).isEqualTo(planned);
        if (!request.offlineAllowed()) {
            assertThat(kinds).doesNotContain(Kind.REBUILD_OFFLINE);
        }
        if (!facts.online()) {
            assertThat(kinds).doesNotContain(Kind.REBUILD_ONLINE, Kind.REBUILD_RESUMABLE);
        }
        if (!facts.resumable()) {
            assertThat(kinds).doesNotContain(Kind.REBUILD_RESUMABLE);
        }
        if (request.scope() == MaintenanceRequest.Scope.STATISTICS) {
            assertThat(kinds).allMatch(Kind::isStatistics);
        }
        var rebuilt = new HashSet<String>();
        tasks.stream()
                .filter(task -> task.kind().isRebuild() && task.partition() == 0)
                .forEach(task -> rebuilt.add(task.subject()));
        assertThat(tasks)
                .filteredOn(task -> task.kind().isStatistics())
                .noneMatch(task -> rebuilt.contains(task.subject()));
        for (var index : facts.indexes()) {
            if (index.disabled() || index.type() > 2) {
                assertThat(tasks)
                        .filteredOn(task -> !task.kind().isStatistics())
                        .noneMatch(task -> task.name().equals(index.name())
                                && task.kind() != Kind.ABORT_REBUILD
                                && task.kind() != Kind.RESUME_REBUILD);
            }
        }
    }

    private static String what(MaintenanceTask task) {
        var kind = task.kind().isStatistics() ? "statistics" : task.kind() == Kind.ABORT_REBUILD ? "abort" : "index";
        return kind + " " + task.subject();
    }

    private static MaintenanceRequest request(Random random) {
        var request = switch (random.nextInt(3)) {
            case 0 -> MaintenanceRequest.statistics("EMRNext");
            case 1 -> MaintenanceRequest.byFragmentation("EMRNext");
            default -> MaintenanceRequest.everything("EMRNext");
        };
        if (random.nextBoolean()) {
            request.allowOffline();
        }
        if (random.nextBoolean()) {
            request.fullScan();
        }
        return request.paused(Paused.values()[random.nextInt(3)])
                .cycle(Duration.ofHours(1 + random.nextInt(100)))
                .build();
    }

    private static Facts facts(Random random, int tables) {
        var online = random.nextBoolean();
        var indexes = new ArrayList<Index>();
        var statistics = new ArrayList<Statistics>();
        var paused = new ArrayList<Facts.Paused>();
        for (var table = 0; table < tables; table++) {
            var name = new TableName("dbo", "T" + table);
            var rows = random.nextInt(5) == 0 ? 0 : random.nextInt(100_000);
            for (var id = 1; id <= 1 + random.nextInt(4); id++) {
                var key = new Key(table, id);
                var partitions = random.nextInt(4) == 0 ? 3 : 1;
                var type = id == 1 ? 1 : random.nextInt(6) == 0 ? 6 : 2;
                var traits = new Traits(random.nextInt(4) == 0, random.nextInt(4) == 0);
                var disabled = random.nextInt(8) == 0;
                for (var partition = 1; partition <= partitions; partition++) {
                    indexes.add(new Index(
                            key,
                            name,
                            "I" + table + id,
                            type,
                            disabled,
                            random.nextInt(5) != 0,
                            partition,
                            partitions,
                            traits,
                            rows == 0 ? 0 : random.nextInt(100),
                            rows == 0 ? 0 : random.nextInt(4000)));
                }
                statistics.add(statistics(random, key, name, "I" + table + id, rows));
                if (online && type <= 2 && partitions == 1 && random.nextInt(6) == 0) {
                    paused.add(new Facts.Paused(
                            key, name, "I" + table + id, 0, random.nextInt(100), random.nextInt(4) == 0));
                }
            }
            statistics.add(statistics(random, new Key(table, 9), name, "S" + table, rows));
        }
        return new Facts(NOW, online, online && random.nextBoolean(), indexes, statistics, paused);
    }

    private static Statistics statistics(Random random, Key key, TableName table, String name, long rows) {
        var persisted = random.nextInt(6) == 0 ? Optional.of(20.0) : Optional.<Double>empty();
        if (rows == 0 || random.nextInt(6) == 0) {
            return new Statistics(
                    key,
                    table,
                    name,
                    random.nextBoolean(),
                    random.nextInt(8) != 0,
                    persisted,
                    rows,
                    Measurement.none());
        }
        var measured = Measurement.none()
                .withStatistics(
                        Optional.of(NOW.minus(Duration.ofHours(random.nextInt(1000)))),
                        Optional.of(rows),
                        Optional.of(random.nextBoolean() ? rows : rows / 10),
                        Optional.of((long) random.nextInt(10_000)));
        return new Statistics(
                key, table, name, random.nextBoolean(), random.nextInt(8) != 0, persisted, rows, measured);
    }

    /** What the server would say when this is done. */
    private static Facts after(Facts facts, MaintenanceTask task) {
        var indexes = facts.indexes().stream()
                .map(index -> !task.kind().isStatistics()
                                && task.kind() != Kind.ABORT_REBUILD
                                && index.name().equals(task.name())
                                && (task.partition() == 0 || task.partition() == index.partition())
                        ? new Index(
                                index.key(),
                                index.table(),
                                index.name(),
                                index.type(),
                                index.disabled(),
                                index.pageLocks(),
                                index.partition(),
                                index.partitions(),
                                index.traits(),
                                0,
                                index.pages())
                        : index)
                .toList();
        var makesStatistics = task.kind().isStatistics() || (task.kind().isRebuild() && task.partition() == 0);
        var statistics = facts.statistics().stream()
                .map(each -> makesStatistics && each.name().equals(task.name()) ? made(each, task.kind()) : each)
                .toList();
        var ends = task.kind() == Kind.ABORT_REBUILD || task.kind() == Kind.RESUME_REBUILD;
        List<Facts.Paused> paused = facts.paused().stream()
                .filter(each -> !(ends && each.name().equals(task.name())))
                .toList();
        return new Facts(facts.now(), facts.online(), facts.resumable(), indexes, statistics, paused);
    }

    private static Statistics made(Statistics before, Kind kind) {
        var rows = before.tableRows();
        var sampled = kind == Kind.UPDATE_STATISTICS ? rows / 5 : rows;
        var measured = Measurement.none()
                .withStatistics(Optional.of(NOW), Optional.of(rows), Optional.of(sampled), Optional.of(0L));
        return new Statistics(
                before.key(),
                before.table(),
                before.name(),
                before.manual(),
                before.visible(),
                before.persistedSample(),
                rows,
                before.visible() ? measured : Measurement.none());
    }
}
