package io.emrops.testkit.sqlserver.function;

import java.text.Normalizer;
import java.util.Map;

/**
 * The order of letters: first what they are without their accents, then the accents. Case does not count, and blanks do. What is the same
 * here is the same letter by letter.
 */
final class LetterOrder {
    private static final char FIRST_ACCENTED = '\u00c0';
    private static final char END = '\0';
    private static final char PLAIN = '\1';

    /** Capitals that are no letter with an accent to Unicode. */
    private static final Map<Character, String> OTHERS = Map.ofEntries(
            Map.entry('\u00c6', "AE"),
            Map.entry('\u00d0', "D"),
            Map.entry('\u00d8', "O"),
            Map.entry('\u00de', "TH"),
            Map.entry('\u00df', "SS"),
            Map.entry('\u0110', "D"),
            Map.entry('\u0126', "H"),
            Map.entry('\u0131', "I"),
            Map.entry('\u0141', "L"),
            Map.entry('\u0152', "OE"));

    private LetterOrder() {}

    static int compare(String one, String other) {
        var length = Math.min(one.length(), other.length());
        for (var i = 0; i < length; i++) {
            var first = one.charAt(i);
            var second = other.charAt(i);
            if (first >= FIRST_ACCENTED || second >= FIRST_ACCENTED) {
                return key(one).compareTo(key(other));
            }
            var difference = CollationKeys.upper(first) - CollationKeys.upper(second);
            if (difference != 0) {
                return difference;
            }
        }
        return one.length() - other.length();
    }

    static int compare(char one, char other) {
        return compare(String.valueOf(one), String.valueOf(other));
    }

    /** A text whose order by code points is this one. */
    static String key(String text) {
        var letters = new StringBuilder(2 * text.length() + 1);
        var accents = new StringBuilder(text.length());
        for (var i = 0; i < text.length(); i++) {
            var letter = CollationKeys.upper(text.charAt(i));
            var plain = letter < FIRST_ACCENTED ? "" : withoutAccent(letter);
            if (!plain.isEmpty()) {
                letters.append(plain);
            } else if (letter <= PLAIN) {
                letters.append(PLAIN).append((char) (letter + 1));
            } else {
                letters.append(letter);
            }
            accents.append(plain.isEmpty() ? PLAIN : letter);
        }
        return letters.append(END).append(accents).toString();
    }

    /** Empty if it has none. */
    private static String withoutAccent(char letter) {
        var other = OTHERS.get(letter);
        if (other != null) {
            return other;
        }
        var parts = Normalizer.normalize(String.valueOf(letter), Normalizer.Form.NFD);
        var isAccented = parts.length() > 1
                && parts.chars().skip(1).allMatch(part -> Character.getType(part) == Character.NON_SPACING_MARK);
        return isAccented ? parts.substring(0, 1) : "";
    }
}
