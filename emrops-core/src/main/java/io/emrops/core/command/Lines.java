package io.emrops.core.command;

import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Cuts a text that comes in pieces into lines. A line ends with a line feed, a carriage return or both. One that is too
 * long is cut where no secret is cut in two.
 */
final class Lines {
    /** Twice the longest secret that is certainly not cut in two. */
    static final int LONGEST = 32 << 10;

    private final Consumer<String> out;
    private final UnaryOperator<String> scrub;
    private final StringBuilder line = new StringBuilder();
    private boolean carriageReturn;

    Lines(Consumer<String> out, UnaryOperator<String> scrub) {
        this.out = out;
        this.scrub = scrub;
    }

    void write(String text) {
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == '\n' || c == '\r') {
                if (c == '\r' || !carriageReturn) {
                    end();
                }
            } else {
                line.append(c);
                if (line.length() == LONGEST) {
                    cut();
                }
            }
            carriageReturn = c == '\r';
        }
    }

    void finish() {
        if (!line.isEmpty()) {
            end();
        }
    }

    private void end() {
        out.accept(line.toString());
        line.setLength(0);
    }

    /**
     * The run knows its secrets and does not tell them, so the cut is tried: if both halves scrubbed are the whole
     * scrubbed, it goes through no secret. One that is not complete yet begins behind the middle.
     */
    private void cut() {
        var whole = line.toString();
        var scrubbed = scrub.apply(whole);
        for (var at = LONGEST / 2; at > 0; at -= at > LONGEST / 4 ? 1 : LONGEST / 4) {
            var fits = !Character.isLowSurrogate(whole.charAt(at))
                    && scrubbed.equals(scrub.apply(whole.substring(0, at)) + scrub.apply(whole.substring(at)));
            if (fits) {
                out.accept(whole.substring(0, at));
                line.delete(0, at);
                return;
            }
        }
        // Secrets all the way.
        out.accept(scrubbed);
        line.setLength(0);
    }
}
