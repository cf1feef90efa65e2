package io.emrops.docker.compose;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * A Compose file that gives services other images, in a directory that only its owner may read, gone when closed. It is
 * written as JSON, which is YAML: whatever the names are made of, they are quoted in one known way.
 */
public record OverrideFile(Path path) implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public static OverrideFile write(Map<String, String> images) {
        try {
            // Created 0700 where there are POSIX permissions, and under the user's own profile on Windows.
            var directory = Files.createTempDirectory("emrops-compose-");
            return new OverrideFile(Files.writeString(directory.resolve("images.json"), text(images)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String text(Map<String, String> images) {
        var services = new TreeMap<String, Map<String, String>>();
        // Compose would fill in what looks like a variable.
        images.forEach((service, image) -> services.put(service, Map.of("image", image.replace("$", "$$"))));
        try {
            return JSON.writeValueAsString(Map.of("services", services));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(path);
            Files.deleteIfExists(java.util.Objects.requireNonNull(path.getParent()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
