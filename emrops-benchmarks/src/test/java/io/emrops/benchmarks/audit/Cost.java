package io.emrops.benchmarks.audit;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;

/** What something costs from when this was made, the start of the JVM not included. */
final class Cost {
    private static final double NANOS = 1e9;
    private static final double MIB = 1 << 20;

    private final long begin = System.nanoTime();
    private final long cpu = cpu();

    private static long cpu() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    /** For {@code Child.Ended.value}. The peak counts garbage too: it is what the heap had in it at most. */
    void print(long rows) {
        var peak = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(Cost::peak)
                .sum();
        System.out.println("rows=" + rows);
        System.out.println("seconds=" + (System.nanoTime() - begin) / NANOS);
        System.out.println("cpu-seconds=" + (cpu() - cpu) / NANOS);
        System.out.println("heap-mib=" + peak / MIB);
    }

    private static long peak(MemoryPoolMXBean pool) {
        return pool.getPeakUsage().getUsed();
    }
}
