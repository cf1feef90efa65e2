package io.emrops.docker.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.SSLConfig;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.emrops.EmropsException;
import io.emrops.OutcomeUnknownException;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Speaks with a Docker engine; connects at the first need. Says of whatever goes wrong whether anything was changed. */
public final class EngineConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EngineConnection.class);
    private static final String SHADED = "com.github.dockerjava.zerodep.shaded";
    private static final List<String> WIRE_LOGS =
            List.of(SHADED + ".org.apache.hc.client5.http.wire", SHADED + ".org.apache.hc.client5.http.headers");

    /** The newest API whose answers this library has been written for; engines from 29 on refuse older ones. */
    private static final ApiVersion NEWEST_KNOWN = ApiVersion.parse("1.44");

    /** For a container each, of any project that one engine runs. */
    private static final int MANY = 2048;

    /** For an answer that an engine has at hand. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** So many former clients stay open for who still uses them. */
    private static final int RETIRED = 4;

    private static final Pattern PORT = Pattern.compile("tcp://(?:\\[[^]/]+]|[^:/]+):[1-9][0-9]{0,4}/?");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final DockerClientConfig config;
    private final @Nullable EngineCertificates certificates;
    private final Duration patience;
    private @Nullable Connection connection;
    private @Nullable DockerHttpClient many;
    private @Nullable DockerClient asking;
    private final Deque<Closeable> retired = new ArrayDeque<>();
    private boolean closed;

    private EngineConnection(DockerClientConfig config, @Nullable EngineCertificates certificates) {
        this(config, certificates, PATIENCE);
    }

    private EngineConnection(DockerClientConfig config, @Nullable EngineCertificates certificates, Duration patience) {
        this.config = config;
        this.certificates = certificates;
        this.patience = patience;
    }

    private record Connection(DockerHttpClient http, DockerClient client, ApiVersion api) {}

    /**
     * The engine that the {@code docker} command would use: {@code DOCKER_HOST}, {@code DOCKER_TLS_VERIFY}, {@code
     * DOCKER_CERT_PATH}, the current context, or the platform's default socket or named pipe.
     */
    public static EngineConnection local() {
        return new EngineConnection(
                DefaultDockerClientConfig.createDefaultConfigBuilder().build(), null);
    }

    /**
     * The engine at an address.
     *
     * @param host such as {@code unix:///var/run/docker.sock}, {@code npipe:////./pipe/docker_engine} or {@code
     *     tcp://docker01:2376}; for TLS, {@code DOCKER_TLS_VERIFY} and {@code DOCKER_CERT_PATH} are heeded
     */
    public static EngineConnection at(String host) {
        Objects.requireNonNull(host, "host");
        return new EngineConnection(
                DefaultDockerClientConfig.createDefaultConfigBuilder()
                        .withDockerHost(host)
                        .build(),
                null);
    }

    /** The same, with so much patience for an answer that an engine has at hand. */
    static EngineConnection at(String host, Duration patience) {
        return new EngineConnection(at(host).config, null, patience);
    }

    /** The engine at an address of TCP, with TLS whatever the environment says. */
    public static EngineConnection at(String host, EngineCertificates certificates) {
        if (!Objects.requireNonNull(host, "host").startsWith("tcp://")) {
            throw new IllegalArgumentException(
                    "Certificates are for engines on TCP, as in tcp://docker01:2376: " + host);
        }
        if (!PORT.matcher(host).matches()) {
            throw new IllegalArgumentException("An engine with TLS has a port, as in tcp://docker01:2376: " + host);
        }
        var config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(host)
                .withDockerTlsVerify(false)
                .build();
        return new EngineConnection(config, certificates);
    }

    /** Whether what is said is protected by TLS. */
    public boolean usesTls() {
        return certificates != null || config.getSSLConfig() != null;
    }

    /** Where the certificates are that were given for this engine, and that Compose has to use too. */
    public Optional<Path> certificates() {
        return Optional.ofNullable(certificates).map(EngineCertificates::directory);
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
    public boolean answers() {
        try {
            client().pingCmd().exec();
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    public DockerClientConfig config() {
        return config;
    }

    /** The client; connects at the first call. */
    public DockerClient client() {
        return connection().client();
    }

    /** A GET below the pinned version of the API that the client has no command for. */
    public DockerHttpClient.Response get(String path, String header, String value) {
        var connection = connection();
        var request = DockerHttpClient.Request.builder()
                .method(DockerHttpClient.Request.Method.GET)
                .path("/v" + connection.api() + path);
        if (!value.isEmpty()) {
            request.putHeader(header, value);
        }
        return connection.http().execute(request.build());
    }

    /** Connections beside those of {@link #client}, for streams that stay open; whoever asks for them closes them. */
    public DockerHttpClient connections() {
        connection();
        return http(MANY, null);
    }

    /** Such connections for streams that never pause for so long. Over TCP, one that does is ended; sockets and pipes of this machine need no such end. */
    public DockerHttpClient connections(Duration pause) {
        connection();
        return http(MANY, pause);
    }

    /**
     * Connections beside those of {@link #client}, for many questions at once that are answered soon: over TCP, they are given up after half a minute of silence. They are kept, and
     * closed with this.
     */
    public synchronized DockerHttpClient forManyQuestions() {
        connection();
        var open = many;
        if (open == null) {
            many = open = http(MANY, patience);
        }
        return open;
    }

    /** A client over {@link #forManyQuestions}: behind a cable that is cut, an answer over a connection that was kept never comes. */
    public synchronized DockerClient questions() {
        var known = asking;
        if (known == null) {
            asking = known = DockerClientImpl.getInstance(pinned(connection().api()), forManyQuestions());
        }
        return known;
    }

    /** A GET below the pinned version of the API, over such connections. */
    public DockerHttpClient.Response get(DockerHttpClient over, String path) {
        return over.execute(DockerHttpClient.Request.builder()
                .method(DockerHttpClient.Request.Method.GET)
                .path("/v" + connection().api() + path)
                .build());
    }

    /**
     * The same for an answer that goes on, and may be quiet for ever once it has begun.
     *
     * @throws TargetUnavailableException if it does not begin within half a minute
     */
    public DockerHttpClient.Response begin(DockerHttpClient over, String path) {
        return Beginning.within(patience, () -> get(over, path));
    }

    /** The version of the API that is spoken. */
    public ApiVersion api() {
        return connection().api();
    }

    /**
     * Asks the engine something; whatever goes wrong, nothing was changed. Connections that were kept may be those of an engine that has
     * been restarted since: then it is asked once more, over new ones.
     */
    public <T> T ask(String what, Supplier<T> question) {
        var over = connected();
        try {
            try {
                return question.get();
            } catch (EmropsException | DockerException e) {
                throw e;
            } catch (RuntimeException e) {
                if (over == null || !brokeOff(e)) {
                    throw e;
                }
                renew(over);
                return question.get();
            }
        } catch (EmropsException e) {
            throw e;
        } catch (DockerException e) {
            throw new TargetUnavailableException(
                    "The Docker engine did not " + what + ": HTTP " + e.getHttpStatus(), e);
        } catch (RuntimeException e) {
            throw unavailable(e);
        }
    }

    private static boolean brokeOff(Throwable e) {
        if (neverArrived(e)) {
            return false;
        }
        for (var cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return !(cause instanceof InterruptedIOException);
            }
        }
        return false;
    }

    private synchronized @Nullable Connection connected() {
        return connection;
    }

    /** Lets go of connections, unless somebody has done so since. Who uses one of them now goes on. */
    private synchronized void renew(Connection old) {
        if (closed || connection != old) {
            return;
        }
        retire(old.client());
        connection = null;
        var also = many;
        if (also != null) {
            retire(also);
        }
        many = null;
        asking = null;
    }

    private void retire(Closeable client) {
        retired.addLast(client);
        if (retired.size() > RETIRED) {
            closeRetired();
        }
    }

    private void closeRetired() {
        try {
            retired.removeFirst().close();
        } catch (IOException e) {
            LOG.debug("A client that is no longer used could not be closed", e);
        }
    }

    /** Has the engine change something. */
    public <T> T change(String what, Supplier<T> order) {
        try {
            return order.get();
        } catch (EmropsException e) {
            throw e;
        } catch (DockerException e) {
            var reason = isDiskFull(e) ? ": its disk is full" : "";
            throw new StepFailedException(
                    "The Docker engine refused to " + what + reason, e, null, "HTTP " + e.getHttpStatus());
        } catch (RuntimeException e) {
            if (neverArrived(e)) {
                throw unavailable(e);
            }
            throw new OutcomeUnknownException("The Docker engine was lost while it was to " + what, e);
        }
    }

    private static boolean isDiskFull(DockerException e) {
        return String.valueOf(e.getMessage()).contains("no space left on device");
    }

    private TargetUnavailableException unavailable(RuntimeException e) {
        var reason = TlsFailure.reason(e).or(this::askWhy).map(r -> ": " + r).orElse("");
        return new TargetUnavailableException("The Docker engine at " + host() + " does not answer" + reason, e);
    }

    private Optional<String> askWhy() {
        if (certificates == null) {
            return Optional.empty();
        }
        try {
            return TlsFailure.ask(config.getDockerHost(), certificates.getSSLContext());
        } catch (RuntimeException e) {
            // What is told is the failure that this was to explain.
            return Optional.empty();
        }
    }

    private static boolean neverArrived(Throwable e) {
        for (var cause = e; cause != null; cause = cause.getCause()) {
            var text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
            if (cause instanceof ConnectException
                    || cause instanceof SSLHandshakeException
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

    /** What they write has passwords for registries, environments of containers and lines of their logs. */
    private static void warnOfWireLog() {
        if (WIRE_LOGS.stream().anyMatch(each -> LoggerFactory.getLogger(each).isDebugEnabled())) {
            LOG.warn("What is said to Docker engines is logged, secrets included: keep {} above DEBUG", SHADED);
        }
    }

    private Connection connect() {
        warnOfWireLog();
        if (certificates != null) {
            certificates.getSSLContext(); // what is wrong with the files is told by itself
        }
        var http = http(64);
        try {
            var api = ask("tell its version", () -> negotiate(http));
            return new Connection(http, DockerClientImpl.getInstance(pinned(api), http), api);
        } catch (RuntimeException e) {
            closeQuietly(http, e);
            throw e;
        }
    }

    private DockerClientConfig pinned(ApiVersion api) {
        return DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(config.getDockerHost().toString())
                .withCustomSslConfig(config.getSSLConfig())
                .withApiVersion(api.toString())
                .build();
    }

    private @Nullable SSLConfig ssl() {
        return certificates == null ? config.getSSLConfig() : certificates;
    }

    private DockerHttpClient http(int connections) {
        return http(connections, null); // a response timeout would also end pulls and logs that pause
    }

    private DockerHttpClient http(int connections, @Nullable Duration pause) {
        var builder = new ZerodepDockerHttpClient.Builder()
                .dockerHost(config.getDockerHost())
                .sslConfig(ssl())
                .maxConnections(connections)
                .connectionTimeout(Duration.ofSeconds(10));
        return pause == null ? builder.build() : builder.responseTimeout(pause).build();
    }

    /**
     * Connections for so many answers that are read at the same time; each has to begin within half a minute. The caller closes them.
     */
    public EngineStreams streams(int most) {
        return streams(most, patience);
    }

    EngineStreams streams(int most, Duration patience) {
        var api = connection().api();
        return new EngineStreams(http(Math.max(1, most)), "/v" + api, patience);
    }

    private ApiVersion negotiate(DockerHttpClient http) {
        var request = DockerHttpClient.Request.builder()
                .method(DockerHttpClient.Request.Method.GET)
                .path("/version")
                .build();
        try (var response = http.execute(request)) {
            if (response.getStatusCode() == 400 && host().startsWith("tcp://") && !usesTls()) {
                throw new TargetUnavailableException(
                        "The Docker engine at " + host() + " answers HTTP 400, as one does that wants TLS");
            }
            var answer = json(response);
            var newest = ApiVersion.parse(answer.path("ApiVersion").asText("1.24"));
            var oldest = ApiVersion.parse(answer.path("MinAPIVersion").asText("1.12"));
            return ApiVersion.choose(oldest, newest, NEWEST_KNOWN);
        }
    }

    public static JsonNode json(DockerHttpClient.Response response) {
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
        var also = many;
        many = null;
        asking = null;
        while (!retired.isEmpty()) {
            closeRetired();
        }
        try {
            if (also != null) {
                also.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (open != null) {
                close(open.client());
            }
        }
    }

    private static void close(DockerClient client) {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void closeQuietly(DockerHttpClient http, RuntimeException e) {
        try {
            http.close();
        } catch (IOException suppressed) {
            e.addSuppressed(suppressed);
        }
    }

    /** {@code EngineConnection[unix:///var/run/docker.sock]}. */
    @Override
    public String toString() {
        return "EngineConnection[" + host() + "]";
    }
}
