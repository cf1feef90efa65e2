package io.emrops.internal;

/** What an id looks like: 1 to 60 of {@code a-z 0-9 . _ -}, with a letter or a digit in front. */
final class Ids {
    private static final int LONGEST = 60;

    private Ids() {}

    static boolean isId(String text) {
        if (text.isEmpty() || text.length() > LONGEST || !isLetterOrDigit(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            var c = text.charAt(i);
            if (!isLetterOrDigit(c) && c != '.' && c != '_' && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetterOrDigit(char c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
    }
}
