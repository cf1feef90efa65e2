package io.emrops.windows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.emrops.Secret;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** JSON by the declared types alone, as plain ASCII: so half a surrogate pair, which Windows allows in names, arrives as it is. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new Jdk8Module())
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .configure(MapperFeature.USE_ANNOTATIONS, false)
            .configure(MapperFeature.AUTO_DETECT_IS_GETTERS, false)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .disable(
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private Json() {}

    /** @throws IllegalArgumentException if it holds what cannot be written */
    static byte[] write(Record value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(value.getClass().getName() + " cannot be written as JSON", e);
        }
    }

    static JsonNode tree(String json) throws JsonProcessingException {
        return MAPPER.readTree(json);
    }

    static <A> A read(JsonNode node, Class<A> type) throws JsonProcessingException {
        return MAPPER.treeToValue(node, type);
    }

    /** The secrets as an object. Passes through no text; the caller wipes what it gets. */
    static byte[] secrets(Map<String, Secret> secrets) {
        var out = new Wiped();
        out.ascii("{");
        secrets.forEach((name, secret) -> {
            out.ascii((out.size() == 1 ? "\"" : ",\"") + name + "\":\"");
            secret.use(out::escaped);
            out.ascii("\"");
        });
        out.ascii("}");
        return out.takeAll();
    }

    /** Wiped when it is taken. Large enough from the beginning, because arrays that it has grown out of are not. */
    private static final class Wiped extends ByteArrayOutputStream {
        Wiped() {
            super(64 << 10);
        }

        void ascii(String text) {
            writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        }

        void escaped(char[] chars) {
            for (var c : chars) {
                writeBytes(new byte[] {'\\', 'u', HEX[c >> 12], HEX[c >> 8 & 15], HEX[c >> 4 & 15], HEX[c & 15]});
            }
        }

        byte[] takeAll() {
            var all = toByteArray();
            Arrays.fill(buf, (byte) 0);
            return all;
        }
    }
}
