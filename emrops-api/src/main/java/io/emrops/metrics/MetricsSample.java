package io.emrops.metrics;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All instances at a moment.
 *
 * @param at when it was complete
 * @param instances by service and number
 */
public record MetricsSample(Instant at, List<InstanceMetrics> instances) {
    private static final Comparator<InstanceMetrics> ORDER = Comparator.comparing(
            InstanceMetrics::instance,
            Comparator.comparing(Instance::service)
                    .thenComparing(Instance::number)
                    .thenComparing(Instance::id));

    public MetricsSample {
        Objects.requireNonNull(at, "at");
        instances = instances.stream().sorted(ORDER).toList();
    }

    /** The instances of a service. */
    public List<InstanceMetrics> of(String service) {
        return instances.stream()
                .filter(each -> each.instance().service().equals(service))
                .toList();
    }

    /** What is known of an instance. */
    public Optional<InstanceMetrics> find(Instance instance) {
        return instances.stream()
                .filter(each -> each.instance().equals(instance))
                .findFirst();
    }

    /** Sums for each service, by name. */
    public List<ServiceMetrics> services() {
        var byService = new TreeMap<String, List<InstanceMetrics>>();
        instances.forEach(each -> byService
                .computeIfAbsent(each.instance().service(), service -> new ArrayList<>())
                .add(each));
        return byService.entrySet().stream()
                .map(each -> sum(each.getKey(), each.getValue()))
                .toList();
    }

    private static ServiceMetrics sum(String service, List<InstanceMetrics> all) {
        return new ServiceMetrics(
                service,
                all.size(),
                (int) all.stream().filter(each -> each.state().running()).count(),
                Usage.sum(all.stream()
                        .map(InstanceMetrics::usage)
                        .flatMap(Optional::stream)
                        .toList()));
    }
}
