package io.emrops.docker.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.dockerjava.transport.DockerHttpClient;
import java.io.IOException;
import java.util.function.Consumer;

/** An answer of the engine that goes on until one side ends it: one JSON object after the other. */
final class OpenStream implements AutoCloseable {
    private static final ObjectReader JSON = JsonMapper.builder().build().readerFor(JsonNode.class);

    private final DockerHttpClient.Response response;

    OpenStream(DockerHttpClient.Response response) {
        this.response = response;
    }

    int status() {
        return response.getStatusCode();
    }

    /** Reads on until the stream ends. */
    void each(Consumer<JsonNode> what) throws IOException {
        try (var values = JSON.<JsonNode>readValues(response.getBody())) {
            while (values.hasNextValue()) {
                what.accept(values.nextValue());
            }
        }
    }

    @Override
    public void close() {
        response.close();
    }
}
