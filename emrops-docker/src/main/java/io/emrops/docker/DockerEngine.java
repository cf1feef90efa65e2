package io.emrops.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.emrops.EmropsException;
import io.emrops.OutcomeUnknownException;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A Docker engine. Nothing is sent before it is first used, so that runbooks can be defined and read where there is no
 * engine. The version of its API is the engine's own up to the newest that this library knows, asked for once.
 *
 * <p>Safe for use by several threads. Close it to give its connections back.
 */
public final class DockerEngine implements AutoCloseable {
    /** The newest API whose answers this library has been written for; engines from 29 on refuse older ones. */
    private static final ApiVersion NEWEST_KNOWN = ApiVersion.parse("1.44");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final DockerClientConfig config;
    private @Nullable Connection connection;
    private boolean closed;

    private DockerEngine(DockerClientConfig config) {
        this.config = config;
    }

    private record Connection(DockerHttpClient http, DockerClient client, ApiVersion api) {}

    /**
     * The engine that the {@code docker} command would use: {@code DOCKER_HOST}, {@code DOCKER_TLS_VERIFY}, {@code
     * DOCKER_CERT_PATH}, the current context, or the platform's default socket or named pipe.
     */
    public static DockerEngine local() {
        return new DockerEngine(
                DefaultDockerClientConfig.createDefaultConfigBuilder().build());
    }

    /**
     * The engine at an address.
     *
     * @param host such as {@code unix:///var/run/docker.sock}, {@code npipe:////./pipe/docker_engine} or {@code
     *     tcp://docker01:2376}; for TLS, {@code DOCKER_TLS_VERIFY} and {@code DOCKER_CERT_PATH} are heeded
     */
    public static DockerEngine at(String host) {
        Objects.requireNonNull(host, "host");
        return new DockerEngine(DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(host)
                .build());
    }

    /** Its address, such as {@code unix:///var/run/docker.sock}. */
    public String host() {
        return config.getDockerHost().toString();
    }

    /**
     * What it says of itself and keeps over restarts.
     *
     * @throws TargetUnavailableException if it does not answer
     */
    public String id() {
        var info = ask("tell its id", () -> client().infoCmd().exec());
        var id = info.getId();
        return id == null || id.isBlank() ? Objects.requireNonNullElse(info.getName(), host()) : id;
    }

    /**
     * The engine's version, such as {@code 20.10.24}.
     *
     * @throws TargetUnavailableException if it does not answer
     */
    public String version() {
        return Objects.requireNonNullElse(
                ask("tell its version", () -> client().versionCmd().exec()).getVersion(), "");
    }

    /**
     * The time by its clock.
     *
     * @throws TargetUnavailableException if it does not answer
     */
    public Instant now() {
        var time = ask("tell the time", () -> client().infoCmd().exec()).getSystemTime();
        return time == null ? Instant.now() : OffsetDateTime.parse(time).toInstant();
    }

    /** Whether it answers at this moment. */
    boolean answers() {
        try {
            client().pingCmd().exec();
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    DockerClientConfig config() {
        return config;
    }

    /** The client; connects at the first call. */
    DockerClient client() {
        return connection().client();
    }

    /** A GET below the pinned version of the API that the client has no command for. */
    DockerHttpClient.Response get(String path, String header, String value) {
        var connection = connection();
        var request = DockerHttpClient.Request.builder()
                .method(DockerHttpClient.Request.Method.GET)
                .path("/v" + connection.api() + path);
        if (!value.isEmpty()) {
            request.putHeader(header, value);
        }
        return connection.http().execute(request.build());
    }

    /** Asks the engine something; whatever goes wrong, nothing was changed. */
    <T> T ask(String what, Supplier<T> question) {
        try {
            return question.get();
        } catch (EmropsException e) {
            throw e;
        } catch (DockerException e) {
            throw new TargetUnavailableException(
                    "The Docker engine did not " + what + ": HTTP " + e.getHttpStatus(), e);
        } catch (RuntimeException e) {
            throw unavailable(e);
        }
    }

    /** Has the engine change something. */
    <T> T change(String what, Supplier<T> order) {
        try {
            return order.get();
        } catch (EmropsException e) {
            throw e;
        } catch (DockerException e) {
            throw new StepFailedException("The Docker engine refused to " + what, e, null, "HTTP " + e.getHttpStatus());
        } catch (RuntimeException e) {
            if (neverArrived(e)) {
                throw unavailable(e);
            }
            throw new OutcomeUnknownException("The Docker engine was lost while it was to " + what, e);
        }
    }

    private TargetUnavailableException unavailable(RuntimeException e) {
        return new TargetUnavailableException("The Docker engine at " + host() + " does not answer", e);
    }

    private static boolean neverArrived(Throwable e) {
        for (var cause = e; cause != null; cause = cause.getCause()) {
            var text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
            if (cause instanceof ConnectException
                    || text.contains("connection refused")
                    || text.contains("no such file")) {
                return true;
            }
        }
        return false;
    }

    private synchronized Connection connection() {
        if (closed) {
            throw new IllegalStateException("This DockerEngine is closed");
        }
        var open = connection;
        if (open == null) {
            connection = open = connect();
        }
        return open;
    }

    private Connection connect() {
        // No response timeout: it would also end pulls and logs that pause.
        var http = new ZerodepDockerHttpClient.Builder()
                .dockerHost(config.getDockerHost())
                .sslConfig(config.getSSLConfig())
                .maxConnections(64)
                .connectionTimeout(Duration.ofSeconds(10))
                .build();
        try {
            var api = ask("tell its version", () -> negotiate(http));
            var pinned = DefaultDockerClientConfig.createDefaultConfigBuilder()
                    .withDockerHost(config.getDockerHost().toString())
                    .withCustomSslConfig(config.getSSLConfig())
                    .withApiVersion(api.toString())
                    .build();
            return new Connection(http, DockerClientImpl.getInstance(pinned, http), api);
        } catch (RuntimeException e) {
            closeQuietly(http, e);
            throw e;
        }
    }

    private static ApiVersion negotiate(DockerHttpClient http) {
        var request = DockerHttpClient.Request.builder()
                .method(DockerHttpClient.Request.Method.GET)
                .path("/version")
                .build();
        try (var response = http.execute(request)) {
            var answer = json(response);
            var newest = ApiVersion.parse(answer.path("ApiVersion").asText("1.24"));
            var oldest = ApiVersion.parse(answer.path("MinAPIVersion").asText("1.12"));
            return ApiVersion.choose(oldest, newest, NEWEST_KNOWN);
        }
    }

    static JsonNode json(DockerHttpClient.Response response) {
        try {
            return JSON.readTree(response.getBody().readAllBytes());
        } catch (JsonProcessingException e) {
            // Its message quotes the answer.
            throw new TargetUnavailableException(
                    "The Docker engine's answer is no JSON: HTTP " + response.getStatusCode());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        var open = connection;
        connection = null;
        if (open != null) {
            try {
                open.client().close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void closeQuietly(DockerHttpClient http, RuntimeException e) {
        try {
            http.close();
        } catch (IOException suppressed) {
            e.addSuppressed(suppressed);
        }
    }

    /** {@code DockerEngine[unix:///var/run/docker.sock]}. */
    @Override
    public String toString() {
        return "DockerEngine[" + host() + "]";
    }
}
