package io.emrops.docker.route;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.emrops.network.Endpoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * That a container was made a server of a pool, or was about to be.
 *
 * @param balancer which, by kind and name
 * @param container its id
 */
public record Registration(String service, String balancer, String pool, String container, Endpoint endpoint) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Whether the two are one server of one pool. */
    boolean isSameServerAs(Registration other) {
        return balancer.equals(other.balancer) && pool.equals(other.pool) && endpoint.equals(other.endpoint);
    }

    static String toJson(Collection<Registration> all) {
        var json = JSON.createArrayNode();
        for (var r : all) {
            json.addObject()
                    .put("service", r.service)
                    .put("balancer", r.balancer)
                    .put("pool", r.pool)
                    .put("container", r.container)
                    .put("host", r.endpoint.host())
                    .put("port", r.endpoint.port());
        }
        return json.toString();
    }

    /** Nothing if the text is of a form that is yet to come. */
    static List<Registration> parse(String text) {
        var found = new ArrayList<Registration>();
        try {
            for (var r : JSON.readTree(text)) {
                found.add(new Registration(
                        r.path("service").asText(),
                        r.path("balancer").asText(),
                        r.path("pool").asText(),
                        r.path("container").asText(),
                        new Endpoint(r.path("host").asText(), r.path("port").asInt())));
            }
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return List.of();
        }
        return found;
    }
}
