package io.emrops.testkit.windows.simulated;

import io.emrops.testkit.windows.ScriptedWindowsHost;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/**
 * The performance counters of a simulated Windows. At first it has four processors of which a tenth is in use, 16 GiB of memory of which 6 GiB are,
 * a disk {@code C:}, a network interface, and of counters by name the context switches of the system. Worker processes and sites are those of {@link SimulatedWindows#iis}. Raw values are answered, as
 * Windows has them; no time passes. Safe for use by several threads.
 */
public final class SimulatedCounters {
    private static final long GIB = 1L << 30;
    private static final long PER_SECOND = 272_696_320;

    record Disk(String name, String size, String free) {}

    record Network(String name, long received, long sent) {}

    record Site(long connections, long requests) {}

    /** One that is asked for by name. */
    record Counter(long type, String instance, RawCount first, RawCount second) {}

    private final Map<String, Disk> disks = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, Network> networks = new TreeMap<>();
    private final Map<Long, Double> used = new HashMap<>();
    private final Map<String, Site> loads = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, Map<String, List<Counter>>> counters = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Set<String> untold = new TreeSet<>();
    private int processors = 4;
    private double processor = 0.1;
    private long memory = 16 * GIB;
    private long available = 10 * GIB;
    private Runnable between = () -> {};

    SimulatedCounters() {
        disk("C:", 100 * GIB, 40 * GIB);
        network("Ethernet", 20_000, 10_000);
        put(
                "Win32_PerfRawData_PerfOS_System",
                "ContextSwitchesPersec",
                "",
                PER_SECOND,
                RawCount.of(7_000_000, 1000),
                RawCount.of(7_004_000, 1001));
    }

    void answer(ScriptedWindowsHost host, SimulatedIis iis, BooleanSupplier administrator, InstantSource clock) {
        new CounterScripts(this, iis, administrator, clock).answer(host);
    }

    /**
     * So many processors there are, and so much of all of them is in use.
     *
     * @param share 1 is all
     * @throws IllegalArgumentException if there is none
     */
    public synchronized void processors(int count, double share) {
        if (count < 1) {
            throw new IllegalArgumentException("There is a processor at least");
        }
        processors = count;
        processor = share;
    }

    /** So much memory there is, and so much of it is available, in bytes. */
    public synchronized void memory(long total, long availableBytes) {
        memory = total;
        available = availableBytes;
    }

    /** A fixed disk, in bytes. */
    public synchronized void disk(String name, long size, long free) {
        disks.put(name, new Disk(name, Long.toString(size), Long.toString(free)));
    }

    /** A fixed disk that is locked, so that neither its size nor what is free on it is told. */
    public synchronized void lockedDisk(String name) {
        disks.put(name, new Disk(name, "", ""));
    }

    /** A network interface, with bytes per second. */
    public synchronized void network(String name, long received, long sent) {
        networks.put(name, new Network(name, received, sent));
    }

    /**
     * A worker process of {@link SimulatedIis#workers(String)} uses so many processors; those of which nothing is said use 0.05. Its private
     * working set is the memory that it has there.
     */
    public synchronized void worker(long pid, double processorsInUse) {
        used.put(pid, processorsInUse);
    }

    /** A site of {@link SimulatedIis#sites} has so many connections and requests per second; those of which nothing is said have none. */
    public synchronized void site(String name, long connections, long requestsPerSecond) {
        loads.put(name, new Site(connections, requestsPerSecond));
    }

    /**
     * A counter that can be asked for by name.
     *
     * @param type as the qualifier {@code CounterType} has it; negative for a property that is no counter
     * @param instance empty for one without a name
     * @param first what it says when it is looked at for the first time in a call
     * @param second what it says then
     */
    public synchronized void put(
            String className, String property, String instance, long type, RawCount first, RawCount second) {
        counters.computeIfAbsent(className, key -> new TreeMap<>(String.CASE_INSENSITIVE_ORDER))
                .computeIfAbsent(property, key -> new ArrayList<>())
                .add(new Counter(
                        type,
                        Objects.requireNonNull(instance, "instance"),
                        Objects.requireNonNull(first, "first"),
                        Objects.requireNonNull(second, "second")));
    }

    /** The host does not tell this class any more, as one whose counters are damaged. */
    public synchronized void withhold(String className) {
        untold.add(Objects.requireNonNull(className, "className"));
    }

    /** What happens each time between the two looks of a sample: a pool is recycled, say. What processors do from then on is told by the next sample. */
    public synchronized void between(Runnable what) {
        between = Objects.requireNonNull(what, "what");
    }

    synchronized Runnable between() {
        return between;
    }

    synchronized boolean tells(String className) {
        return !untold.contains(className);
    }

    synchronized List<String> untold() {
        return List.copyOf(untold);
    }

    synchronized int processors() {
        return processors;
    }

    synchronized double processor() {
        return processor;
    }

    synchronized long memory() {
        return memory;
    }

    synchronized long available() {
        return available;
    }

    synchronized List<Disk> disks() {
        return List.copyOf(disks.values());
    }

    synchronized List<Network> networks() {
        return List.copyOf(networks.values());
    }

    synchronized double used(long pid) {
        return used.getOrDefault(pid, 0.05);
    }

    synchronized Site load(String site) {
        return loads.getOrDefault(site, new Site(0, 0));
    }

    /** By property; empty if there is no such class. */
    synchronized Map<String, List<Counter>> counters(String className) {
        return counters.getOrDefault(className, Map.of());
    }
}
