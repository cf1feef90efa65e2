package io.emrops.sqlserver.maintenance;

import io.emrops.EmropsException;
import io.emrops.OutcomeUnknownException;
import io.emrops.Progress;
import io.emrops.TargetUnavailableException;
import io.emrops.maintenance.MaintenancePlan;
import io.emrops.maintenance.MaintenanceReport;
import io.emrops.maintenance.MaintenanceReport.Done;
import io.emrops.maintenance.MaintenanceReport.Ending;
import io.emrops.maintenance.MaintenanceReport.Failed;
import io.emrops.maintenance.MaintenanceRequest;
import io.emrops.maintenance.MaintenanceTask;
import io.emrops.maintenance.Measurement;
import io.emrops.sqlserver.session.OperationInterruptedException;
import io.emrops.sqlserver.session.OperationResult;
import io.emrops.sqlserver.session.OperationResult.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds what is due, and does it. */
public final class MaintenanceRun {
    private static final Logger LOG = LoggerFactory.getLogger(MaintenanceRun.class);

    /** A large rebuild that is cancelled takes its time to be undone. */
    private static final Duration ROLLING_BACK = Duration.ofHours(1);

    private final MaintainedServer server;
    private final MaintenanceRequest request;
    private final Progress progress;
    private final long begin;
    private final List<Done> done = new ArrayList<>();
    private final List<Failed> failed = new ArrayList<>();
    private Optional<Ending> ending = Optional.empty();
    private Optional<Double> logUsed = Optional.empty();

    private MaintenanceRun(MaintainedServer server, MaintenanceRequest request, Progress progress) {
        this.server = server;
        this.request = request;
        this.progress = progress;
        this.begin = server.sessions().time().nanoTime();
    }

    /** What would be done now; changes nothing. */
    public static MaintenancePlan plan(MaintainedServer server, MaintenanceRequest request) {
        var name = server.requireWritable(request.database());
        try (var database = server.open(name, request.lockWait())) {
            return Planner.plan(request, FactReader.read(database, server.facts(), request))
                    .plan();
        }
    }

    /**
     * Does what is due.
     *
     * @throws InterruptedException if the thread was interrupted; what ran was cancelled
     */
    public static MaintenanceReport maintain(MaintainedServer server, MaintenanceRequest request, Progress progress)
            throws InterruptedException {
        var run = new MaintenanceRun(server, request, progress);
        var name = server.requireWritable(request.database());
        try (var database = server.open(name, request.lockWait())) {
            database.lock();
            return run.in(database);
        }
    }

    private MaintenanceReport in(OpenedDatabase database) throws InterruptedException {
        var startedAt = database.now().toInstant();
        var planned = Planner.plan(request, FactReader.read(database, server.facts(), request));
        var jobs = planned.jobs();
        LOG.info("Maintenance of {}: {} tasks are due", database.name(), jobs.size());
        var next = 0;
        while (next < jobs.size() && mayGoOn(database)) {
            progress.report(next, jobs.size(), "tasks");
            if (run(database, jobs.get(next))) {
                next++;
            }
        }
        progress.report(next, jobs.size(), "tasks");
        var remaining = jobs.subList(next, jobs.size()).stream().map(Job::task).toList();
        var report = report(database, startedAt, remaining, planned.plan());
        LOG.info("{}", report.words());
        return report;
    }

    private MaintenanceReport report(
            OpenedDatabase database, Instant startedAt, List<MaintenanceTask> remaining, MaintenancePlan plan) {
        Instant finishedAt;
        Optional<String> waitsFor;
        try {
            finishedAt = database.now().toInstant();
            waitsFor = ending.equals(Optional.of(Ending.LOG_FULL)) ? database.logWaitsFor() : Optional.empty();
        } catch (EmropsException e) {
            throw lost(database, e);
        }
        return new MaintenanceReport(
                request.database(),
                startedAt,
                finishedAt,
                ending.orElse(Ending.COMPLETE),
                done,
                failed,
                remaining,
                plan.leftOut(),
                logUsed,
                waitsFor);
    }

    private OutcomeUnknownException lost(OpenedDatabase database, EmropsException cause) {
        return new OutcomeUnknownException(
                "The maintenance of " + database.name() + " did " + done.size()
                        + " tasks, and then the connection was lost. Ask for it again: what was done is not due",
                cause,
                database.target());
    }

    private boolean mayGoOn(OpenedDatabase database) {
        if (ending.isEmpty()
                && left().filter(time -> time.isZero() || time.isNegative()).isPresent()) {
            ending = Optional.of(Ending.TIME_OVER);
        }
        if (ending.isEmpty()) {
            var used = logUsed(database);
            logUsed = used.isPresent() && used.get() > logUsed.orElse(-1.0) ? used : logUsed;
            if (used.filter(percent -> percent > request.logUsedAtMost()).isPresent()) {
                ending = Optional.of(Ending.LOG_FULL);
            }
        }
        return ending.isEmpty();
    }

    private Optional<Double> logUsed(OpenedDatabase database) {
        try {
            return database.logUsed();
        } catch (TargetUnavailableException e) {
            if (done.isEmpty()) {
                throw e;
            }
            throw lost(database, e);
        }
    }

    private Optional<Duration> left() {
        var used = Duration.ofNanos(server.sessions().time().nanoTime() - begin);
        return request.timeLimit().map(limit -> limit.minus(used));
    }

    /** @return whether it is dealt with; if not, it remains */
    private boolean run(OpenedDatabase database, Job job) throws InterruptedException {
        var result = send(database, job);
        if (result.outcome() == Outcome.FAILED
                && Refusals.isOfTheWay(result)
                && job.instead().isPresent()) {
            LOG.info("{} cannot be done in this way: {}", job.task().subject(), Refusals.words(result));
            return run(database, job.as(job.instead().get()));
        }
        switch (result.outcome()) {
            case SUCCEEDED -> done.add(new Done(job.task(), result.elapsed(), after(database, job)));
            case CANCELLED -> {
                if (result.timedOut()) {
                    ending = Optional.of(Ending.TIME_OVER);
                    return false;
                }
                failed.add(new Failed(job.task(), false, "somebody cancelled it"));
            }
            case FAILED -> {
                if (Refusals.isTimeOver(result)) {
                    ending = Optional.of(Ending.TIME_OVER);
                    return false;
                }
                failed.add(new Failed(job.task(), Refusals.isBusy(result), Refusals.words(result)));
                if (Refusals.isLogFull(result)) {
                    ending = Optional.of(Ending.LOG_FULL);
                }
            }
            case UNKNOWN ->
                throw new OutcomeUnknownException(
                        "Whether this was done is not known, since the connection was lost: "
                                + job.task().words() + ". " + done.size()
                                + " tasks were done before it. Ask for the maintenance again: what was done is not due",
                        null,
                        database.target());
        }
        return true;
    }

    private OperationResult send(OpenedDatabase database, Job job) throws InterruptedException {
        var left = left();
        var operation = database.operation(JobStatement.of(job, request, left)).stopWithin(ROLLING_BACK);
        try {
            // It may have become none since it was looked at.
            return left.map(time -> time.isNegative() || time.isZero() ? Duration.ofMillis(1) : time)
                    .map(operation::cancelAfter)
                    .orElse(operation)
                    .run();
        } catch (OperationInterruptedException e) {
            var interrupted = new InterruptedException("The maintenance of " + database.name()
                    + " was interrupted, after " + done.size() + " tasks, at this: "
                    + job.task().words() + ", which is " + e.result().outcome());
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    private Measurement after(OpenedDatabase database, Job job) {
        try {
            return measured(database, job);
        } catch (EmropsException e) {
            LOG.warn("{} was done, and cannot be measured now", job.task().subject(), e);
            return Measurement.none();
        }
    }

    private Measurement measured(OpenedDatabase database, Job job) {
        var task = job.task();
        var key = job.key();
        var statistics = task.partition() != 0
                ? Measurement.none()
                : database.queries()
                        .find(
                                "the statistics",
                                FactReader.statisticsOf(server.facts(), key),
                                row -> FactReader.measured(row, server.facts().offset()))
                        .orElseGet(Measurement::none);
        if (task.kind().isStatistics()) {
            return statistics;
        }
        var partition = task.partition() == 0 ? "NULL" : String.valueOf(task.partition());
        var pages = database.measuring()
                .list(
                        "the fragmentation of the index",
                        FactReader.pagesOf(String.valueOf(key.objectId()), String.valueOf(key.id()), partition),
                        FactReader.Pages::of);
        return pages.size() == 1
                ? statistics.withPages(
                        pages.get(0).fragmentation(), pages.get(0).pages())
                : statistics;
    }
}
