package io.emrops.docker.metrics;

import com.github.dockerjava.transport.DockerHttpClient;
import io.emrops.EmropsException;
import io.emrops.TargetUnavailableException;
import io.emrops.docker.engine.EngineConnection;
import io.emrops.metrics.MetricsSample;
import io.emrops.metrics.MetricsWatch;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a stream of statistics open for each container that runs, and one of events, over connections of its own. A thread of its own lists
 * the containers when an event says that something has changed, and now and then in any case.
 */
final class DockerWatch implements MetricsWatch {
    private static final Logger LOG = LoggerFactory.getLogger(DockerWatch.class);

    private static final int HISTORY = 300;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long LIST_AT_LEAST = Duration.ofSeconds(30).toNanos();
    /** An engine that is stopped in the middle of a connection, or whose machine is, does not end it. Statistics come each second. */
    private static final long SILENCE = Duration.ofSeconds(15).toNanos();

    private final EngineConnection engine;
    private final String project;
    private final DockerHttpClient http;
    private final DockerHttpClient statistics;
    private final Map<String, Followed> followed = new ConcurrentHashMap<>();
    private final Deque<MetricsSample> history = new ArrayDeque<>();

    private final Object lock = new Object();
    private final Set<String> changed = new HashSet<>();
    private boolean listAgain;
    /** Looked after once a second: one that ends at once again is not opened again and again. */
    private boolean streamEnded;

    private @Nullable EventStream events;
    private @Nullable EmropsException lost;
    private boolean closed;
    private long listedAt;
    private long gaveUpAt = System.nanoTime();

    private DockerWatch(EngineConnection engine, String project) {
        this.engine = engine;
        this.project = project;
        this.http = engine.ask("answer", () -> engine.connections());
        this.statistics = engine.ask("answer", () -> engine.connections(Duration.ofNanos(2 * SILENCE)));
    }

    static DockerWatch open(EngineConnection engine, String project) {
        var watch = new DockerWatch(engine, project);
        try {
            watch.connect();
        } catch (RuntimeException e) {
            watch.close();
            throw e;
        }
        thread("emrops-docker-watch", watch::run);
        return watch;
    }

    static void thread(String name, Runnable work) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public MetricsSample latest() {
        synchronized (lock) {
            requireOpen();
            if (lost != null) {
                throw new TargetUnavailableException("The Docker engine was lost and is not back yet", lost);
            }
        }
        var now = System.nanoTime();
        var all = new ArrayList<>(followed.values());
        if (silent(all, now)) {
            throw new TargetUnavailableException(silence());
        }
        return new MetricsSample(
                Instant.now(), all.stream().map(each -> each.metrics(now)).toList());
    }

    private static boolean silent(List<Followed> all, long now) {
        var running = all.stream().filter(Followed::isRunning).toList();
        return !running.isEmpty() && running.stream().allMatch(each -> now - each.heardAt() > SILENCE);
    }

    @Override
    public List<MetricsSample> history() {
        synchronized (lock) {
            requireOpen();
            return List.copyOf(history);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("This watch is closed");
        }
    }

    // ---- what the streams tell

    /** Something has happened to a container. */
    void changed(String id, String action) {
        if (action.equals("oom")) {
            var known = followed.get(id);
            if (known != null) {
                known.ranOutOfMemory();
            }
        }
        synchronized (lock) {
            changed.add(id);
            listAgain = true;
            lock.notifyAll();
        }
    }

    /** A stream of a container has ended; whether the container has is to be seen. */
    void ended() {
        synchronized (lock) {
            streamEnded = true;
        }
    }

    /** The stream of events has ended. */
    void lost(EventStream stream, EmropsException why) {
        synchronized (lock) {
            if (stream == events && !closed) {
                lost = why;
                lock.notifyAll();
            }
        }
    }

    // ---- the watch's own thread

    private void run() {
        var next = System.nanoTime();
        while (true) {
            next += SECOND;
            if (!awaitUntil(next)) {
                return;
            }
            try {
                remember();
            } catch (IllegalStateException | TargetUnavailableException e) {
                // Closed, or lost: there is nothing to remember.
                giveUpIfSilent();
            }
        }
    }

    /** Ends streams that nobody tells anything on any more; new ones are opened, and they are given as long. */
    private void giveUpIfSilent() {
        var now = System.nanoTime();
        synchronized (lock) {
            if (closed || lost != null || now - gaveUpAt < SILENCE || !silent(List.copyOf(followed.values()), now)) {
                return;
            }
            gaveUpAt = now;
            lost = new TargetUnavailableException(silence());
            if (events != null) {
                events.close();
            }
        }
        followed.values().forEach(Followed::interrupt);
    }

    private static String silence() {
        return "The Docker engine has told nothing for "
                + Duration.ofNanos(SILENCE).toSeconds() + " s";
    }

    /** @return false if the watch is closed */
    private boolean awaitUntil(long moment) {
        while (true) {
            boolean list;
            synchronized (lock) {
                var left = moment - System.nanoTime();
                if (!closed && left > 0 && !(listAgain && lost == null)) {
                    try {
                        lock.wait(left / 1_000_000 + 1);
                    } catch (InterruptedException e) {
                        return false;
                    }
                }
                if (closed) {
                    return false;
                }
                var secondIsOver = moment - System.nanoTime() <= 0;
                list = listAgain
                        || secondIsOver
                                && (lost != null || streamEnded || System.nanoTime() - listedAt > LIST_AT_LEAST);
                if (lost != null && moment - System.nanoTime() > 0) {
                    continue; // once a second is enough to look for a lost engine
                }
            }
            if (list) {
                lookAgain();
            }
            if (System.nanoTime() - moment >= 0) {
                return true;
            }
        }
    }

    private void lookAgain() {
        try {
            boolean isLost;
            synchronized (lock) {
                isLost = lost != null;
            }
            if (isLost) {
                connect();
            } else {
                list(false);
            }
        } catch (EmropsException e) {
            synchronized (lock) {
                lost = e;
            }
            LOG.debug("The Docker engine does not answer to a watch", e);
        } catch (IllegalStateException e) {
            synchronized (lock) {
                lost = new TargetUnavailableException("The connection to the Docker engine is closed", e);
            }
        }
    }

    /** Events first: what happens while the containers are listed is not missed. */
    private void connect() {
        var stream = EventStream.open(engine, http, project, this);
        synchronized (lock) {
            if (events != null) {
                events.close();
            }
            events = stream;
        }
        list(true);
        synchronized (lock) {
            lost = null;
            if (closed) {
                stream.close();
            }
        }
    }

    private void list(boolean all) {
        Set<String> again;
        synchronized (lock) {
            again = Set.copyOf(changed);
            changed.clear();
            listAgain = false;
            streamEnded = false;
            listedAt = System.nanoTime();
        }
        var ids = Container.ids(engine, project);
        followed.entrySet().removeIf(each -> {
            var gone = !ids.contains(each.getKey());
            if (gone) {
                each.getValue().close();
            }
            return gone;
        });
        for (var id : ids) {
            var known = followed.get(id);
            if (all || known == null || again.contains(id) || known.isBehind()) {
                Container.find(engine, id).ifPresent(this::follow);
            }
        }
    }

    private void follow(Container container) {
        var known = followed.computeIfAbsent(container.id(), id -> new Followed(engine, statistics, container, this));
        known.update(container);
        synchronized (lock) {
            if (closed) {
                known.close();
            }
        }
    }

    private void remember() {
        var latest = latest();
        synchronized (lock) {
            history.add(latest);
            if (history.size() > HISTORY) {
                history.remove();
            }
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            if (events != null) {
                events.close();
            }
            lock.notifyAll();
        }
        followed.values().forEach(Followed::close);
        for (var each : List.of(http, statistics)) {
            try {
                each.close();
            } catch (IOException e) {
                LOG.debug("The connections of a watch were not closed", e);
            }
        }
    }
}
