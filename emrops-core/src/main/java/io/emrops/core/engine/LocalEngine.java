package io.emrops.core.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.emrops.Authorizer;
import io.emrops.Engine;
import io.emrops.Plan;
import io.emrops.PreconditionFailedException;
import io.emrops.Report;
import io.emrops.ResumeRequest;
import io.emrops.Run;
import io.emrops.RunInfo;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.Secret;
import io.emrops.StoreException;
import io.emrops.core.history.OutputCodec;
import io.emrops.core.history.RecordCodec;
import io.emrops.core.history.RunHistory;
import io.emrops.core.history.RunRecord;
import io.emrops.core.rehearsal.EarlierRuns;
import io.emrops.core.report.JournalReport;
import io.emrops.core.secret.Scrubber;
import io.emrops.event.RunEvent;
import io.emrops.event.RunListener;
import io.emrops.spi.Definition;
import io.emrops.spi.Leases;
import io.emrops.spi.Node;
import io.emrops.spi.RunStore;
import io.emrops.spi.TimeSource;
import java.lang.ref.WeakReference;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine of this process. Made by {@link io.emrops.core.Emrops}. */
public final class LocalEngine implements Engine {
    private static final Logger LOG = LoggerFactory.getLogger(LocalEngine.class);
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

    private final SecureRandom random = new SecureRandom();
    private final Surroundings around;
    private final boolean ownsStore;
    private final ExecutorService executor = Threads.forBodies();
    private final Scrubber scrubber = new Scrubber();
    private final RecordCodec codec = new RecordCodec(scrubber::scrub);
    private final boolean authorized;
    private final Function<String, Optional<Secret>> vault;
    private final Map<String, LiveRun> live = new ConcurrentHashMap<>();
    private final Map<String, WeakReference<RunHandle>> handles = new HashMap<>();
    private final InboxReader inbox;
    private boolean closed;

    /**
     * @param ownsStore whether to close the store with the engine
     * @param vault gives secret parameters by their ids
     */
    public LocalEngine(
            RunStore store,
            boolean ownsStore,
            Leases leases,
            TimeSource time,
            Optional<Authorizer> authorizer,
            Function<String, Optional<Secret>> vault) {
        this.ownsStore = ownsStore;
        this.authorized = authorizer.isPresent();
        this.vault = vault;
        this.around = new Surroundings(
                store,
                leases,
                time,
                executor,
                new Listeners(scrubber::scrub),
                authorizer.orElseGet(Authorizer::anybody),
                scrubber);
        around.listeners().add(this::forget);
        this.inbox = new InboxReader(store.inbox(), around, id -> Optional.ofNullable(live.get(id)));
        inbox.start();
    }

    /** A run that has ended is the store's; whoever holds on to it may still ask it. */
    private void forget(RunEvent event) {
        if (event instanceof RunEvent.Ended ended && ended.state().ended()) {
            live.computeIfPresent(ended.runId(), (id, run) -> run.live() ? run : null);
        }
    }

    @Override
    public Plan plan(Runbook runbook, RunRequest request) {
        var parameters = prepare(runbook.definition(), request);
        var planner = new Planner(around.leases(), scrubber::scrub);
        var steps = planner.rehearse(runbook.definition(), new Given(parameters));
        var hash = PlanHash.of(runbook.definition(), json(parameters).toString(), steps);
        var earlier = EarlierRuns.of(around.store(), runbook.id());
        return new LivePlan(runbook, request, around.time().wallClock(), steps, hash, earlier, scrubber::scrub);
    }

    /** What is known of a run that has not begun. */
    private record Given(Parameters parameters) implements Planner.Known {
        @Override
        public Object param(String id) {
            var secret = parameters.secrets().get(id);
            if (secret != null) {
                return secret;
            }
            var value = parameters.values().get(id);
            if (value == null) {
                throw new IllegalStateException("Parameter \"" + id + "\" has no value");
            }
            return value;
        }

        @Override
        public Optional<Object> result(String path) {
            return Optional.empty();
        }

        @Override
        public boolean skipped(String path) {
            return false;
        }
    }

    @Override
    public Run start(Runbook runbook, RunRequest request) {
        return start(runbook, request, Optional.empty());
    }

    @Override
    public Run start(Plan plan) {
        return start(plan.runbook(), plan.request(), Optional.of(plan.hash()));
    }

    private synchronized Run start(Runbook runbook, RunRequest request, Optional<String> plan) {
        requireOpen();
        var definition = runbook.definition();
        var parameters = prepare(definition, request);
        var now = around.time().wallClock();
        var id = newId(now);
        var started = new RunRecord.RunStarted(
                now,
                RecordCodec.FORMAT,
                definition.id(),
                definition.title(),
                request.actor(),
                request.reason(),
                json(parameters),
                List.copyOf(parameters.secrets().keySet()),
                Comparison.print(definition.fingerprint()),
                request.automaticUndo(),
                plan);
        var journal = RunJournal.create(around.store(), id, started, codec, around.listeners()::tell);
        LOG.info("Run {} of {} started", id, definition.id());
        var run = new LiveRun(around, definition, journal, results(definition, journal, parameters));
        live.put(id, run);
        around.listeners()
                .tell(new RunEvent.Started(
                        id, now, definition.id(), definition.title(), scrubber.scrub(request.actor())));
        run.begin();
        return handle(run);
    }

    /** Sees to it that a run could begin, before there is one. */
    private Parameters prepare(Definition definition, RunRequest request) {
        requirePeople(definition);
        requireKeepable(definition);
        request.params().values().stream()
                .filter(Secret.class::isInstance)
                .map(Secret.class::cast)
                .forEach(scrubber::register);
        var parameters = Parameters.of(definition, request, vault, scrubber::scrub);
        parameters.secrets().values().forEach(scrubber::register);
        return parameters;
    }

    private void requirePeople(Definition definition) {
        if (authorized) {
            return;
        }
        definition.steps().stream()
                .filter(s -> s instanceof Node.Approving
                        || s instanceof Node.Manual manual && !manual.group().equals(Authorizer.OPERATORS))
                .findFirst()
                .ifPresent(s -> {
                    throw new PreconditionFailedException(
                            "Step \"" + s.path() + "\" of runbook \"" + definition.id()
                                    + "\" asks a group of people, and this engine has no Authorizer that knows who belongs to it");
                });
    }

    private static void requireKeepable(Definition definition) {
        for (var step : definition.steps()) {
            OutputCodec.requireOpen(step.traits().output());
        }
    }

    private static Results results(Definition definition, RunJournal journal, Parameters parameters) {
        return new Results(definition, journal, parameters.values(), parameters.secrets());
    }

    private static Map<String, JsonNode> json(Parameters parameters) {
        var json = new LinkedHashMap<String, JsonNode>();
        parameters.values().forEach((id, value) -> json.put(id, OutputCodec.tree(value)));
        return json;
    }

    private String newId(Instant now) {
        var id = new StringBuilder(STAMP.format(now)).append('-');
        for (int i = 0; i < 6; i++) {
            id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return id.toString();
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

    private synchronized Run resume(Runbook runbook, String runId, Function<RunHistory, ResumeRequest> by) {
        requireOpen();
        var here = live.get(runId);
        if (here != null && here.live() && here.state() != RunState.PAUSED) {
            return handle(here);
        }
        var history = open(runId);
        if (history.ended().isPresent()) {
            throw refused(
                    runId,
                    "it has ended as " + history.state()
                            + (history.ended().get().leftChanged().isEmpty()
                                    ? ""
                                    : "; what is left changed can be undone"));
        }
        var request = by.apply(history);
        var run = take(runbook, history, request, List.of(), history.locks());
        if (history.undo().isPresent()) {
            run.resumeUndo(request.acceptedIrreversible().isPresent());
        } else {
            run.begin();
        }
        return handle(run);
    }

    @Override
    public synchronized Run resumeFrom(Runbook runbook, String runId, String stepPath, ResumeRequest request) {
        requireOpen();
        var history = open(runId);
        var state = history.state();
        var undone = history.undo().isPresent();
        if (undone || state != RunState.FAILED && state != RunState.CANCELLED) {
            throw refused(
                    runId,
                    "only a run that failed or was cancelled, and was not undone, can be gone on with at a step; this one is "
                            + state);
        }
        var behind = behind(runbook.definition(), history, stepPath);
        var run = take(runbook, history, request, behind, history.locks());
        run.begin();
        return handle(run);
    }

    private List<String> behind(Definition definition, RunHistory history, String stepPath) {
        var steps = definition.steps();
        var from = steps.stream().filter(s -> s.path().equals(stepPath)).findFirst();
        var outermost = definition.nodes().stream().anyMatch(n -> contains(n, stepPath));
        if (from.isEmpty() || !outermost) {
            throw refused(history.runId(), "there is no step \"" + stepPath + "\" outside of branches and fan-outs");
        }
        var paths = steps.subList(steps.indexOf(from.get()), steps.size()).stream()
                .map(Node.Stepping::path)
                .toList();
        return history.steps().stream()
                .map(io.emrops.core.history.StepHistory::path)
                .filter(p -> paths.contains(p.replaceFirst("\\[.*]$", "")))
                .toList();
    }

    private static boolean contains(Node node, String path) {
        if (node instanceof Node.Part part) {
            return part.nodes().stream().anyMatch(n -> contains(n, path));
        }
        return node instanceof Node.Stepping step && step.path().equals(path);
    }

    @Override
    public synchronized Run undo(Runbook runbook, String runId, ResumeRequest request) {
        requireOpen();
        var history = open(runId);
        if (history.ended().isEmpty()) {
            throw refused(runId, "it is " + history.state() + "; cancel it, and it is undone");
        }
        if (history.effects().isEmpty()) {
            throw refused(runId, "there is nothing left to undo");
        }
        var run = take(runbook, history, request, List.of(), history.locksEverTaken());
        run.beginUndo(
                request.actor(),
                request.reason(),
                request.acceptedIrreversible().isPresent());
        return handle(run);
    }

    /** Takes a run up from the store, once everything that may stand against it has been looked at. */
    private LiveRun take(
            Runbook runbook, RunHistory history, ResumeRequest request, List<String> reset, Set<String> locks) {
        var id = history.runId();
        var here = live.get(id);
        if (here != null && here.live() && here.state() != RunState.PAUSED) {
            throw refused(id, "it is under way in this engine");
        }
        requireMayTakeUp(history, request.actor());
        var definition = runbook.definition();
        requirePeople(definition);
        requireKeepable(definition);
        var print = requireSame(definition, history, request);
        var parameters = Parameters.again(definition, history.started().params(), request.secrets(), vault);
        parameters.secrets().values().forEach(scrubber::register);
        var journal = RunJournal.open(around.store(), history, codec, around.listeners()::tell);
        var results = results(definition, journal, parameters);
        var run = new LiveRun(around, definition, journal, results);
        SameTargets.require(run, history);
        holdLocks(run, locks, id);
        var now = run.clock().now();
        try {
            journal.write(
                    new RunRecord.RunResumed(now, request.actor(), request.reason(), request.acceptedChanges(), print),
                    new RunEvent.Resumed(id, now, scrubber.scrub(request.actor())));
            if (!history.locks().containsAll(locks)) {
                journal.write(new RunRecord.LocksTaken(now, List.copyOf(new TreeSet<>(locks))));
            }
            if (!reset.isEmpty()) {
                journal.write(new RunRecord.StepsReset(now, request.actor(), request.reason(), reset));
                results.forget();
            }
        } catch (JournalLost e) {
            throw e.reason();
        }
        live.put(id, run);
        return run;
    }

    /** What callers hold on to; the one they hold already goes with the run when it is taken up again. */
    private RunHandle handle(LiveRun run) {
        synchronized (handles) {
            handles.values().removeIf(held -> held.get() == null);
            var held = handles.get(run.id());
            var known = held == null ? null : held.get();
            if (known != null) {
                known.follow(run);
                return known;
            }
            var made = new RunHandle(run);
            handles.put(run.id(), new WeakReference<>(made));
            return made;
        }
    }

    /** Whoever started a run may go on with it; anybody else has to be an operator. */
    private void requireMayTakeUp(RunHistory history, String actor) {
        if (!actor.equals(history.started().actor()) && !around.authorizer().mayDecide(actor, Authorizer.OPERATORS)) {
            throw refused(history.runId(), actor + " did not start it and may not take up the runs of others");
        }
    }

    private static Optional<RunRecord.Print> requireSame(
            Definition definition, RunHistory history, ResumeRequest request) {
        var comparison = Comparison.of(history, definition.fingerprint());
        if (comparison.verdict() == Comparison.Verdict.IDENTICAL) {
            return Optional.empty();
        }
        var differences = String.join("; ", comparison.differences());
        if (comparison.verdict() == Comparison.Verdict.INCOMPATIBLE) {
            throw refused(
                    history.runId(),
                    "the runbook differs in what has begun: " + differences
                            + ". Resume with the definition it was started with, or cancel and undo with that one");
        }
        if (request.acceptedChanges().isEmpty()) {
            throw refused(
                    history.runId(),
                    "the runbook differs in what has not begun: " + differences
                            + ". Accept that with ResumeRequest.acceptChanges(why)");
        }
        return Optional.of(Comparison.print(definition.fingerprint()));
    }

    private void holdLocks(LiveRun run, Set<String> locks, String runId) {
        if (locks.isEmpty()) {
            return;
        }
        var answer = around.leases().acquire(new TreeSet<>(locks), run.holder("resume"));
        if (answer instanceof Leases.Acquisition.Refused refused) {
            throw refused(runId, "its lock \"" + refused.by().lock() + "\" is now " + LockWorker.words(refused.by()));
        }
    }

    @Override
    public synchronized void abandon(String runId, String actor, String why) {
        requireOpen();
        var here = live.get(runId);
        if (here != null && here.live()) {
            throw refused(runId, "it is under way in this engine; cancel it");
        }
        if (!around.authorizer().mayDecide(actor, Authorizer.OPERATORS)) {
            throw refused(runId, actor + " may not abandon runs");
        }
        var history = open(runId);
        if (history.ended().isPresent() && history.locks().isEmpty()) {
            throw refused(runId, "it has ended as " + history.state() + " and holds no locks");
        }
        var journal = RunJournal.open(around.store(), history, codec, around.listeners()::tell);
        var now = new RunClock(around.time(), history.lastAt()).now();
        var locks = LockWorker.all(around.leases(), runId, history.locks());
        try {
            if (!locks.isEmpty()) {
                around.leases().release(locks, runId);
                journal.add(new RunRecord.LocksReleased(now, List.copyOf(locks)));
            }
            var left = history.ended()
                    .map(RunRecord.RunEnded::leftChanged)
                    .orElseGet(() -> history.effects().stream()
                            .map(p -> p + ": not undone, the run was abandoned")
                            .toList());
            var state = history.ended().map(RunRecord.RunEnded::state).orElse(RunState.FAILED);
            journal.write(new RunRecord.RunEnded(now, state, "abandoned by " + actor + ": " + why, left));
        } catch (JournalLost e) {
            throw e.reason();
        }
        live.remove(runId);
    }

    @Override
    public Optional<Run> run(String runId) {
        return Optional.ofNullable(live.get(runId)).map(this::handle);
    }

    @Override
    public List<RunInfo> runs() {
        return around.store().runs().stream()
                .flatMap(head -> readable(head.runId()).stream())
                .toList();
    }

    /** Nothing can be said of a run whose key has been erased. */
    private Optional<RunInfo> readable(String runId) {
        try {
            return Optional.of(info(runId));
        } catch (StoreException e) {
            if (e.problem() == StoreException.Problem.ERASED) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private RunInfo info(String runId) {
        var here = Optional.ofNullable(live.get(runId));
        var isLive = here.filter(LiveRun::live).isPresent();
        if (isLive) {
            var report = here.get().report();
            return new RunInfo(runId, report.runbookId(), report.state(), report.startedBy(), report.startedAt(), true);
        }
        var history = open(runId);
        var started = history.started();
        return new RunInfo(runId, started.runbook(), history.state(), started.actor(), started.at(), false);
    }

    @Override
    public Report report(String runId) {
        var here = Optional.ofNullable(live.get(runId)).filter(LiveRun::live);
        if (here.isPresent()) {
            return here.get().report();
        }
        return JournalReport.of(open(runId));
    }

    private RunHistory open(String runId) {
        return RunHistory.read(runId, around.store().read(runId));
    }

    @Override
    public void addListener(RunListener listener) {
        around.listeners().add(listener);
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            inbox.close();
            around.listeners().hurry();
            live.values().forEach(LiveRun::close);
        }
        var interrupted = false;
        for (var run : live.values()) {
            try {
                run.awaitIdle();
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

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The engine is closed");
        }
    }

    private static PreconditionFailedException refused(String runId, String why) {
        return new PreconditionFailedException("Run " + runId + ": " + why, null, runId, null, null);
    }
}
