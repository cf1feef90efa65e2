package io.emrops.spi.page;

import java.util.regex.Pattern;

/**
 * Makes words safe inside Markdown: what was written is what is read, whatever it is. Text never ends a table cell, a
 * list or a code span, and never becomes HTML.
 */
final class MarkdownWords {
    private static final Pattern ENTITY = Pattern.compile("&(?=#?[A-Za-z0-9]+;)");
    private static final Pattern BLOCK = Pattern.compile("^(?:[#>+=-]|(\\d{1,9})[.)])");

    /**
     * A pipe ends a cell of a table even inside a code span, and viewers disagree on how to escape it there; a backtick
     * ends the span; and not every viewer leaves HTML alone in it.
     */
    private static final Pattern HARMLESS_AS_CODE = Pattern.compile("[^`|<]*");

    private MarkdownWords() {}

    /** Inside a line that something else has begun. */
    static String inline(String text) {
        return escape(VisibleText.line(text));
    }

    /** What stands at the beginning of a line, so that it is never a heading, a list or a quotation. */
    static String beginning(String line) {
        var marker = BLOCK.matcher(line);
        if (!marker.find()) {
            return line;
        }
        var number = marker.group(1);
        return number == null ? "\\" + line : number + "\\" + line.substring(number.length());
    }

    /** At the end of a heading, where number signs would be taken for its own. */
    static String ending(String line) {
        var end = line.length();
        while (end > 0 && line.charAt(end - 1) == '#') {
            end--;
        }
        return line.substring(0, end) + "\\#".repeat(line.length() - end);
    }

    /** Letter by letter: as code, if it can be. */
    static String code(String text) {
        var content = VisibleText.line(text).strip();
        if (content.isEmpty()) {
            return "(empty)";
        }
        return HARMLESS_AS_CODE.matcher(content).matches() ? "`" + content + "`" : escape(content);
    }

    private static String escape(String text) {
        var escaped = new StringBuilder(text.length() + 16);
        var safe = ENTITY.matcher(text).replaceAll("&amp;");
        for (var i = 0; i < safe.length(); i++) {
            var c = safe.charAt(i);
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '\\', '`', '*', '[', ']', '|', '~', '$' ->
                    escaped.append('\\').append(c);
                case '_' -> escaped.append(insideWord(safe, i) ? "_" : "\\_");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /** There an underscore is never emphasis, and names of zones and databases stay legible unrendered. */
    private static boolean insideWord(String text, int at) {
        return at > 0
                && at + 1 < text.length()
                && Character.isLetterOrDigit(text.charAt(at - 1))
                && Character.isLetterOrDigit(text.charAt(at + 1));
    }
}
