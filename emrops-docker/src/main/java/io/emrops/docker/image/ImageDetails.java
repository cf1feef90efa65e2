package io.emrops.docker.image;

import com.fasterxml.jackson.databind.JsonNode;
import io.emrops.TargetUnavailableException;
import io.emrops.docker.engine.EngineConnection;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image on the engine, with what docker-java does not tell of it.
 *
 * @param image what identifies it
 * @param tags its names
 * @param labels what its makers say of it
 * @param created when it was built, as far as its makers tell: some always say 1970
 * @param named when it last got a name on this engine, as when it was fetched; 1970 if never
 */
public record ImageDetails(
        Images.Local image, List<String> tags, Map<String, String> labels, Instant created, Instant named) {
    public ImageDetails {
        tags = List.copyOf(tags);
        labels = Map.copyOf(labels);
    }

    /**
     * Asks the engine.
     *
     * @param name or digest or id
     */
    public static Optional<ImageDetails> of(EngineConnection engine, String name) {
        return engine.ask("look for an image", () -> {
            try (var response = engine.get("/images/" + name + "/json", "", "")) {
                if (response.getStatusCode() == 404) {
                    return Optional.empty();
                }
                if (response.getStatusCode() != 200) {
                    throw new TargetUnavailableException(
                            "The Docker engine did not look for an image: HTTP " + response.getStatusCode());
                }
                return Optional.of(read(EngineConnection.json(response)));
            }
        });
    }

    static ImageDetails read(JsonNode image) {
        var labels = new HashMap<String, String>();
        image.path("Config")
                .path("Labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        return new ImageDetails(
                new Images.Local(image.path("Id").asText(), texts(image.path("RepoDigests"))),
                texts(image.path("RepoTags")),
                labels,
                instant(image.path("Created")),
                instant(image.path("Metadata").path("LastTagTime")));
    }

    /** The later of the two: an image that was built long ago may have been fetched today. */
    public Instant since() {
        return created.isAfter(named) ? created : named;
    }

    private static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static Instant instant(JsonNode text) {
        try {
            var time = OffsetDateTime.parse(text.asText()).toInstant();
            return time.isBefore(Instant.EPOCH) ? Instant.EPOCH : time;
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }
}
