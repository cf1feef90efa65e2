package io.emrops.benchmarks.size;

import io.emrops.Runbook;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Defines a runbook of many steps, and prints how many bytes of the heap it keeps as {@code bytes=}. */
public final class HeapOfRunbook {
    private HeapOfRunbook() {}

    /** Argument: how many steps. */
    public static void main(String[] args) {
        int steps = Integer.parseInt(args[0]);
        var work = new AtomicLong();
        // What is loaded once, whatever is defined, does not count.
        defined(10, work);
        var without = used();
        var runbook = defined(steps, work);
        try {
            System.out.println("bytes=" + (used() - without));
        } finally {
            Reference.reachabilityFence(runbook);
        }
        int nodes = runbook.definition().nodes().size();
        if (nodes != steps) {
            throw new IllegalStateException("The runbook has " + nodes + " steps, not " + steps);
        }
    }

    private static Runbook defined(int steps, AtomicLong work) {
        return Runbook.define("large", "A large runbook", rb -> {
            for (int i = 0; i < steps; i++) {
                int amount = i;
                rb.action("step-" + i, "Do the work number " + i, run -> work.addAndGet(amount))
                        .timeout(Duration.ofSeconds(30))
                        .nothingToUndo("It only counts");
            }
        });
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
