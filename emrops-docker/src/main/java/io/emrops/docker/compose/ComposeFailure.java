package io.emrops.docker.compose;

import io.emrops.docker.process.LocalProcess;
import java.util.List;
import java.util.regex.Pattern;

/** What Compose's complaint means. Only the meaning leaves this class: the text may quote secrets. */
public enum ComposeFailure {
    ENGINE_LOST(
            "the Docker engine was lost",
            "cannot connect to the docker daemon|couldn't connect to docker daemon|error during connect"
                    + "|connection aborted|connection reset by peer|remotedisconnected|unexpected eof"
                    + "|the docker daemon is not running|read timed out"),
    VARIABLE_MISSING(
            "the files need a variable that was not given",
            "required variable .* is missing|is missing a value|mandatory variable"),
    FILES_REFUSED(
            "the Compose files are not valid",
            "yaml:|is invalid because|invalid interpolation|unsupported config option|additional propert"
                    + "|no configuration file|no such file or directory|invalid compose|invalid type"
                    + "|undefined (volume|network|service|secret|config)|env file .* not found|couldn't find env file"),
    NO_SUCH_SERVICE("the files do not define a service that was named", "no such service"),
    VERSION_MISSING(
            "an image is not in the registry",
            "manifest unknown|manifest for .* not found|not found: manifest|no such image|repository does not exist"),
    REGISTRY_DENIED("the registry refuses access", "unauthorized|authentication required|denied"),
    REGISTRY_LOST(
            "the registry does not answer",
            "dial tcp|no such host|i/o timeout|tls handshake|connection refused|network is unreachable|server misbehaving"),
    PORT_TAKEN("a port is taken", "port is already allocated|address already in use"),
    DEPENDENCY_UNHEALTHY(
            "a service that others wait for does not become well", "is unhealthy|dependency failed to start"),
    NAME_TAKEN("a container of that name exists outside the project", "is already in use by container"),
    DISK_FULL("the engine's disk is full", "no space left on device"),
    TASK_LEFT(
            "a container cannot be started, as an engine that was killed has left its process behind; remove the container and repeat",
            "task [0-9a-f]{64}:? already exists"),
    NOT_STARTED("a container cannot be started", "oci runtime|failed to create (shim|task)|cannot start service"),
    OTHER("for a reason that it did not name in a known way", "");

    private final String words;
    private final Pattern pattern;

    ComposeFailure(String words, String pattern) {
        this.words = words;
        this.pattern = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
    }

    /** In words of ours, safe for an audit trail. */
    public String words() {
        return words;
    }

    /** The first meaning that fits, the gravest first. */
    public static ComposeFailure of(LocalProcess.Result result) {
        return List.of(values()).stream()
                .filter(f -> f != OTHER && f.pattern.matcher(result.err()).find())
                .findFirst()
                .orElse(OTHER);
    }
}
