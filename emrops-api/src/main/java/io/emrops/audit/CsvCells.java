package io.emrops.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;

/** See {@link ExportFormat#CSV}. */
final class CsvCells extends CellWriter {
    /** What makes a spreadsheet compute, also in its wide form ("CSV Injection", OWASP). */
    private static final String FORMULA = "=+-@\uFF1D\uFF0B\uFF0D\uFF20";

    /** Behind which a reader that does not split at commas, or takes quotation marks for letters, may begin a cell. */
    private static final String SEPARATORS = ";,\t\r\n\"";

    private final List<String> headings;

    CsvCells(OutputStream out, List<String> headings) {
        super(out);
        this.headings = headings;
    }

    @Override
    void begin() throws IOException {
        for (var i = 0; i < headings.size(); i++) {
            text(i, headings.get(i));
        }
        endRow();
    }

    @Override
    void text(int index, String value) throws IOException {
        separate(index);
        if (isPlain(value) && !isGuarded(value, 0)) {
            ascii(value);
            return;
        }
        ascii('"');
        for (var i = 0; i < value.length(); ) {
            if ((i == 0 || SEPARATORS.indexOf(value.charAt(i - 1)) >= 0) && isGuarded(value, i)) {
                ascii('\'');
            }
            if (value.charAt(i) == '"') {
                ascii('"');
            }
            i += utf8(value, i);
        }
        ascii('"');
    }

    @Override
    void none(int index) throws IOException {
        separate(index);
    }

    @Override
    void moment(int index, Instant value) throws IOException {
        separate(index);
        moment(value);
    }

    @Override
    void number(int index, long value) throws IOException {
        separate(index);
        ascii(Long.toString(value));
    }

    @Override
    void endRow() throws IOException {
        ascii('\r');
        ascii('\n');
    }

    private void separate(int index) throws IOException {
        if (index > 0) {
            ascii(',');
        }
    }

    /** Letters and digits and what is between them in names: such a text is as it is in quotes and without. */
    private static boolean isPlain(String value) {
        for (var i = 0; i < value.length(); i++) {
            var c = value.charAt(i);
            if (c <= ' ' || c >= 0x7F || c == '"' || c == ',' || c == ';') {
                return false;
            }
        }
        return !value.isEmpty();
    }

    /** Whether a cell that begins here would be taken for a formula, or for something that is guarded. */
    private static boolean isGuarded(String value, int from) {
        if (from == value.length()) {
            return false;
        }
        var first = value.charAt(from);
        if (first >= '0' && first <= '9' || first >= 'A' && first <= 'Z' || first >= 'a' && first <= 'z') {
            return false;
        }
        if (first == '\'' || from == 0 && (first == '\t' || first == '\r' || first == '\n')) {
            return true;
        }
        var i = from;
        while (i < value.length()
                && isBlank(value.charAt(i))
                && (from == 0 || SEPARATORS.indexOf(value.charAt(i)) < 0)) {
            i++;
        }
        return i < value.length() && FORMULA.indexOf(value.charAt(i)) >= 0 && !isNegativeNumber(value, from);
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c) || c == '\uFEFF';
    }

    /** Which computes nothing. */
    private static boolean isNegativeNumber(String value, int from) {
        if (value.length() < from + 2 || value.charAt(from) != '-') {
            return false;
        }
        for (var i = from + 1; i < value.length(); i++) {
            var c = value.charAt(i);
            if ((c < '0' || c > '9') && c != '.') {
                return false;
            }
        }
        return true;
    }
}
