package io.emrops.examples.guide;

import io.emrops.event.RunEvent;
import io.emrops.event.RunListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

// tag::listener[]
/** Runs in the log of the application, and in its counters. */
final class LoggingListener implements RunListener {
    private static final Logger LOG = LoggerFactory.getLogger(LoggingListener.class);

    private final Counters counters;

    LoggingListener(Counters counters) {
        this.counters = counters;
    }

    /** What a registry of metrics offers, such as Micrometer's. */
    interface Counters {
        void add(String name, String runbookOrStep);
    }

    @Override
    public void on(RunEvent event) {
        if (event instanceof RunEvent.Started e) {
            LOG.info("Run {} of {} started by {}", e.runId(), e.runbookId(), e.by());
            counters.add("emrops.started", e.runbookId());
        } else if (event instanceof RunEvent.Ended e) {
            LOG.info("Run {} is {}: {}", e.runId(), e.state(), e.verdict());
            counters.add("emrops.ended", e.state().name());
        } else if (event instanceof RunEvent.StepFailed e) {
            LOG.warn("Step {} of run {} failed: {}", e.path(), e.runId(), e.why());
            counters.add("emrops.step.failed", e.path());
        } else if (event instanceof RunEvent.StepInDoubt e) {
            LOG.warn("Step {} of run {} is in doubt: {}", e.path(), e.runId(), e.why());
        } else if (event instanceof RunEvent.Asked e) {
            LOG.info(
                    "Run {} asks {}: {}",
                    e.runId(),
                    e.question().group(),
                    e.question().text());
        }
    }
}
// end::listener[]
