package io.emrops.terminal;

import org.jline.utils.AttributedStyle;

/** How far a step has come, as it is shown: always a sign and a word, so that nobody needs colours. */
enum Stand {
    TO_COME('○', '.', "to come", -1),
    RUNNING('●', '>', "running", AttributedStyle.CYAN),
    WAITING('◌', '~', "waiting", AttributedStyle.YELLOW),
    ASKED('?', '?', "asked", AttributedStyle.YELLOW),
    IN_DOUBT('?', '?', "IN DOUBT", AttributedStyle.MAGENTA),
    DONE('✓', '+', "done", AttributedStyle.GREEN),
    SKIPPED('–', '-', "skipped", -1),
    FAILED('✗', 'x', "FAILED", AttributedStyle.RED),
    UNDOING('↺', '<', "undoing", AttributedStyle.CYAN),
    UNDONE('↺', '<', "undone", AttributedStyle.BLUE),
    UNDO_FAILED('✗', 'x', "UNDO FAILED", AttributedStyle.RED),
    STOPPED('–', '-', "stopped", -1),
    NOT_REACHED('–', '-', "not reached", -1);

    /** As wide as the longest word. */
    static final int WORD = 11;

    private final char sign;
    private final char plainSign;
    private final String word;
    private final int colour;

    Stand(char sign, char plainSign, String word, int colour) {
        this.sign = sign;
        this.plainSign = plainSign;
        this.word = word;
        this.colour = colour;
    }

    String sign(boolean unicode) {
        return String.valueOf(unicode ? sign : plainSign);
    }

    String word() {
        return word;
    }

    /** One of the eight colours of all terminals; negative for none. */
    int colour() {
        return colour;
    }

    /** Whether something is going on there, or somebody is wanted. */
    boolean active() {
        return switch (this) {
            case RUNNING, WAITING, ASKED, IN_DOUBT, UNDOING -> true;
            default -> false;
        };
    }

    /** Whether it stays as it is, as far as can be told. */
    boolean settled() {
        return switch (this) {
            case DONE, SKIPPED, FAILED, UNDONE, UNDO_FAILED -> true;
            default -> false;
        };
    }
}
