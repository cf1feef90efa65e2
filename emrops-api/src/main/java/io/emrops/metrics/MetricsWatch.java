package io.emrops.metrics;

import io.emrops.TargetUnavailableException;
import java.util.List;

/**
 * Follows what services use, until it is closed. Instances that come are followed too, and those that go are left out. If the platform is lost,
 * the watch goes on when it is back.
 *
 * <p>Safe for use by several threads.
 */
public interface MetricsWatch extends AutoCloseable {
    /**
     * What is known now, from memory: the platform is not asked. Each instance tells how old that is. Just after the watch was opened, and for an instance that
     * was just started, its usage is not known yet.
     *
     * @throws TargetUnavailableException if the platform was lost and is not back yet
     * @throws IllegalStateException if the watch is closed
     */
    MetricsSample latest();

    /**
     * A sample for each second since the watch was opened, oldest first; no more than the last 300. There is none of the time in which the platform was lost.
     *
     * @throws IllegalStateException if the watch is closed
     */
    List<MetricsSample> history();

    /** Gives the connections back. A second call does nothing. */
    @Override
    void close();
}
