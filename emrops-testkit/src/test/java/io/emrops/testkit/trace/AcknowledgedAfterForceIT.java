package io.emrops.testkit.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.RequiresEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is told outside was forced before, as the system sees it; and a process that forces nothing does not pass for one. */
@RequiresEngine("strace")
@Timeout(120)
class AcknowledgedAfterForceIT {
    @TempDir
    private Path directory;

    private Path journal() {
        return directory.resolve("journal");
    }

    private Path told() {
        return directory.resolve("told");
    }

    @Test
    void no_append_returns_before_its_record_is_forced() throws Exception {
        var trace = append(true);
        var seen = new ForcedBeforeTold(SystemCalls.of(trace));

        assertThat(seen.told(told())).hasSize(AppendingProcess.RUNS * AppendingProcess.RECORDS);
        assertThat(Files.list(journal()).filter(f -> f.toString().endsWith(".seg")))
                .hasSizeGreaterThan(3);
        assertThat(appendFaults(trace)).isEmpty();

        assertThat(appendFaults(misplaced(trace)))
                .as("if other files are forced in place of the journal's")
                .hasSameSizeAs(seen.told(told()));
        assertThat(appendFaults(withoutForcesOfDirectories(trace)))
                .as("if no directory is forced")
                .hasSameSizeAs(seen.told(told()));
    }

    @Test
    void appends_that_are_not_forced_are_found_out() throws Exception {
        var trace = append(false);

        assertThat(appendFaults(trace)).hasSize(AppendingProcess.RUNS * AppendingProcess.RECORDS);
    }

    @Test
    void no_body_begins_and_nothing_is_heard_before_its_record_is_forced() throws Exception {
        var trace = run(true);

        assertThat(runFaults(trace)).isEmpty();
        assertThat(new ForcedBeforeTold(SystemCalls.of(trace)).told(told()))
                .contains("run-ended")
                .satisfies(told -> {
                    assertThat(told)
                            .as("each body, and the event before it")
                            .filteredOn(line -> line.startsWith("step-started "))
                            .hasSize(2 * RunningProcess.BODIES + RunningProcess.CHECKS);
                    assertThat(told)
                            .as("each step, and the fan-out as a whole")
                            .filteredOn(line -> line.startsWith("step-done "))
                            .hasSize(RunningProcess.BODIES + RunningProcess.CHECKS + 1);
                });
    }

    @Test
    void a_run_that_is_not_forced_is_found_out() throws Exception {
        var trace = run(false);

        assertThat(runFaults(trace)).hasSameSizeAs(new ForcedBeforeTold(SystemCalls.of(trace)).told(told()));
    }

    private List<String> append(boolean forced) throws Exception {
        return TracedProcess.run(
                directory, AppendingProcess.class, journal().toString(), told().toString(), Boolean.toString(forced));
    }

    private List<String> run(boolean forced) throws Exception {
        return TracedProcess.run(
                directory,
                RunningProcess.class,
                directory.toString(),
                journal().toString(),
                told().toString(),
                Boolean.toString(forced));
    }

    private List<String> appendFaults(List<String> trace) {
        return new ForcedBeforeTold(SystemCalls.of(trace)).faults(told(), journal(), line -> {
            var record = AppendingProcess.record(line);
            return text -> text.contains(record);
        });
    }

    private List<String> runFaults(List<String> trace) {
        return new ForcedBeforeTold(SystemCalls.of(trace)).faults(told(), journal(), RunningProcess::record);
    }

    private static List<String> misplaced(List<String> trace) {
        return trace.stream()
                .map(line -> line.contains(" fdatasync(") ? line.replace(".seg>", ".other>") : line)
                .toList();
    }

    private List<String> withoutForcesOfDirectories(List<String> trace) {
        return trace.stream()
                .map(line -> line.contains("sync(") ? line.replace(journal() + ">", directory + ">") : line)
                .toList();
    }
}
