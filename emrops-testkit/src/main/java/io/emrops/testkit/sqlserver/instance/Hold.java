package io.emrops.testkit.sqlserver.instance;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Where one operation stands still until a test lets it go on, or stops it; see {@link Instance#hold}.
 *
 * <pre>{@code
 * var hold = server.instance().hold("BACKUP DATABASE", 40);
 * var backup = executor.submit(() -> nightly.run());
 * hold.awaitArrival(Duration.ofSeconds(30));
 * statement.cancel();
 * }</pre>
 */
public final class Hold {
    private final String command;
    private final int percent;
    private final CompletableFuture<Void> released = new CompletableFuture<>();
    private final CompletableFuture<Void> arrived = new CompletableFuture<>();

    Hold(String command, int percent) {
        if (percent < 0 || percent > 100) {
            throw new IllegalArgumentException("an operation is at 0 to 100 percent, not at " + percent);
        }
        this.command = command;
        this.percent = percent;
    }

    boolean isFor(String runningCommand, int runningPercent) {
        return command.equalsIgnoreCase(runningCommand) && percent == runningPercent;
    }

    CompletableFuture<Void> arrive() {
        arrived.complete(null);
        return released;
    }

    boolean isReleased() {
        return released.isDone();
    }

    CompletableFuture<Void> arrival() {
        return arrived;
    }

    /** Lets the operation go on, or not stop here at all. A second call does nothing. */
    public void release() {
        released.complete(null);
    }

    /**
     * Waits in real time until the operation has come here.
     *
     * @throws AssertionError if it does not in time
     */
    public void awaitArrival(Duration atMost) {
        try {
            arrived.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new AssertionError("no " + command + " came to " + percent + " percent within " + atMost, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + command, e);
        }
    }
}
