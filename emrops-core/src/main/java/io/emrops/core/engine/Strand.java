package io.emrops.core.engine;

import io.emrops.core.engine.Worker.Progression;
import io.emrops.core.engine.Worker.Wait;
import io.emrops.spi.Node;
import io.emrops.spi.TimeSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.ListIterator;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One line of work of a run: the run itself, a branch, an item of a fan-out. It occupies a thread only while something is
 * being done; while it waits it is parked, and a timer, an answer or a child wakes it.
 */
final class Strand implements Runnable {
    /** Where a strand is; guarded by the run's lock. */
    private enum Place {
        QUEUED,
        RUNNING,
        PARKED,
        ENDED
    }

    private final LiveRun run;
    private final @Nullable Fork parent;
    private final List<String> branches;
    private final Deque<ListIterator<? extends Node>> nodes = new ArrayDeque<>();
    private List<Node.Window> windows;
    private @Nullable Node current;
    private @Nullable Worker worker;
    private Place place = Place.QUEUED;
    private Wait wait = Wait.TIMER;
    private boolean woken;
    private TimeSource.@Nullable Timer timer;

    /**
     * @param branches the branches this is in, outermost first
     * @param windows the windows that hold where this begins
     */
    Strand(
            LiveRun run,
            @Nullable Fork parent,
            List<String> branches,
            List<Node.Window> windows,
            List<? extends Node> nodes) {
        this.run = run;
        this.parent = parent;
        this.branches = branches;
        this.windows = windows;
        this.nodes.push(nodes.listIterator());
    }

    List<String> branches() {
        return branches;
    }

    List<Node.Window> windows() {
        return windows;
    }

    /** Holds to one more window from here on. */
    void hold(Node.Window window) {
        windows = java.util.stream.Stream.concat(windows.stream(), java.util.stream.Stream.of(window))
                .toList();
    }

    /** What this waits for; empty while it is at work or about to be. For the run, under its lock. */
    Optional<Wait> waiting() {
        return place == Place.PARKED ? Optional.of(wait) : Optional.empty();
    }

    /** Lets this go on; one that is at work looks again before it parks. */
    void wake() {
        run.lock().lock();
        try {
            if (place == Place.RUNNING) {
                woken = true;
            } else if (place == Place.PARKED) {
                place = Place.QUEUED;
                run.strandMoved();
                run.crew().execute(this);
            }
        } finally {
            run.lock().unlock();
        }
    }

    /** Sees to it that this is woken after a while; a later call replaces an earlier one. */
    void wakeIn(Duration delay) {
        if (timer != null) {
            timer.cancel();
        }
        timer = run.time().schedule(delay.isNegative() ? Duration.ZERO : delay, this::wakeByTimer);
    }

    private void wakeByTimer() {
        run.crew().execute(this::wake);
    }

    /** Calls somebody else's code. See {@link Watchdog#call}. */
    <T extends @Nullable Object> Outcome<T> call(Optional<Duration> limit, Runnable late, Callable<? extends T> code) {
        return outside(() -> Watchdog.call(run.time(), limit, late, code));
    }

    /** Does what may take long, such as asking targets; others of the crew go on meanwhile. */
    <T> T outside(Supplier<T> work) {
        run.crew().leave();
        try {
            return work.get();
        } finally {
            run.crew().comeBack();
        }
    }

    @Override
    public void run() {
        place(Place.RUNNING);
        try {
            while (step()) {
                // one node after the other
            }
        } catch (JournalLost e) {
            end();
            run.stopping().halted(e.reason());
            run.strandEnded(this);
        } catch (RuntimeException | Error e) {
            end();
            run.stopping().broke(e);
            run.strandEnded(this);
        }
    }

    /** Does one bit of work; false if the thread is to be given back. */
    private boolean step() {
        if (run.stopping().isWanted()) {
            run.journal().flush();
            rest();
            return false;
        }
        if (worker == null && !reach()) {
            run.journal().flush();
            finish();
            return false;
        }
        var progression = go(java.util.Objects.requireNonNull(worker));
        if (progression instanceof Progression.Passed) {
            worker = null;
            return true;
        }
        run.journal().flush();
        if (progression instanceof Progression.Failed failed) {
            fail(failed.why());
            return false;
        }
        return !park(((Progression.Parked) progression).until());
    }

    /** A worker whose question to a target was cut off by a close asks again after a resume. */
    private static Progression go(Worker worker) {
        try {
            return worker.go();
        } catch (Inquiries.Closed e) {
            return Progression.parked(Wait.TIMER);
        }
    }

    /** Moves to the next node that asks for work. */
    private boolean reach() {
        while (!nodes.isEmpty()) {
            if (!nodes.peek().hasNext()) {
                nodes.pop();
                continue;
            }
            var node = java.util.Objects.requireNonNull(nodes.peek()).next();
            current = node;
            if (node instanceof Node.Part part) {
                nodes.push(part.nodes().listIterator());
            } else if (node instanceof Node.Window window) {
                hold(window);
            } else if (node instanceof Node.Lock lock) {
                worker = new LockWorker(run, this, lock.path(), withNext(lock));
                return true;
            } else if (node instanceof Node.Branches || node instanceof Node.Stepping) {
                worker = worker(node);
                return true;
            }
        }
        return false;
    }

    /** Locks that stand together are taken together and in order, so that two runs never wait for each other over them. */
    private TreeSet<String> withNext(Node.Lock first) {
        var names = new TreeSet<>(List.of(first.name()));
        var here = java.util.Objects.requireNonNull(nodes.peek());
        while (here.hasNext()) {
            if (!(here.next() instanceof Node.Lock more)) {
                here.previous();
                break;
            }
            names.add(more.name());
        }
        return names;
    }

    private Worker worker(Node node) {
        if (node instanceof Node.Task task) {
            return new TaskWorker(run, this, task);
        }
        if (node instanceof Node.Checking check) {
            return new CheckWorker(run, this, check);
        }
        if (node instanceof Node.Manual manual) {
            return new ManualWorker(run, this, manual);
        }
        if (node instanceof Node.Approving approval) {
            return new ApprovalWorker(run, this, approval);
        }
        if (node instanceof Node.FanOut fan) {
            return new FanOutWorker(run, this, fan);
        }
        return new BranchesWorker(run, this, (Node.Branches) node);
    }

    private boolean park(Wait wait) {
        run.lock().lock();
        try {
            if (woken || run.stopping().isWanted()) {
                woken = false;
                return false;
            }
            place = Place.PARKED;
            this.wait = wait;
            run.strandMoved();
            return true;
        } finally {
            run.lock().unlock();
        }
    }

    private void place(Place place) {
        run.lock().lock();
        try {
            this.place = place;
            woken = false;
        } finally {
            run.lock().unlock();
        }
    }

    private void rest() {
        end();
        if (parent != null) {
            parent.rested(this);
        }
        run.strandEnded(this);
    }

    private void finish() {
        end();
        if (parent != null) {
            parent.finished(this);
        } else {
            run.allStepsPassed();
        }
        run.strandEnded(this);
    }

    private void fail(String why) {
        end();
        if (parent == null || !parent.takesFailure(this)) {
            run.stopping().failed(current instanceof Node.Stepping s ? s.path() : "", why);
            if (parent != null) {
                parent.rested(this);
            }
        }
        run.strandEnded(this);
    }

    private void end() {
        place(Place.ENDED);
        if (timer != null) {
            timer.cancel();
        }
    }
}
