package io.emrops.recovery;

import java.time.Instant;
import java.util.Objects;

/**
 * A recovery that is asked for.
 *
 * @param database which one is to be brought back
 * @param moment to when: what was committed then or before is in, what came later is not. An instant, because the time of
 *     a clock on the wall is said twice in the night that summer time ends
 * @param into the name of a new database beside it; empty to overwrite the database itself
 */
public record RecoveryRequest(String database, Instant moment, String into) {
    public RecoveryRequest {
        if (Objects.requireNonNull(database, "database").isBlank()) {
            throw new IllegalArgumentException("A database has a name");
        }
        Objects.requireNonNull(moment, "moment");
        Objects.requireNonNull(into, "into");
        if (into.equals(database)) {
            throw new IllegalArgumentException("The database beside " + database + " needs a name of its own");
        }
    }

    /** The database itself, overwritten by its state of then. */
    public static RecoveryRequest inPlace(String database, Instant moment) {
        return new RecoveryRequest(database, moment, "");
    }

    /** A new database of this name with the state of then; the one there is stays as it is. */
    public static RecoveryRequest beside(String database, Instant moment, String into) {
        if (into.isBlank()) {
            throw new IllegalArgumentException("The database beside " + database + " needs a name");
        }
        return new RecoveryRequest(database, moment, into);
    }

    /** Whether the database itself is overwritten. */
    public boolean isInPlace() {
        return into.isEmpty();
    }

    /** The database that will be there. */
    public String result() {
        return into.isEmpty() ? database : into;
    }
}
