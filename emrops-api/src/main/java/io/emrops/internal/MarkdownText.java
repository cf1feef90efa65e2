package io.emrops.internal;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Makes the words of authors safe inside Markdown: what they wrote is what is read, whatever it is. Text never ends a
 * table cell, a list or a code span, never becomes HTML, and hides nothing: escape sequences of terminals are taken out,
 * other control characters and marks that turn the direction of writing are shown by their number.
 */
final class MarkdownText {
    /** CSI and OSC sequences as in ECMA-48, with seven or eight bits, and the short ones of two or three characters. */
    private static final Pattern TERMINAL = Pattern.compile("(?:\u001B\\[|\u009B)[0-?]*[ -/]*[@-~]"
            + "|(?:\u001B\\]|\u009D)[^\u0007\u001B\u009C]*(?:\u0007|\u001B\\\\|\u009C)"
            + "|\u001B[ -/]*[0-Z\\\\^-~]");

    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final Pattern BLANK_LINE = Pattern.compile("\\R\\s*\\R");
    private static final Pattern ENTITY = Pattern.compile("&(?=#?[A-Za-z0-9]+;)");
    private static final Pattern BLOCK = Pattern.compile("^(?:[#>+=-]|(\\d{1,9})[.)])");

    /**
     * A pipe ends a cell of a table even inside a code span, and viewers disagree on how to escape it there; a backtick
     * ends the span; and not every viewer leaves HTML alone in it.
     */
    private static final Pattern HARMLESS_AS_CODE = Pattern.compile("[^`|<]*");

    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    private MarkdownText() {}

    /** Inside a line that something else has begun. */
    static String inline(String text) {
        return escape(SPACES.matcher(visible(text)).replaceAll(" ").strip());
    }

    /** At the beginning of a line: as {@link #inline}, and never a heading, a list or a quotation. */
    static String line(String text) {
        var inline = inline(text);
        var marker = BLOCK.matcher(inline);
        if (!marker.find()) {
            return inline;
        }
        var number = marker.group(1);
        return number == null ? "\\" + inline : number + "\\" + inline.substring(number.length());
    }

    /** One line for each paragraph of the text; blank lines part them. */
    static List<String> paragraphs(String text) {
        return Arrays.stream(BLANK_LINE.split(text.strip()))
                .map(MarkdownText::line)
                .filter(p -> !p.isEmpty())
                .toList();
    }

    /** Letter by letter: as code, if it can be. */
    static String code(String text) {
        var content = SPACES.matcher(visible(text)).replaceAll(" ").strip();
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

    private static String visible(String text) {
        var seen = new StringBuilder(text.length());
        TERMINAL.matcher(text).replaceAll("").codePoints().forEach(c -> {
            switch (Character.getType(c)) {
                case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> seen.append(' ');
                case Character.CONTROL -> seen.append(Character.isWhitespace(c) || c == 0x85 ? " " : number(c));
                case Character.SURROGATE -> seen.append(number(c));
                case Character.FORMAT -> {
                    // These two belong to the spelling of Persian and Indian names.
                    if (c == ZERO_WIDTH_NON_JOINER || c == ZERO_WIDTH_JOINER) {
                        seen.appendCodePoint(c);
                    } else {
                        seen.append(number(c));
                    }
                }
                default -> seen.appendCodePoint(c);
            }
        });
        return seen.toString();
    }

    private static String number(int codePoint) {
        return String.format("‹U+%04X›", codePoint);
    }
}
