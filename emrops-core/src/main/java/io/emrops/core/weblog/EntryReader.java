package io.emrops.core.weblog;

import io.emrops.DataSize;
import io.emrops.weblog.PathRule;
import io.emrops.weblog.WebLogEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the lines of a file one after the other. */
final class EntryReader {
    private static final int BUFFER = 256 << 10;

    private final PathRule rule;
    private final int most;
    private final List<WebLogEntry> entries = new ArrayList<>();
    private Layout layout = Layout.NONE;
    private Lines lines = Lines.NONE;

    EntryReader(int most, PathRule rule) {
        this.most = most;
        this.rule = rule;
    }

    boolean full() {
        return entries.size() == most;
    }

    List<WebLogEntry> entries() {
        return entries;
    }

    Lines lines() {
        return lines;
    }

    Layout layout() {
        return layout;
    }

    /**
     * Reads whole lines, until there are enough entries or no more lines.
     *
     * @param layout of the lines at the offset
     * @return the offset after the last line that was read
     */
    long read(LogFile file, long offset, Layout layout) throws IOException {
        this.layout = layout;
        var size = file.size();
        var buffer = new byte[BUFFER];
        var done = offset;
        while (!full()) {
            var count = fill(new LogBytes(file, done, size), buffer);
            var end = Bytes.lastNewline(buffer, 0, count) + 1;
            if (end > 0) {
                done += take(buffer, end, done == 0);
            } else if (count < BUFFER) {
                break;
            } else {
                var beyond = beyondLine(file, done + count, size);
                if (beyond < 0) {
                    break;
                }
                torn();
                done = beyond;
            }
        }
        return done;
    }

    private static int fill(LogBytes bytes, byte[] buffer) throws IOException {
        var filled = 0;
        while (true) {
            var count = bytes.read(buffer, filled, buffer.length, Long.MAX_VALUE);
            if (count == 0) {
                return filled;
            }
            filled += count;
        }
    }

    /** The last line of a file ends nowhere, and nothing is added to it any more. */
    void torn() {
        lines = lines.plus(new Lines(0, 0, 0, 1));
    }

    /** The offset after the next end of a line; -1 if there is none. */
    private static long beyondLine(LogFile file, long offset, long size) throws IOException {
        var bytes = new LogBytes(file, offset, size);
        var buffer = new byte[BUFFER];
        while (true) {
            var begin = bytes.at();
            var count = bytes.read(buffer, 0, BUFFER, Long.MAX_VALUE);
            if (count == 0) {
                return -1;
            }
            var newline = Bytes.newline(buffer, 0, count);
            if (newline >= 0) {
                return begin + newline + 1;
            }
        }
    }

    /** Takes lines until there are enough entries; returns how many bytes they have. */
    private int take(byte[] buffer, int end, boolean first) {
        var marked =
                first && end >= 3 && buffer[0] == (byte) 0xEF && buffer[1] == (byte) 0xBB && buffer[2] == (byte) 0xBF;
        var from = marked ? 3 : 0;
        while (from < end && !full()) {
            var newline = Bytes.newline(buffer, from, end);
            lines = lines.plus(line(buffer, from, newline));
            from = newline + 1;
        }
        return from;
    }

    private Lines line(byte[] buffer, int from, int newline) {
        var start = from;
        while (start < newline && buffer[start] == 0) {
            start++;
        }
        var end = newline > start && buffer[newline - 1] == '\r' ? newline - 1 : newline;
        if (newline - from >= LineScan.LONGEST) {
            return new Lines(0, 0, 0, 1);
        }
        if (start == end || buffer[start] == '#') {
            var text = new String(buffer, start, end - start, StandardCharsets.ISO_8859_1);
            if (text.startsWith(Layout.DIRECTIVE)) {
                layout = Layout.of(text.substring(Layout.DIRECTIVE.length()));
            }
            return new Lines(0, 0, 1, 0);
        }
        var entry = Fields.of(buffer, start, end).flatMap(this::entry);
        entry.ifPresent(entries::add);
        return entry.isPresent() ? new Lines(1, 0, 0, 0) : new Lines(0, 0, 0, 1);
    }

    private Optional<WebLogEntry> entry(Fields fields) {
        if (layout.columns() == 0 || fields.count() != layout.columns()) {
            return Optional.empty();
        }
        var date = fields.read(layout.date(), Bytes::date);
        var time = fields.read(layout.time(), Bytes::time);
        var status = fields.read(layout.status(), Bytes::status);
        var sent = fields.numberOrNone(layout.sent());
        var took = fields.numberOrNone(layout.took());
        var path = fields.text(layout.path());
        if (date == Bytes.NO || time == Bytes.NO || status < 0 || sent < -1 || took < -1 || path.isEmpty()) {
            return Optional.empty();
        }
        var method = layout.method() < 0 ? "-" : fields.text(layout.method());
        return Optional.of(new WebLogEntry(
                Instant.ofEpochSecond(date + time),
                method.equals("-") || method.isEmpty() ? Optional.empty() : Optional.of(Text.cut(method)),
                Text.cut(rule.apply(path)),
                (int) status,
                known(fields.numberOrNone(layout.substatus()))
                        .filter(number -> number <= Integer.MAX_VALUE)
                        .map(Long::intValue),
                known(fields.numberOrNone(layout.win32())),
                known(sent).map(DataSize::new),
                known(took).map(Duration::ofMillis)));
    }

    private static Optional<Long> known(long number) {
        return number < 0 ? Optional.empty() : Optional.of(number);
    }
}
