package io.emrops.docker.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.dockerjava.api.model.AuthConfig;
import io.emrops.TargetUnavailableException;
import io.emrops.docker.engine.EngineConnection;
import io.emrops.docker.process.LocalProcess;
import io.emrops.docker.process.ProcessEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the engine has to show to a registry: what {@code docker login} has written into Docker's configuration, or has
 * given to a credential helper, which docker-java does not ask.
 */
public final class RegistryAccess {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String DOCKER_HUB = "https://index.docker.io/v1/";
    private static final Pattern HELPER = Pattern.compile("[A-Za-z0-9_.-]+");

    private RegistryAccess() {}

    /** Empty if nobody has logged in. */
    public static Optional<AuthConfig> login(EngineConnection engine, String image) {
        var registry = registryOf(image);
        return configuration()
                .flatMap(c -> helperFor(c, registry))
                .flatMap(helper -> ask(helper, registry))
                .or(() -> Optional.ofNullable(engine.config().effectiveAuthConfig(image)));
    }

    /** The value of the header {@code X-Registry-Auth}; empty if nobody has logged in. */
    public static String header(EngineConnection engine, String image) {
        return login(engine, image)
                .map(login -> encode(engine.config().getObjectMapper(), login))
                .orElse("");
    }

    private static String encode(com.fasterxml.jackson.databind.ObjectMapper mapper, AuthConfig login) {
        try {
            var json = mapper.writeValueAsString(login);
            return Base64.getUrlEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A login for a registry cannot be written");
        }
    }

    public static String registryOf(String image) {
        var slash = image.indexOf('/');
        var first = slash < 0 ? "" : image.substring(0, slash);
        var isHost = first.contains(".") || first.contains(":") || first.equals("localhost");
        return !isHost || first.equals("docker.io") ? DOCKER_HUB : first;
    }

    private static Optional<JsonNode> configuration() {
        var directory = System.getenv("DOCKER_CONFIG");
        var file = directory == null || directory.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".docker", "config.json")
                : Path.of(directory, "config.json");
        try {
            return Files.exists(file) ? Optional.of(JSON.readTree(file.toFile())) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // as the docker command does, which only warns
        }
    }

    public static Optional<String> helperFor(JsonNode configuration, String registry) {
        var own = configuration.path("credHelpers").path(registry).asText("");
        var helper = own.isEmpty() ? configuration.path("credsStore").asText("") : own;
        return HELPER.matcher(helper).matches() ? Optional.of(helper) : Optional.empty();
    }

    private static Optional<AuthConfig> ask(String helper, String registry) {
        try {
            var environment = ProcessEnvironment.ofThisProcess().toMap();
            var answer = LocalProcess.run(List.of("docker-credential-" + helper, "get"), environment, null, registry);
            return answer.exit() == 0 ? parse(answer.out(), registry) : Optional.empty();
        } catch (UncheckedIOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TargetUnavailableException("Interrupted while asking for the login of a registry", e);
        }
    }

    public static Optional<AuthConfig> parse(String answer, String registry) {
        try {
            var json = JSON.readTree(answer);
            var user = json.path("Username").asText("");
            var secret = json.path("Secret").asText("");
            if (secret.isEmpty()) {
                return Optional.empty();
            }
            var login = new AuthConfig().withRegistryAddress(registry);
            return Optional.of(
                    user.equals("<token>")
                            ? login.withIdentityToken(secret)
                            : login.withUsername(user).withPassword(secret));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
