package io.emrops.core.engine;

import io.emrops.Authorizer;
import io.emrops.Engine;
import io.emrops.Plan;
import io.emrops.Report;
import io.emrops.ResumeRequest;
import io.emrops.Run;
import io.emrops.RunInfo;
import io.emrops.RunRequest;
import io.emrops.Runbook;
import io.emrops.Secret;
import io.emrops.core.history.RecordCodec;
import io.emrops.core.history.RunHistory;
import io.emrops.core.secret.Scrubber;
import io.emrops.event.RunEvent;
import io.emrops.event.RunListener;
import io.emrops.spi.Leases;
import io.emrops.spi.RunStore;
import io.emrops.spi.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;

/**
 * The engine of this process: the front door. What it is asked for is done by {@link Starting}, {@link TakingUp},
 * {@link Abandoning} and {@link RunList}. Made by {@link io.emrops.core.Emrops}.
 */
public final class LocalEngine implements Engine {
    /** Enough to fill a force of the journal; few enough not to be felt. */
    private static final int PLACES = 16;

    private final Surroundings around;
    private final boolean ownsStore;
    private final ExecutorService executor = Threads.forBodies();
    private final RunsHere here = new RunsHere();
    private final RunList runs;
    private final Starting starting;
    private final TakingUp takingUp;
    private final Abandoning abandoning;
    private final InboxReader inbox;

    /**
     * @param ownsStore whether to close the store with the engine
     * @param vault gives secret parameters by their ids
     * @param patience how long a target has to say who it is, or what would change
     */
    public LocalEngine(
            RunStore store,
            boolean ownsStore,
            Leases leases,
            TimeSource time,
            Optional<Authorizer> authorizer,
            Function<String, Optional<Secret>> vault,
            Duration patience) {
        var scrubber = new Scrubber();
        this.ownsStore = ownsStore;
        this.around = new Surroundings(
                store,
                leases,
                time,
                executor,
                new Crew(executor, PLACES),
                new Charts(),
                new Listeners(scrubber::scrub),
                authorizer.orElseGet(Authorizer::anybody),
                scrubber,
                Sheet.of(store, new RecordCodec(scrubber::scrub, scrubber::knowsNothing)),
                new Inquiries(time, executor, patience));
        var preparation = new Preparation(authorizer.isPresent(), vault, scrubber);
        this.runs = new RunList(store, here);
        this.starting = new Starting(around, preparation, here);
        this.takingUp = new TakingUp(around, preparation, here, runs);
        this.abandoning = new Abandoning(around, here, runs);
        around.listeners().add(here::forget, RunEvent.Ended.class);
        this.inbox = new InboxReader(store.inbox(), around, here::find);
        inbox.start();
    }

    @Override
    public Plan plan(Runbook runbook, RunRequest request) {
        return starting.plan(runbook, request);
    }

    @Override
    public Run start(Runbook runbook, RunRequest request) {
        return start(runbook, request, Optional.empty());
    }

    @Override
    public Run start(Plan plan) {
        return start(plan.runbook(), plan.request(), Optional.of(plan.hash()));
    }

    private Run start(Runbook runbook, RunRequest request, Optional<String> plan) {
        return here.handle(starting.start(runbook, request, plan));
    }

    @Override
    public Run resume(Runbook runbook, String runId) {
        return resume(
                runbook, runId, history -> ResumeRequest.by(history.started().actor()));
    }

    @Override
    public Run resume(Runbook runbook, String runId, ResumeRequest request) {
        return resume(runbook, runId, history -> request);
    }

    private Run resume(Runbook runbook, String runId, Function<RunHistory, ResumeRequest> by) {
        return here.handle(takingUp.resume(runbook, runId, by));
    }

    @Override
    public Run resumeFrom(Runbook runbook, String runId, String stepPath, ResumeRequest request) {
        return here.handle(takingUp.resumeFrom(runbook, runId, stepPath, request));
    }

    @Override
    public Run undo(Runbook runbook, String runId, ResumeRequest request) {
        return here.handle(takingUp.undo(runbook, runId, request));
    }

    @Override
    public void abandon(String runId, String actor, String why) {
        abandoning.abandon(runId, actor, why);
    }

    @Override
    public Optional<Run> run(String runId) {
        return here.find(runId).map(here::handle);
    }

    @Override
    public List<RunInfo> runs() {
        return runs.all();
    }

    @Override
    public Report report(String runId) {
        return runs.report(runId);
    }

    @Override
    public void addListener(RunListener listener) {
        around.listeners().add(listener);
    }

    @Override
    public void close() {
        if (!here.close(this::bringToRest)) {
            return;
        }
        var interrupted = false;
        for (var run : here.all()) {
            try {
                run.status().awaitIdle();
            } catch (InterruptedException e) {
                interrupted = true;
                break;
            }
        }
        executor.shutdown();
        around.time().close();
        around.listeners().close();
        if (ownsStore) {
            around.store().close();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void bringToRest() {
        inbox.close();
        around.listeners().hurry();
        here.all().forEach(run -> run.stopping().close());
        around.inquiries().close();
    }
}
