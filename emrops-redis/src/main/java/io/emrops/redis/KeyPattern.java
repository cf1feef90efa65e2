package io.emrops.redis;

import java.nio.charset.StandardCharsets;

/** A pattern of keys, matched byte by byte as Redis does ({@code stringmatchlen}), in time that no pattern makes long. */
final class KeyPattern {
    private final byte[] pattern;

    private KeyPattern(byte[] pattern) {
        this.pattern = pattern;
    }

    static KeyPattern of(String pattern) {
        return new KeyPattern(pattern.getBytes(StandardCharsets.UTF_8));
    }

    static KeyPattern any() {
        return of("*");
    }

    /** A star that fails to match is given one byte more; only the last one is ever tried again. */
    boolean matches(byte[] key) {
        var p = 0;
        var k = 0;
        var star = -1;
        var starAt = 0;
        while (k < key.length) {
            if (p < pattern.length && pattern[p] == '*') {
                star = ++p;
                starAt = k;
            } else if (p < pattern.length && one(p, key[k])) {
                p = behind(p);
                k++;
            } else if (star >= 0) {
                p = star;
                k = ++starAt;
            } else {
                return false;
            }
        }
        while (p < pattern.length && pattern[p] == '*') {
            p++;
        }
        return p == pattern.length;
    }

    private boolean one(int p, byte value) {
        return switch (pattern[p]) {
            case '?' -> true;
            case '[' -> inSet(p, value);
            case '\\' -> pattern[p + 1 < pattern.length ? p + 1 : p] == value;
            default -> pattern[p] == value;
        };
    }

    private int behind(int p) {
        return switch (pattern[p]) {
            case '[' -> endOfSet(p);
            case '\\' -> Math.min(p + 2, pattern.length);
            default -> p + 1;
        };
    }

    private int endOfSet(int open) {
        var p = beginOfSet(open);
        while (p < pattern.length && pattern[p] != ']') {
            p += sizeOfItem(p);
        }
        return Math.min(p + 1, pattern.length);
    }

    private int beginOfSet(int open) {
        return open + 1 < pattern.length && pattern[open + 1] == '^' ? open + 2 : open + 1;
    }

    /** A range may end with a bracket. */
    private int sizeOfItem(int p) {
        if (pattern[p] == '\\' && p + 1 < pattern.length) {
            return 2;
        }
        return p + 2 < pattern.length && pattern[p + 1] == '-' ? 3 : 1;
    }

    /** Bytes have signs here, as in the servers that most processors run. */
    private boolean inSet(int open, byte value) {
        var found = false;
        for (var p = beginOfSet(open); p < pattern.length && pattern[p] != ']'; p += sizeOfItem(p)) {
            found |= switch (sizeOfItem(p)) {
                case 1 -> pattern[p] == value;
                case 2 -> pattern[p + 1] == value;
                default ->
                    Math.min(pattern[p], pattern[p + 2]) <= value && value <= Math.max(pattern[p], pattern[p + 2]);
            };
        }
        return found != (beginOfSet(open) == open + 2);
    }
}
