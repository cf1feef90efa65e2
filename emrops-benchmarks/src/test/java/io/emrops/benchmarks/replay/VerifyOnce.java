package io.emrops.benchmarks.replay;

import java.nio.file.Path;

/** Verifies a store in a process of its own. */
final class VerifyOnce {
    private VerifyOnce() {}

    /** Arguments: directory, number of records. */
    public static void main(String[] args) {
        new SampleStore(Path.of(args[0]), Integer.parseInt(args[1])).verify();
    }
}
