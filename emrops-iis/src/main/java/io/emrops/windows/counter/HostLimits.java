package io.emrops.windows.counter;

import io.emrops.DataSize;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the load of a host has to keep to, over some samples. A value: each method gives another one.
 *
 * <pre>{@code
 * HostLimits.none().processorBelow(0.7).poolMemoryBelow("Scheduler", DataSize.gib(2))
 * }</pre>
 */
public final class HostLimits {
    private static final HostLimits NONE = new HostLimits(List.of());

    private final List<Limit> limits;

    private HostLimits(List<Limit> limits) {
        this.limits = limits;
    }

    /** Nothing is asked for. */
    public static HostLimits none() {
        return NONE;
    }

    /**
     * On average over all samples, less than this share of all processors is in use.
     *
     * @param share 0.7 is 70 %
     * @throws IllegalArgumentException if it is not above 0, or above 1
     */
    public HostLimits processorBelow(double share) {
        return with(new Limit("processor", requireShare(share), true, true, true, HostSample::processor));
    }

    /**
     * In each sample, less memory of the host is in use.
     *
     * @throws IllegalArgumentException if it is 0
     */
    public HostLimits memoryBelow(DataSize size) {
        return with(new Limit("memory in use", requireSome(size), true, false, false, Loads::memory));
    }

    /**
     * In each sample, more is free on a disk, which has to be there.
     *
     * @param disk such as {@code C:}
     */
    public HostLimits freeAbove(String disk, DataSize size) {
        return with(new Limit(
                "free on " + visible(disk), size.bytes(), false, false, false, sample -> Loads.free(sample, disk)));
    }

    /**
     * On average over all samples, all worker processes of a pool together use less than this share of all processors. A pool without one, or
     * with one that has just been started, does not keep to it: what it uses is not known.
     *
     * @throws IllegalArgumentException if the share is not above 0, or above 1
     */
    public HostLimits poolProcessorBelow(String pool, double share) {
        return with(new Limit(
                "processor of pool " + visible(pool),
                requireShare(share),
                true,
                true,
                true,
                sample -> Loads.poolProcessor(sample, pool)));
    }

    /**
     * In each sample, all worker processes of a pool together have less private memory. A pool without one does not keep to it.
     *
     * @throws IllegalArgumentException if it is 0
     */
    public HostLimits poolMemoryBelow(String pool, DataSize size) {
        return with(new Limit(
                "memory of pool " + visible(pool),
                requireSome(size),
                true,
                false,
                false,
                sample -> Loads.poolMemory(sample, pool)));
    }

    List<Limit> all() {
        return limits;
    }

    private HostLimits with(Limit limit) {
        var more = new ArrayList<>(limits);
        more.add(limit);
        return new HostLimits(List.copyOf(more));
    }

    private static double requireShare(double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("A share is more than 0, and 1 at most: " + share);
        }
        return share;
    }

    private static double requireSome(DataSize size) {
        if (size.bytes() == 0) {
            throw new IllegalArgumentException("Nothing is below 0 bytes");
        }
        return size.bytes();
    }

    private static String visible(String name) {
        return name.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
    }

    /** Such as {@code processor below 70.0 %, memory of pool Scheduler below 2 GiB}. */
    @Override
    public String toString() {
        return limits.stream().map(Limit::toString).collect(Collectors.joining(", "));
    }
}
