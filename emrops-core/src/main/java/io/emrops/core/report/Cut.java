package io.emrops.core.report;

import java.util.Locale;

/** Texts from outside that are too long to be read, cut, with the number of characters that are missing. */
final class Cut {
    private Cut() {}

    static String at(int most, String text) {
        if (text.length() <= most) {
            return text;
        }
        var end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end) + String.format(Locale.ROOT, "… (%,d more characters)", text.length() - end);
    }
}
