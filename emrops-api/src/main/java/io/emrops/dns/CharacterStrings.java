package io.emrops.dns;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The texts of one TXT record, as zone files write them: in quotes, with {@code \"}, {@code \\} and {@code \ddd} (RFC 1035, 5.1). */
final class CharacterStrings {
    private static final int LONGEST = 255;
    private static final int RECORD = 65_535;

    private final List<byte[]> strings;

    private CharacterStrings(List<byte[]> strings) {
        this.strings = strings;
    }

    /** One text, in as many strings as its length in UTF-8 needs. */
    static CharacterStrings of(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var strings = new ArrayList<byte[]>();
        var begin = 0;
        do {
            var end = Math.min(bytes.length, begin + LONGEST);
            strings.add(Arrays.copyOfRange(bytes, begin, end));
            begin = end;
        } while (begin < bytes.length);
        return checked(strings);
    }

    static CharacterStrings parse(String written) {
        var strings = new ArrayList<byte[]>();
        var at = 0;
        while (at < written.length()) {
            if (written.charAt(at) == ' ' || written.charAt(at) == '\t') {
                at++;
                continue;
            }
            if (written.charAt(at) != '"') {
                throw new IllegalArgumentException("A text is written in quotes, \"like this\": " + written);
            }
            at = string(written, at + 1, strings);
        }
        if (strings.isEmpty()) {
            throw new IllegalArgumentException("A record of type TXT has at least one text, which may be \"\"");
        }
        return checked(strings);
    }

    private static CharacterStrings checked(List<byte[]> strings) {
        if (strings.stream().mapToInt(s -> s.length + 1).sum() > RECORD) {
            throw new IllegalArgumentException("The texts of one record have at most " + RECORD + " bytes");
        }
        return new CharacterStrings(strings);
    }

    /** Reads up to the quote, and gives where it goes on. */
    private static int string(String written, int from, List<byte[]> strings) {
        var bytes = new ByteArrayOutputStream();
        var at = from;
        while (at < written.length() && written.charAt(at) != '"') {
            if (written.charAt(at) == '\\') {
                at = escape(written, at + 1, bytes);
            } else {
                var end = written.offsetByCodePoints(at, 1);
                bytes.writeBytes(written.substring(at, end).getBytes(StandardCharsets.UTF_8));
                at = end;
            }
        }
        if (at == written.length()) {
            throw new IllegalArgumentException("A quote is missing: " + written);
        }
        if (bytes.size() > LONGEST) {
            throw new IllegalArgumentException("A text has at most " + LONGEST + " bytes, not " + bytes.size());
        }
        strings.add(bytes.toByteArray());
        return at + 1;
    }

    private static int escape(String written, int at, ByteArrayOutputStream bytes) {
        if (at < written.length() && !isDigit(written.charAt(at)) && written.charAt(at) < 128) {
            bytes.write(written.charAt(at));
            return at + 1;
        }
        var end = at + 3;
        if (end > written.length() || !written.substring(at, end).chars().allMatch(CharacterStrings::isDigit)) {
            throw new IllegalArgumentException(
                    "Behind a backslash there are three digits, or one character: " + written);
        }
        var value = Integer.parseInt(written.substring(at, end));
        if (value > 255) {
            throw new IllegalArgumentException("No byte: " + value);
        }
        bytes.write(value);
        return end;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    @Override
    public String toString() {
        return strings.stream().map(CharacterStrings::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(byte[] bytes) {
        var text = new StringBuilder("\"");
        for (var b : bytes) {
            if (b == '"' || b == '\\') {
                text.append('\\').append((char) b);
            } else if (b >= ' ' && b < 127) {
                text.append((char) b);
            } else {
                var number = Integer.toString(b & 0xff);
                text.append('\\').append("0".repeat(3 - number.length())).append(number);
            }
        }
        return text.append('"').toString();
    }
}
