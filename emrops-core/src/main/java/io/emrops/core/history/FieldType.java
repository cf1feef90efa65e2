package io.emrops.core.history;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a component of a record is written as JSON, and read back. */
interface FieldType {
    void write(RecordWriter out, Object value) throws IOException;

    /** The value that begins at the current token; null if it is null there. */
    @Nullable
    Object read(JsonParser in) throws IOException;

    /** @throws IllegalArgumentException if records of the journal hold no such things */
    static FieldType of(Type type) {
        if (type instanceof ParameterizedType generic) {
            var of = of(generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1]);
            if (generic.getRawType() == Optional.class) {
                return optional(of);
            }
            if (generic.getRawType() == List.class) {
                return list(of);
            }
            if (generic.getRawType() == Map.class && generic.getActualTypeArguments()[0] == String.class) {
                return map(of);
            }
        } else if (type == String.class) {
            return simple(JsonToken.VALUE_STRING, (out, value) -> out.text((String) value), JsonParser::getText);
        } else if (type == int.class) {
            return simple(
                    JsonToken.VALUE_NUMBER_INT, (out, value) -> out.number((Integer) value), JsonParser::getIntValue);
        } else if (type == boolean.class) {
            return TRUTH;
        } else if (type == Instant.class) {
            return word(Iso8601::instant);
        } else if (type == Duration.class) {
            return word(Iso8601::duration);
        } else if (type == JsonNode.class) {
            return TREE;
        } else if (type instanceof Class<?> c && c.isEnum()) {
            return constant(c);
        } else if (type instanceof Class<?> c && c.isRecord()) {
            return nested(RecordShape.of(c));
        }
        throw new IllegalArgumentException("Not for a record of the journal: " + type);
    }

    /** Writes a value. */
    @FunctionalInterface
    interface Writing {
        void write(RecordWriter out, Object value) throws IOException;
    }

    /** Reads a value at the current token. */
    @FunctionalInterface
    interface Reading {
        Object read(JsonParser in) throws IOException;
    }

    FieldType TREE = new FieldType() {
        @Override
        public void write(RecordWriter out, Object value) throws IOException {
            out.tree((JsonNode) value);
        }

        /** A null is a tree, too. */
        @Override
        public Object read(JsonParser in) throws IOException {
            return JsonTree.read(in);
        }
    };

    FieldType TRUTH = new FieldType() {
        @Override
        public void write(RecordWriter out, Object value) throws IOException {
            out.truth((Boolean) value);
        }

        @Override
        public Object read(JsonParser in) throws IOException {
            return in.getBooleanValue();
        }
    };

    private static FieldType simple(JsonToken token, Writing writing, Reading reading) {
        return new FieldType() {
            @Override
            public void write(RecordWriter out, Object value) throws IOException {
                writing.write(out, value);
            }

            @Override
            public @Nullable Object read(JsonParser in) throws IOException {
                if (in.currentToken() == JsonToken.VALUE_NULL) {
                    return null;
                }
                require(in, token);
                return reading.read(in);
            }
        };
    }

    /** What is written as a word that no secret can hide in. */
    private static FieldType word(Function<String, ?> reading) {
        return simple(JsonToken.VALUE_STRING, (out, value) -> out.word(value.toString()), in -> {
            try {
                return reading.apply(in.getText());
            } catch (DateTimeException e) {
                throw UnreadableRecord.because("not a time");
            }
        });
    }

    private static FieldType constant(Class<?> type) {
        Map<String, Object> constants = Arrays.stream(type.getEnumConstants())
                .collect(Collectors.toMap(constant -> ((Enum<?>) constant).name(), Function.identity()));
        return simple(JsonToken.VALUE_STRING, (out, value) -> out.word(((Enum<?>) value).name()), in -> {
            var constant = constants.get(in.getText());
            if (constant == null) {
                throw UnreadableRecord.because("not a " + type.getSimpleName());
            }
            return constant;
        });
    }

    private static FieldType optional(FieldType of) {
        return new FieldType() {
            @Override
            public void write(RecordWriter out, Object value) throws IOException {
                var there = (Optional<?>) value;
                if (there.isPresent()) {
                    of.write(out, there.get());
                } else {
                    out.nothing();
                }
            }

            @Override
            public Object read(JsonParser in) throws IOException {
                return in.currentToken() == JsonToken.VALUE_NULL ? Optional.empty() : Optional.ofNullable(of.read(in));
            }
        };
    }

    private static FieldType list(FieldType of) {
        return simple(JsonToken.START_ARRAY, (out, value) -> out.list((List<?>) value, of), in -> {
            var list = new ArrayList<Object>();
            while (in.nextToken() != JsonToken.END_ARRAY) {
                list.add(there(in, of));
            }
            return list;
        });
    }

    private static FieldType map(FieldType of) {
        return simple(JsonToken.START_OBJECT, (out, value) -> out.map((Map<?, ?>) value, of), in -> {
            var map = new LinkedHashMap<String, Object>();
            for (var name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                in.nextToken();
                map.put(name, there(in, of));
            }
            return map;
        });
    }

    private static FieldType nested(RecordShape shape) {
        return simple(JsonToken.START_OBJECT, (out, value) -> out.record(value, shape), in -> {
            in.nextToken();
            return shape.read(in);
        });
    }

    private static Object there(JsonParser in, FieldType of) throws IOException {
        var value = of.read(in);
        if (value == null) {
            throw UnreadableRecord.because("a value is missing");
        }
        return value;
    }

    private static void require(JsonParser in, JsonToken token) throws UnreadableRecord {
        if (in.currentToken() != token) {
            throw UnreadableRecord.because("another kind of value is expected here");
        }
    }
}
