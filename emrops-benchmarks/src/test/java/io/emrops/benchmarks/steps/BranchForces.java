package io.emrops.benchmarks.steps;

import java.nio.file.Path;

/** Runs a runbook of branches side by side, for somebody who counts how often that forces something to the disk. */
public final class BranchForces {
    private BranchForces() {}

    /** Arguments: an empty directory, how many branches, how many steps in each. Prints {@code records=} how many. */
    public static void main(String[] args) throws Exception {
        try (var run = new JournalledSteps(
                Ours.forced(Path.of(args[0])), Integer.parseInt(args[1]), Integer.parseInt(args[2]))) {
            System.out.println("records=" + run.records());
        }
    }
}
