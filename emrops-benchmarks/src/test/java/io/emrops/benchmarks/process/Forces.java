package io.emrops.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** How often a process, its threads and its children force something to the disk, counted by strace. */
public final class Forces {
    private static final String CALLS = "fsync,fdatasync,msync";

    /** A force takes this much longer, so that the speed of the disk does not tell how many wait for the next one. */
    private static final Duration DELAY = Duration.ofMillis(1);

    /** A line of strace's summary: share, seconds, microseconds a call, calls, perhaps errors, name. */
    private static final Pattern LINE =
            Pattern.compile("(?m)^\\s*[0-9.]+\\s+[0-9.]+\\s+\\d+\\s+(\\d+)\\s+(?:\\d+\\s+)?(\\w+)$");

    /**
     * What was forced, and for what.
     *
     * @param calls how often, by name; what was not called is not in it
     * @param records what the process printed as {@code records=}
     */
    public record Counted(Map<String, Long> calls, double records) {
        /** How often, by whatever name. */
        public long total() {
            return calls.values().stream().mapToLong(Long::longValue).sum();
        }

        /** How often for each record. */
        public double perRecord() {
            return total() / records;
        }
    }

    private Forces() {}

    /** Whether strace is installed and may trace here. */
    public static boolean areCountable() throws InterruptedException {
        return Child.runToAnyEnd(List.of("strace", "-f", "--seccomp-bpf", "-c", "-o", "/dev/null", "true"))
                        .exit()
                == 0;
    }

    /**
     * Runs a command to its end. No other calls are slowed down than those that are counted.
     *
     * @throws IllegalStateException if the command fails, or forces nothing
     */
    public static Counted count(List<String> command) throws IOException, InterruptedException {
        var summary = Files.createTempFile("emrops-benchmark", ".strace");
        try {
            var traced = new ArrayList<>(List.of("strace", "-f", "--seccomp-bpf", "-c"));
            traced.addAll(List.of("-e", "trace=" + CALLS, "-o", summary.toString()));
            traced.addAll(List.of("-e", "inject=" + CALLS + ":delay_enter=" + DELAY.toNanos() / 1000));
            traced.addAll(command);
            var ended = Child.run(traced);
            var counted = new Counted(calls(Files.readString(summary)), ended.value("records"));
            if (counted.total() == 0) {
                throw new IllegalStateException("Nothing was forced, or that was not seen");
            }
            return counted;
        } finally {
            Files.delete(summary);
        }
    }

    private static Map<String, Long> calls(String summary) {
        var calls = new TreeMap<String, Long>();
        var lines = LINE.matcher(summary);
        while (lines.find()) {
            if (!lines.group(2).equals("total")) {
                calls.put(lines.group(2), Long.parseLong(lines.group(1)));
            }
        }
        return calls;
    }
}
