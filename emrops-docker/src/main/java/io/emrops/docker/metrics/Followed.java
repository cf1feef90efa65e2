package io.emrops.docker.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.transport.DockerHttpClient;
import io.emrops.docker.engine.EngineConnection;
import io.emrops.metrics.InstanceMetrics;
import io.emrops.metrics.Usage;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A container that a watch follows: what was told of it last, and the stream that tells it while it runs. */
final class Followed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Followed.class);

    private final EngineConnection engine;
    private final DockerHttpClient http;
    private final DockerWatch watch;

    private Container container;
    private int oomKills;
    private @Nullable Stats before;
    private Optional<Usage> usage = Optional.empty();
    private long heardAt = System.nanoTime();
    private @Nullable OpenStream stream;
    private boolean streaming;
    /** Until something is told again. */
    private boolean interrupted;

    private boolean closed;

    Followed(EngineConnection engine, DockerHttpClient http, Container container, DockerWatch watch) {
        this.engine = engine;
        this.http = http;
        this.container = container;
        this.oomKills = container.state().oomKills();
        this.watch = watch;
    }

    /** The container as it is described now; begins to listen if it runs. */
    synchronized void update(Container now) {
        container = now;
        if (!now.state().running()) {
            interrupted = false;
            forget();
        } else if (!streaming && !closed) {
            streaming = true;
            if (!interrupted) {
                heardAt = System.nanoTime();
            }
            DockerWatch.thread("emrops-docker-stats", this::listen);
        }
    }

    /** The engine counts no kills for lack of memory, and forgets at the next start that there was one. */
    synchronized void ranOutOfMemory() {
        oomKills++;
    }

    synchronized boolean isRunning() {
        return container.state().running();
    }

    /** Whether it was last seen running, and nobody listens any more. */
    synchronized boolean isBehind() {
        return container.state().running() && !streaming;
    }

    synchronized long heardAt() {
        return heardAt;
    }

    synchronized InstanceMetrics metrics(long now) {
        var known = container.oomKills(oomKills);
        return new InstanceMetrics(
                known.instance(),
                known.state(),
                usage,
                usage.isPresent() ? Duration.ofNanos(Math.max(0, now - heardAt)) : Duration.ZERO);
    }

    private void listen() {
        try {
            var opened = new OpenStream(
                    engine.begin(http, "/containers/" + container().id() + "/stats?stream=true"));
            try (opened) {
                synchronized (this) {
                    if (closed) {
                        return;
                    }
                    stream = opened;
                }
                if (opened.status() < 400) {
                    opened.each(this::told);
                }
            }
        } catch (IOException | RuntimeException e) {
            // The events tell whether it is the engine that was lost.
            LOG.debug("The statistics of a container have ended", e);
        } finally {
            end();
        }
    }

    private synchronized Container container() {
        return container;
    }

    private synchronized void told(JsonNode answer) {
        heardAt = System.nanoTime();
        interrupted = false;
        var stats = Stats.of(answer).orElse(null);
        if (stats == null) {
            forget();
            return;
        }
        var since = before != null && before.isSince(container.state().startedAt()) ? before : null;
        usage = Optional.of(stats.usage(container.limits(), since));
        before = stats;
    }

    private void forget() {
        usage = Optional.empty();
        before = null;
    }

    private void end() {
        synchronized (this) {
            streaming = false;
            stream = null;
            forget();
        }
        watch.ended();
    }

    /** Ends a stream on which nothing comes any more; the next {@link #update} opens another. */
    void interrupt() {
        OpenStream open;
        synchronized (this) {
            interrupted = true;
            open = stream;
        }
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void close() {
        OpenStream open;
        synchronized (this) {
            closed = true;
            open = stream;
        }
        if (open != null) {
            open.close();
        }
    }
}
