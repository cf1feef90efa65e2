package io.emrops.core.engine;

import io.emrops.event.RunEvent;
import java.lang.ref.WeakReference;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The runs of this engine, and the handles that callers hold on to. */
final class RunsHere {
    private final Map<String, LiveRun> runs = new ConcurrentHashMap<>();
    private final Map<String, WeakReference<RunHandle>> handles = new HashMap<>();

    void add(LiveRun run) {
        runs.put(run.id(), run);
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
