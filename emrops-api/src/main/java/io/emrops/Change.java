package io.emrops;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A change whose state before and after is known, such as {@code service api: 1.0.0 → 2.0.0}. As text it is a line of
 * {@link Preview#changes}; pages set what is now and what would be apart.
 *
 * @param what changes: {@code service api}
 * @param from what it is now
 * @param to what it would be
 */
public record Change(String what, String from, String to) {
    private static final Pattern LINE = Pattern.compile("([^:]+(?::\\S[^:]*)*): (.+) → (.+)");

    public Change {
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
    }

    /** The change that a line tells; empty if it is a sentence of another form, or has several arrows. */
    public static Optional<Change> read(String line) {
        var parts = LINE.matcher(line);
        return line.indexOf('→') == line.lastIndexOf('→') && parts.matches()
                ? Optional.of(new Change(parts.group(1), parts.group(2), parts.group(3)))
                : Optional.empty();
    }

    /** The line: {@code what: from → to}. */
    @Override
    public String toString() {
        return what + ": " + from + " → " + to;
    }
}
