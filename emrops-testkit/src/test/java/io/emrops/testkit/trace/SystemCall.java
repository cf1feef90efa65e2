package io.emrops.testkit.trace;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A call that returned.
 *
 * @param thread who called
 * @param arguments as strace prints them
 * @param result what it returned; negative if it failed
 * @param begun the line of the trace at which it was called; nothing of it had happened before
 * @param returned the line at which it returned, which is the same one if nothing else was seen meanwhile
 */
record SystemCall(int thread, String name, String arguments, long result, int begun, int returned) {
    boolean succeeded() {
        return result >= 0;
    }

    /** Whether this was over before the other one was called. */
    boolean isBefore(SystemCall other) {
        return returned < other.begun;
    }

    /** What the descriptor in front of the arguments stands for; empty if there is none. */
    String file() {
        var from = arguments.indexOf('<');
        var to = arguments.indexOf('>', from);
        return from < 0 || to < 0 || !arguments.substring(0, from).chars().allMatch(Character::isDigit)
                ? ""
                : unescaped(arguments.substring(from + 1, to));
    }

    /** The strings among the arguments, without what strace cut off; each byte that is no ASCII is in them as ISO 8859-1. */
    List<String> strings() {
        var found = new ArrayList<String>();
        var at = arguments.indexOf('"');
        while (at >= 0) {
            var end = at + 1;
            while (end < arguments.length() && arguments.charAt(end) != '"') {
                end += arguments.charAt(end) == '\\' ? 2 : 1;
            }
            if (end >= arguments.length()) {
                throw new IllegalArgumentException("A string does not end in " + this);
            }
            found.add(unescaped(arguments.substring(at + 1, end)));
            at = arguments.indexOf('"', end + 1);
        }
        return found;
    }

    private static String unescaped(String text) {
        var bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            var next = text.charAt(i);
            if (next != '\\') {
                bytes.write(next);
                continue;
            }
            next = text.charAt(++i);
            if (next >= '0' && next <= '7') {
                var digits = i + 1;
                while (digits < Math.min(i + 3, text.length())
                        && text.charAt(digits) >= '0'
                        && text.charAt(digits) <= '7') {
                    digits++;
                }
                bytes.write(Integer.parseInt(text.substring(i, digits), 8));
                i = digits - 1;
            } else {
                var letter = "abtnvfr".indexOf(next);
                bytes.write(letter < 0 ? next : '\u0007' + letter);
            }
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }
}
