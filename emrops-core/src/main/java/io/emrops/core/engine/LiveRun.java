package io.emrops.core.engine;

import io.emrops.Answer;
import io.emrops.Question;
import io.emrops.Report;
import io.emrops.RunState;
import io.emrops.Secret;
import io.emrops.StoreException;
import io.emrops.StoreException.Problem;
import io.emrops.Target;
import io.emrops.core.engine.Worker.Wait;
import io.emrops.core.history.RunHistory;
import io.emrops.core.history.RunRecord;
import io.emrops.core.history.StepHistory;
import io.emrops.core.report.JournalReport;
import io.emrops.core.time.Durations;
import io.emrops.event.RunEvent;
import io.emrops.spi.Definition;
import io.emrops.spi.Leases;
import io.emrops.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run under way: its strands, its state, and the decision what follows when all of them have come to rest. */
final class LiveRun {
    /** What is going on inside; guarded by the lock. */
    private enum Mode {
        /** Strands are under way. */
        WALKING,
        /** The last strand has ended, and what follows is being decided. */
        DECIDING,
        UNDOING,
        AT_REST
    }

    private static final Logger LOG = LoggerFactory.getLogger(LiveRun.class);

    private final Surroundings around;
    private final Definition definition;
    private final RunJournal journal;
    private final Results results;
    private final RunClock clock;
    private final Planner planner;
    private final Approvals approvals;
    private final People people;
    private final ReentrantLock lock;
    private final Condition changed;
    private final Set<Strand> strands = new LinkedHashSet<>();
    private RunState state = RunState.RUNNING;
    private Stop stop = Stop.NO;
    private String stopBy = "";
    private String stopWhy = "";
    private boolean passed;
    private Mode mode = Mode.AT_REST;
    private volatile boolean closing;
    private @Nullable UndoWalk undoing;
    private @Nullable StoreException storeFailure;
    private TimeSource.@Nullable Timer deadline;
    private boolean superseded;

    LiveRun(Surroundings around, Definition definition, RunJournal journal, Results results) {
        this.around = around;
        this.definition = definition;
        this.journal = journal;
        this.results = results;
        this.lock = journal.lock();
        this.changed = lock.newCondition();
        this.clock = new RunClock(around.time(), journal.look(RunHistory::lastAt));
        this.planner = new Planner(around.leases(), around.scrubber()::scrub);
        this.approvals = new Approvals(this, definition);
        this.people = new People(this, definition, around.authorizer());
        this.state = journal.look(RunHistory::state);
    }

    // ---- what strands and workers need

    ReentrantLock lock() {
        return lock;
    }

    RunJournal journal() {
        return journal;
    }

    Results results() {
        return results;
    }

    RunClock clock() {
        return clock;
    }

    TimeSource time() {
        return around.time();
    }

    Leases leases() {
        return around.leases();
    }

    Planner planner() {
        return planner;
    }

    Approvals approvals() {
        return approvals;
    }

    StepHistory.State state(String path) {
        return journal.look(h -> h.find(path).map(StepHistory::state).orElse(StepHistory.State.NEW));
    }

    StepRun context(String path, int attempt, List<String> branches) {
        var generation =
                journal.look(h -> h.find(path).map(StepHistory::generation).orElse(1));
        return new StepRun(this, path, attempt, generation, results.from(branches));
    }

    Leases.Holder holder(String path) {
        return new Leases.Holder(id(), definition.id(), path, clock.wall());
    }

    String scrub(String text) {
        return around.scrubber().scrub(text);
    }

    void conceal(Secret secret) {
        around.scrubber().register(secret);
    }

    /** A target as the journal keeps it. */
    Target scrub(Target target) {
        return Scrubbed.target(target, this::scrub);
    }

    void tell(RunEvent event) {
        around.listeners().tell(event);
    }

    void warn(String text) {
        LOG.warn("Run {}: {}", id(), text);
        note(text);
    }

    /** Something for the report and for listeners. */
    void note(String text) {
        journal.add(new RunRecord.Noted(clock.now(), text), new RunEvent.Noted(id(), clock.now(), text));
    }

    void execute(Runnable task) {
        around.executor().execute(task);
    }

    /** Puts a question to people. */
    void ask(RunRecord.Asked question) {
        journal.write(question);
        people.question(question.path()).ifPresent(q -> tell(new RunEvent.Asked(id(), clock.now(), q)));
    }

    // ---- beginning

    /** Starts at the first step that is not passed. */
    void begin() {
        lock.lock();
        try {
            stop = Stop.NO;
            passed = false;
            mode = Mode.WALKING;
            noteJump();
            watchDeadline();
            if (stop == Stop.NO && journal.look(RunHistory::cancel).isPresent()) {
                stop = Stop.CANCEL;
                stopBy = journal.look(
                        h -> h.cancel().map(RunRecord.CancelRequested::by).orElse(""));
                stopWhy = journal.look(
                        h -> h.cancel().map(RunRecord.CancelRequested::why).orElse(""));
            }
            people.finishAnswers();
            people.questions().forEach(q -> tell(new RunEvent.Asked(id(), clock.now(), q)));
            begin(new Strand(this, null, List.of(), List.of(), definition.nodes()));
            update();
        } finally {
            lock.unlock();
        }
    }

    /** Begins an undo, or a further one: what failed in an earlier one is tried again. */
    void beginUndo(String by, String why, boolean passIrreversible) {
        undo(passIrreversible, Optional.of(new RunRecord.UndoBegan(clock.now(), by, scrub(why))));
    }

    /** Goes on with an undo that was cut off: what failed in it is not tried again. */
    void resumeUndo(boolean passIrreversible) {
        undo(passIrreversible, Optional.empty());
    }

    private void undo(boolean passIrreversible, Optional<RunRecord.UndoBegan> beginning) {
        lock.lock();
        try {
            if (closing) {
                mode = Mode.AT_REST;
                changed.signalAll();
                return;
            }
            stop = Stop.NO;
            mode = Mode.UNDOING;
            noteJump();
            beginning.ifPresent(journal::add);
            var walk = new UndoWalk(this, passIrreversible);
            journal.look(RunHistory::cancel).ifPresent(cancel -> walk.stop(cancel.by(), cancel.why()));
            undoing = walk;
            setState(RunState.UNDOING);
            execute(walk);
        } finally {
            lock.unlock();
        }
    }

    void begin(Strand strand) {
        strands.add(strand);
        execute(strand);
    }

    private void noteJump() {
        clock.jump().ifPresent(by -> {
            note("The wall clock was moved by " + (by.isNegative() ? "-" : "+") + Durations.words(by.abs()));
        });
    }

    private void watchDeadline() {
        var limit = definition.head().deadline();
        if (limit.isPresent()) {
            var left = Duration.between(clock.now(), startedAt().plus(limit.get()));
            var why = "the run took longer than its deadline of " + Durations.words(limit.get());
            if (left.isNegative() || left.isZero()) {
                failed("", why);
                return;
            }
            deadline = around.time()
                    .schedule(
                            left,
                            () -> execute(() -> {
                                if (!state().ended() && undoing == null) {
                                    failed("", why);
                                }
                            }));
        }
    }

    // ---- what strands tell

    boolean stopping() {
        lock.lock();
        try {
            return stop != Stop.NO;
        } finally {
            lock.unlock();
        }
    }

    void strandMoved() {
        update();
    }

    void allStepsPassed() {
        lock.lock();
        try {
            passed = true;
        } finally {
            lock.unlock();
        }
    }

    void failed(String path, String why) {
        requestStop(Stop.FAILURE, "", path.isEmpty() ? why : "step \"" + path + "\" failed: " + why);
    }

    void pauseBecause(String why) {
        requestStop(Stop.PAUSE, "the engine", why);
    }

    void strandEnded(Strand strand) {
        boolean last;
        lock.lock();
        try {
            strands.remove(strand);
            last = strands.isEmpty() && stop != Stop.HALT && mode == Mode.WALKING;
            if (last) {
                mode = Mode.DECIDING;
            }
            update();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (last) {
            guarded(this::allAtRest);
        }
    }

    void halted(StoreException reason) {
        lock.lock();
        try {
            if (storeFailure == null) {
                storeFailure = reason;
                LOG.warn(
                        "Run {} was stopped, because its store failed; what counts is what the store holds",
                        id(),
                        reason);
            }
            stop = Stop.HALT;
            strands.forEach(Strand::wake);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The engine itself went wrong: nothing more is done, and the run can be resumed from what is written. */
    void broke(Throwable e) {
        halted(new StoreException(
                Problem.FAILED,
                "Run " + id() + " was stopped by an internal error of the engine; it can be resumed",
                Scrubbed.of(e, this::scrub)));
    }

    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (JournalLost e) {
            halted(e.reason());
        } catch (RuntimeException | Error e) {
            broke(e);
        }
    }

    private void requestStop(Stop wanted, String by, String why) {
        lock.lock();
        try {
            if (wanted.compareTo(stop) > 0) {
                stop = wanted;
                stopBy = by;
                stopWhy = why;
            }
            List.copyOf(strands).forEach(Strand::wake);
        } finally {
            lock.unlock();
        }
    }

    // ---- coming to rest

    private void allAtRest() {
        if (passed && stop != Stop.CANCEL && stop != Stop.FAILURE) {
            end(RunState.SUCCEEDED, "", List.of());
            return;
        }
        switch (stop) {
            case PAUSE, CLOSE -> {
                journal.write(new RunRecord.Paused(clock.now(), stopBy, scrub(stopWhy)));
                cancelDeadline();
                if (!restUnlessCancelled()) {
                    undoOrEnd();
                }
            }
            case CANCEL, FAILURE -> undoOrEnd();
            case NO, HALT ->
                throw new IllegalStateException("All strands of run " + id() + " ended, and nobody knows why");
        }
    }

    private void undoOrEnd() {
        var automatic = definition.head().automaticUndo()
                && journal.look(h -> h.started().automaticUndo());
        var effects = journal.look(RunHistory::effects);
        var end = stop == Stop.CANCEL ? RunState.CANCELLED : RunState.FAILED;
        var why = stop == Stop.CANCEL ? "cancelled by " + stopBy + (stopWhy.isEmpty() ? "" : ": " + stopWhy) : stopWhy;
        if (effects.isEmpty()) {
            end(end, why, List.of());
        } else if (automatic) {
            beginUndo(stop == Stop.CANCEL ? stopBy : "the engine", why, false);
        } else {
            end(end, why, UndoWalk.left(this, effects));
        }
    }

    /** The end: locks are let go of unless something is left changed, and the last record is written. */
    void end(RunState end, String why, List<String> left) {
        cancelDeadline();
        if (left.isEmpty()) {
            var locks = LockWorker.all(around.leases(), id(), journal.look(RunHistory::locks));
            if (!locks.isEmpty()) {
                around.leases().release(locks, id());
                journal.add(new RunRecord.LocksReleased(clock.now(), List.copyOf(locks)));
            }
        }
        noteJump();
        journal.write(new RunRecord.RunEnded(clock.now(), end, scrub(why), left));
        LOG.info("Run {} of {} ended: {}", id(), definition.id(), end);
        rest(end);
    }

    /** A cancel that came while the pause was being written down. */
    private boolean restUnlessCancelled() {
        lock.lock();
        try {
            if (stop == Stop.CANCEL) {
                return false;
            }
            rest(RunState.PAUSED);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void rest(RunState at) {
        lock.lock();
        try {
            mode = Mode.AT_REST;
            undoing = null;
            setState(at);
        } finally {
            lock.unlock();
        }
    }

    private void cancelDeadline() {
        if (deadline != null) {
            deadline.cancel();
        }
    }

    // ---- state

    private void update() {
        lock.lock();
        try {
            if (mode == Mode.WALKING && stop != Stop.HALT) {
                setState(stateOfStrands());
            }
        } finally {
            lock.unlock();
        }
    }

    private RunState stateOfStrands() {
        var doubt = false;
        for (var strand : strands) {
            var wait = strand.waiting();
            if (wait.isEmpty() || wait.get() == Wait.TIMER) {
                return RunState.RUNNING;
            }
            doubt |= wait.get() == Wait.DOUBT;
        }
        return strands.isEmpty() ? RunState.RUNNING : doubt ? RunState.IN_DOUBT : RunState.WAITING;
    }

    /** Listeners are told before whoever waits goes on, and may close the engine. */
    private void setState(RunState next) {
        lock.lock();
        try {
            var before = state;
            state = next;
            if (before != next) {
                tell(new RunEvent.StateChanged(id(), clock.now(), before, next));
                if (next.atRest()) {
                    tell(new RunEvent.Ended(id(), clock.now(), next, report().verdict()));
                }
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing of this run is at work here any more; under the lock. */
    private boolean idle() {
        return mode == Mode.AT_REST || storeFailure != null && strands.isEmpty();
    }

    /** Whether this run is under way here, so that there is no need to take it up from the store. */
    boolean live() {
        lock.lock();
        try {
            return !idle() || state == RunState.PAUSED && storeFailure == null && !closing;
        } finally {
            lock.unlock();
        }
    }

    /** The undo was interrupted by a close; it goes on after a resume. */
    void undoSuspended() {
        lock.lock();
        try {
            mode = Mode.AT_REST;
            undoing = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The run has been taken up again as another object; whoever waits here is sent there. */
    void supersede() {
        lock.lock();
        try {
            superseded = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void requireOpen() {
        if (closing) {
            throw new IllegalStateException("The engine is closed");
        }
    }

    // ---- what the handle asks

    String id() {
        return journal.look(RunHistory::runId);
    }

    Definition definition() {
        return definition;
    }

    private Instant startedAt() {
        return journal.look(h -> h.started().at());
    }

    RunState state() {
        lock.lock();
        try {
            return state;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Blocks until the run is at rest.
     *
     * @return false if it has been taken up again meanwhile, as another object
     */
    boolean awaitRest() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!superseded && !state.atRest() && !(closing && idle())) {
                if (storeFailure != null) {
                    throw storeFailure;
                }
                changed.await();
            }
            return !superseded;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Blocks until the state is as wished, the run has ended, or the time is up.
     *
     * @return whether the state is as wished; empty if the run has been taken up again meanwhile, as another object
     */
    Optional<Boolean> awaitState(Predicate<RunState> wish, Duration atMost) throws InterruptedException {
        var left = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            while (!superseded && !wish.test(state)) {
                if (storeFailure != null) {
                    throw storeFailure;
                }
                if (left <= 0 || state.ended() || closing && idle()) {
                    return Optional.of(false);
                }
                left = changed.awaitNanos(left);
            }
            return superseded ? Optional.empty() : Optional.of(true);
        } finally {
            lock.unlock();
        }
    }

    Report report() {
        return journal.look(h -> JournalReport.of(h, state));
    }

    List<Question> questions() {
        return people.questions();
    }

    void answer(String stepPath, Answer answer) {
        requireOpen();
        try {
            people.answer(stepPath, answer);
        } catch (JournalLost e) {
            halted(e.reason());
            throw e.reason();
        }
        wakeAll();
    }

    private void wakeAll() {
        lock.lock();
        try {
            List.copyOf(strands).forEach(Strand::wake);
        } finally {
            lock.unlock();
        }
    }

    void cancel(String actor, String why) {
        people.requireOperator(actor, "cancel");
        lock.lock();
        try {
            if (state.ended()
                    || storeFailure != null
                    || journal.look(RunHistory::cancel).isPresent()) {
                return;
            }
            requireOpen();
            writeOrHalt(new RunRecord.CancelRequested(clock.now(), actor, scrub(why)));
            if (undoing != null) {
                undoing.stop(actor, why);
                return;
            }
            requestStop(Stop.CANCEL, actor, why);
            if (mode == Mode.AT_REST) {
                mode = Mode.DECIDING;
                stop = Stop.CANCEL;
                execute(() -> guarded(this::allAtRest));
            }
        } finally {
            lock.unlock();
        }
    }

    void pause(String actor, String why) {
        people.requireOperator(actor, "pause");
        requireOpen();
        if (undoing == null) {
            requestStop(Stop.PAUSE, actor, why);
        }
    }

    /** Comes to rest between two steps because the engine is closed. */
    void close() {
        lock.lock();
        try {
            closing = true;
            requestStop(Stop.CLOSE, "the engine", "it was closed");
            if (undoing != null) {
                undoing.suspend();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Blocks until nothing of this run is at work here. */
    void awaitIdle() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!idle()) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void writeOrHalt(RunRecord record) {
        try {
            journal.write(record);
        } catch (JournalLost e) {
            halted(e.reason());
            throw e.reason();
        }
    }

    Optional<StoreException> storeFailure() {
        lock.lock();
        try {
            return Optional.ofNullable(storeFailure);
        } finally {
            lock.unlock();
        }
    }
}
