package io.emrops.testkit.sqlserver.engine;

/** Schemas of the engine have the number of their database: a statement is put into the names of another one. */
final class Renumbering {
    private Renumbering() {}

    /** The same with quoted names {@code "5.x".} as {@code "7.x".}; constants stay. */
    static String of(String text, int from, int to) {
        if (from == to) {
            return text;
        }
        var prefix = '"' + String.valueOf(from) + '.';
        var renamed = new StringBuilder();
        var at = 0;
        while (at < text.length()) {
            var quote = text.charAt(at);
            if (quote != '"' && quote != '\'') {
                renamed.append(quote);
                at++;
                continue;
            }
            var end = endOfQuoted(text, at);
            if (text.startsWith(prefix, at) && end < text.length() && text.charAt(end) == '.') {
                renamed.append('"').append(to).append('.').append(text, at + prefix.length(), end);
            } else {
                renamed.append(text, at, end);
            }
            at = end;
        }
        return renamed.toString();
    }

    /** Behind the quote that ends it; one that is doubled does not. */
    private static int endOfQuoted(String text, int start) {
        var quote = text.charAt(start);
        var at = start + 1;
        while (at < text.length()) {
            if (text.charAt(at) != quote) {
                at++;
            } else if (at + 1 < text.length() && text.charAt(at + 1) == quote) {
                at += 2;
            } else {
                return at + 1;
            }
        }
        return at;
    }
}
