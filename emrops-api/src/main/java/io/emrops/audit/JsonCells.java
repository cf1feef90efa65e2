package io.emrops.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** See {@link ExportFormat#JSON_LINES}. */
final class JsonCells extends CellWriter {
    private final List<String> headings;

    JsonCells(OutputStream out, List<String> headings) {
        super(out);
        this.headings = headings;
    }

    @Override
    void begin() {}

    @Override
    void text(int index, String value) throws IOException {
        name(index);
        quoted(value);
    }

    @Override
    void none(int index) throws IOException {
        plainValue(index, "null");
    }

    @Override
    void moment(int index, Instant value) throws IOException {
        name(index);
        ascii('"');
        moment(value);
        ascii('"');
    }

    @Override
    void number(int index, long value) throws IOException {
        plainValue(index, Long.toString(value));
    }

    @Override
    void endRow() throws IOException {
        ascii('}');
        ascii('\n');
    }

    private void plainValue(int index, String value) throws IOException {
        name(index);
        ascii(value);
    }

    private void name(int index) throws IOException {
        ascii(index == 0 ? '{' : ',');
        quoted(headings.get(index));
        ascii(':');
    }

    private void quoted(String value) throws IOException {
        ascii('"');
        for (var i = 0; i < value.length(); ) {
            var c = value.charAt(i);
            if (c == '"' || c == '\\') {
                ascii('\\');
                ascii(c);
                i++;
            } else if (c < ' ' || c == '\u2028' || c == '\u2029' || isHalf(value, i)) {
                ascii(String.format(Locale.ROOT, "\\u%04x", (int) c));
                i++;
            } else {
                i += utf8(value, i);
            }
        }
        ascii('"');
    }

    /** Half a character, which UTF-8 has no bytes for. */
    private static boolean isHalf(String value, int at) {
        var c = value.charAt(at);
        if (!Character.isSurrogate(c)) {
            return false;
        }
        return Character.isHighSurrogate(c)
                ? at + 1 == value.length() || !Character.isLowSurrogate(value.charAt(at + 1))
                : at == 0 || !Character.isHighSurrogate(value.charAt(at - 1));
    }
}
