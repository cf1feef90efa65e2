package io.emrops.core.engine;

import io.emrops.PreconditionFailedException;
import io.emrops.event.RunEvent;
import java.lang.ref.WeakReference;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The runs of this engine, and the handles that callers hold on to. */
final class RunsHere {
    private final Map<String, LiveRun> runs = new ConcurrentHashMap<>();
    private final Map<String, WeakReference<RunHandle>> handles = new HashMap<>();
    private final Set<String> claimed = new HashSet<>();
    private boolean closed;

    /** The right to take a run up; nobody else has it meanwhile. */
    interface Claim extends AutoCloseable {
        @Override
        void close();
    }

    /** Waits for whoever is taking the run up already. */
    synchronized Claim claim(String runId) {
        requireOpen();
        while (!claimed.add(runId)) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new PreconditionFailedException(
                        "Run " + runId + ": it is being taken up already, and the wait for that was interrupted",
                        null,
                        runId,
                        null,
                        null);
            }
            requireOpen();
        }
        return () -> release(runId);
    }

    private synchronized void release(String runId) {
        claimed.remove(runId);
        notifyAll();
    }

    /**
     * Makes a run one of this engine and begins with it, unless the engine is closed. A close waits for it, so nothing in
     * here asks a target.
     */
    synchronized LiveRun admit(Supplier<LiveRun> made, Consumer<LiveRun> begin) {
        requireOpen();
        var run = made.get();
        runs.put(run.id(), run);
        begin.accept(run);
        return run;
    }

    /** Does something with a run that is not taken up, unless the engine is closed. A close waits for it. */
    synchronized void whileOpen(Runnable work) {
        requireOpen();
        work.run();
    }

    /**
     * From here on no run is admitted, and whoever is told so finds the runs told to come to rest; false if that is so
     * already.
     *
     * @param rest tells the runs
     */
    synchronized boolean close(Runnable rest) {
        if (closed) {
            return false;
        }
        closed = true;
        notifyAll();
        rest.run();
        return true;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The engine is closed");
        }
    }

    void remove(String runId) {
        runs.remove(runId);
    }

    /** A run as it was last taken up here, be it that the engine has come to the end of it. */
    Optional<LiveRun> find(String runId) {
        return Optional.ofNullable(runs.get(runId));
    }

    /** A run that is under way here, or paused. */
    Optional<LiveRun> live(String runId) {
        return find(runId).filter(run -> run.status().live());
    }

    Collection<LiveRun> all() {
        return List.copyOf(runs.values());
    }

    /** A run that has ended is the store's; whoever holds on to it may still ask it. */
    void forget(RunEvent event) {
        if (event instanceof RunEvent.Ended ended && ended.state().ended()) {
            runs.computeIfPresent(ended.runId(), (id, run) -> run.status().live() ? run : null);
        }
    }

    /** What callers hold on to; the one they hold already goes with the run when it is taken up again. */
    RunHandle handle(LiveRun run) {
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
}
