package io.emrops.testkit.sqlserver.function;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** {@code LIKE} and {@code PATINDEX} ("LIKE (Transact-SQL)"). */
public final class Patterns {
    private static final int NO_ESCAPE = -1;

    private final String pattern;
    private final int escape;
    private final String text;
    private final String sensitivity;
    private final boolean ignoresBlanks;

    private Patterns(String pattern, int escape, String text, String sensitivity, boolean ignoresBlanks) {
        this.pattern = pattern;
        this.escape = escape;
        this.text = text;
        this.sensitivity = sensitivity;
        this.ignoresBlanks = ignoresBlanks;
    }

    /** {@code LIKE}: NULL if one of them is. */
    public static @Nullable Boolean like(
            @Nullable String text, @Nullable String pattern, String sensitivity, boolean isNational) {
        if (text == null || pattern == null) {
            return null;
        }
        return matches(text, pattern, NO_ESCAPE, sensitivity, isNational);
    }

    /** {@code LIKE_ESCAPE}. */
    public static @Nullable Boolean likeEscape(
            @Nullable String text,
            @Nullable String pattern,
            @Nullable String escape,
            String sensitivity,
            boolean isNational)
            throws SQLException {
        if (text == null || pattern == null || escape == null) {
            return null;
        } else if (escape.length() != 1) {
            throw Failure.of(506, escape, "LIKE");
        }
        var sign = CollationKeys.folded(escape, sensitivity).charAt(0);
        return matches(text, pattern, sign, sensitivity, isNational);
    }

    private static boolean matches(String text, String pattern, int escape, String sensitivity, boolean isNational) {
        var folded = CollationKeys.folded(text, sensitivity);
        return new Patterns(CollationKeys.folded(pattern, sensitivity), escape, folded, sensitivity, !isNational)
                .matches();
    }

    /** {@code PATINDEX}. */
    public static @Nullable Integer patIndex(@Nullable String pattern, @Nullable String text, String sensitivity) {
        if (text == null || pattern == null) {
            return null;
        }
        var isAnywhere = pattern.startsWith("%") && pattern.length() > 1;
        var rest = CollationKeys.folded(isAnywhere ? pattern.substring(1) : pattern, sensitivity);
        var folded = CollationKeys.folded(text, sensitivity);
        for (var start = 0; start <= (isAnywhere ? text.length() : 0); start++) {
            if (new Patterns(rest, NO_ESCAPE, folded.substring(start), sensitivity, false).matches()) {
                return start + 1;
            }
        }
        return 0;
    }

    /** Goes back to the last percent sign alone, so that it never takes longer than the product of the two lengths. */
    private boolean matches() {
        var at = 0;
        var in = 0;
        var percent = -1;
        var retry = 0;
        while (in < text.length()) {
            var end = at < pattern.length() ? elementEnd(at) : -1;
            if (end > 0 && pattern.charAt(at) == '%') {
                percent = at;
                retry = in;
                at = end;
            } else if (end > 0 && accepts(at, end, text.charAt(in))) {
                at = end;
                in++;
            } else if (at == pattern.length() && ignoresBlanks && Texts.isBlanks(text.substring(in))) {
                return true;
            } else if (percent >= 0) {
                at = percent + 1;
                in = ++retry;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '%') {
            at++;
        }
        return at == pattern.length();
    }

    /** Behind a letter, a sign, or a set in brackets; -1 for a set without an end, which nothing matches. */
    private int elementEnd(int at) {
        var sign = pattern.charAt(at);
        if (sign == escape) {
            return at + 1 < pattern.length() ? at + 2 : -1;
        } else if (sign != '[') {
            return at + 1;
        }
        var close = at + 1;
        while (close < pattern.length() && (pattern.charAt(close) != ']' || pattern.charAt(close - 1) == escape)) {
            close++;
        }
        return close < pattern.length() ? close + 1 : -1;
    }

    private boolean accepts(int at, int end, char letter) {
        var sign = pattern.charAt(at);
        if (sign == escape) {
            return pattern.charAt(at + 1) == letter;
        } else if (sign == '[') {
            return isInSet(at + 1, end - 1, letter);
        }
        return sign == '_' || sign == letter;
    }

    private boolean isInSet(int start, int end, char letter) {
        var isNegated = start < end && pattern.charAt(start) == '^';
        var at = isNegated ? start + 1 : start;
        while (at < end) {
            if (pattern.charAt(at) == escape && at + 1 < end) {
                at++;
            }
            var first = pattern.charAt(at);
            var isRange = at + 2 < end && pattern.charAt(at + 1) == '-';
            var last = isRange ? pattern.charAt(at + 2) : first;
            if (isRange ? isBetween(first, letter, last) : letter == first) {
                return !isNegated;
            }
            at += isRange ? 3 : 1;
        }
        return isNegated;
    }

    private boolean isBetween(char first, char letter, char last) {
        return CollationKeys.compare(first, letter, sensitivity) <= 0
                && CollationKeys.compare(letter, last, sensitivity) <= 0;
    }
}
