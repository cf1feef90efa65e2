package io.emrops.benchmarks.steps;

import io.emrops.benchmarks.process.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** How often a process forces something to the disk, as the system sees it. */
final class Forces {
    // % time, seconds, microseconds per call, calls, perhaps errors, and the name.
    private static final Pattern CALLS =
            Pattern.compile("(?m)^\\s*\\S+\\s+\\S+\\s+\\d+\\s+(\\d+)\\s.*(?:fdatasync|fsync)$");

    private Forces() {}

    /** For each record that a run of branches leaves in a journal, from the opening of the store to its end. */
    static double perRecord(Path scratch, int branches, int stepsEach) throws Exception {
        var journal = scratch.resolve("journal-of-" + branches);
        var summary = scratch.resolve("forces-of-" + branches);
        var command =
                new ArrayList<>(List.of("strace", "-f", "-c", "-e", "trace=fdatasync,fsync", "-o", summary.toString()));
        command.addAll(Child.java(
                List.of(),
                BranchForces.class,
                journal.toString(),
                Integer.toString(branches),
                Integer.toString(stepsEach)));
        var records = Child.run(command).value("records");
        return counted(summary) / records;
    }

    private static double counted(Path summary) throws IOException {
        var text = Files.readString(summary);
        var calls = CALLS.matcher(text)
                .results()
                .mapToLong(line -> Long.parseLong(line.group(1)))
                .sum();
        if (calls == 0) {
            throw new IllegalStateException("Nothing was forced, or that was not seen:\n" + text);
        }
        return calls;
    }
}
