package io.emrops.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.emrops.deploy.Release;
import io.emrops.deploy.Service;
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
 */
record ReleaseRecord(String operationKey, Release release, Map<String, String> images) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    ReleaseRecord {
        images = Map.copyOf(images);
    }

    /** Whether the containers run these images; how many of them does not matter, nor what else runs. */
    boolean describes(Instances running) {
        var any = false;
        for (var service : release.services()) {
            for (var instance : running.of(service.name())) {
                any = true;
                if (!instance.imageId().equals(images.get(service.name()))) {
                    return false;
                }
            }
        }
        return any;
    }

    String toJson() {
        var json = JSON.createObjectNode();
        json.put("format", 1);
        json.put("version", release.version());
        json.put("since", release.since().toString());
        var variables = json.putObject("variables");
        new TreeMap<>(release.variables()).forEach(variables::put);
        var services = json.putArray("services");
        for (var s : release.services()) {
            services.addObject()
                    .put("name", s.name())
                    .put("image", s.image())
                    .put("digest", s.digest())
                    .put("id", images.getOrDefault(s.name(), ""))
                    .put("replicas", s.replicas());
        }
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Empty if the text is not a record, or of a format that is yet to come. */
    static Optional<ReleaseRecord> parse(String operationKey, String text) {
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
        for (var s : json.path("services")) {
            var name = s.path("name").asText();
            services.add(new Service(
                    name,
                    s.path("image").asText(),
                    s.path("digest").asText(),
                    s.path("replicas").asInt()));
            images.put(name, s.path("id").asText());
        }
        var since = Instant.parse(json.path("since").asText());
        return new ReleaseRecord(
                operationKey, new Release(json.path("version").asText(), services, variables, since), images);
    }
}
