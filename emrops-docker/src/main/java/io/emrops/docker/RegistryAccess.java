package io.emrops.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.github.dockerjava.api.model.AuthConfig;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What the engine has to show to a registry: what {@code docker login} has written into Docker's configuration. */
final class RegistryAccess {
    private RegistryAccess() {}

    /** The value of the header {@code X-Registry-Auth}; empty if nobody has logged in. */
    static String header(DockerEngine engine, String image) {
        AuthConfig login = engine.config().effectiveAuthConfig(image);
        if (login == null) {
            return "";
        }
        try {
            var json = engine.config().getObjectMapper().writeValueAsString(login);
            return Base64.getUrlEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A login for a registry cannot be written", e);
        }
    }
}
