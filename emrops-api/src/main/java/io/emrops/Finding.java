package io.emrops;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What a {@link Check} found, or a step that holds something against what was set. It is journalled and reported as evidence, so it
 * holds counts, ids and states, never row values or patient data.
 *
 * @param ok whether it is as it should be
 * @param text one sentence that says so
 * @param details further lines, such as the offending services; may be empty
 * @param objectives what was held against a target, for the head of the report; may be empty. One that is not kept makes no
 *     finding fail by itself
 */
public record Finding(boolean ok, String text, List<String> details, List<Objective> objectives) {
    public Finding {
        Objects.requireNonNull(text, "text");
        details = List.copyOf(details);
        objectives = List.copyOf(objectives);
    }

    /** A finding that states no objective. */
    public Finding(boolean ok, String text, List<String> details) {
        this(ok, text, details, List.of());
    }

    /** All is as it should be. */
    public static Finding ok(String text) {
        return new Finding(true, text, List.of());
    }

    /** Something is not as it should be. */
    public static Finding notOk(String text, String... details) {
        return new Finding(false, text, List.of(details));
    }

    /** The same with these objectives too: they are shown at the head of the report. */
    public Finding stating(Objective... more) {
        return new Finding(
                ok,
                text,
                details,
                Stream.concat(objectives.stream(), Stream.of(more)).toList());
    }
}
