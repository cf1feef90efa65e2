package io.emrops.testkit.sqlserver.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The key values in what the engine says of a key that is there already, as in {@code … ON t(a, b) VALUES ( /* key:1 *}{@code / 'x', 2)}. Of a
 * primary key that numbers the engine's rows it prints the whole row, of which the number is all that is taken.
 */
final class DuplicateKey {
    private static final Pattern SHAPE = Pattern.compile(
            "(?s).* ON .*?\\((?<columns>.*?)\\) (?<values>VALUES )?\\( /\\* (?:key:)?(?<key>-?\\d*) ?\\*/ ?(?<list>.*)\\)");

    private DuplicateKey() {}

    /** As SQL Server prints them; empty if they cannot be told. */
    static List<String> values(String description) {
        var matcher = SHAPE.matcher(description);
        if (!matcher.matches()) {
            return List.of();
        }
        if (matcher.group("values") == null) {
            return List.of(matcher.group("key"));
        }
        var count = matcher.group("columns").split(",", -1).length;
        var values = split(matcher.group("list"));
        return values.subList(0, Math.min(count, values.size())).stream()
                .map(DuplicateKey::printed)
                .toList();
    }

    private static List<String> split(String list) {
        var values = new ArrayList<String>();
        var inText = false;
        var start = 0;
        for (var i = 0; i < list.length(); i++) {
            if (list.charAt(i) == '\'') {
                inText = !inText;
            } else if (list.charAt(i) == ',' && !inText) {
                values.add(list.substring(start, i).strip());
                start = i + 1;
            }
        }
        values.add(list.substring(start).strip());
        return values;
    }

    /** {@code 'x'} as x, {@code DATE '2024-01-31'} as its text, {@code NULL} as {@code <NULL>}, bits as 0 and 1. */
    private static String printed(String value) {
        return switch (value) {
            case "NULL" -> "<NULL>";
            case "TRUE" -> "1";
            case "FALSE" -> "0";
            default -> betweenQuotes(value);
        };
    }

    private static String betweenQuotes(String value) {
        var from = value.indexOf('\'');
        return from >= 0 && value.endsWith("'") && value.length() > from + 1
                ? value.substring(from + 1, value.length() - 1).replace("''", "'")
                : value;
    }
}
