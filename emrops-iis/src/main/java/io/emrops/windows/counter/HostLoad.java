package io.emrops.windows.counter;

import io.emrops.Check;
import io.emrops.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Checks over {@link WindowsCounters}.
 *
 * <pre>{@code
 * var limits = HostLimits.none().processorBelow(0.7).poolMemoryBelow("Scheduler", DataSize.gib(2));
 * rb.verify("load", "The host has room", HostLoad.within(WindowsCounters.on(app01), limits, 5));
 * }</pre>
 */
public final class HostLoad {
    private static final int MOST = 1000;

    private HostLoad() {}

    /**
     * A host keeps to limits, by samples that are taken one behind the other. What was measured is told. What a sample does not tell is not
     * taken for good: the check fails, and says what it was.
     *
     * @param limits at least one
     * @param samples from 1 to 1000; each is a run of PowerShell
     * @throws IllegalArgumentException if there is no limit, or another number of samples
     */
    public static Check within(WindowsCounters counters, HostLimits limits, int samples) {
        Objects.requireNonNull(counters, "counters");
        if (limits.all().isEmpty()) {
            throw new IllegalArgumentException("There are no limits to keep to");
        }
        if (samples < 1 || samples > MOST) {
            throw new IllegalArgumentException("There are from 1 to " + MOST + " samples, not " + samples);
        }
        return Check.of("In " + count(samples) + ": " + limits, run -> {
            var taken = new ArrayList<HostSample>();
            for (var i = 1; i <= samples; i++) {
                taken.add(counters.sample());
                run.progress().report(i, samples, "samples");
            }
            return judge(limits, taken, " on " + counters.host().target() + " in " + count(samples));
        });
    }

    private static Finding judge(HostLimits limits, List<HostSample> samples, String where) {
        var wrong = new ArrayList<String>();
        var measured = new ArrayList<String>();
        for (var limit : limits.all()) {
            var value = limit.value(samples);
            if (value.isEmpty()) {
                wrong.add(limit.what() + " is not known in " + limit.unknown(samples) + " of " + count(samples.size()));
                continue;
            }
            var told = limit.told(value.get());
            measured.add(told);
            if (!limit.keptBy(value.get())) {
                wrong.add(told + ", which is not "
                        + limit.toString().substring(limit.what().length() + 1));
            }
        }
        var untold = samples.stream()
                .flatMap(sample -> sample.untold().stream())
                .distinct()
                .map(name -> "The host does not tell " + name)
                .toList();
        var details = new ArrayList<>(wrong);
        details.addAll(measured);
        return wrong.isEmpty()
                ? new Finding(true, "Kept to" + where + ": " + limits, measured)
                : new Finding(false, "Not kept to" + where + ": " + wrong.get(0), join(details, untold));
    }

    private static List<String> join(List<String> one, List<String> other) {
        var all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }

    private static String count(int samples) {
        return samples + (samples == 1 ? " sample" : " samples");
    }
}
