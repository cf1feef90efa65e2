package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.logs.LogCollection;
import io.emrops.logs.LogCollector;
import io.emrops.logs.LogFile;
import io.emrops.logs.LogRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** See {@link ContractsFindFaultsTest}. */
@Timeout(120)
class LogContractFindsFaultsTest {
    private static List<String> failures(Faulty.Fault fault) {
        return ContractsFindFaultsTest.failures(LogCollectorContract.class, () -> new FakeLogsContractTest() {
            @Override
            protected LogCollector collector() {
                return Faulty.faulty(LogCollector.class, super.collector(), fault);
            }
        });
    }

    /** Does something to each file that was written. */
    private interface Spoil {
        void file(Path file) throws Exception;
    }

    private static List<String> failuresIf(Spoil spoil) {
        return failures((method, args, sound) -> {
            var answer = sound.call();
            if (answer instanceof LogCollection collection) {
                for (var file : collection.files()) {
                    if (file.kind() != LogFile.Kind.ERRORS) {
                        spoil.file(Path.of(file.path()));
                    }
                }
            }
            return answer;
        });
    }

    @Test
    void a_sound_one_passes() {
        assertThat(failures((method, args, sound) -> sound.call())).isEmpty();
    }

    @Test
    void one_that_merges_in_the_wrong_order_is_found_out() {
        assertThat(failuresIf(file -> {
                    var lines = Files.readAllLines(file);
                    Collections.reverse(lines);
                    Files.write(file, lines);
                }))
                .contains("the_merged_file_has_the_lines_of_all_services_in_the_order_of_time");
    }

    @Test
    void one_that_loses_a_line_is_found_out() {
        assertThat(failuresIf(file -> {
                    var lines = Files.readAllLines(file);
                    Files.write(file, lines.subList(0, Math.max(0, lines.size() - 1)));
                }))
                .contains(
                        "each_service_has_a_file_with_its_lines",
                        "numbers_and_hashes_are_those_of_the_files",
                        "what_is_outside_of_the_window_is_left_out");
    }

    @Test
    void one_that_lets_others_read_is_found_out() {
        assertThat(failuresIf(file -> file.toFile().setReadable(true, false)))
                .contains("only_their_owner_may_read_the_files");
    }

    @Test
    void one_that_takes_all_time_for_the_window_is_found_out() {
        assertThat(failures((method, args, sound) -> {
                    if (method.equals("collect")) {
                        var request = (LogRequest) args[0];
                        if (request.merged() && request.directory().isPresent()) {
                            args[0] = LogRequest.since(Instant.parse("2026-01-01T00:00:00Z"))
                                    .mergedInto(request.directory().get())
                                    .build();
                        }
                    }
                    return sound.call();
                }))
                .contains("what_is_outside_of_the_window_is_left_out");
    }

    @Test
    void one_whose_preview_collects_is_found_out() {
        assertThat(failures((method, args, sound) -> {
                    if (method.equals("preview") && args[0] instanceof LogRequest request) {
                        Files.writeString(request.directory().orElseThrow().resolve("logs"), "");
                    }
                    return sound.call();
                }))
                .contains("a_preview_tells_the_services_and_writes_nothing");
    }
}
