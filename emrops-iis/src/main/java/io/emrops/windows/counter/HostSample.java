package io.emrops.windows.counter;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The load of a host. What the host does not tell, or tells in numbers that cannot be, is empty or left out, and never 0.
 *
 * @param at when it was complete, by the host's clock
 * @param processors how many logical processors there are; empty if it was not told
 * @param processor the share of all processors that was in use on average: 1 is all
 * @param memory at the end of the sample
 * @param disks at the end of the sample
 * @param networks that were there all the time
 * @param iis what is told of it
 * @param workers worker processes that were there at the end, by pool and id; none for a pool that is idle or stopped
 * @param sites that were there at the end
 * @param untold classes that the host does not have or does not let us read, such as {@code Win32_PerfRawData_PerfOS_Memory}; for IIS's
 *     list of worker processes, {@code WorkerProcesses}
 */
public record HostSample(
        Instant at,
        Optional<Integer> processors,
        Optional<Double> processor,
        Optional<HostMemory> memory,
        List<HostDisk> disks,
        List<HostNetwork> networks,
        IisView iis,
        List<WorkerLoad> workers,
        List<SiteLoad> sites,
        List<String> untold) {
    public HostSample {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(processors, "processors");
        Objects.requireNonNull(processor, "processor");
        Objects.requireNonNull(memory, "memory");
        disks = List.copyOf(disks);
        networks = List.copyOf(networks);
        Objects.requireNonNull(iis, "iis");
        workers = List.copyOf(workers);
        sites = List.copyOf(sites);
        untold = List.copyOf(untold);
    }

    /** The worker processes of a pool, whose name is compared without case. Several, for a web garden or while a pool is recycled. */
    public List<WorkerLoad> workersOf(String pool) {
        return workers.stream()
                .filter(each -> each.pool().equalsIgnoreCase(pool))
                .toList();
    }
}
