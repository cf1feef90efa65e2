package io.emrops.benchmarks.steps;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How many bytes a step of a runbook leaves in the journal. */
final class JournalBytes {
    private JournalBytes() {}

    /** From two runs of different lengths, so that what every run and every store leaves is not counted. */
    static int perStep(Path scratch) throws Exception {
        int few = 100;
        int many = 600;
        return Math.toIntExact(
                (left(scratch.resolve("many"), many) - left(scratch.resolve("few"), few)) / (many - few));
    }

    private static long left(Path directory, int steps) throws Exception {
        try (var run = new JournalledSteps(Ours.unforced(directory), steps)) {
            run.run();
        }
        try (var files = Files.walk(directory)) {
            long bytes = 0;
            for (var file : files.filter(Files::isRegularFile).toList()) {
                bytes += used(file);
            }
            return bytes;
        }
    }

    /** Without the zeros at its end, which are there for what comes later. */
    private static long used(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] == 0) {
            end--;
        }
        return end;
    }
}
