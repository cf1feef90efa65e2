package io.emrops.terminal;

import io.emrops.spi.page.VisibleText;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jline.utils.WCWidth;

/**
 * What a terminal can show, and text made fit for it: measured in columns, cut, wrapped, and free of everything that would
 * move a cursor or be measured by terminals in different ways.
 *
 * @param unicode whether the signs of {@link Stand} can be shown
 * @param colour whether colours are wanted; bold and faint are used either way
 * @param charset what text is sent in
 */
record Look(boolean unicode, boolean colour, Charset charset) {
    private static final int FIRST_EMOJI = 0x1F000;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    static Look of(Charset charset, boolean colour) {
        var encoder = charset.newEncoder();
        return new Look(encoder.canEncode("○●◌✓✗↺–…█░"), colour, charset);
    }

    AttributedStyle bold() {
        return AttributedStyle.BOLD;
    }

    AttributedStyle faint() {
        return AttributedStyle.DEFAULT.faint();
    }

    AttributedStyle style(Stand stand) {
        var style = stand.active() || stand.word().equals(stand.word().toUpperCase(java.util.Locale.ROOT))
                ? AttributedStyle.BOLD
                : AttributedStyle.DEFAULT;
        return colour && stand.colour() >= 0 ? style.foreground(stand.colour()) : style;
    }

    AttributedStyle alarm() {
        return colour ? AttributedStyle.BOLD.foreground(AttributedStyle.RED) : AttributedStyle.BOLD;
    }

    String ellipsis() {
        return unicode ? "…" : "...";
    }

    String bar(double share, int width) {
        var full = (int) Math.round(Math.max(0, Math.min(1, share)) * width);
        return (unicode ? "█" : "#").repeat(full) + (unicode ? "░" : ".").repeat(width - full);
    }

    /** Text from anywhere, in one line, as it can be shown and measured. */
    String clean(String text) {
        var seen = VisibleText.line(text);
        var encoder = unicode ? null : charset.newEncoder();
        var clean = new StringBuilder(seen.length());
        var before = 0;
        for (int i = 0; i < seen.length(); ) {
            var c = seen.codePointAt(i);
            i += Character.charCount(c);
            // Emoji that are made of several are one to some terminals and several to others: here they are several.
            if ((c >= 0x1F3FB && c <= 0x1F3FF)
                    || c == 0xFE0F
                    || c == 0xFE0E
                    || (c == ZERO_WIDTH_JOINER && isEmoji(before))) {
                continue;
            }
            before = c;
            if (c >= 0x1F1E6 && c <= 0x1F1FF) {
                clean.append((char) ('A' + c - 0x1F1E6));
            } else if (encoder != null && !encoder.canEncode(Character.toString(c))) {
                clean.append('?');
            } else {
                clean.appendCodePoint(c);
            }
        }
        return clean.toString();
    }

    private static boolean isEmoji(int codePoint) {
        return codePoint >= FIRST_EMOJI || (codePoint >= 0x2600 && codePoint < 0x2800);
    }

    /** How many columns clean text takes. */
    static int width(CharSequence text) {
        return text.codePoints().map(Look::width).sum();
    }

    private static int width(int codePoint) {
        return Math.max(0, WCWidth.wcwidth(codePoint));
    }

    /** As much of clean text as there is room for; what is cut ends with an ellipsis. */
    String cut(String text, int columns) {
        if (width(text) <= columns) {
            return text;
        }
        return columns < width(ellipsis()) + 1
                ? head(text, columns)
                : head(text, columns - width(ellipsis())) + ellipsis();
    }

    /** The end of clean text, for what is being typed. */
    String tail(String text, int columns) {
        var from = 0;
        while (width(text.substring(from)) > columns) {
            from += Character.charCount(text.codePointAt(from));
        }
        return text.substring(from);
    }

    private static String head(String text, int columns) {
        var used = 0;
        for (int i = 0; i < text.length(); ) {
            var c = text.codePointAt(i);
            used += width(c);
            if (used > columns) {
                return text.substring(0, i);
            }
            i += Character.charCount(c);
        }
        return text;
    }

    /** Clean text in lines, broken at spaces where there are some. */
    static List<String> wrap(String text, int columns) {
        var lines = new ArrayList<String>();
        var rest = text.strip();
        while (width(rest) > columns) {
            var line = head(rest, columns);
            if (line.isEmpty()) {
                return List.of();
            }
            var space = line.lastIndexOf(' ');
            if (space > line.length() / 2 && rest.charAt(line.length()) != ' ') {
                line = line.substring(0, space);
            }
            lines.add(line.stripTrailing());
            rest = rest.substring(line.length()).strip();
        }
        if (!rest.isEmpty() || lines.isEmpty()) {
            lines.add(rest);
        }
        return lines;
    }

    /** A line in one style, cut to fit. */
    AttributedString line(String text, AttributedStyle style, int columns) {
        return new AttributedString(cut(text, columns), style);
    }

    /** A line with something at its right end, which goes first if there is no room for both. */
    AttributedString line(AttributedString left, String right, AttributedStyle style, int columns) {
        var used = width(left);
        var gap = columns - used - width(right);
        if (right.isEmpty() || gap < 1) {
            return left;
        }
        return new AttributedStringBuilder()
                .append(left)
                .append(" ".repeat(gap))
                .append(right, style)
                .toAttributedString();
    }
}
