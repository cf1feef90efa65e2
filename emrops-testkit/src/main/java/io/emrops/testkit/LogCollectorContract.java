package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.emrops.DataSize;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.deploy.LogFinding;
import io.emrops.logs.LogCollection;
import io.emrops.logs.LogCollector;
import io.emrops.logs.LogFile;
import io.emrops.logs.LogRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link LogCollector} does. A provider's test extends this and gives it an application of two services that write when they
 * are told to, and nothing else.
 */
public abstract class LogCollectorContract {
    private Path directory;
    private LogCollector collector;
    private Instant begun;

    /** A collector of the logs of two services. */
    protected abstract LogCollector collector() throws Exception;

    /** Two services, in alphabetical order. */
    protected abstract List<String> services();

    /** The platform's clock. */
    protected abstract Instant now() throws Exception;

    /**
     * A service writes lines, and they are in its log by the time this ends.
     *
     * @param text each line with its end
     */
    protected abstract void write(String service, byte[] text, boolean toErrorOutput) throws Exception;

    @BeforeEach
    void open() throws Exception {
        directory = Files.createTempDirectory("emrops-logs");
        collector = collector();
        begun = now();
    }

    @AfterEach
    void remove() throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private String first() {
        return services().get(0);
    }

    private String second() {
        return services().get(1);
    }

    private void write(String service, String... lines) throws Exception {
        write(service, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8), false);
    }

    private LogCollection collect(LogRequest.Builder request) throws InterruptedException {
        return collector.collect(request.build(), Progress.none());
    }

    private LogRequest.Builder sinceBegun() {
        return LogRequest.since(begun);
    }

    /** A line of a file, taken apart. */
    private record Line(Instant at, String instance, String output, String tag, String text) {
        static Line of(String line) {
            var parts = line.split(" ", 5);
            return new Line(Instant.parse(parts[0]), parts[1], parts[2], parts[3], parts[4]);
        }
    }

    private static List<Line> lines(LogFile file) throws IOException {
        // One byte is one character, whatever it is.
        var text = Files.readString(Path.of(file.path()), StandardCharsets.ISO_8859_1);
        assertThat(text)
                .satisfiesAnyOf(t -> assertThat(t).isEmpty(), t -> assertThat(t).endsWith("\n"));
        return text.lines().map(Line::of).toList();
    }

    private static List<String> texts(LogFile file) throws IOException {
        return lines(file).stream().map(Line::text).toList();
    }

    private static LogFile of(LogCollection collection, String service) {
        return collection.files().stream()
                .filter(file -> file.service().equals(service))
                .findFirst()
                .orElseThrow();
    }

    private List<Path> written() throws IOException {
        try (var files = Files.list(directory)) {
            return files.toList();
        }
    }

    @Test
    void each_service_has_a_file_with_its_lines() throws Exception {
        write(first(), "one", "", "two words");
        write(second(), "three");

        var collection = collect(sinceBegun().perServiceInto(directory));

        assertThat(collection.files()).extracting(LogFile::service).containsExactlyElementsOf(services());
        assertThat(texts(of(collection, first()))).containsExactly("one", "", "two words");
        assertThat(texts(of(collection, second()))).containsExactly("three");
        assertThat(collection.lines()).isEqualTo(4);
        assertThat(collection.bytes()).isEqualTo("onetwo wordsthree".length());
    }

    @Test
    void the_merged_file_has_the_lines_of_all_services_in_the_order_of_time() throws Exception {
        var expected = new ArrayList<String>();
        for (var i = 0; i < 10; i++) {
            write(services().get(i % 2), "line " + i);
            expected.add("line " + i);
        }

        var collection = collect(sinceBegun().mergedInto(directory));

        assertThat(collection.files()).hasSize(1);
        var lines = lines(collection.files().get(0));
        assertThat(lines).extracting(Line::text).isEqualTo(expected);
        assertThat(lines).extracting(Line::at).isSorted();
        assertThat(lines).extracting(Line::tag).containsOnly("F");
        assertThat(lines.stream().map(Line::instance).distinct()).hasSize(2);
    }

    @Test
    void both_outputs_are_collected_and_told_apart() throws Exception {
        write(first(), "good\n".getBytes(StandardCharsets.UTF_8), false);
        write(first(), "bad\n".getBytes(StandardCharsets.UTF_8), true);

        var file = collect(sinceBegun().mergedInto(directory)).files().get(0);

        assertThat(lines(file)).extracting(Line::output).containsExactly("stdout", "stderr");
        assertThat(texts(file)).containsExactly("good", "bad");
    }

    @Test
    void what_is_outside_of_the_window_is_left_out() throws Exception {
        write(first(), "before");
        var from = now();
        write(first(), "within");
        var to = now();
        write(first(), "behind");

        var collection = collect(LogRequest.since(from).until(to).mergedInto(directory));

        assertThat(texts(collection.files().get(0))).containsExactly("within");
        assertThat(collection.since()).isEqualTo(from);
        assertThat(collection.until()).isEqualTo(to);
    }

    @Test
    void only_the_services_that_are_asked_for_are_read() throws Exception {
        write(first(), "one");
        write(second(), "two");

        var collection = collect(sinceBegun().services(second()).perServiceInto(directory));

        assertThat(collection.files()).hasSize(1);
        assertThat(texts(of(collection, second()))).containsExactly("two");
    }

    @Test
    void a_service_that_is_not_there_is_refused() throws Exception {
        var request = sinceBegun().services("elsewhere").mergedInto(directory).build();

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> collector.collect(request, Progress.none()));
        assertThatExceptionOfType(PreconditionFailedException.class).isThrownBy(() -> collector.preview(request));
        assertThat(written()).isEmpty();
    }

    @Test
    void odd_characters_are_kept_as_they_are() throws Exception {
        var odd = " \ta\u0000\u001b[31m \u00e4\u20ac\ud83d\ude00  z\r\n".getBytes(StandardCharsets.UTF_8);
        write(first(), odd, false);

        var file = collect(sinceBegun().mergedInto(directory)).files().get(0);

        var kept = Files.readAllBytes(Path.of(file.path()));
        assertThat(kept).endsWith(odd);
    }

    @Test
    void a_long_line_is_there_in_pieces() throws Exception {
        var text = IntStream.range(0, 20_000).mapToObj(i -> "," + i).reduce("", String::concat);
        write(first(), text, "next");

        var collection = collect(sinceBegun().mergedInto(directory));

        var lines = lines(collection.files().get(0));
        assertThat(lines.stream().map(Line::text).reduce("", String::concat)).isEqualTo(text + "next");
        assertThat(lines.subList(0, lines.size() - 2)).extracting(Line::tag).containsOnly("P");
        assertThat(lines.subList(lines.size() - 2, lines.size()))
                .extracting(Line::tag)
                .containsOnly("F");
        assertThat(collection.lines()).isEqualTo(2);
    }

    @Test
    void numbers_and_hashes_are_those_of_the_files() throws Exception {
        write(first(), "one", "two");
        write(second(), "three");

        var collection = collect(sinceBegun().perServiceInto(directory).mergedInto(directory));

        assertThat(collection.files()).hasSize(3);
        for (var file : collection.files()) {
            var content = Files.readAllBytes(Path.of(file.path()));
            var lines = lines(file);
            assertThat(file.bytes()).isEqualTo(content.length);
            assertThat(file.lines()).isEqualTo(lines.size());
            assertThat(file.first()).contains(lines.get(0).at());
            assertThat(file.last()).contains(lines.get(lines.size() - 1).at());
            assertThat(file.sha256())
                    .isEqualTo(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
        }
        assertThat(collection.isComplete()).isTrue();
    }

    @Test
    void a_file_is_cut_where_it_is_full_and_it_is_told() throws Exception {
        for (var i = 0; i < 20; i++) {
            write(first(), "a line of some length");
        }

        var collection = collect(sinceBegun().perServiceInto(directory).atMostEach(new DataSize(1000)));

        var file = of(collection, first());
        assertThat(file.bytes()).isBetween(800L, 1000L);
        assertThat(file.cutAt()).isPresent();
        assertThat(file.cutAt().get()).isAfter(file.last().orElseThrow());
        assertThat(lines(file)).hasSize((int) file.lines());
        assertThat(of(collection, second()).cutAt()).isEmpty();
        assertThat(collection.isComplete()).isFalse();
    }

    @Test
    void errors_are_grouped_with_their_first_and_last_time() throws Exception {
        write(first(), "ERROR order 17 lost", "INFO all is well", "ERROR order 18 lost", "ERROR disk full");
        write(second(), "ERROR order 19 lost");

        var collection = collect(sinceBegun().mergedInto(directory).withErrors());

        assertThat(collection.errors())
                .extracting(LogFinding::service, LogFinding::signature, LogFinding::count)
                .containsExactlyInAnyOrder(
                        tuple(first(), "ERROR order * lost", 2L),
                        tuple(first(), "ERROR disk full", 1L),
                        tuple(second(), "ERROR order * lost", 1L));
        assertThat(collection.errorLines()).isEqualTo(4);
        var merged = lines(collection.files().get(0));
        assertThat(collection.errors().get(0).first()).isEqualTo(merged.get(0).at());
        assertThat(collection.errors().get(0).last()).isEqualTo(merged.get(2).at());
        var page = collection.files().get(1);
        assertThat(page.kind()).isEqualTo(LogFile.Kind.ERRORS);
        assertThat(Files.readString(Path.of(page.path())))
                .contains("disk full")
                .contains(first())
                .contains(second())
                .doesNotContain("all is well");
    }

    @Test
    void errors_alone_make_no_file() throws Exception {
        write(first(), "ERROR order 17 lost");

        var collection = collect(sinceBegun().withErrors());

        assertThat(collection.errorLines()).isEqualTo(1);
        assertThat(collection.files()).isEmpty();
        assertThat(written()).isEmpty();
    }

    @Test
    void services_that_are_silent_have_empty_files() throws Exception {
        var collection = collect(LogRequest.since(now()).perServiceInto(directory));

        assertThat(collection.files()).hasSize(2);
        assertThat(collection.files()).extracting(LogFile::bytes).containsOnly(0L);
        assertThat(collection.lines()).isZero();
    }

    @Test
    void a_second_collection_leaves_the_files_of_the_first_alone() throws Exception {
        write(first(), "one");
        var request = sinceBegun().until(now()).mergedInto(directory).build();
        var before = collector.collect(request, Progress.none());

        var after = collector.collect(request, Progress.none());

        assertThat(after.files().get(0).path())
                .isNotEqualTo(before.files().get(0).path());
        assertThat(texts(before.files().get(0))).containsExactly("one");
        assertThat(texts(after.files().get(0))).containsExactly("one");
    }

    @Test
    void only_their_owner_may_read_the_files() throws Exception {
        assumeThat(directory.getFileSystem().supportedFileAttributeViews())
                .as("permissions of files")
                .contains("posix");
        write(first(), "ERROR one");

        collect(sinceBegun().perServiceInto(directory).mergedInto(directory).withErrors());

        for (var file : written()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        assertThat(written()).hasSize(5);
    }

    @Test
    void a_directory_that_is_missing_or_open_to_others_is_refused() throws Exception {
        var missing = sinceBegun().mergedInto(directory.resolve("missing")).build();

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> collector.collect(missing, Progress.none()));
        assertThatExceptionOfType(PreconditionFailedException.class).isThrownBy(() -> collector.preview(missing));
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            var open = Files.createDirectory(
                    directory.resolve("open"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));
            var request = sinceBegun().mergedInto(open).build();
            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(() -> collector.collect(request, Progress.none()));
            assertThat(open).isEmptyDirectory();
        }
    }

    @Test
    void what_was_collected_is_found_by_its_key() throws Exception {
        write(first(), "ERROR order 17 lost");
        var collection =
                collect(sinceBegun().perServiceInto(directory).withErrors().operationKey("run-1/logs#1"));

        assertThat(LogCollection.find(directory, "run-1/logs#1")).contains(collection);
        assertThat(LogCollection.find(directory, "run-1/logs#2")).isEmpty();
    }

    @Test
    void a_preview_tells_the_services_and_writes_nothing() throws Exception {
        var told = collector.preview(
                LogRequest.last(Duration.ofHours(1)).perServiceInto(directory).build());

        assertThat(told).hasSize(2);
        assertThat(told.get(0)).contains(first());
        assertThat(written()).isEmpty();
    }

    @Test
    void an_interrupt_ends_it_and_leaves_no_file() throws Exception {
        var many = new ByteArrayOutputStream();
        for (var i = 0; i < 20_000; i++) {
            many.writeBytes("a line of some length\n".getBytes(StandardCharsets.UTF_8));
        }
        write(first(), many.toByteArray(), false);
        var request =
                sinceBegun().perServiceInto(directory).mergedInto(directory).build();
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> collector.collect(request, Progress.none()));

        assertThat(Thread.interrupted()).isFalse();
        assertThat(written()).isEmpty();
    }
}
