package io.emrops.sqlserver.statement;

import java.util.Objects;
import java.util.regex.Pattern;

/** Which characters may stand in a name or text that becomes part of a statement. */
final class Characters {
    /** mssql-jdbc takes this for an escape of JDBC wherever it stands, in names too, and rewrites or refuses the statement. */
    private static final Pattern DRIVER_ESCAPE = Pattern.compile("\\{\\s*limit\\s", Pattern.CASE_INSENSITIVE);

    private Characters() {}

    /**
     * Refuses what would change its meaning on the way.
     *
     * @param what what it is, as the subject of a sentence
     * @param atMost UTF-16 units, as the server counts
     */
    static String require(String what, String value, int atMost) {
        Objects.requireNonNull(value, what);
        if (value.isEmpty() || value.length() > atMost) {
            throw new IllegalArgumentException(what + " has 1 to " + atMost + " characters, not " + value.length());
        }
        for (var i = 0; i < value.length(); i++) {
            var c = value.charAt(i);
            if (Character.isISOControl(c)) {
                throw new IllegalArgumentException(what + " has a control character at " + i);
            }
            if (c == '\u2028' || c == '\u2029') {
                throw new IllegalArgumentException(what + " has a line end at " + i);
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == value.length()
                        || !Character.isLowSurrogate(value.charAt(i + 1))) {
                    throw new IllegalArgumentException(what + " has half a character at " + i);
                }
                i++;
            }
        }
        if (DRIVER_ESCAPE.matcher(value).find()) {
            throw new IllegalArgumentException(
                    what + " has an escape of JDBC in it, {limit …}, which the driver would rewrite");
        }
        return value;
    }
}
