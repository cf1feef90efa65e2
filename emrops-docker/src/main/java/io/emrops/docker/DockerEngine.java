package io.emrops.docker;

import io.emrops.TargetUnavailableException;
import io.emrops.docker.engine.EngineConnection;
import java.time.Instant;

/**
 * A Docker engine. Nothing is sent before it is first used, so that runbooks can be defined and read where there is no
 * engine. The version of its API is the engine's own up to the newest that this library knows, asked for once.
 *
 * <p>Safe for use by several threads. Close it to give its connections back.
 */
public final class DockerEngine implements AutoCloseable {
    private final EngineConnection connection;

    private DockerEngine(EngineConnection connection) {
        this.connection = connection;
    }

    /**
     * The engine that the {@code docker} command would use: {@code DOCKER_HOST}, {@code DOCKER_TLS_VERIFY}, {@code
     * DOCKER_CERT_PATH}, the current context, or the platform's default socket or named pipe.
     */
    public static DockerEngine local() {
        return new DockerEngine(EngineConnection.local());
    }

    /**
     * The engine at an address.
     *
     * @param host such as {@code unix:///var/run/docker.sock}, {@code npipe:////./pipe/docker_engine} or {@code
     *     tcp://docker01:2376}; for TLS, {@code DOCKER_TLS_VERIFY} and {@code DOCKER_CERT_PATH} are heeded
     */
    public static DockerEngine at(String host) {
        return new DockerEngine(EngineConnection.at(host));
    }

    /**
     * The engine at an address of TCP that is protected by TLS. The environment's {@code DOCKER_TLS_VERIFY} and {@code DOCKER_CERT_PATH} do not
     * count, for Compose neither. At the first call, files that are missing, cannot be read or have expired are told before anything is sent, and an
     * engine that is another one, or that does not accept our certificate, as a {@link TargetUnavailableException}.
     *
     * @param host such as {@code tcp://docker01:2376}
     */
    public static DockerEngine at(String host, DockerCertificates certificates) {
        return new DockerEngine(EngineConnection.at(host, certificates.files()));
    }

    EngineConnection connection() {
        return connection;
    }

    /** Its address, such as {@code unix:///var/run/docker.sock}. */
    public String host() {
        return connection.host();
    }

    /**
     * What it says of itself and keeps over restarts.
     *
     * @throws TargetUnavailableException if it does not answer
     */
    public String id() {
        return connection.id();
    }

    /**
     * The engine's version, such as {@code 20.10.24}.
     *
     * @throws TargetUnavailableException if it does not answer
     */
    public String version() {
        return connection.version();
    }

    /**
     * The time by its clock.
     *
     * @throws TargetUnavailableException if it does not answer
     */
    public Instant now() {
        return connection.now();
    }

    @Override
    public void close() {
        connection.close();
    }

    /** {@code DockerEngine[unix:///var/run/docker.sock]}. */
    @Override
    public String toString() {
        return "DockerEngine[" + host() + "]";
    }
}
