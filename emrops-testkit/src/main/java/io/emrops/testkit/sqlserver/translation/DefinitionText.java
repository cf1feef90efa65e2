package io.emrops.testkit.sqlserver.translation;

import java.util.regex.Pattern;

/**
 * Expressions as the catalog keeps them: in brackets, of which there are no more than one pair, and numbers that are defaults in two ({@code DEFAULT
 * (N'x')} and {@code DEFAULT N'x'} are {@code (N'x')}, {@code DEFAULT 0} is {@code ((0))}, as scripts of servers have it). Inside they stay as they were written; the server writes
 * names and functions in its own way.
 */
final class DefinitionText {
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d*)?");

    private DefinitionText() {}

    static String of(String source) {
        return "(" + bare(source) + ")";
    }

    static String ofDefault(String source) {
        var bare = bare(source);
        return NUMBER.matcher(bare).matches() ? "((" + bare + "))" : "(" + bare + ")";
    }

    /** Without the brackets around all of it. */
    private static String bare(String source) {
        var text = source.strip();
        while (isInBrackets(text)) {
            text = text.substring(1, text.length() - 1).strip();
        }
        return text;
    }

    private static boolean isInBrackets(String text) {
        if (!text.startsWith("(") || text.contains("--") || text.contains("/*")) {
            return false;
        }
        var depth = 0;
        for (var at = 0; at < text.length(); at++) {
            switch (text.charAt(at)) {
                case '(' -> depth++;
                case ')' -> depth--;
                case '\'' -> at = text.indexOf('\'', at + 1);
                case '"' -> at = text.indexOf('"', at + 1);
                case '[' -> at = text.indexOf(']', at + 1);
                default -> {}
            }
            if (at < 0) {
                return false;
            }
            if (depth == 0) {
                return at == text.length() - 1;
            }
        }
        return false;
    }
}
