package io.emrops.core.secret;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Replaces what an {@link Automaton} finds, and passes on a character once it can no longer be part of something to be
 * found. Findings that overlap become one blot.
 */
final class Blotter {
    private final Consumer<? super CharSequence> out;
    private Automaton automaton;
    private int state;
    /** Read and not yet passed on; the first one is the character number {@code base} of the text. */
    private final StringBuilder pending = new StringBuilder();

    private long base;
    private long position;
    private final Deque<Blot> blots = new ArrayDeque<>();

    /**
     * Characters to be replaced.
     *
     * @param told whether the replacement was passed on already
     */
    private record Blot(long start, long end, boolean told) {}

    Blotter(Automaton automaton, Consumer<? super CharSequence> out) {
        this.automaton = automaton;
        this.out = out;
    }

    /** Looks for more patterns from now on, also in what was not passed on yet. */
    void use(Automaton other) {
        automaton = other;
        blots.removeIf(blot -> !blot.told());
        state = 0;
        position = base;
        for (var i = 0; i < pending.length(); i++) {
            step(pending.charAt(i));
        }
    }

    void write(CharSequence text, int start, int end) {
        pending.append(text, start, end);
        for (var i = start; i < end; i++) {
            step(text.charAt(i));
        }
        passOn(position - automaton.depth(state));
    }

    /** No more text: passes on all of it, and is ready for another one. */
    void finish() {
        passOn(position);
        state = 0;
        blots.clear();
    }

    int heldBack() {
        return pending.length();
    }

    private void step(char c) {
        position++;
        state = automaton.next(state, c);
        var length = automaton.found(state);
        if (length > 0) {
            blot(position - length, position);
        }
    }

    private void blot(long from, long to) {
        var start = from;
        var end = to;
        var told = false;
        while (!blots.isEmpty() && blots.getLast().end() > start) {
            var last = blots.removeLast();
            start = Math.min(start, last.start());
            end = Math.max(end, last.end());
            told |= last.told();
        }
        blots.addLast(new Blot(start, end, told));
    }

    private void passOn(long boundary) {
        var from = base;
        while (base < boundary) {
            var blot = blots.peekFirst();
            if (blot == null || blot.start() >= boundary) {
                tell(from, boundary);
                base = boundary;
            } else if (blot.start() > base) {
                tell(from, blot.start());
                base = blot.start();
            } else {
                blots.removeFirst();
                if (!blot.told()) {
                    out.accept(Scrubber.BLOT);
                }
                base = Math.min(boundary, blot.end());
                if (base < blot.end()) {
                    blots.addFirst(new Blot(blot.start(), blot.end(), true));
                }
            }
        }
        pending.delete(0, (int) (boundary - from));
    }

    /** Passes on characters as they are; {@code pending} begins with the character number {@code origin}. */
    private void tell(long origin, long to) {
        out.accept(pending.subSequence((int) (base - origin), (int) (to - origin)));
    }
}
