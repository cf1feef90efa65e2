package io.emrops.metrics;

import io.emrops.Progress;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import java.time.Duration;

/**
 * Measures what services use while they run. Usable by itself, without any runbook. Nothing is changed.
 *
 * <p>All methods may be called from any thread. They throw {@link TargetUnavailableException} if the platform does not answer. What they give holds
 * names and numbers: it may be kept.
 */
public interface MetricsProvider {
    /** Which application on which platform. */
    Target target();

    /**
     * Measures all instances at once; takes a second or two. An instance that goes meanwhile is left out.
     *
     * @return the instances that do not run too, without usage
     */
    MetricsSample sample() throws InterruptedException;

    /** Follows all instances from now on; see there. Blocks until the platform has answered for the first time. */
    MetricsWatch watch();

    /**
     * Measures again and again; blocks as long.
     *
     * @param window how long; at least {@code every}
     * @param every how often; at least a second
     * @throws TargetUnavailableException if the platform is lost meanwhile: what was measured until then would not be what was asked for
     */
    default Measurement measure(Duration window, Duration every, Progress progress) throws InterruptedException {
        return Measuring.measure(this, window, every, progress);
    }
}
