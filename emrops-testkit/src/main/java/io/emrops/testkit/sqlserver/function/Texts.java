package io.emrops.testkit.sqlserver.function;

import io.emrops.testkit.sqlserver.type.SqlType;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Functions of texts. Where one is NULL, so is the result. */
public final class Texts {
    private static final Map<String, String> ALGORITHMS =
            Map.of("MD5", "MD5", "SHA", "SHA-1", "SHA1", "SHA-1", "SHA2_256", "SHA-256", "SHA2_512", "SHA-512");
    private static final int LONGEST_NAME = 128;

    private Texts() {}

    /** Whether there is nothing but blanks, which no tabulator is. */
    static boolean isBlanks(String text) {
        return text.chars().allMatch(letter -> letter == ' ');
    }

    /** {@code CHARINDEX}. */
    public static @Nullable Integer charIndex(
            @Nullable String part, @Nullable String text, @Nullable Integer start, String sensitivity) {
        if (part == null || text == null || start == null) {
            return null;
        } else if (part.isEmpty()) {
            return 0;
        }
        var in = CollationKeys.folded(text, sensitivity);
        return in.indexOf(CollationKeys.folded(part, sensitivity), Math.max(0, start - 1)) + 1;
    }

    /** {@code SUBSTRING}: a start before the first letter shortens it. */
    public static @Nullable String substring(@Nullable String text, @Nullable Integer start, @Nullable Integer length)
            throws SQLException {
        if (text == null || start == null || length == null) {
            return null;
        }
        var from = from(text.length(), start);
        return text.substring(from, to(from, text.length(), start, length));
    }

    /** {@code SUBSTRING_BINARY}. */
    public static byte @Nullable [] substringBinary(
            byte @Nullable [] bytes, @Nullable Integer start, @Nullable Integer length) throws SQLException {
        if (bytes == null || start == null || length == null) {
            return null;
        }
        var from = from(bytes.length, start);
        return Arrays.copyOfRange(bytes, from, to(from, bytes.length, start, length));
    }

    private static int from(int size, int start) {
        return (int) Math.max(0, Math.min(size, start - 1L));
    }

    private static int to(int from, int size, int start, int length) throws SQLException {
        if (length < 0) {
            throw Failure.of(537);
        }
        return (int) Math.max(from, Math.min(size, start - 1L + length));
    }

    /** {@code LEFT}. */
    public static @Nullable String left(@Nullable String text, @Nullable Integer length) throws SQLException {
        if (text == null || length == null) {
            return null;
        } else if (length < 0) {
            throw Failure.of(537);
        }
        return text.substring(0, Math.min(text.length(), length));
    }

    /** {@code RIGHT}. */
    public static @Nullable String right(@Nullable String text, @Nullable Integer length) throws SQLException {
        if (text == null || length == null) {
            return null;
        } else if (length < 0) {
            throw Failure.of(536, "right");
        }
        return text.substring(Math.max(0, text.length() - length));
    }

    /** {@code REPLACE}. */
    public static @Nullable String replace(
            @Nullable String text, @Nullable String part, @Nullable String by, String sensitivity) {
        if (text == null || part == null || by == null) {
            return null;
        } else if (part.isEmpty()) {
            return text;
        }
        var in = CollationKeys.folded(text, sensitivity);
        var wanted = CollationKeys.folded(part, sensitivity);
        var result = new StringBuilder();
        var at = 0;
        for (var found = in.indexOf(wanted); found >= 0; found = in.indexOf(wanted, at)) {
            result.append(text, at, found).append(by);
            at = found + part.length();
        }
        return result.append(text, at, text.length()).toString();
    }

    /** {@code TRANSLATE}. */
    public static @Nullable String translate(
            @Nullable String text, @Nullable String letters, @Nullable String by, String sensitivity)
            throws SQLException {
        if (text == null || letters == null || by == null) {
            return null;
        } else if (letters.length() != by.length()) {
            throw Failure.of(9828);
        }
        var wanted = CollationKeys.folded(letters, sensitivity);
        var in = CollationKeys.folded(text, sensitivity);
        var result = new StringBuilder();
        for (var i = 0; i < text.length(); i++) {
            var place = wanted.indexOf(in.charAt(i));
            result.append(place < 0 ? text.charAt(i) : by.charAt(place));
        }
        return result.toString();
    }

    /** {@code STUFF}: NULL where the start is none of the text. */
    public static @Nullable String stuff(
            @Nullable String text, @Nullable Integer start, @Nullable Integer length, @Nullable String by) {
        if (text == null || start == null || length == null || start < 1 || start > text.length() || length < 0) {
            return null;
        }
        var end = (int) Math.min(text.length(), start - 1L + length);
        return text.substring(0, start - 1) + (by == null ? "" : by) + text.substring(end);
    }

    /** {@code REPLICATE}: cut at the length that its type may have; -1 is {@code max}. */
    public static @Nullable String replicate(@Nullable String text, @Nullable Integer count, int most) {
        if (text == null || count == null || count < 0) {
            return null;
        }
        var longest = most < 0 ? 1 << 20 : most;
        var times = text.isEmpty() ? 0 : Math.min(count, longest / text.length() + 1);
        var all = text.repeat(times);
        return all.substring(0, Math.min(all.length(), longest));
    }

    /** {@code REVERSE}: unit by unit. */
    public static @Nullable String reverse(@Nullable String text) {
        if (text == null) {
            return null;
        }
        var letters = text.toCharArray();
        for (var i = 0; i < letters.length / 2; i++) {
            var letter = letters[i];
            letters[i] = letters[letters.length - 1 - i];
            letters[letters.length - 1 - i] = letter;
        }
        return new String(letters);
    }

    /** {@code UPPER}: letter by letter; those of which the code page has no capital stay as they are, if the text is of the code page. */
    public static @Nullable String upper(@Nullable String text, boolean isNational) {
        if (text == null) {
            return null;
        }
        var capitals = CollationKeys.withoutCase(text);
        if (isNational) {
            return capitals;
        }
        var letters = ToText.inCodePageOf(SqlType.VARCHAR_MAX, capitals).toCharArray();
        for (var i = 0; i < letters.length; i++) {
            letters[i] = letters[i] == capitals.charAt(i) ? letters[i] : text.charAt(i);
        }
        return new String(letters);
    }

    /** {@code LOWER}: letter by letter. */
    public static @Nullable String lower(@Nullable String text) {
        if (text == null) {
            return null;
        }
        var letters = text.toCharArray();
        for (var i = 0; i < letters.length; i++) {
            letters[i] = letters[i] == '\u0130' ? letters[i] : Character.toLowerCase(letters[i]);
        }
        return new String(letters);
    }

    /** {@code TRIM}: of these letters. */
    public static @Nullable String trim(
            @Nullable String text, @Nullable String letters, String side, String sensitivity) {
        if (text == null || letters == null) {
            return null;
        }
        var in = CollationKeys.folded(text, sensitivity);
        var wanted = CollationKeys.folded(letters, sensitivity);
        var start = 0;
        var end = text.length();
        while (!side.equals("TRAILING") && start < end && wanted.indexOf(in.charAt(start)) >= 0) {
            start++;
        }
        while (!side.equals("LEADING") && end > start && wanted.indexOf(in.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(start, end);
    }

    /** {@code ASCII}: of the code page. */
    public static @Nullable Integer ascii(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text.substring(0, 1).getBytes(ToText.CODE_PAGE)[0] & 0xFF;
    }

    /** {@code UNICODE}. */
    public static @Nullable Integer unicode(@Nullable String text) {
        return text == null || text.isEmpty() ? null : (int) text.charAt(0);
    }

    /** {@code CHAR}: of the code page. */
    public static @Nullable String character(@Nullable Integer code) {
        return code == null || code < 0 || code > 0xFF
                ? null
                : new String(new byte[] {code.byteValue()}, ToText.CODE_PAGE);
    }

    /** {@code NCHAR}. */
    public static @Nullable String nationalCharacter(@Nullable Integer code) {
        return code == null || code < 0 || code > 0xFFFF ? null : String.valueOf((char) (int) code);
    }

    /** {@code QUOTENAME}. */
    public static @Nullable String quoteName(@Nullable String name, @Nullable String quote) {
        if (name == null || quote == null || name.length() > LONGEST_NAME) {
            return null;
        }
        var first = quote.isEmpty() ? '[' : quote.charAt(0);
        var pair = switch (first) {
            case '[', ']' -> "[]";
            case '(', ')' -> "()";
            case '<', '>' -> "<>";
            case '{', '}' -> "{}";
            case '\'', '"', '`' -> "" + first + first;
            default -> "";
        };
        if (pair.isEmpty()) {
            return null;
        }
        var close = pair.substring(1);
        return pair.charAt(0) + name.replace(close, close + close) + close;
    }

    /** {@code HASHBYTES}: NULL of an algorithm that is none. */
    public static byte @Nullable [] hashBytes(@Nullable String algorithm, byte @Nullable [] bytes) {
        var name = algorithm == null ? null : ALGORITHMS.get(algorithm.toUpperCase(Locale.ROOT));
        if (name == null || bytes == null) {
            return null;
        }
        try {
            return MessageDigest.getInstance(name).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + name, e);
        }
    }
}
