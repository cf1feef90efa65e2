package io.emrops.testkit.sqlserver.anyserver;

import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the cases take for granted: a database with the name {@code clinic}, some variables, and that it is noon of 31 January 2026.
 *
 * @param database what {@code clinic} is called here
 * @param variables what {@code DECLARE} has behind their names
 */
record Surroundings(String database, Map<String, String> variables) {
    static Surroundings in(String database) {
        return new Surroundings(database, Map.of());
    }

    Surroundings with(String variable, String declaration) {
        var all = new LinkedHashMap<>(variables);
        all.put(variable, declaration);
        return new Surroundings(database, all);
    }

    /** The text, behind declarations of what it uses. */
    String around(String text) {
        return declarations(text) + atNoon(named(text));
    }

    private String declarations(String text) {
        return variables.entrySet().stream()
                .filter(variable -> Pattern.compile(variable.getKey() + "\\b", Pattern.CASE_INSENSITIVE)
                        .matcher(text)
                        .find())
                .map(variable -> "DECLARE " + variable.getKey() + " " + variable.getValue() + ";\n")
                .collect(Collectors.joining());
    }

    /** The names of the databases are those of here. */
    String named(String text) {
        return text.replaceAll("\\bclinic\\b", database).replaceAll("\\barchive(?=\\.)", database + "Archive");
    }

    private static String atNoon(String text) {
        return text.replaceAll("(?i)\\bGETDATE\\(\\)", "CAST('2026-01-31T12:00:00' AS datetime)")
                .replaceAll("(?i)\\bSYSUTCDATETIME\\(\\)", "CAST('2026-01-31T12:00:00' AS datetime2)");
    }

    /** As the cases write values. */
    static String shown(@Nullable Object value) {
        if (value == null) {
            return "NULL";
        } else if (value instanceof byte[] bytes) {
            return "0x" + HexFormat.of().withUpperCase().formatHex(bytes);
        } else if (value instanceof BigDecimal number) {
            return number.toPlainString();
        } else if (value instanceof Boolean bit) {
            return bit ? "1" : "0";
        }
        return value.toString();
    }
}
