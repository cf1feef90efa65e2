package io.emrops.logs;

import io.emrops.TargetUnavailableException;
import java.time.Duration;
import java.util.Optional;

/**
 * What happens to the services, from a moment on, in the order in which the platform tells it. What is not fetched waits in
 * bounded memory; if there is too much of it, the watch ends, and nothing is left out silently. One thread fetches; another may close.
 */
public interface EventWatch extends AutoCloseable {
    /**
     * Waits for the next event.
     *
     * @param atMost how long; empty if there was none until then
     * @throws TargetUnavailableException if the platform was lost, or told more than could be kept: all that it told before was given.
     *     A new watch since the last event goes on from there
     */
    Optional<ServiceEvent> next(Duration atMost) throws InterruptedException;

    /** Watches no longer. */
    @Override
    void close();
}
