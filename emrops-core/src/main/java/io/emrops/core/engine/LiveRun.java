package io.emrops.core.engine;

import io.emrops.Report;
import io.emrops.RunState;
import io.emrops.Secret;
import io.emrops.Target;
import io.emrops.core.engine.RunStatus.Mode;
import io.emrops.core.history.RunHistory;
import io.emrops.core.history.RunRecord;
import io.emrops.core.history.StepHistory;
import io.emrops.core.report.JournalReport;
import io.emrops.core.time.Durations;
import io.emrops.event.RunEvent;
import io.emrops.spi.Definition;
import io.emrops.spi.Leases;
import io.emrops.spi.TimeSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run under way: begins its strands and its undo, and has at hand what they need. Where it stands is in {@link RunStatus},
 * whether it is to come to rest in {@link Stopping}, what follows then in {@link Ending}.
 */
final class LiveRun {
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
    private final Strands strands = new Strands();
    private final RunStatus status;
    private final Stopping stopping;
    private final Deadline deadline;
    private final Ending ending;
    private final RunUndo undo;
    private boolean passed;
    private @Nullable Reported lastReport;

    LiveRun(Surroundings around, Definition definition, RunJournal journal, Parameters parameters) {
        this.around = around;
        var chart = around.charts().of(definition);
        this.definition = definition;
        this.journal = journal;
        this.results = new Results(definition, chart, journal, parameters.values(), parameters.secrets());
        this.lock = journal.lock();
        this.clock = new RunClock(around.time(), journal.look(RunHistory::lastAt));
        this.planner = new Planner(around);
        this.approvals = new Approvals(this, definition, chart);
        this.people = new People(this, definition, around.authorizer());
        this.status = new RunStatus(this, strands, journal.look(RunHistory::state));
        this.stopping = new Stopping(this, strands);
        this.deadline = new Deadline(this, definition.head().deadline());
        this.ending = new Ending(this, definition);
        this.undo = new RunUndo(this);
    }

    // ---- its rooms

    RunStatus status() {
        return status;
    }

    Stopping stopping() {
        return stopping;
    }

    Deadline deadline() {
        return deadline;
    }

    Ending ending() {
        return ending;
    }

    RunUndo undo() {
        return undo;
    }

    People people() {
        return people;
    }

    // ---- what strands and workers need

    Definition definition() {
        return definition;
    }

    String id() {
        return journal.look(RunHistory::runId);
    }

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

    Inquiries inquiries() {
        return around.inquiries();
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

    /** For strands. */
    Crew crew() {
        return around.crew();
    }

    /** For what is no strand: decisions, an undo. */
    void execute(Runnable task) {
        around.executor().execute(task);
    }

    /** Somebody has answered: whoever waits for it looks again. */
    void answered() {
        lock.lock();
        try {
            strands.wakeAll();
        } finally {
            lock.unlock();
        }
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
            stopping.clear();
            passed = false;
            status.become(Mode.WALKING);
            noteJump();
            deadline.watch();
            if (!stopping.isWanted()) {
                journal.look(RunHistory::cancel)
                        .ifPresent(cancel -> stopping.want(Stop.CANCEL, cancel.by(), cancel.why()));
            }
            people.finishAnswers();
            people.questions().forEach(q -> tell(new RunEvent.Asked(id(), clock.now(), q)));
            begin(new Strand(this, null, List.of(), List.of(), definition.nodes()));
            update();
        } finally {
            lock.unlock();
        }
    }

    /** For the run and its forks, under its lock. */
    void begin(Strand strand) {
        strands.add(strand);
        crew().execute(strand);
    }

    void noteJump() {
        clock.jump().ifPresent(by -> {
            note("The wall clock was moved by " + (by.isNegative() ? "-" : "+") + Durations.words(by.abs()));
        });
    }

    // ---- what strands tell

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

    void strandEnded(Strand strand) {
        boolean last;
        lock.lock();
        try {
            strands.remove(strand);
            last = strands.none() && stopping.wanted() != Stop.HALT && status.is(Mode.WALKING);
            if (last) {
                status.become(Mode.DECIDING);
            }
            update();
            status.moved();
        } finally {
            lock.unlock();
        }
        if (last) {
            decide();
        }
    }

    private void update() {
        lock.lock();
        try {
            if (status.is(Mode.WALKING) && stopping.wanted() != Stop.HALT) {
                status.set(strands.state());
            }
        } finally {
            lock.unlock();
        }
    }

    // ---- coming to rest

    private void decide() {
        stopping.guarded(() -> ending.decide(passed));
    }

    /** Goes on from a pause, to its end. */
    void decideFromRest() {
        status.become(Mode.DECIDING);
        execute(this::decide);
    }

    void rest(RunState at) {
        lock.lock();
        try {
            undo.over();
            status.become(Mode.AT_REST);
            status.set(at);
        } finally {
            lock.unlock();
        }
    }

    Report report() {
        return journal.look(this::report);
    }

    /** Made anew only if something has happened since. */
    private Report report(RunHistory history) {
        var state = status.state();
        var last = lastReport;
        if (last == null || last.records() != history.size() || last.report().state() != state) {
            last = new Reported(history.size(), JournalReport.of(history, state));
            lastReport = last;
        }
        return last.report();
    }

    /** A report, and how much it tells of. */
    private record Reported(int records, Report report) {}
}
