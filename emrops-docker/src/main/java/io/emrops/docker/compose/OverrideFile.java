package io.emrops.docker.compose;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.emrops.PreconditionFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Compose file that gives services other images, in a directory that only its owner may read, gone when closed. It is
 * written as JSON, which is YAML: whatever the names are made of, they are quoted in one known way.
 */
public record OverrideFile(Path path) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OverrideFile.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** @throws PreconditionFailedException if it cannot be written, as on a full disk */
    public static OverrideFile write(Map<String, String> images) {
        return write("images.json", text(images));
    }

    /** Any content under any name. */
    public static OverrideFile write(String name, String content) {
        return write(Path.of(System.getProperty("java.io.tmpdir")), name, content);
    }

    static OverrideFile write(Path below, String name, String content) {
        @Nullable OverrideFile file = null;
        try {
            // Created 0700 where there are POSIX permissions, and under the user's own profile on Windows.
            file = new OverrideFile(
                    Files.createTempDirectory(below, "emrops-compose-").resolve(name));
            Files.writeString(file.path(), content);
            return file;
        } catch (IOException e) {
            if (file != null) {
                file.close();
            }
            throw new PreconditionFailedException("No file for Compose can be written below " + below, e);
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
            LOG.warn("A file for Compose stays at {}", path);
        }
    }
}
