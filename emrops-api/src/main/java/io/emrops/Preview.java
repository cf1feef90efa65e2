package io.emrops;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What an operation would do, told by asking its target and changing nothing.
 *
 * @param changes what would change, one line each: a {@link Change} ("service api: 1.0.0 → 2.0.0") where the state before
 *     and after is known, else a sentence. These are what a person agrees to, and an approval is asked again if they
 *     differ when its turn comes. Empty means that nothing would change
 * @param remarks what is true now but moves by itself, such as free space; shown, and not part of what is agreed to
 * @param predicted the result it would have, as far as it can be known; lets later steps be foretold too
 */
public record Preview<T>(List<String> changes, List<String> remarks, Optional<T> predicted) {
    public Preview {
        changes = List.copyOf(changes);
        remarks = List.copyOf(remarks);
        Objects.requireNonNull(predicted, "predicted");
    }

    /** These lines would change; the result cannot be known before. */
    public static <T> Preview<T> of(String... changes) {
        return new Preview<>(List.of(changes), List.of(), Optional.empty());
    }

    /** These lines would change. */
    public static <T> Preview<T> of(List<String> changes) {
        return new Preview<>(changes, List.of(), Optional.empty());
    }

    /** The same, with the result it would have. */
    public Preview<T> predicting(T result) {
        return new Preview<>(changes, remarks, Optional.of(result));
    }

    /** The same, with one more remark. */
    public Preview<T> remark(String remark) {
        return new Preview<>(
                changes,
                java.util.stream.Stream.concat(remarks.stream(), java.util.stream.Stream.of(remark))
                        .toList(),
                predicted);
    }
}
