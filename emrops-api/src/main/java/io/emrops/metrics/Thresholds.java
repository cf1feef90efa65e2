package io.emrops.metrics;

import io.emrops.DataSize;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What services may use at most, and how they are to be, over a window of time. Holds for each instance by itself. Whatever is asked for,
 * an instance has to be seen in most of the samples since it came, to run at the end, and to be there at the end unless another came for it.
 *
 * <pre>{@code
 * Thresholds.none().cpuBelow(0.7).memoryBelow(DataSize.gib(2)).noRestarts().noOomKills().healthy()
 * }</pre>
 */
public final class Thresholds {
    private static final Thresholds NONE =
            new Thresholds(Optional.empty(), Optional.empty(), false, false, false, new TreeSet<>());

    private final Optional<Double> cpu;
    private final Optional<DataSize> memory;
    private final boolean noRestarts;
    private final boolean noOomKills;
    private final boolean healthy;
    private final Set<String> services;

    private Thresholds(
            Optional<Double> cpu,
            Optional<DataSize> memory,
            boolean noRestarts,
            boolean noOomKills,
            boolean healthy,
            Set<String> services) {
        this.cpu = cpu;
        this.memory = memory;
        this.noRestarts = noRestarts;
        this.noOomKills = noOomKills;
        this.healthy = healthy;
        this.services = services;
    }

    /** Nothing is asked for. */
    public static Thresholds none() {
        return NONE;
    }

    /**
     * On average over the window, less than this share of the processors that an instance may use is in use.
     *
     * @param share of its limit, or of the machine if it has none: 0.7 is 70 %
     */
    public Thresholds cpuBelow(double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("A share is more than 0, and 1 at most: " + share);
        }
        return new Thresholds(Optional.of(share), memory, noRestarts, noOomKills, healthy, services);
    }

    /** At no time of the window is as much memory in use. */
    public Thresholds memoryBelow(DataSize size) {
        if (size.bytes() == 0) {
            throw new IllegalArgumentException("Nothing is below 0 bytes");
        }
        return new Thresholds(cpu, Optional.of(size), noRestarts, noOomKills, healthy, services);
    }

    /** No instance is started again in the window, or replaced by another. */
    public Thresholds noRestarts() {
        return new Thresholds(cpu, memory, true, noOomKills, healthy, services);
    }

    /** No process is killed for lack of memory in the window. */
    public Thresholds noOomKills() {
        return new Thresholds(cpu, memory, noRestarts, true, healthy, services);
    }

    /** In each sample all instances run, and none is unhealthy or still starting. One that is meant to end does not fit: name the {@link #services} then. */
    public Thresholds healthy() {
        return new Thresholds(cpu, memory, noRestarts, noOomKills, true, services);
    }

    /** Only of these services, each of which has to be there; of all, if none is named. */
    public Thresholds services(String... names) {
        return new Thresholds(cpu, memory, noRestarts, noOomKills, healthy, new TreeSet<>(List.of(names)));
    }

    Optional<Double> cpu() {
        return cpu;
    }

    Optional<DataSize> memory() {
        return memory;
    }

    boolean asksForNoRestarts() {
        return noRestarts;
    }

    boolean asksForNoOomKills() {
        return noOomKills;
    }

    boolean asksForHealth() {
        return healthy;
    }

    Set<String> services() {
        return services;
    }

    /** Whether this service is meant. */
    boolean means(String service) {
        return services.isEmpty() || services.contains(service);
    }

    boolean isNone() {
        return words().isEmpty();
    }

    private Collection<String> words() {
        var words = new ArrayList<String>();
        cpu.ifPresent(share -> words.add("CPU below " + Amounts.share(share)));
        memory.ifPresent(size -> words.add("memory below " + size));
        if (noRestarts) {
            words.add("no restarts");
        }
        if (noOomKills) {
            words.add("no OOM kills");
        }
        if (healthy) {
            words.add("healthy");
        }
        return words;
    }

    /** As settings of an operation. */
    Map<String, String> configuration() {
        var settings = new TreeMap<String, String>();
        cpu.ifPresent(share -> settings.put("cpuBelow", String.format(Locale.ROOT, "%s", share)));
        memory.ifPresent(size -> settings.put("memoryBelow", Long.toString(size.bytes())));
        settings.put("noRestarts", Boolean.toString(noRestarts));
        settings.put("noOomKills", Boolean.toString(noOomKills));
        settings.put("healthy", Boolean.toString(healthy));
        settings.put("services", String.join(" ", services));
        return settings;
    }

    @Override
    public boolean equals(@org.jspecify.annotations.Nullable Object other) {
        return other instanceof Thresholds that && that.configuration().equals(configuration());
    }

    @Override
    public int hashCode() {
        return Objects.hash(configuration());
    }

    /** Such as {@code CPU below 70 %, memory below 2 GiB, no restarts}. */
    @Override
    public String toString() {
        return String.join(", ", words()) + (services.isEmpty() ? "" : " for " + String.join(", ", services));
    }
}
