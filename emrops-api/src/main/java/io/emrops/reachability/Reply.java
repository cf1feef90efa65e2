package io.emrops.reachability;

import io.emrops.network.Endpoint;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What came of a question to an endpoint: it was reached, or something stood in the way.
 *
 * @param <T> what is known of one that was reached
 */
public sealed interface Reply<T> {
    /** Who was asked. */
    Endpoint endpoint();

    /** How long it took, from the look-up of the name on; by the monotonic clock. */
    Duration took();

    /** What is known if it was reached; empty if it was not. */
    default Optional<T> facts() {
        return this instanceof Reached<T> reached ? Optional.of(reached.known()) : Optional.empty();
    }

    /** What stood in the way; empty if it was reached. */
    default Optional<Obstacle> obstacle() {
        return this instanceof Unreached<T> unreached ? Optional.of(unreached.by()) : Optional.empty();
    }

    /**
     * It answered.
     *
     * @param at the address and port that answered, which tells more than the endpoint if that has a name with several addresses
     * @param known what was seen
     */
    record Reached<T>(Endpoint endpoint, Endpoint at, Duration took, T known) implements Reply<T> {
        public Reached {
            Objects.requireNonNull(endpoint, "endpoint");
            Objects.requireNonNull(at, "at");
            Objects.requireNonNull(took, "took");
            Objects.requireNonNull(known, "known");
        }
    }

    /**
     * It did not answer.
     *
     * @param by what stood in the way
     */
    record Unreached<T>(Endpoint endpoint, Duration took, Obstacle by) implements Reply<T> {
        public Unreached {
            Objects.requireNonNull(endpoint, "endpoint");
            Objects.requireNonNull(took, "took");
            Objects.requireNonNull(by, "by");
        }
    }
}
