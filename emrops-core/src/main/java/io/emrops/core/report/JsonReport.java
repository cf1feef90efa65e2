package io.emrops.core.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/**
 * A report for machines: the components of the model under their own names, times and durations in ISO 8601. {@code
 * report.schema.json} describes it.
 */
final class JsonReport {
    /** Raised when something is taken away or means something else; what is only added leaves it. */
    static final int SCHEMA_VERSION = 1;

    static final String SCHEMA = "urn:emrops:schema:report:" + SCHEMA_VERSION;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new Jdk8Module())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private JsonReport() {}

    static String of(JournalReport report) {
        try {
            var json = MAPPER.createObjectNode().put("$schema", SCHEMA).put("schemaVersion", SCHEMA_VERSION);
            json.setAll(MAPPER.<ObjectNode>valueToTree(report));
            return MAPPER.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The report of run " + report.runId() + " cannot be written as JSON", e);
        }
    }
}
