package io.emrops.testkit.sqlserver.script;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Where an answer waits until the test opens it: for tests of what happens in the middle, without any sleep.
 *
 * <pre>{@code
 * var gate = new Gate();
 * server.when("UPDATE Beds SET Patient = ?").answer(Answer.waitFor(gate).then(Answer.rowsAffected(1)));
 * var admission = executor.submit(() -> admissions.admit(patient));
 * gate.awaitArrival(Duration.ofSeconds(30));    // the statement has come, and waits
 * gate.open();
 * }</pre>
 */
public final class Gate {
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final Semaphore arrivals = new Semaphore(0);

    /** Closed. */
    public Gate() {}

    /** Lets through who waits and who comes later. A second call does nothing. */
    public void open() {
        opened.complete(null);
    }

    /**
     * Waits until an answer has come to the gate. Each call waits for one more.
     *
     * @throws AssertionError if none comes in time
     */
    public void awaitArrival(Duration atMost) {
        try {
            if (!arrivals.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new AssertionError("no answer came to the gate within " + atMost);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for an answer to come to the gate", e);
        }
    }

    /** For the session: an answer is here, and may go on when the future is complete. */
    public CompletableFuture<Void> arrive() {
        arrivals.release();
        return opened;
    }
}
