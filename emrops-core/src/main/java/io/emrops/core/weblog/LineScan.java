package io.emrops.core.weblog;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts lines: the one place that has to be fast. A look at eight bytes at once finds the ends of fields and lines, and of a line only the fields that count
 * are read; the date and the time are compared with those of the line before.
 */
final class LineScan {
    /** A line that is longer, with its end, is not read. IIS limits what a client can make it write to less. */
    static final int LONGEST = 64 << 10;

    /** So many bytes after the lines have to be there, whatever they hold. */
    static final int PADDING = 8;

    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final Span span;
    private final int[] ends = new int[Layout.MOST_COLUMNS];
    private final Map<Integer, Window> windows = new TreeMap<>();
    private Layout layout;
    private long lastDay;
    private short lastOfDay;
    private long lastTime;
    private boolean sameAsLast;
    private int index = -1;
    private Window window = new Window();
    private long requests;
    private long outside;
    private long directives;
    private long unreadable;

    LineScan(Span span, Layout layout) {
        this.span = span;
        this.layout = layout;
    }

    Layout layout() {
        return layout;
    }

    Map<Integer, Window> windows() {
        return windows;
    }

    Lines lines() {
        return new Lines(requests, outside, directives, unreadable);
    }

    /** Counts a line that is not even looked at. */
    void unreadable() {
        unreadable++;
    }

    /** Counts whole lines, the last of which ends before {@code end}. */
    void scan(byte[] bytes, int start, int end) {
        var line = start;
        var fields = 0;
        var odd = 0;
        for (var i = start; i < end; i += Long.BYTES) {
            var found = Bytes.spacesAndControls(Bytes.word(bytes, i));
            while (found != 0) {
                var at = i + (Long.numberOfTrailingZeros(found) >>> 3);
                found &= found - 1;
                var c = bytes[at];
                if (c == ' ') {
                    ends[fields++ & (Layout.MOST_COLUMNS - 1)] = at;
                } else if (c == '\n') {
                    if (at >= end) {
                        return;
                    }
                    line(bytes, line, at, fields, odd);
                    line = at + 1;
                    fields = 0;
                    odd = 0;
                } else if (c == 0) {
                    odd++;
                }
            }
        }
    }

    /** @param nuls how many there are in it: a server that crashed leaves them before its next line */
    private void line(byte[] bytes, int from, int newline, int spaces, int nuls) {
        var start = from;
        while (nuls > 0 && bytes[start] == 0) {
            start++;
        }
        var end = newline > start && bytes[newline - 1] == '\r' ? newline - 1 : newline;
        if (newline - from >= LONGEST) {
            unreadable++;
        } else if (start == end) {
            directives++;
        } else if (bytes[start] == '#') {
            directives++;
            direct(bytes, start, end);
        } else if (nuls > start - from || layout.columns() == 0 || spaces != layout.columns() - 1) {
            unreadable++;
        } else {
            request(bytes, start, end);
        }
    }

    private void direct(byte[] bytes, int start, int end) {
        var text = new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
        if (text.startsWith(Layout.DIRECTIVE)) {
            layout = Layout.of(text.substring(Layout.DIRECTIVE.length()));
        }
    }

    private int start(int column, int line) {
        return column == 0 ? line : ends[column - 1] + 1;
    }

    private int end(int column, int line) {
        return column == layout.columns() - 1 ? line : ends[column];
    }

    private void request(byte[] bytes, int start, int end) {
        var status = Bytes.status(bytes, start(layout.status(), start), end(layout.status(), end));
        var took = optional(bytes, layout.took(), start, end);
        var sent = optional(bytes, layout.sent(), start, end);
        var path = start(layout.path(), start);
        var pathEnd = end(layout.path(), end);
        if (status < 0 || took < -1 || sent < -1 || path == pathEnd || !settle(bytes, start, end)) {
            unreadable++;
        } else if (index < 0) {
            outside++;
        } else {
            requests++;
            var entry = window.paths.of(bytes, path, pathEnd, hash(bytes, path, pathEnd));
            window.count(entry, (int) status, (int) Math.min(took, Integer.MAX_VALUE), sent);
        }
    }

    private long optional(byte[] bytes, int column, int start, int end) {
        return column < 0 ? -1 : Bytes.numberOrDash(bytes, start(column, start), end(column, end));
    }

    /** Finds the window of the line; most often it is that of the line before. Whether the line has a time. */
    private boolean settle(byte[] bytes, int start, int end) {
        var date = start(layout.date(), start);
        var time = start(layout.time(), start);
        var dateEnd = end(layout.date(), end);
        var timeEnd = end(layout.time(), end);
        if (dateEnd - date != 10 || timeEnd - time != 8) {
            return false;
        }
        var day = Bytes.word(bytes, date);
        var ofDay = (short) ((bytes[date + 8] << 8) | (bytes[date + 9] & 0xff));
        var clock = Bytes.word(bytes, time);
        if (sameAsLast && day == lastDay && ofDay == lastOfDay && clock == lastTime) {
            return true;
        }
        var second = Bytes.date(bytes, date, dateEnd);
        var secondOfDay = Bytes.time(bytes, time, timeEnd);
        if (second == Bytes.NO || secondOfDay == Bytes.NO) {
            return false;
        }
        lastDay = day;
        lastOfDay = ofDay;
        lastTime = clock;
        sameAsLast = true;
        enter(span.index(second + secondOfDay));
        return true;
    }

    private void enter(int found) {
        if (found != index) {
            index = found;
            if (found >= 0) {
                window = windows.computeIfAbsent(found, number -> new Window());
            }
        }
    }

    private static long hash(byte[] bytes, int start, int end) {
        var hash = (long) (end - start);
        var i = start;
        for (; i + Long.BYTES <= end; i += Long.BYTES) {
            hash = Long.rotateLeft((hash ^ Bytes.word(bytes, i)) * MIX, 29);
        }
        if (i < end) {
            var rest = Bytes.word(bytes, i) & (-1L >>> (8 * (Long.BYTES - (end - i))));
            hash = (hash ^ rest) * MIX;
        }
        return hash ^ (hash >>> 32);
    }
}
