package io.emrops.logs;

import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import java.time.Instant;

/** Tells what happens to the services of an application. Usable by itself, without any runbook. */
public interface EventSource {
    /** Whose events. */
    Target target();

    /**
     * Watches from then on. What happened before is told too, as far as the platform remembers it.
     *
     * @param since by the platform's clock
     * @throws TargetUnavailableException if the platform does not answer
     */
    EventWatch watch(Instant since);
}
