package io.emrops.terminal;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jline.terminal.Terminal;
import org.jline.utils.NonBlockingReader;

/** Reads keys, one at a time: sequences that terminals send for a key are one. */
final class Keys {
    /** How long the rest of a sequence may take; longer, and it was the escape key. */
    private static final long SEQUENCE_MILLIS = 60;

    private static final int ESCAPE = 27;

    private final NonBlockingReader reader;

    Keys(Terminal terminal) {
        reader = terminal.reader();
    }

    /** The next key; empty if none is pressed in time. */
    Optional<Key> next(Duration atMost) {
        var c = read(atMost.toMillis());
        return switch (c) {
            case NonBlockingReader.READ_EXPIRED -> Optional.empty();
            case NonBlockingReader.EOF -> Optional.of(Key.of(Key.Kind.END));
            case '\r', '\n' -> Optional.of(Key.of(Key.Kind.ENTER));
            case 8, 127 -> Optional.of(Key.of(Key.Kind.ERASE));
            case 21 -> Optional.of(Key.of(Key.Kind.ERASE_LINE));
            case ESCAPE -> Optional.of(sequence());
            default -> Optional.of(character(c));
        };
    }

    /** Forgets what was typed before anybody was asked. */
    void forget() {
        while (read(1) >= 0) {
            // typed ahead
        }
    }

    private Key character(int c) {
        if (Character.isHighSurrogate((char) c)) {
            var low = read(SEQUENCE_MILLIS);
            return low > 0 && Character.isLowSurrogate((char) low)
                    ? Key.character(Character.toCodePoint((char) c, (char) low))
                    : Key.of(Key.Kind.OTHER);
        }
        return Character.isISOControl(c) ? Key.of(Key.Kind.OTHER) : Key.character(c);
    }

    /** What follows an escape: a sequence as in ECMA-48, or nothing. */
    private Key sequence() {
        var c = read(SEQUENCE_MILLIS);
        if (c < 0) {
            return Key.of(Key.Kind.ESCAPE);
        }
        if (c != '[' && c != 'O') {
            return Key.of(Key.Kind.OTHER);
        }
        var parameters = new StringBuilder();
        for (c = read(SEQUENCE_MILLIS); c >= 0x20 && c < 0x40 && parameters.length() < 16; c = read(SEQUENCE_MILLIS)) {
            parameters.append((char) c);
        }
        return Key.of(
                switch (c) {
                    case 'A' -> Key.Kind.UP;
                    case 'B' -> Key.Kind.DOWN;
                    case '~' ->
                        parameters.toString().equals("5")
                                ? Key.Kind.PAGE_UP
                                : parameters.toString().equals("6") ? Key.Kind.PAGE_DOWN : Key.Kind.OTHER;
                    default -> Key.Kind.OTHER;
                });
    }

    private int read(long millis) {
        try {
            return reader.read(millis);
        } catch (IOException e) {
            return NonBlockingReader.EOF;
        }
    }
}
