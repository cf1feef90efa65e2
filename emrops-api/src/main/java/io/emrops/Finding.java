package io.emrops;

import java.util.List;
import java.util.Objects;

/**
 * What a {@link Check} found. It is journalled and reported as evidence, so it holds counts, ids and states, never row
 * values or patient data.
 *
 * @param ok whether it is as it should be
 * @param text one sentence that says so
 * @param details further lines, such as the offending services; may be empty
 */
public record Finding(boolean ok, String text, List<String> details) {
    public Finding {
        Objects.requireNonNull(text, "text");
        details = List.copyOf(details);
    }

    /** All is as it should be. */
    public static Finding ok(String text) {
        return new Finding(true, text, List.of());
    }

    /** Something is not as it should be. */
    public static Finding notOk(String text, String... details) {
        return new Finding(false, text, List.of(details));
    }
}
