package io.emrops.docker.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import io.emrops.TargetUnavailableException;
import io.emrops.docker.engine.EngineConnection;
import io.emrops.docker.engine.EngineStreams;
import io.emrops.docker.engine.Instance;
import io.emrops.logs.EventWatch;
import io.emrops.logs.ServiceEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The engine's events about the containers of a project. A thread of its own reads them: the engine drops those that wait too long. */
final class ContainerEvents implements EventWatch {
    static final int MOST_WAITING = 10_000;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final EngineStreams streams;
    private final Instant since;
    private final BlockingQueue<ServiceEvent> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Thread thread;
    private volatile @Nullable TargetUnavailableException end;
    private volatile boolean closed;

    private ContainerEvents(EngineStreams streams, Response response, String project, Instant since) {
        this.streams = streams;
        this.since = since;
        this.thread = new Thread(() -> read(response), "emrops-events " + project);
        thread.setDaemon(true);
    }

    static ContainerEvents watch(EngineConnection engine, String project, Instant since) {
        var filters = "{\"type\":[\"container\"],\"label\":[\"" + Instance.PROJECT + "=" + project + "\"]}";
        var streams = engine.streams(1);
        try {
            var response = streams.get("/events?since=" + Math.max(0, since.getEpochSecond()) + "&filters="
                    + URLEncoder.encode(filters, StandardCharsets.UTF_8));
            if (response.getStatusCode() != 200) {
                throw new TargetUnavailableException(
                        "The Docker engine does not tell its events: HTTP " + response.getStatusCode());
            }
            var watch = new ContainerEvents(streams, response, project, since);
            watch.thread.start();
            return watch;
        } catch (RuntimeException e) {
            streams.close();
            throw e instanceof TargetUnavailableException
                    ? e
                    : new TargetUnavailableException("The Docker engine does not tell its events", e);
        }
    }

    private void read(Response response) {
        try {
            var lines = new BufferedReader(new InputStreamReader(response.getBody(), StandardCharsets.UTF_8));
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var event = ContainerEvent.of(JSON.readTree(line))
                        .filter(each -> !each.at().isBefore(since));
                if (event.isPresent() && !waiting.offer(event.get())) {
                    end = new TargetUnavailableException("More than " + MOST_WAITING
                            + " events were not fetched in time; those since "
                            + event.get().at() + " are not told");
                    return;
                }
            }
            end = new TargetUnavailableException("The Docker engine ended its events");
        } catch (JsonProcessingException e) {
            // Its message quotes the event.
            end = new TargetUnavailableException("An event of the Docker engine is no JSON");
        } catch (IOException | RuntimeException e) {
            end = new TargetUnavailableException("The Docker engine was lost while its events were watched", e);
        } finally {
            // Closing the reader would read on to the end of the events, which may never come.
            streams.end(response);
        }
    }

    @Override
    public Optional<ServiceEvent> next(Duration atMost) throws InterruptedException {
        var deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            if (closed) {
                throw new IllegalStateException("This watch is closed");
            }
            // Looked at before the queue: what was told before the end is given first.
            var over = end;
            var left = deadline - System.nanoTime();
            var event = waiting.poll(Math.min(left, TimeUnit.MILLISECONDS.toNanos(100)), TimeUnit.NANOSECONDS);
            if (event != null) {
                return Optional.of(event);
            } else if (over != null) {
                throw over;
            } else if (left <= 0) {
                return Optional.empty();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        streams.close();
    }
}
