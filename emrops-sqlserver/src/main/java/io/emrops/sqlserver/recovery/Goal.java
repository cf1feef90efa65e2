package io.emrops.sqlserver.recovery;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/** To where a database is brought back. */
public sealed interface Goal {
    /**
     * A moment: what was committed then or before is in, what came later is not.
     *
     * @param moment not after now; the planner has no clock and does not look
     */
    record At(Instant moment) implements Goal {
        public At {
            Objects.requireNonNull(moment, "moment");
        }
    }

    /**
     * Everything that is in one backup set, and what came before it.
     *
     * @param set the last one that is restored
     */
    record EndOf(UUID set) implements Goal {
        public EndOf {
            Objects.requireNonNull(set, "set");
        }
    }

    /** Everything that was ever committed, up to the end of the live database's log, which is still to be backed up. */
    record EndOfTail() implements Goal {}
}
