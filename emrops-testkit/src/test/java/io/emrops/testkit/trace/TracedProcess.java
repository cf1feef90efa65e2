package io.emrops.testkit.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own, run to its end under strace. */
final class TracedProcess {
    /** Longer than what the journal hands to the system at once. */
    private static final int LONGEST_STRING = 128 << 10;

    private static final String CALLS =
            "openat,unlink,unlinkat,rename,renameat,renameat2,write,writev,pwrite64,pwritev,fsync,fdatasync";

    private TracedProcess() {}

    /**
     * The lines of the trace.
     *
     * @param directory where the trace and what the process prints are kept
     */
    static List<String> run(Path directory, Class<?> main, String... arguments) throws Exception {
        var trace = directory.resolve("trace");
        var output = directory.resolve("output");
        var command = new ArrayList<>(List.of(
                "strace",
                "-f",
                "--seccomp-bpf",
                "-qq",
                "-y",
                "-s",
                Integer.toString(LONGEST_STRING),
                "-e",
                "trace=" + CALLS,
                "-e",
                "signal=none",
                "-o",
                trace.toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-Dslf4j.internal.verbosity=ERROR",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            // Without its tracer a process would go on.
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        return Files.readAllLines(trace, StandardCharsets.ISO_8859_1);
    }
}
