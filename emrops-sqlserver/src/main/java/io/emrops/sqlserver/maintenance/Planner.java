package io.emrops.sqlserver.maintenance;

import io.emrops.maintenance.MaintenancePlan;
import io.emrops.maintenance.MaintenancePlan.LeftOut;
import io.emrops.maintenance.MaintenanceRequest;
import io.emrops.maintenance.MaintenanceRequest.Scope;
import io.emrops.maintenance.MaintenanceTask;
import io.emrops.maintenance.TableName;
import io.emrops.sqlserver.statement.Identifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is due, and in which order. Looks at nothing but the facts: the same facts give the same plan.
 *
 * <p>Small things come first, so that one that does not end within the time keeps nobody waiting but itself.
 */
final class Planner {
    private final MaintenanceRequest request;
    private final Facts facts;
    private final List<Job> jobs = new ArrayList<>();
    private final List<LeftOut> leftOut = new ArrayList<>();
    private int inOrder;

    private Planner(MaintenanceRequest request, Facts facts) {
        this.request = request;
        this.facts = facts;
    }

    /**
     * A plan, with what its statements need.
     *
     * @param jobs those of the plan, in its order
     */
    record Planned(MaintenancePlan plan, List<Job> jobs) {
        Planned {
            jobs = List.copyOf(jobs);
        }
    }

    static Planned plan(MaintenanceRequest request, Facts facts) {
        return new Planner(request, facts).planned();
    }

    private Planned planned() {
        var indexes = new IndexChoice(request, facts);
        if (request.scope() == Scope.STATISTICS) {
            facts.paused()
                    .forEach(paused -> leaveOut(
                            paused.table(),
                            paused.name(),
                            "a rebuild of it " + IndexChoice.stands(paused) + ", and only statistics were asked for"));
        } else {
            facts.paused().forEach(paused -> add(indexes.of(paused)));
            facts.indexes().forEach(index -> add(indexes.of(index)));
        }
        var rebuilt = rebuilt();
        var statistics = new StatisticsChoice(request, facts.now());
        for (var each : facts.statistics()) {
            if (rebuilt.contains(each.key())) {
                continue;
            }
            add(statistics.of(each));
        }
        jobs.sort(Comparator.comparing((Job job) -> job.task().kind())
                .thenComparingLong(job -> size(job.task()))
                .thenComparing(job -> job.task().table().toString())
                .thenComparing(job -> job.task().name())
                .thenComparingInt(job -> job.task().partition()));
        return new Planned(
                new MaintenancePlan(
                        request.database(), jobs.stream().map(Job::task).toList(), leftOut, inOrder),
                jobs);
    }

    /** Statistics of these are made of every row by the way; made again of a sample, they would be worse. */
    private Set<Facts.Key> rebuilt() {
        var keys = new HashSet<Facts.Key>();
        for (var job : jobs) {
            if (job.task().kind().isRebuild() && job.task().partition() == 0) {
                keys.add(job.key());
            }
        }
        return keys;
    }

    private static long size(MaintenanceTask task) {
        var before = task.before();
        return task.kind().isStatistics()
                ? before.rows().orElse(0L)
                : before.pages().orElse(0L);
    }

    private void add(Choice choice) {
        if (choice instanceof Choice.Due due) {
            if (canBeNamed(due.job().task())) {
                jobs.add(due.job());
            } else {
                leaveOut(
                        due.job().task().table(),
                        due.job().task().name(),
                        "its name has characters that no statement takes");
            }
        } else if (choice instanceof Choice.Left left) {
            leaveOut(left.table(), left.name(), left.why());
        } else if (choice == Choice.Nothing.IN_ORDER) {
            inOrder++;
        }
    }

    private static boolean canBeNamed(MaintenanceTask task) {
        try {
            Identifier.of(task.table().schema());
            Identifier.of(task.table().name());
            Identifier.of(task.name());
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void leaveOut(TableName table, String name, String why) {
        leftOut.add(new LeftOut(table, name, why));
    }
}
