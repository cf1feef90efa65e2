package io.emrops.metrics;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * What a service used from sample to sample: a value for each, and no number where it is not known.
 *
 * @param instances how many there were at most
 */
record ServiceSeries(String service, int instances, Incidents incidents, Map<Measure, double[]> values) {
    /** Of all services, by name. */
    static List<ServiceSeries> of(Measurement measured) {
        var names = new TreeSet<String>();
        measured.samples()
                .forEach(sample -> sample.instances()
                        .forEach(each -> names.add(each.instance().service())));
        return names.stream().map(name -> of(measured, name)).toList();
    }

    private static ServiceSeries of(Measurement measured, String service) {
        var values = new EnumMap<Measure, double[]>(Measure.class);
        for (var measure : Measure.values()) {
            var empty = new double[measured.samples().size()];
            Arrays.fill(empty, Double.NaN);
            values.put(measure, empty);
        }
        var rates = new Rates(measured.every());
        for (var i = 0; i < measured.samples().size(); i++) {
            for (var each : measured.samples().get(i).of(service)) {
                if (each.usage().isPresent()) {
                    add(values, i, each.usage().get(), rates.of(each));
                }
            }
        }
        var most = measured.samples().stream()
                .mapToInt(sample -> sample.of(service).size())
                .max()
                .orElse(0);
        return new ServiceSeries(service, most, incidents(measured, service), values);
    }

    private static Incidents incidents(Measurement measured, String service) {
        return measured.samples().stream()
                .flatMap(sample -> sample.of(service).stream())
                .collect(java.util.stream.Collectors.groupingBy(
                        each -> each.instance().number()))
                .values()
                .stream()
                .map(Incidents::of)
                .reduce(
                        new Incidents(0, 0),
                        (a, b) -> new Incidents(a.restarts() + b.restarts(), a.oomKills() + b.oomKills()));
    }

    private static void add(Map<Measure, double[]> values, int at, Usage usage, Rates.Known rates) {
        usage.cpu().ifPresent(cpu -> most(values, Measure.CPU, at, cpu.share()));
        usage.memory()
                .ifPresent(
                        memory -> most(values, Measure.MEMORY, at, memory.used().bytes()));
        plus(values, Measure.RECEIVED, at, rates.received());
        plus(values, Measure.SENT, at, rates.sent());
        plus(values, Measure.READ, at, rates.read());
        plus(values, Measure.WRITTEN, at, rates.written());
    }

    private static void most(Map<Measure, double[]> values, Measure measure, int at, double value) {
        var all = of(values, measure);
        all[at] = Double.isNaN(all[at]) ? value : Math.max(all[at], value);
    }

    private static void plus(Map<Measure, double[]> values, Measure measure, int at, double value) {
        var all = of(values, measure);
        if (!Double.isNaN(value)) {
            all[at] = Double.isNaN(all[at]) ? value : all[at] + value;
        }
    }

    private static double[] of(Map<Measure, double[]> values, Measure measure) {
        return Objects.requireNonNull(values.get(measure), measure.key);
    }

    double[] of(Measure measure) {
        return of(values, measure);
    }
}
