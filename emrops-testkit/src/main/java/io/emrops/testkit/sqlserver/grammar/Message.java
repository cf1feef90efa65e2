package io.emrops.testkit.sqlserver.grammar;

import io.emrops.testkit.sqlserver.script.SqlError;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A message of the product before its values are filled in.
 *
 * @param severity as the client is told, which for a few is not what the list says
 * @param text with the product's placeholders, such as {@code %.*ls}
 * @param origin of severity and text
 * @param logOnly it stands in the server's error log and is never sent
 */
public record Message(int number, int severity, String text, Origin origin, boolean logOnly) {
    private static final Pattern PLACEHOLDER = Pattern.compile(
            "%(?:(?<percent>%)|\\.\\*[lh]?s|[lh]?s|l?[di]|I64[du]|0(?<width>\\d)d|S_(?:MSG|LSN|PGID|XID)|f)");

    /**
     * The message with its values, of state 1.
     *
     * @param values one for each placeholder, in their order
     * @throws IllegalArgumentException if there are more or fewer
     */
    public SqlError error(Object... values) {
        return SqlError.of(number, severity, filled(values));
    }

    /**
     * The text with its values.
     *
     * @throws IllegalArgumentException if there are more or fewer values than placeholders
     */
    public String filled(Object... values) {
        var filled = new StringBuilder();
        var matcher = PLACEHOLDER.matcher(text);
        var at = 0;
        var next = 0;
        while (matcher.find()) {
            filled.append(text, at, matcher.start());
            at = matcher.end();
            if (matcher.group("percent") != null) {
                filled.append('%');
            } else if (next == values.length) {
                throw new IllegalArgumentException("message " + number + " takes more than " + next + " values");
            } else {
                filled.append(padded(values[next++], matcher.group("width")));
            }
        }
        if (next < values.length) {
            throw new IllegalArgumentException(
                    "message " + number + " takes " + next + " values, not " + values.length);
        }
        return filled.append(text, at, text.length()).toString();
    }

    private static String padded(Object value, @Nullable String width) {
        var digits = value.toString();
        return width == null ? digits : "0".repeat(Math.max(0, Integer.parseInt(width) - digits.length())) + digits;
    }
}
