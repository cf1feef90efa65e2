package io.emrops.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What a process, its threads and its children ask of the kernel, counted by strace. */
public final class SystemCalls {
    /** A line of strace's summary: share, seconds, microseconds a call, calls, perhaps errors, name. */
    private static final Pattern LINE =
            Pattern.compile("(?m)^\\s*[0-9.]+\\s+[0-9.]+\\s+\\d+\\s+(\\d+)\\s+(?:\\d+\\s+)?(\\w+)$");

    /**
     * How a process ended, and what it had called until then.
     *
     * @param calls how often, by name; what was not called is not in it
     */
    public record Counted(Child.Ended ended, Map<String, Long> calls) {
        /** How often any of the names was called. */
        public long total() {
            return calls.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    private SystemCalls() {}

    /** Whether strace is installed and may trace here. */
    public static boolean areCountable() throws InterruptedException {
        return Child.runToAnyEnd(List.of("strace", "-f", "--seccomp-bpf", "-c", "-o", "/dev/null", "true"))
                        .exit()
                == 0;
    }

    /**
     * Runs a command to its end. No other calls are slowed down than those that are counted.
     *
     * @param delay added to each call that is counted
     * @throws IllegalStateException if the command fails
     */
    public static Counted count(List<String> command, Duration delay, String... names)
            throws IOException, InterruptedException {
        var summary = Files.createTempFile("emrops-benchmark", ".strace");
        try {
            var traced = new ArrayList<>(List.of("strace", "-f", "--seccomp-bpf", "-c"));
            var counted = String.join(",", names);
            traced.addAll(List.of("-e", "trace=" + counted, "-o", summary.toString()));
            traced.addAll(List.of("-e", "inject=" + counted + ":delay_enter=" + delay.toNanos() / 1000));
            traced.addAll(command);
            var ended = Child.run(traced);
            return new Counted(ended, calls(Files.readString(summary)));
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
