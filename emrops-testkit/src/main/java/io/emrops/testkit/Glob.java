package io.emrops.testkit;

/** A pattern of keys as Redis matches it, character by character. */
final class Glob {
    private final String pattern;

    Glob(String pattern) {
        this.pattern = pattern;
    }

    boolean matches(String key) {
        return matches(0, key, 0);
    }

    private boolean matches(int from, String key, int at) {
        var p = from;
        var k = at;
        while (p < pattern.length()) {
            var c = pattern.charAt(p);
            if (c == '*') {
                return matchesRest(p + 1, key, k);
            }
            if (k == key.length()) {
                return false;
            }
            if (c == '[') {
                var set = new Set(p);
                if (!set.holds(key.charAt(k))) {
                    return false;
                }
                p = set.end;
            } else {
                if (c == '\\' && p + 1 < pattern.length()) {
                    p++;
                }
                if (c != '?' && pattern.charAt(p) != key.charAt(k)) {
                    return false;
                }
                p++;
            }
            k++;
        }
        return k == key.length();
    }

    private boolean matchesRest(int from, String key, int at) {
        for (var k = at; k <= key.length(); k++) {
            if (matches(from, key, k)) {
                return true;
            }
        }
        return false;
    }

    /** {@code [ab]}, {@code [a-z]}, {@code [^a]}; one that is not closed ends with the pattern. */
    private final class Set {
        private final StringBuilder ranges = new StringBuilder();
        private final boolean negated;
        private final int end;

        Set(int open) {
            var p = open + 1;
            negated = p < pattern.length() && pattern.charAt(p) == '^';
            p += negated ? 1 : 0;
            while (p < pattern.length() && pattern.charAt(p) != ']') {
                if (pattern.charAt(p) == '\\' && p + 1 < pattern.length()) {
                    add(pattern.charAt(p + 1), pattern.charAt(p + 1));
                    p += 2;
                } else if (p + 2 < pattern.length() && pattern.charAt(p + 1) == '-') {
                    add(pattern.charAt(p), pattern.charAt(p + 2));
                    p += 3;
                } else {
                    add(pattern.charAt(p), pattern.charAt(p));
                    p++;
                }
            }
            end = Math.min(p + 1, pattern.length());
        }

        private void add(char one, char other) {
            ranges.append((char) Math.min(one, other)).append((char) Math.max(one, other));
        }

        boolean holds(char c) {
            for (var i = 0; i < ranges.length(); i += 2) {
                if (ranges.charAt(i) <= c && c <= ranges.charAt(i + 1)) {
                    return !negated;
                }
            }
            return negated;
        }
    }
}
