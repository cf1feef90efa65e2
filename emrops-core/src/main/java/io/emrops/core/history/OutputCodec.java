package io.emrops.core.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.emrops.Done;
import io.emrops.Output;
import io.emrops.PreconditionFailedException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.Set;

/** Turns results into JSON of their declared type, and back. */
public final class OutputCodec {
    /** From here on a result is worth a warning: 256 KiB. */
    public static final int LARGE = 256 << 10;
    /** Beyond this a result is refused: 2 MiB. */
    public static final int TOO_LARGE = 2 << 20;

    /** What the JSON parsers of all versions read without being told to; beyond this a result is refused, too. */
    private static final int DEEPEST = 500;

    private static final int LONGEST_NUMBER = 1000;
    private static final int LONGEST_NAME = 50_000;

    private OutputCodec() {}

    /** A result that cannot be kept; the message names no values. */
    public static final class UnkeepableException extends Exception {
        private static final long serialVersionUID = 1L;

        private final String what;

        UnkeepableException(String what) {
            super(what);
            this.what = what;
        }

        /** What is wrong, in words. */
        public String what() {
            return what;
        }
    }

    /**
     * The result as JSON.
     *
     * @throws UnkeepableException if it is not of the declared type, cannot be written or read again, or is too large
     */
    public static JsonNode write(Output<?> output, Object value) throws UnkeepableException {
        if (!rawClass(output.type()).isInstance(value)) {
            throw new UnkeepableException("the result is "
                    + (value == null ? "null" : "a " + value.getClass().getSimpleName())
                    + " and not of the declared type");
        }
        if (value instanceof Done) {
            return JsonNodeFactory.instance.objectNode();
        }
        try {
            var node = Json.tree(value);
            var size = size(node);
            if (size > TOO_LARGE) {
                throw new UnkeepableException("the result is " + (size >> 10) + " KiB large, more than "
                        + (TOO_LARGE >> 10) + " KiB; put it into a file and return a reference with its SHA-256");
            }
            requireReadable(node, DEEPEST);
            return node;
        } catch (IllegalArgumentException e) {
            throw new UnkeepableException(
                    "the result cannot be written as JSON (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** What is written has to be read again when the run is taken up. */
    private static void requireReadable(JsonNode node, int depth) throws UnkeepableException {
        if (depth < 0) {
            throw new UnkeepableException("the result is nested more than " + DEEPEST + " levels deep");
        }
        if (node.isNumber() && node.asText().length() > LONGEST_NUMBER) {
            throw new UnkeepableException("the result holds a number of more than " + LONGEST_NUMBER + " digits");
        }
        for (var entry : node.properties()) {
            if (entry.getKey().length() > LONGEST_NAME) {
                throw new UnkeepableException("the result has a key of more than " + LONGEST_NAME + " characters");
            }
        }
        for (var child : node) {
            requireReadable(child, depth - 1);
        }
    }

    /** How large a result is as JSON, in bytes, or slightly more; found out without writing it. */
    public static int size(JsonNode node) {
        var size = 2;
        if (node.isTextual()) {
            size += size(node.textValue());
        } else if (node.isObject()) {
            for (var entry : node.properties()) {
                size += size(entry.getKey()) + size(entry.getValue()) + "\"\":,".length();
            }
        } else if (node.isArray()) {
            for (var child : node) {
                size += size(child) + ",".length();
            }
        } else {
            size += node.asText().length();
        }
        return size;
    }

    private static int size(String text) {
        var size = text.length();
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c < ' ') {
                size += "\\u0000".length() - 1;
            } else if (c == '"' || c == '\\' || c >= 0x80 && c < 0x800) {
                size += 1;
            } else if (c >= 0x800) {
                size += 2;
            }
        }
        return size;
    }

    /**
     * The result, read back.
     *
     * @throws PreconditionFailedException if it does not fit the declared type any more
     */
    public static Object read(Output<?> output, JsonNode node, String path) {
        try {
            return Json.MAPPER
                    .readerFor(Json.MAPPER.constructType(output.type()))
                    .readValue(node);
        } catch (java.io.IOException | IllegalArgumentException e) {
            throw new PreconditionFailedException(
                    "The journalled result of step \"" + path + "\" does not fit its declared type " + output.shape(),
                    e);
        }
    }

    /**
     * A value that somebody gave for a type: an instance of it, or text that can be read as it.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static Object convert(Object value, Class<?> type) {
        if (boxed(type).isInstance(value)) {
            return value;
        }
        if (type == Instant.class && value instanceof CharSequence text) {
            return instant(text);
        }
        var converted = Json.STRICT.convertValue(value, type);
        if (converted == null) {
            throw new IllegalArgumentException("Nothing can be read as " + type.getSimpleName());
        }
        return converted;
    }

    /** With an offset, always: digits alone would be read as seconds since 1970. */
    private static Instant instant(CharSequence text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("No date and time with an offset", e);
        }
    }

    /** A parameter as JSON. */
    public static JsonNode tree(Object value) {
        return Json.tree(value);
    }

    /**
     * Sees to it that the records of a type may be looked into.
     *
     * @throws PreconditionFailedException with the line that is missing in a module descriptor
     */
    public static void requireOpen(Output<?> output) {
        requireOpen(output.type(), new HashSet<>());
    }

    private static void requireOpen(Type type, Set<Type> seen) {
        if (!seen.add(type)) {
            return;
        }
        if (type instanceof ParameterizedType p) {
            for (var argument : p.getActualTypeArguments()) {
                requireOpen(argument, seen);
            }
        } else if (type instanceof Class<?> c && c.isRecord()) {
            var jackson = com.fasterxml.jackson.databind.ObjectMapper.class.getModule();
            var own = c.getPackageName().startsWith("io.emrops");
            if (!own && c.getModule().isNamed() && !c.getModule().isOpen(c.getPackageName(), jackson)) {
                throw new PreconditionFailedException("Results of type " + c.getName()
                        + " cannot be kept before module " + c.getModule().getName() + " says: opens "
                        + c.getPackageName() + " to " + jackson.getName() + ";");
            }
            for (RecordComponent component : c.getRecordComponents()) {
                requireOpen(component.getGenericType(), seen);
            }
        }
    }

    private static Class<?> rawClass(Type type) {
        return boxed((Class<?>) (type instanceof ParameterizedType p ? p.getRawType() : type));
    }

    private static Class<?> boxed(Class<?> type) {
        return type.isPrimitive()
                ? java.lang.invoke.MethodType.methodType(type).wrap().returnType()
                : type;
    }
}
