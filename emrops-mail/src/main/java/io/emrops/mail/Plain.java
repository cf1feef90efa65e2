package io.emrops.mail;

import java.util.OptionalInt;

/** Text that changes neither a header nor a terminal. */
final class Plain {
    private static final int LONGEST = 500;

    private Plain() {}

    /** Where the first character is that ends a line or steers something, from 0. */
    static OptionalInt firstControl(String text) {
        for (var i = 0; i < text.length(); i++) {
            if (steers(text.charAt(i))) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /** The text with a replacement character for each that steers something, and not too long. */
    static String text(String text) {
        var plain = new StringBuilder();
        text.chars().limit(LONGEST).forEach(c -> plain.append(steers((char) c) ? '\uFFFD' : (char) c));
        return text.length() > LONGEST ? plain.append('…').toString() : plain.toString();
    }

    private static boolean steers(char c) {
        return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
    }
}
