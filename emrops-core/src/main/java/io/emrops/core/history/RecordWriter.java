package io.emrops.core.history;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Writes one record as JSON and blots secrets out on the way: in text, in names of entries, and in numbers. Notices whether
 * what is written reads back as what was given.
 */
final class RecordWriter {
    private static final String BLOT = "***";

    private final JsonGenerator out;
    private final UnaryOperator<String> scrub;
    private boolean faithful = true;

    RecordWriter(JsonGenerator out, UnaryOperator<String> scrub) {
        this.out = out;
        this.scrub = scrub;
    }

    /** Whether reading what was written gives what was given; false if it has to be read to be known. */
    boolean faithful() {
        return faithful;
    }

    void name(SerializableString name) throws IOException {
        out.writeFieldName(name);
    }

    void text(String text) throws IOException {
        out.writeString(scrubbed(text));
    }

    /** Something that no secret can be in, such as a time or a constant. */
    void word(String text) throws IOException {
        out.writeString(text);
    }

    void number(int number) throws IOException {
        out.writeNumber(number);
    }

    void truth(boolean value) throws IOException {
        out.writeBoolean(value);
    }

    void nothing() throws IOException {
        out.writeNull();
    }

    void list(List<?> values, FieldType of) throws IOException {
        out.writeStartArray();
        for (var value : values) {
            of.write(this, value);
        }
        out.writeEndArray();
    }

    void map(Map<?, ?> values, FieldType of) throws IOException {
        out.writeStartObject();
        for (var entry : values.entrySet()) {
            out.writeFieldName(scrubbed((String) entry.getKey()));
            of.write(this, entry.getValue());
        }
        out.writeEndObject();
    }

    void record(Object record, RecordShape shape) throws IOException {
        out.writeStartObject();
        shape.write(this, record);
        out.writeEndObject();
    }

    void tree(JsonNode node) throws IOException {
        if (node.isObject()) {
            out.writeStartObject();
            for (var entry : node.properties()) {
                out.writeFieldName(scrubbed(entry.getKey()));
                tree(entry.getValue());
            }
            out.writeEndObject();
        } else if (node.isArray()) {
            out.writeStartArray();
            for (var child : node) {
                tree(child);
            }
            out.writeEndArray();
        } else if (node.isTextual()) {
            text(node.textValue());
        } else if (node.isNumber()) {
            number(node);
        } else if (node.isBoolean()) {
            truth(node.booleanValue());
        } else {
            faithful &= node.isNull();
            Json.write(node, out);
        }
    }

    private void number(JsonNode node) throws IOException {
        var text = node.asText();
        if (!scrub.apply(text).equals(text)) {
            faithful = false;
            out.writeString(BLOT);
        } else if (node.isInt()) {
            out.writeNumber(node.intValue());
        } else {
            faithful &= node.isLong() && !node.canConvertToInt();
            Json.write(node, out);
        }
    }

    private String scrubbed(String text) {
        var clean = scrub.apply(text);
        faithful &= clean.equals(text);
        return clean;
    }
}
