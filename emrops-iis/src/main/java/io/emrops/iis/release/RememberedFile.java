package io.emrops.iis.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;

/** The file {@code <folder>.json}. */
final class RememberedFile {
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .configure(MapperFeature.USE_ANNOTATIONS, false)
            .configure(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY, false)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, SerializationFeature.INDENT_OUTPUT)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private RememberedFile() {}

    static byte[] write(RememberedRelease release) {
        try {
            return JSON.writeValueAsBytes(release);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("This release cannot be written as JSON", e);
        }
    }

    /** Empty if it is none. */
    static Optional<RememberedRelease> read(String base64) {
        try {
            return Optional.ofNullable(JSON.readValue(Base64.getDecoder().decode(base64), RememberedRelease.class));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
