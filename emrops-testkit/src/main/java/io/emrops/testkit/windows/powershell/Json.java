package io.emrops.testkit.windows.powershell;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * JSON as maps, lists, text, numbers and truth values. Numbers are {@link BigDecimal}s; a {@code null} is left out of what it stands in.
 */
public final class Json {
    private Json() {}

    /**
     * Reads one value.
     *
     * @return empty for {@code null}
     * @throws IllegalArgumentException if it is not JSON, or nested deeper than 100
     */
    public static Optional<Object> read(String text) {
        return new JsonReader(text).whole();
    }

    /**
     * Writes maps, collections, text, numbers, truth values and {@link Optional}s of them.
     *
     * @throws IllegalArgumentException if there is something else in it
     */
    public static String write(Object value) {
        var to = new StringBuilder();
        write(value, to);
        return to.toString();
    }

    private static void write(Object value, StringBuilder to) {
        if (value instanceof Map<?, ?> map) {
            var separator = "{";
            to.append(map.isEmpty() ? separator : "");
            for (var entry : map.entrySet()) {
                to.append(separator);
                quote(String.valueOf(entry.getKey()), to);
                to.append(':');
                write(entry.getValue(), to);
                separator = ",";
            }
            to.append('}');
        } else if (value instanceof Collection<?> list) {
            var separator = "";
            to.append('[');
            for (var item : list) {
                to.append(separator);
                write(item, to);
                separator = ",";
            }
            to.append(']');
        } else if (value instanceof Optional<?> maybe) {
            if (maybe.isPresent()) {
                write(maybe.get(), to);
            } else {
                to.append("null");
            }
        } else if (value instanceof CharSequence text) {
            quote(text, to);
        } else if (value instanceof Number || value instanceof Boolean) {
            to.append(value);
        } else {
            throw new IllegalArgumentException(
                    "JSON has nothing for a " + value.getClass().getName());
        }
    }

    private static void quote(CharSequence text, StringBuilder to) {
        to.append('"');
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == '"' || c == '\\') {
                to.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                to.append(String.format("\\u%04x", (int) c));
            } else {
                to.append(c);
            }
        }
        to.append('"');
    }
}
