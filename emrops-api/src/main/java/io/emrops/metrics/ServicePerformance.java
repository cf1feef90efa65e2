package io.emrops.metrics;

import java.util.Objects;
import java.util.Optional;

/**
 * How a service was in a window. What was not measured is empty.
 *
 * @param instances how many there were at most
 * @param restarts how often instances of it were started again or replaced
 * @param oomKills how often a process of it was killed for lack of memory
 * @param cpu of the busiest instance, as a share of what it may use: 1 is all
 * @param memory of the instance that uses most, in bytes
 * @param received of all together, from the network, in bytes a second
 * @param sent of all together, to the network, in bytes a second
 * @param read of all together, from disk, in bytes a second
 * @param written of all together, to disk, in bytes a second
 */
public record ServicePerformance(
        String service,
        int instances,
        int restarts,
        int oomKills,
        Optional<Statistics> cpu,
        Optional<Statistics> memory,
        Optional<Statistics> received,
        Optional<Statistics> sent,
        Optional<Statistics> read,
        Optional<Statistics> written) {
    public ServicePerformance {
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(cpu, "cpu");
        Objects.requireNonNull(memory, "memory");
        Objects.requireNonNull(received, "received");
        Objects.requireNonNull(sent, "sent");
        Objects.requireNonNull(read, "read");
        Objects.requireNonNull(written, "written");
    }

    static ServicePerformance of(ServiceSeries series) {
        return new ServicePerformance(
                series.service(),
                series.instances(),
                series.incidents().restarts(),
                series.incidents().oomKills(),
                Statistics.of(series.of(Measure.CPU)),
                Statistics.of(series.of(Measure.MEMORY)),
                Statistics.of(series.of(Measure.RECEIVED)),
                Statistics.of(series.of(Measure.SENT)),
                Statistics.of(series.of(Measure.READ)),
                Statistics.of(series.of(Measure.WRITTEN)));
    }
}
