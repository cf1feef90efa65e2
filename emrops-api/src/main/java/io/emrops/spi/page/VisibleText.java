package io.emrops.spi.page;

import java.util.regex.Pattern;

/**
 * Text from outside, so that what is there is what is seen: escape sequences of terminals are taken out, other control
 * characters, halves of characters and marks that turn the direction of writing are shown by their number.
 */
public final class VisibleText {
    /** CSI and OSC sequences as in ECMA-48, with seven or eight bits, and the short ones of two or three characters. */
    private static final Pattern TERMINAL = Pattern.compile("(?:\u001B\\[|\u009B)[0-?]*[ -/]*[@-~]"
            + "|(?:\u001B\\]|\u009D)[^\u0007\u001B\u009C]*(?:\u0007|\u001B\\\\|\u009C)"
            + "|\u001B[ -/]*[0-Z\\\\^-~]");

    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Zs}]+");
    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    private VisibleText() {}

    /** As one line: each stretch of white space and line ends is one space, also at its ends. */
    public static String line(String text) {
        return SPACES.matcher(of(text)).replaceAll(" ");
    }

    /** With its spaces as they are; tabs and line ends are a space each. */
    public static String of(String text) {
        var seen = new StringBuilder(text.length());
        TERMINAL.matcher(text).replaceAll("").codePoints().forEach(c -> {
            switch (Character.getType(c)) {
                case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> seen.append(' ');
                case Character.CONTROL -> seen.append(Character.isWhitespace(c) || c == 0x85 ? " " : number(c));
                case Character.SURROGATE -> seen.append(number(c));
                case Character.FORMAT -> {
                    // These two belong to the spelling of Persian and Indian names.
                    if (c == ZERO_WIDTH_NON_JOINER || c == ZERO_WIDTH_JOINER) {
                        seen.appendCodePoint(c);
                    } else {
                        seen.append(number(c));
                    }
                }
                default -> {
                    if (isNoCharacter(c)) {
                        seen.append(number(c));
                    } else {
                        seen.appendCodePoint(c);
                    }
                }
            }
        });
        return seen.toString();
    }

    /** Whether no text may ever have it. */
    private static boolean isNoCharacter(int codePoint) {
        return (codePoint & 0xFFFE) == 0xFFFE || codePoint >= 0xFDD0 && codePoint <= 0xFDEF;
    }

    private static String number(int codePoint) {
        return String.format("‹U+%04X›", codePoint);
    }
}
