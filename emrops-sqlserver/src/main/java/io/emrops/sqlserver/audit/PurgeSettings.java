package io.emrops.sqlserver.audit;

import io.emrops.audit.LegalHold;
import io.emrops.audit.RetentionPolicy;
import java.time.Duration;
import java.util.Objects;

/**
 * How rows are purged.
 *
 * @param policy how long they are kept
 * @param hold where legal holds are written
 * @param batch how many rows are deleted at a time: fewer than what makes the server lock the whole table
 * @param logUsedAtMost percent of the log of the database, above which it is waited for a log backup
 * @param lockWait how long a batch waits for somebody who is in the way
 */
public record PurgeSettings(RetentionPolicy policy, LegalHold hold, int batch, int logUsedAtMost, Duration lockWait) {
    /** A batch is compared by its keys, of which a statement takes no more. */
    private static final int LARGEST_BATCH = 1_900;

    public PurgeSettings {
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(hold, "hold");
        Objects.requireNonNull(lockWait, "lockWait");
        if (batch < 1 || batch > LARGEST_BATCH) {
            throw new IllegalArgumentException("A batch has 1 to " + LARGEST_BATCH + " rows, not " + batch);
        }
        if (logUsedAtMost < 1 || logUsedAtMost > 100) {
            throw new IllegalArgumentException("A log is used to 1 to 100 percent, not " + logUsedAtMost);
        }
        if (lockWait.toMillis() < 1 || lockWait.toMillis() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("Locks are waited for a millisecond or more, not " + lockWait);
        }
    }

    /** With a thousand rows at a time, a log of up to 60 percent and 5 seconds. */
    public static PurgeSettings of(RetentionPolicy policy, LegalHold hold) {
        return new PurgeSettings(policy, hold, 1_000, 60, Duration.ofSeconds(5));
    }
}
