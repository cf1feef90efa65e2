package io.emrops.recovery;

import java.util.Objects;

/**
 * How far a recovery has come, as the system itself tells.
 *
 * @param phase where it stands
 * @param restored how many of the plan's sources have been restored, the tail of the log counted as one more
 */
public record RecoveryState(Phase phase, int restored) {
    /** Where a recovery stands. */
    public enum Phase {
        /** Nothing has been done yet. */
        NOT_BEGUN,
        /** The database is closed to its users and the tail of its log is in a backup. In place only. */
        SECURED,
        /** Restoring has begun; the database is closed. */
        RESTORING,
        /** All has been restored up to the asked moment; the database is still closed. */
        AT_THE_MOMENT,
        /** The database is open, with the state of the asked moment. */
        OPEN,
        /** The system shows something else: this needs a person. */
        UNCLEAR
    }

    public RecoveryState {
        Objects.requireNonNull(phase, "phase");
    }
}
