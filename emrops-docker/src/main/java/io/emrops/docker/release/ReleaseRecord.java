package io.emrops.docker.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.emrops.deploy.Release;
import io.emrops.deploy.Service;
import io.emrops.docker.engine.Instances;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A release that was, or was to be, rolled out: what the containers themselves do not tell.
 *
 * @param operationKey under which key; empty for a roll-back
 * @param images the id of each service's image
 * @param hashes of the services' definitions, as Compose keeps them with the containers; empty where they were not asked for
 * @param standing what came of it, as far as it is known
 */
public record ReleaseRecord(
        String operationKey,
        Release release,
        Map<String, String> images,
        Map<String, String> hashes,
        Standing standing) {
    /** What came of a roll-out. */
    public enum Standing {
        /** Nobody has written it down: the record is from before that was done. */
        UNTOLD,
        /** It was begun, and is not known to have been reached. */
        BEGUN,
        /** It ran, was well and was given work. */
        REACHED
    }

    private static final JsonMapper JSON = JsonMapper.builder().build();

    public ReleaseRecord {
        images = Map.copyOf(images);
        hashes = Map.copyOf(hashes);
    }

    public ReleaseRecord(String operationKey, Release release, Map<String, String> images) {
        this(operationKey, release, images, Map.of(), Standing.BEGUN);
    }

    public ReleaseRecord with(Map<String, String> otherHashes) {
        return new ReleaseRecord(operationKey, release, images, otherHashes, standing);
    }

    public ReleaseRecord with(Standing other) {
        return new ReleaseRecord(operationKey, release, images, hashes, other);
    }

    /** Whether the containers are of these images and definitions; how many of them does not matter, nor what else runs. */
    public boolean describes(Instances running) {
        var any = false;
        for (var service : release.services()) {
            for (var instance : running.of(service.name())) {
                any = true;
                var hash = hashes.getOrDefault(service.name(), instance.configHash());
                if (!instance.imageId().equals(images.get(service.name()))
                        || !instance.configHash().equals(hash)) {
                    return false;
                }
            }
        }
        return any;
    }

    public String toJson() {
        var json = JSON.createObjectNode();
        json.put("format", 1);
        json.put("version", release.version());
        json.put("since", release.since().toString());
        if (standing != Standing.UNTOLD) {
            json.put("standing", standing.name());
        }
        var variables = json.putObject("variables");
        new TreeMap<>(release.variables()).forEach(variables::put);
        var services = json.putArray("services");
        for (var s : release.services()) {
            var service = services.addObject()
                    .put("name", s.name())
                    .put("image", s.image())
                    .put("digest", s.digest())
                    .put("id", images.getOrDefault(s.name(), ""))
                    .put("replicas", s.replicas());
            if (hashes.containsKey(s.name())) {
                service.put("hash", hashes.get(s.name()));
            }
        }
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Empty if the text is not a record, or of a format that is yet to come. */
    public static Optional<ReleaseRecord> parse(String operationKey, String text) {
        try {
            var json = JSON.readTree(text);
            return json.path("format").asInt() == 1 ? Optional.of(read(operationKey, json)) : Optional.empty();
        } catch (JsonProcessingException | DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static ReleaseRecord read(String operationKey, JsonNode json) {
        var variables = new HashMap<String, String>();
        json.path("variables")
                .properties()
                .forEach(v -> variables.put(v.getKey(), v.getValue().asText()));
        List<Service> services = new ArrayList<>();
        var images = new HashMap<String, String>();
        var hashes = new HashMap<String, String>();
        for (var s : json.path("services")) {
            var name = s.path("name").asText();
            services.add(new Service(
                    name,
                    s.path("image").asText(),
                    s.path("digest").asText(),
                    s.path("replicas").asInt()));
            images.put(name, s.path("id").asText());
            if (s.has("hash")) {
                hashes.put(name, s.path("hash").asText());
            }
        }
        var since = Instant.parse(json.path("since").asText());
        var standing =
                json.has("standing") ? Standing.valueOf(json.path("standing").asText()) : Standing.UNTOLD;
        return new ReleaseRecord(
                operationKey,
                new Release(json.path("version").asText(), services, variables, since),
                images,
                hashes,
                standing);
    }
}
