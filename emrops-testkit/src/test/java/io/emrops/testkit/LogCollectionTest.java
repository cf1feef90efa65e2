package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.emrops.DataSize;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.logs.LogCollection;
import io.emrops.logs.LogGap;
import io.emrops.logs.LogRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogCollectionTest {
    private static final Instant NIGHT = Instant.parse("2026-03-01T02:00:00Z");

    private final FakeLogs logs = FakeLogs.of("emrnext", "api", "web").clock(() -> NIGHT.plusSeconds(3600));

    @TempDir
    Path directory;

    private LogCollection collect(LogRequest.Builder request) throws InterruptedException {
        return logs.collect(request.build(), Progress.none());
    }

    private List<Path> written() throws IOException {
        try (var files = Files.list(directory)) {
            return files.toList();
        }
    }

    private record Written(int service, int second, int number) {}

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void lines_of_one_moment_stay_in_the_order_of_services_and_each_service_in_its_own(
            @ForAll @Size(max = 40) List<@IntRange(min = 0, max = 14) Integer> history) throws Exception {
        var place = Files.createTempDirectory("emrops-logs");
        try {
            var fake = FakeLogs.of("emrnext", "a", "b", "c").clock(() -> NIGHT.plusSeconds(3600));
            var all = new ArrayList<Written>();
            for (var each : history) {
                var line = new Written(each % 3, each / 3, all.size());
                all.add(line);
                fake.write(
                        List.of("a", "b", "c").get(line.service()),
                        NIGHT.plusSeconds(line.second()),
                        "n" + line.number());
            }
            all.sort(Comparator.comparing(Written::second).thenComparing(Written::service));

            var collection =
                    fake.collect(LogRequest.since(NIGHT).mergedInto(place).build(), Progress.none());

            assertThat(Files.readAllLines(Path.of(collection.files().get(0).path())))
                    .extracting(line -> line.substring(line.lastIndexOf(' ') + 1))
                    .isEqualTo(all.stream().map(line -> "n" + line.number()).toList());
        } finally {
            try (var files = Files.list(place)) {
                for (var file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(place);
        }
    }

    @Test
    void a_line_has_its_time_its_instance_its_output_and_its_bytes_even_if_they_are_broken() throws Exception {
        logs.write("api", NIGHT.plusNanos(7), new byte[] {'a', (byte) 0xff, (byte) 0xc3, ' '}, true);

        var file =
                collect(LogRequest.since(NIGHT).mergedInto(directory)).files().get(0);

        assertThat(Files.readString(Path.of(file.path()), StandardCharsets.ISO_8859_1))
                .isEqualTo("2026-03-01T02:00:00.000000007Z api-1 stderr F a\u00ff\u00c3 \n");
    }

    @Test
    void a_platform_that_is_lost_in_the_middle_leaves_no_file() throws Exception {
        for (var i = 0; i < 100; i++) {
            logs.write("api", NIGHT.plusSeconds(i), "ERROR line " + i);
        }
        logs.failMidway(50, new TargetUnavailableException("lost"));

        assertThatExceptionOfType(TargetUnavailableException.class)
                .isThrownBy(() -> collect(LogRequest.since(NIGHT)
                        .mergedInto(directory)
                        .perServiceInto(directory)
                        .withErrors()));

        assertThat(written()).isEmpty();
    }

    @Test
    void a_full_disk_leaves_no_file() throws Exception {
        assumeThat(System.getProperty("user.name"))
                .as("the user, as only root mounts a small disk")
                .isEqualTo("root");
        assumeThat(Files.isExecutable(Path.of("/bin/mount"))).as("mount").isTrue();
        var disk = Files.createDirectory(directory.resolve("disk"));
        run("mount", "-t", "tmpfs", "-o", "size=128k,mode=700", "tmpfs", disk.toString());
        try {
            for (var i = 0; i < 100; i++) {
                logs.write("api", NIGHT.plusSeconds(i), "x".repeat(5000));
            }

            assertThatExceptionOfType(StepFailedException.class)
                    .isThrownBy(() ->
                            collect(LogRequest.since(NIGHT).mergedInto(disk).perServiceInto(disk)))
                    .withMessageContaining("No new file");

            assertThat(disk).isEmptyDirectory();
        } finally {
            run("umount", disk.toString());
        }
    }

    private static void run(String... command) throws Exception {
        var process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void one_log_that_cannot_be_read_does_not_keep_the_others_back() throws Exception {
        logs.write("api", NIGHT, "one").unreadable("web");

        var collection = collect(LogRequest.since(NIGHT).perServiceInto(directory));

        assertThat(collection.gaps())
                .extracting(LogGap::service, LogGap::reason)
                .containsExactly(tuple("web", LogGap.Reason.UNREADABLE));
        assertThat(collection.lines()).isEqualTo(1);
        assertThat(collection.isComplete()).isFalse();
    }

    @Test
    void if_no_log_can_be_read_nothing_is_written() throws Exception {
        logs.unreadable("api").unreadable("web");

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> collect(LogRequest.since(NIGHT).perServiceInto(directory)));

        assertThat(written()).isEmpty();
    }

    @Test
    void an_instance_that_took_the_place_of_another_is_told() throws Exception {
        logs.write("api", NIGHT, "gone")
                .replaced("api", NIGHT.plusSeconds(1))
                .write("api", NIGHT.plusSeconds(2), "kept");

        var collection = collect(LogRequest.since(NIGHT).mergedInto(directory));

        assertThat(collection.gaps())
                .containsExactly(new LogGap(
                        "api",
                        "api-1",
                        LogGap.Reason.CREATED_LATER,
                        "created at 2026-03-01T02:00:01Z: what an instance before it wrote is gone with that one"));
        assertThat(collection.lines()).isEqualTo(1);
    }

    @Test
    void services_whose_names_differ_in_case_alone_have_files_that_windows_tells_apart() throws Exception {
        var two = FakeLogs.of("emrnext", "API", "api").write("API", "upper").write("api", "lower");

        var collection =
                two.collect(LogRequest.since(NIGHT).perServiceInto(directory).build(), Progress.none());

        assertThat(collection.files())
                .extracting(
                        file -> Path.of(file.path()).getFileName().toString().toLowerCase(Locale.ROOT))
                .doesNotHaveDuplicates();
    }

    @Test
    void a_service_that_cannot_name_a_file_is_refused() throws Exception {
        for (var name : List.of("../up", "a/b", "a\\b", "a:b", "", ".hidden", "x".repeat(101))) {
            var odd = FakeLogs.of("emrnext", name).write(name, "line");

            assertThatExceptionOfType(PreconditionFailedException.class)
                    .as(name)
                    .isThrownBy(() -> odd.collect(
                            LogRequest.since(NIGHT).perServiceInto(directory).build(), Progress.none()));
        }
        assertThat(written()).isEmpty();
    }

    @Test
    void a_collection_of_which_a_file_is_gone_is_not_found_again() throws Exception {
        logs.write("api", NIGHT, "ERROR one\t\\ two");
        var collection = collect(
                LogRequest.since(NIGHT).mergedInto(directory).withErrors().operationKey("key"));
        assertThat(LogCollection.find(directory, "key")).contains(collection);

        Files.delete(Path.of(collection.files().get(0).path()));

        assertThat(LogCollection.find(directory, "key")).isEmpty();
        assertThat(LogCollection.find(directory, "")).isEmpty();
        assertThat(LogCollection.find(directory.resolve("missing"), "key")).isEmpty();
    }

    @Test
    void the_summary_is_in_the_form_that_sha256sum_checks() throws Exception {
        logs.write("api", NIGHT, "one");
        var file =
                collect(LogRequest.since(NIGHT).mergedInto(directory)).files().get(0);

        var summary = written().stream()
                .filter(path -> path.toString().endsWith(".sha256"))
                .findFirst()
                .orElseThrow();

        assertThat(Files.readAllLines(summary))
                .filteredOn(line -> !line.startsWith("#"))
                .containsExactly(file.sha256() + "  " + Path.of(file.path()).getFileName());
    }

    @Test
    void reading_ends_when_all_files_are_full() throws Exception {
        for (var i = 0; i < 1000; i++) {
            logs.write("api", NIGHT.plusSeconds(i), "line " + i);
        }

        var collection = collect(LogRequest.since(NIGHT).mergedInto(directory).atMostEach(new DataSize(500)));

        assertThat(collection.lines()).isLessThan(50);
        assertThat(collection.files().get(0).cutAt()).isPresent();
    }

    @Test
    void a_request_that_makes_no_sense_is_a_mistake_of_the_caller() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> LogRequest.since(NIGHT).build());
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> LogRequest.last(Duration.ZERO));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(
                        () -> LogRequest.since(NIGHT).until(NIGHT).withErrors().build());
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> LogRequest.since(NIGHT).mergedInto(directory).perServiceInto(directory.resolve("x")));
    }
}
