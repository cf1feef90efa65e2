package io.emrops.benchmarks.steps;

import io.emrops.benchmarks.process.Child;
import io.emrops.benchmarks.process.SystemCalls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** How often a process forces something to the disk, as the system sees it. */
final class Forces {
    /** A force takes this much longer, so that the speed of the disk does not tell how many wait for the next one. */
    private static final Duration DELAY = Duration.ofMillis(1);

    private Forces() {}

    /** For each record that a run of branches leaves in a journal, from the opening of the store to its end. */
    static double perRecord(Path scratch, int branches, int stepsEach) throws Exception {
        var command = Child.java(
                List.of(),
                BranchForces.class,
                scratch.resolve("journal-of-" + branches).toString(),
                Integer.toString(branches),
                Integer.toString(stepsEach));
        var counted = SystemCalls.count(command, DELAY, "fdatasync", "fsync");
        if (counted.total() == 0) {
            throw new IllegalStateException("Nothing was forced, or that was not seen");
        }
        return counted.total() / counted.ended().value("records");
    }
}
