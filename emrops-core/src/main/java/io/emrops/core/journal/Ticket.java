package io.emrops.core.journal;

import io.emrops.StoreException;
import io.emrops.StoreException.Problem;
import io.emrops.spi.RunStore.Batch;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A batch on its way to the disk, and the caller who waits for it. */
final class Ticket {
    private record Outcome(
            @Nullable Problem problem,
            String message,
            @Nullable Throwable cause) {}

    private static final Outcome DURABLE = new Outcome(null, "", null);

    private final Batch batch;
    private final byte[] runId;
    private final Thread caller = Thread.currentThread();
    private volatile @Nullable Outcome outcome;

    Ticket(Batch batch) {
        this.batch = batch;
        this.runId = batch.runId().getBytes(StandardCharsets.US_ASCII);
    }

    Batch batch() {
        return batch;
    }

    byte[] runId() {
        return runId;
    }

    boolean open() {
        return outcome == null;
    }

    void durable() {
        settle(DURABLE);
    }

    void fail(Problem problem, String message, @Nullable Throwable cause) {
        settle(new Outcome(problem, message, cause));
    }

    private void settle(Outcome settled) {
        outcome = settled;
        if (caller != Thread.currentThread()) {
            LockSupport.unpark(caller);
        }
    }

    /** Waits for the outcome. An interrupt does not end the wait; the flag is set again behind it. */
    void await() {
        boolean interrupted = false;
        Outcome settled;
        while ((settled = outcome) == null) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (settled.problem() != null) {
            // Made here, so that its stack is the caller's.
            throw new StoreException(settled.problem(), settled.message(), settled.cause());
        }
    }
}
