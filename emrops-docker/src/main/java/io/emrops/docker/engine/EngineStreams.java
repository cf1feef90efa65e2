package io.emrops.docker.engine;

import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Answers of an engine that are read for long and at the same time, over connections of their own: others never wait for them. */
public final class EngineStreams implements AutoCloseable {
    private final DockerHttpClient http;
    private final String prefix;
    private final Duration patience;
    private final Set<Response> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** @param patience how long an answer may take to begin; once begun, it may be quiet for ever */
    EngineStreams(DockerHttpClient http, String prefix, Duration patience) {
        this.http = http;
        this.prefix = prefix;
        this.patience = patience;
    }

    /**
     * Begins an answer. Whoever reads it closes it.
     *
     * @throws io.emrops.TargetUnavailableException if it does not begin in time
     */
    public Response get(String path) {
        var request = DockerHttpClient.Request.builder()
                .method(DockerHttpClient.Request.Method.GET)
                .path(prefix + path)
                .build();
        var response = Beginning.within(patience, () -> http.execute(request));
        open.add(response);
        if (closed) {
            response.close();
        }
        return response;
    }

    /** Ends an answer, read or not. */
    public void end(Response response) {
        if (open.remove(response)) {
            response.close();
        }
    }

    /** Ends all answers, also those that another thread waits for. */
    @Override
    public void close() {
        closed = true;
        open.forEach(this::end);
        try {
            http.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
