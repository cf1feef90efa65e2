package io.emrops.sqlserver.audit;

import io.emrops.PreconditionFailedException;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads an archive row by row: one JSON object on each line, of texts and nulls, with the columns of the table in their order. */
final class ArchiveReader implements AutoCloseable {
    private final Path file;
    private final List<String> headings;
    private final DigestInputStream bytes;
    private final BufferedReader lines;
    private long rows;

    private ArchiveReader(Path file, List<String> headings, DigestInputStream bytes) {
        this.file = file;
        this.headings = headings;
        this.bytes = bytes;
        this.lines = new BufferedReader(new InputStreamReader(
                bytes,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
    }

    static ArchiveReader open(Path file, List<String> headings) {
        try {
            return new ArchiveReader(
                    file,
                    headings,
                    new DigestInputStream(
                            new BufferedInputStream(Files.newInputStream(file)), MessageDigest.getInstance("SHA-256")));
        } catch (IOException e) {
            throw unreadable(file, "it is not there, or may not be read");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** Up to so many more rows; none at the end. */
    List<ArchivedRow> next(int atMost) {
        var some = new ArrayList<ArchivedRow>();
        while (some.size() < atMost) {
            var row = next();
            if (row == null) {
                break;
            }
            some.add(row);
        }
        return some;
    }

    private @Nullable ArchivedRow next() {
        try {
            var line = lines.readLine();
            if (line == null) {
                return null;
            }
            rows++;
            return new Line(line).row();
        } catch (IOException e) {
            throw unreadable(file, "line " + (rows + 1) + " cannot be read");
        }
    }

    /** How many rows were read. */
    long rows() {
        return rows;
    }

    /** The hash of everything, at the end. */
    String sha256() {
        return HexFormat.of().formatHex(bytes.getMessageDigest().digest());
    }

    private static PreconditionFailedException unreadable(Path file, String why) {
        return new PreconditionFailedException("The archive " + file + " cannot be used: " + why);
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw unreadable(file, "it cannot be closed");
        }
    }

    /** One line. */
    private final class Line {
        private final String text;
        private int at;

        Line(String text) {
            this.text = text;
        }

        ArchivedRow row() {
            @Nullable String[] values = new @Nullable String[headings.size()];
            require('{');
            for (var i = 0; i < values.length; i++) {
                if (i > 0) {
                    require(',');
                }
                if (!headings.get(i).equals(quoted())) {
                    throw unreadable(file, "its columns are not those of the table");
                }
                require(':');
                values[i] = text.startsWith("null", at) ? skipNull() : quoted();
            }
            require('}');
            if (at != text.length()) {
                throw malformed();
            }
            return new ArchivedRow(values);
        }

        private @Nullable String skipNull() {
            at += "null".length();
            return null;
        }

        private String quoted() {
            require('"');
            var value = new StringBuilder();
            while (peek() != '"') {
                var c = text.charAt(at++);
                value.append(c == '\\' ? escaped() : c);
            }
            at++;
            return value.toString();
        }

        private char escaped() {
            var c = peek();
            at++;
            if (c == '"' || c == '\\') {
                return c;
            }
            if (c != 'u' || at + 4 > text.length()) {
                throw malformed();
            }
            try {
                var code = (char) Integer.parseInt(text.substring(at, at + 4), 16);
                at += 4;
                return code;
            } catch (NumberFormatException e) {
                throw malformed();
            }
        }

        private char peek() {
            if (at >= text.length()) {
                throw malformed();
            }
            return text.charAt(at);
        }

        private void require(char wanted) {
            if (peek() != wanted) {
                throw malformed();
            }
            at++;
        }

        private PreconditionFailedException malformed() {
            return unreadable(file, "line " + rows + " is not as it was written");
        }
    }
}
