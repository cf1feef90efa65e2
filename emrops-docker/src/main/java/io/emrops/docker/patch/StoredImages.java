package io.emrops.docker.patch;

import com.fasterxml.jackson.databind.JsonNode;
import io.emrops.DataSize;
import io.emrops.TargetUnavailableException;
import io.emrops.deploy.OldImage;
import io.emrops.docker.engine.EngineConnection;
import io.emrops.docker.image.ImageName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What an engine stores for images.
 *
 * @param all the images that have, or had, a name of their own
 * @param layers what all layers take together, each counted once
 */
record StoredImages(List<OldImage> all, long layers) {
    private static final int ATTEMPTS = 50;

    /** Asks the engine. It counts for one caller at a time and refuses the others, so that this is tried again for a while. */
    static StoredImages of(EngineConnection engine) throws InterruptedException {
        for (var attempt = 1; ; attempt++) {
            var answer = engine.ask("tell what its images take", () -> ask(engine));
            if (answer.status() == 200) {
                return read(answer.body());
            }
            if (attempt == ATTEMPTS || !answer.body().path("message").asText("").contains("already running")) {
                throw new TargetUnavailableException(
                        "The Docker engine did not tell what its images take: HTTP " + answer.status());
            }
            Thread.sleep(100);
        }
    }

    private record Answer(int status, JsonNode body) {}

    private static Answer ask(EngineConnection engine) {
        // Engines before 23.0 do not know the parameter, and count volumes as well.
        try (var response = engine.get("/system/df?type=image", "", "")) {
            return new Answer(response.getStatusCode(), EngineConnection.json(response));
        }
    }

    static StoredImages read(JsonNode answer) {
        var all = new ArrayList<OldImage>();
        for (var image : answer.path("Images")) {
            var size = Math.max(0, image.path("Size").asLong());
            var shared = Math.max(0, image.path("SharedSize").asLong());
            var names = new ArrayList<>(names(image.path("RepoTags")));
            names.addAll(names(image.path("RepoDigests")));
            all.add(new OldImage(
                    image.path("Id").asText(),
                    names,
                    new DataSize(size),
                    new DataSize(Math.max(0, size - shared)),
                    ""));
        }
        return new StoredImages(all, answer.path("LayersSize").asLong());
    }

    private static List<String> names(JsonNode array) {
        var names = new ArrayList<String>();
        for (var name : array) {
            if (!name.asText().contains("<none>")) {
                names.add(name.asText());
            }
        }
        return names;
    }

    /** Those that bear a name or a digest of these repositories. */
    List<OldImage> ofAny(Set<String> repositories) {
        return all.stream()
                .filter(image -> image.names().stream()
                        .anyMatch(
                                name -> repositories.contains(ImageName.of(name).repository())))
                .toList();
    }
}
