package io.emrops.sqlserver.restore;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.UUID;

/**
 * That something was restored, as "restorehistory (Transact-SQL)" tells.
 *
 * @param set which one; empty if msdb has forgotten it
 * @param type D, I or L for full, differential and log backups
 * @param stopAt where it was to stop, by the server's clock
 * @param recovered whether the database was opened by the same statement
 * @param at when it was begun
 */
record Restored(
        Optional<UUID> set,
        String type,
        Optional<LocalDateTime> stopAt,
        boolean recovered,
        Optional<LocalDateTime> at) {
    /** What "datetime" cannot tell apart. */
    private static final Duration TICK = Duration.ofMillis(3);

    boolean isFull() {
        return type.equals("D");
    }

    boolean isLog() {
        return type.equals("L");
    }

    boolean stoppedAt(Optional<LocalDateTime> wanted) {
        if (!isLog() || stopAt.isEmpty() || wanted.isEmpty()) {
            return !isLog() || stopAt.equals(wanted);
        }
        return Duration.between(stopAt.get(), wanted.get()).abs().compareTo(TICK) < 0;
    }
}
