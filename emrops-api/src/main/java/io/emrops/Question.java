package io.emrops;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Something a person is asked.
 *
 * @param stepPath where; the address of the answer
 * @param kind what kind of answer is wanted
 * @param text what is asked, in a sentence
 * @param details what to read before answering, such as what would change
 * @param group who may answer
 * @param missing how many more answers are wanted
 * @param expires when it will be too late, if ever
 * @param hash what the answer is bound to; an answer that names another one is refused
 */
public record Question(
        String stepPath,
        Kind kind,
        String text,
        List<String> details,
        String group,
        int missing,
        Optional<Instant> expires,
        String hash) {
    /** What kind of answer is wanted. */
    public enum Kind {
        /** That a manual item has been done: {@link Answer#confirm}. */
        CONFIRMATION,
        /** Agreement: {@link Answer#agree} or {@link Answer#reject}. */
        APPROVAL,
        /** What became of a step in doubt: {@link Answer#applied}, {@link Answer#notApplied} or {@link Answer#giveUp}. */
        IN_DOUBT
    }

    public Question {
        details = List.copyOf(details);
        Objects.requireNonNull(expires, "expires");
    }
}
