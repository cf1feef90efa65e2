package io.emrops.testkit.sqlserver.rules;

import io.emrops.testkit.sqlserver.grammar.Origin;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How the page is written. */
final class Markdown {
    private Markdown() {}

    /** A table, its first line the headings. */
    static String table(List<String> headings, List<List<String>> rows) {
        var text = new StringBuilder(line(headings))
                .append(line(headings.stream().map(heading -> "---").toList()));
        rows.forEach(row -> text.append(line(row)));
        return text.toString();
    }

    private static String line(List<String> cells) {
        var written = cells.stream().map(cell -> cell.replace("|", "\\|")).collect(Collectors.joining(" | "));
        return "| " + written + " |\n";
    }

    static String code(String text) {
        return "`" + text + "`";
    }

    static String origin(Origin origin) {
        return switch (origin) {
            case VENDOR_PAGE -> "a page";
            case VENDOR_LIST -> "the list";
            case VENDOR_PARSER -> "the vendor's parser";
            case CAPTURE -> "seen by others";
            case UNVERIFIED -> "**unverified**";
        };
    }

    /** The name of a constant in words: {@code Name too long}. */
    static String words(String constant) {
        return constant.charAt(0)
                + constant.substring(1).toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
