package io.emrops.database;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A change of a database's schema, as its tool numbers them.
 *
 * @param version such as {@code 2.1}; empty for one that is repeated whenever it changes
 * @param description what its author calls it, such as {@code add shift swaps}
 * @param state what has become of it
 * @param appliedAt when it was; empty if it was not, or the tool does not say
 */
public record Migration(String version, String description, State state, Optional<Instant> appliedAt) {
    /** What has become of a migration. */
    public enum State {
        /** It is in the schema. */
        APPLIED,
        /** It is to come. */
        PENDING,
        /** It was begun and did not come to its end; what it has left has to be looked at by a person. */
        FAILED,
        /** It is in the schema, and nobody has its text any more. */
        MISSING,
        /** It is in the schema, and its text is another one now. */
        CHANGED,
        /** It came in too late: later ones are in the schema already. It will not be applied. */
        SKIPPED
    }

    public Migration {
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(appliedAt, "appliedAt");
    }

    /** As people say it: {@code 2.1 add shift swaps}. */
    @Override
    public String toString() {
        return (version.isEmpty() ? "repeatable" : version) + (description.isEmpty() ? "" : " " + description);
    }
}
