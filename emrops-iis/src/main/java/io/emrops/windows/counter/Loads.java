package io.emrops.windows.counter;

import io.emrops.DataSize;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What is held against limits and read by signals. Empty where a part of it is not known. */
final class Loads {
    private Loads() {}

    static Optional<Double> memory(HostSample sample) {
        return sample.memory().map(memory -> (double) memory.inUse().bytes());
    }

    static Optional<Double> free(HostSample sample, String disk) {
        return sample.disks().stream()
                .filter(each -> each.name().equalsIgnoreCase(disk))
                .findFirst()
                .map(each -> (double) each.free().bytes());
    }

    /** Of all processors. */
    static Optional<Double> poolProcessor(HostSample sample, String pool) {
        return sample.processors()
                .flatMap(all ->
                        sum(sample.workersOf(pool), WorkerLoad::processors).map(used -> used / all));
    }

    static Optional<Double> poolMemory(HostSample sample, String pool) {
        return sum(
                sample.workersOf(pool),
                each -> each.memory().map(DataSize::bytes).map(Long::doubleValue));
    }

    static Optional<Double> requests(HostSample sample, String site) {
        return sample.sites().stream()
                .filter(each -> each.name().equalsIgnoreCase(site))
                .findFirst()
                .flatMap(SiteLoad::requestsPerSecond);
    }

    private static Optional<Double> sum(List<WorkerLoad> workers, Function<WorkerLoad, Optional<Double>> part) {
        var known = workers.stream().map(part).flatMap(Optional::stream).toList();
        return workers.isEmpty() || known.size() < workers.size()
                ? Optional.empty()
                : Optional.of(known.stream().mapToDouble(Double::doubleValue).sum());
    }
}
