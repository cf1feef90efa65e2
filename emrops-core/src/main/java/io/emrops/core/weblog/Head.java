package io.emrops.core.weblog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Looks for what lines consist of without reading them all. */
final class Head {
    private static final int PIECE = 64 << 10;

    private Head() {}

    /** By the first directive near the begin of a file. */
    static Layout layout(LogFile file) throws IOException {
        var text = text(file, 0, PIECE);
        var found = text.startsWith(Layout.DIRECTIVE) ? 0 : text.indexOf("\n" + Layout.DIRECTIVE) + 1;
        return found == 0 && !text.startsWith(Layout.DIRECTIVE) ? Layout.NONE : layout(text, found);
    }

    /** By the last directive that ends before this offset, wherever it is. */
    static Layout layout(LogFile file, long offset) throws IOException {
        var end = offset;
        var later = "";
        while (end > 0) {
            var start = Math.max(0, end - PIECE);
            // A directive may lie across the border of two pieces; none is longer than a piece.
            var text = text(file, start, (int) (end - start)) + later;
            var found = text.lastIndexOf("\n" + Layout.DIRECTIVE) + 1;
            if (found > 0 || (start == 0 && startsWithDirective(text))) {
                return layout(text, found > 0 ? found : text.indexOf(Layout.DIRECTIVE));
            }
            later = text.substring(0, Math.min(text.length(), PIECE));
            end = start;
        }
        return Layout.NONE;
    }

    /** Where to begin to look for the last line of a file of this size. */
    static long last(long size) {
        return Math.max(0, size - PIECE);
    }

    /** The offset after the last whole line. */
    static long lastLineEnd(LogFile file) throws IOException {
        var end = file.size();
        while (end > 0) {
            var start = Math.max(0, end - PIECE);
            var newline = text(file, start, (int) (end - start)).lastIndexOf('\n');
            if (newline >= 0) {
                return start + newline + 1;
            }
            end = start;
        }
        return 0;
    }

    private static boolean startsWithDirective(String text) {
        return text.startsWith(Layout.DIRECTIVE) || text.startsWith("\u00EF\u00BB\u00BF" + Layout.DIRECTIVE);
    }

    private static Layout layout(String text, int found) {
        var start = found + Layout.DIRECTIVE.length();
        var end = text.indexOf('\n', start);
        return end < 0 ? Layout.NONE : Layout.of(text.substring(start, end));
    }

    private static String text(LogFile file, long offset, int length) throws IOException {
        var bytes = new byte[length];
        var source = new LogBytes(file, offset, offset + length);
        var count = 0;
        while (count < length) {
            var more = source.read(bytes, count, length, Long.MAX_VALUE);
            if (more == 0) {
                break;
            }
            count += more;
        }
        return new String(bytes, 0, count, StandardCharsets.ISO_8859_1);
    }
}
