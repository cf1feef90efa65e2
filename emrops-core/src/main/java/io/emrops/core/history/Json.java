package io.emrops.core.history;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.cfg.MutableCoercionConfig;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;

/**
 * How emrops writes JSON: by the declared types alone. Annotations on users' types are not looked at, no class names are
 * written, and what is not known is passed over.
 */
final class Json {
    static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new Jdk8Module())
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .configure(MapperFeature.USE_ANNOTATIONS, false)
            // A record's isEmpty() is a question, not a component.
            .configure(MapperFeature.AUTO_DETECT_IS_GETTERS, false)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
            .enable(
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                    DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** For what people give: text is read as numbers, dates and words, and nothing is cut off or bent to fit. */
    static final JsonMapper STRICT = MAPPER.rebuild()
            .defaultLeniency(false)
            .withCoercionConfig(LogicalType.Integer, Json::wholeNumbersAndText)
            .withCoercionConfig(LogicalType.Float, Json::numbersAndText)
            .withCoercionConfig(LogicalType.Boolean, Json::textOnly)
            .withCoercionConfig(LogicalType.Enum, Json::textOnly)
            .withCoercionConfig(LogicalType.Textual, Json::textOnly)
            .withCoercionConfig(LogicalType.DateTime, Json::textOnly)
            .build();

    private static void numbersAndText(MutableCoercionConfig types) {
        types.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
    }

    private static void wholeNumbersAndText(MutableCoercionConfig types) {
        numbersAndText(types);
        types.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
    }

    private static void textOnly(MutableCoercionConfig types) {
        wholeNumbersAndText(types);
        types.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
    }

    private Json() {}

    static void write(JsonNode node, JsonGenerator out) throws IOException {
        MAPPER.writeTree(out, node);
    }

    static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }
}
