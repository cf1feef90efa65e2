package io.emrops.docker.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.transport.DockerHttpClient;
import io.emrops.TargetUnavailableException;
import io.emrops.docker.engine.EngineConnection;
import io.emrops.docker.engine.Instance;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Tells a watch what happens to the containers of a project, until it is closed or the engine is lost. */
final class EventStream implements AutoCloseable {
    private final OpenStream stream;
    private final DockerWatch watch;

    private EventStream(OpenStream stream, DockerWatch watch) {
        this.stream = stream;
        this.watch = watch;
    }

    static EventStream open(EngineConnection engine, DockerHttpClient http, String project, DockerWatch watch) {
        // A project's name has no character that JSON would escape.
        var filters = "{\"type\":[\"container\"],\"label\":[\"" + Instance.PROJECT + "=" + project + "\"]}";
        var path = "/events?filters=" + URLEncoder.encode(filters, StandardCharsets.UTF_8);
        var stream = new OpenStream(engine.ask("tell its events", () -> engine.begin(http, path)));
        if (stream.status() >= 400) {
            stream.close();
            throw new TargetUnavailableException("The Docker engine did not tell its events: HTTP " + stream.status());
        }
        var events = new EventStream(stream, watch);
        DockerWatch.thread("emrops-docker-events", events::run);
        return events;
    }

    private void run() {
        try {
            stream.each(this::event);
            watch.lost(this, new TargetUnavailableException("The Docker engine has ended its events"));
        } catch (IOException | RuntimeException e) {
            watch.lost(this, new TargetUnavailableException("The Docker engine was lost", e));
        } finally {
            stream.close();
        }
    }

    private void event(JsonNode event) {
        var action = event.path("Action").asText("");
        // Those of health checks come all the time and change nothing.
        if (!action.startsWith("exec_")) {
            watch.changed(event.path("Actor").path("ID").asText(event.path("id").asText("")), action);
        }
    }

    @Override
    public void close() {
        stream.close();
    }
}
