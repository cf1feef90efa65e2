package io.emrops.testkit.sqlserver.function;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import org.h2.value.Value;
import org.h2.value.ValueNull;
import org.h2.value.ValueVarbinary;

/** Bytes that compare as texts do under collations which are not the server's. */
public final class CollationKeys {
    private CollationKeys() {}

    /** Which of two letters comes first. */
    static int compare(char one, char other, String sensitivity) {
        var order = sensitivity.equals("BIN") ? 0 : LetterOrder.compare(one, other);
        if (order != 0 || one == other) {
            return order;
        } else if (sensitivity.equals("BIN")) {
            return one - other;
        }
        return Boolean.compare(Character.isUpperCase(one), Character.isUpperCase(other));
    }

    static String withoutBlanks(String text) {
        var end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(0, end);
    }

    /** Letter by letter: the length stays. */
    static String withoutCase(String text) {
        var letters = text.toCharArray();
        for (var i = 0; i < letters.length; i++) {
            letters[i] = upper(letters[i]);
        }
        return new String(letters);
    }

    /** Capitals that are of another length, or that only a dot tells from another letter, are none here. */
    static char upper(char letter) {
        return letter == '\u0131' ? letter : Character.toUpperCase(letter);
    }

    static boolean sameLetter(char one, char other) {
        return one == other || upper(one) == upper(other);
    }

    static String withoutAccents(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD).replaceAll("\\p{Mn}+", "");
    }

    /** {@code COLLATION_KEY}. */
    public static Value key(Value text, String sensitivity) {
        if (text == ValueNull.INSTANCE) {
            return text;
        }
        return ValueVarbinary.getNoCopy(key(text.getString(), sensitivity).getBytes(StandardCharsets.UTF_16BE));
    }

    private static String key(String text, String sensitivity) {
        var significant = withoutBlanks(text);
        return switch (sensitivity) {
            case "CS_AS" -> LetterOrder.key(significant) + capitalsLast(significant);
            case "CS_AI" -> LetterOrder.key(withoutAccents(significant)) + capitalsLast(withoutAccents(significant));
            case "CI_AI" -> LetterOrder.key(withoutAccents(significant));
            case "CI_AS" -> LetterOrder.key(significant);
            default -> significant;
        };
    }

    /** Small letters come before capitals. */
    private static String capitalsLast(String text) {
        var order = new StringBuilder();
        text.chars().forEach(letter -> order.append(Character.isUpperCase(letter) ? '2' : '1'));
        return order.toString();
    }

    /** As texts compare in functions that look for one in another. */
    static String folded(String text, String sensitivity) {
        return switch (sensitivity) {
            case "CI_AS" -> withoutCase(text);
            case "CI_AI" -> withoutCase(foldedAccents(text));
            case "CS_AI" -> foldedAccents(text);
            default -> text;
        };
    }

    /** Letter by letter: the length stays. */
    private static String foldedAccents(String text) {
        var letters = text.toCharArray();
        for (var i = 0; i < letters.length; i++) {
            var plain = withoutAccents(String.valueOf(letters[i]));
            letters[i] = plain.length() == 1 ? plain.charAt(0) : letters[i];
        }
        return new String(letters);
    }
}
