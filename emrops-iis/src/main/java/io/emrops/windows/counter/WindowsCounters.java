package io.emrops.windows.counter;

import io.emrops.PreconditionFailedException;
import io.emrops.windows.PowerShellHost;
import io.emrops.windows.counter.CounterScripts.Found;
import io.emrops.windows.counter.CounterScripts.Over;
import io.emrops.windows.counter.CounterScripts.Wanted;
import io.emrops.windows.counter.CounterScripts.WantedCounter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Reads performance counters of a Windows host, by their names in WMI, which no language of Windows translates.
 *
 * <pre>{@code
 * var sample = WindowsCounters.on(app01).sample();
 * sample.processor();
 * sample.workersOf("Scheduler");
 * }</pre>
 *
 * <p>A call is one run of PowerShell there, which looks twice, and values are made here of what changed in between, by the host's own clocks.
 * Nothing is changed. What calls throw is said at {@link PowerShellHost}. Safe for use by several threads.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/wmisdk/obtaining-raw-performance-data">Obtaining Raw Performance Data</a>
 */
public final class WindowsCounters {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final int MOST = 100;

    private final PowerShellHost host;
    private final Duration interval;

    private WindowsCounters(PowerShellHost host, Duration interval) {
        this.host = Objects.requireNonNull(host, "host");
        this.interval = interval;
    }

    /** The counters of a host, which stays the caller's to close. They are looked at twice, a second apart. */
    public static WindowsCounters on(PowerShellHost host) {
        return new WindowsCounters(host, SHORTEST);
    }

    /**
     * The same, looked at so far apart. A host that is busy makes it longer, and values are right all the same. The time of a call of the host
     * has to be longer.
     *
     * @throws IllegalArgumentException if it is not between a second and a minute
     */
    public WindowsCounters over(Duration time) {
        if (time.compareTo(SHORTEST) < 0 || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "Counters are looked at between a second and a minute apart, not " + time);
        }
        return new WindowsCounters(host, time);
    }

    PowerShellHost host() {
        return host;
    }

    /** The load of the host. Worker processes are told to administrators alone; the rest needs membership in Performance Monitor Users. */
    public HostSample sample() throws InterruptedException {
        return HostCooking.of(host.run(CounterScripts.SAMPLE.with(new Over(interval.toMillis()))));
    }

    /**
     * Counters by name, all in one call.
     *
     * @return one for each query, in their order
     * @throws IllegalArgumentException if there are more than 100 queries
     * @throws PreconditionFailedException if there is no such class, property or instance, if several instances have the name, if values of
     *     such counters are not known how to be made, or if we may not read them
     */
    public List<CounterReading> read(List<CounterQuery> queries) throws InterruptedException {
        if (queries.size() > MOST) {
            throw new IllegalArgumentException("A call reads " + MOST + " counters at most, not " + queries.size());
        }
        if (queries.isEmpty()) {
            return List.of();
        }
        var wanted = queries.stream().map(WantedCounter::of).toList();
        var found = host.run(CounterScripts.READ.with(new Wanted(interval.toMillis(), wanted)))
                .readings();
        if (found.size() != queries.size()) {
            throw refused("it answered another number of counters");
        }
        var readings = new ArrayList<CounterReading>();
        for (var i = 0; i < found.size(); i++) {
            readings.add(reading(queries.get(i), found.get(i)));
        }
        return List.copyOf(readings);
    }

    /** One counter; see {@link #read(List)}. */
    public CounterReading read(CounterQuery query) throws InterruptedException {
        return read(List.of(query)).get(0);
    }

    private CounterReading reading(CounterQuery query, Found found) {
        if (!found.refused().isEmpty()) {
            throw refused(reason(query, found));
        }
        var kind = CounterKind.of(found.type())
                .orElseThrow(() -> refused(
                        query + " is of the type " + found.type() + ", of which values are not known how to be made"));
        var value = found.first().stream()
                .findFirst()
                .flatMap(before -> found.second().stream().findFirst().flatMap(after -> kind.cook(before, after)));
        return new CounterReading(query, value, kind.unit());
    }

    private PreconditionFailedException refused(String why) {
        var target = host.target();
        return new PreconditionFailedException(
                target + ": " + why.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?") + "; nothing was changed", null, target);
    }

    private static String reason(CounterQuery query, Found found) {
        return switch (found.refused()) {
            case "NoClass" -> "there is no class " + query.className();
            case "NoProperty" -> query.className() + " has no property " + query.property();
            case "NoCounter" -> query.className() + "." + query.property() + " is no counter";
            case "NoInstance" ->
                query.instance()
                        .map(name -> query.className() + " has no instance " + name)
                        .orElse(query.className() + " has instances with names: say which");
            case "SeveralInstances" ->
                query.className() + " has several instances " + query.instance().orElse("without a name");
            default -> "the class " + query.className() + " cannot be read there (" + found.what() + ")";
        };
    }

    /** The host. */
    @Override
    public String toString() {
        return "the counters of " + host.target();
    }
}
