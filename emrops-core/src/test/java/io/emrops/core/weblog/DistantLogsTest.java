package io.emrops.core.weblog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.Progress;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.weblog.PathRule;
import io.emrops.weblog.WebLogEntry;
import io.emrops.weblog.WebLogFile;
import io.emrops.weblog.WebLogFiles;
import io.emrops.weblog.WebLogPosition;
import io.emrops.weblog.WebLogQuery;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DistantLogsTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final WebLogQuery HOUR =
            WebLogQuery.between(NOON, NOON.plusSeconds(3600)).paths(PathRule.asLogged());
    private static final String TODAY = "u_ex261122.log";
    private static final String TEXT = "\uFEFF#Fields: date time cs-uri-stem sc-status time-taken\r\n"
            + "2026-11-22 12:00:00 /b\u00FCro 200 10\r\n2026-11-22 12:00:01 /\uD83C\uDFE5 500 20\r\n"
            + "#Fields: time date sc-status cs-uri-stem\r\n12:00:02 2026-11-22 404 /\u4E2D\r\n"
            + "12:00:03 2026-11-22 200 /" + "x".repeat(70_000) + "\r\n12:00:04 2026-11-22 200 /last\r\n";

    private final TreeMap<String, byte[]> there = new TreeMap<>();
    private int piece = Integer.MAX_VALUE;
    private int reads;
    private Runnable beforeRead = () -> {};
    private final W3cLogs logs = W3cLogs.of(new Files());

    private final class Files implements WebLogFiles {
        @Override
        public Target target() {
            return new Target("logs", "logs of a test", "logs");
        }

        @Override
        public List<WebLogFile> files() {
            return there.entrySet().stream()
                    .map(file -> new WebLogFile(file.getKey(), file.getValue().length, NOON, ""))
                    .toList();
        }

        @Override
        public OptionalLong read(String name, long offset, ByteBuffer to) throws InterruptedException {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            reads++;
            beforeRead.run();
            var bytes = there.get(name);
            if (bytes == null) {
                return OptionalLong.empty();
            }
            var count = Math.min(Math.min(to.remaining(), piece), bytes.length - offset);
            if (count > 0) {
                to.put(bytes, (int) offset, (int) count);
            }
            return OptionalLong.of(bytes.length);
        }
    }

    private void write(String name, String text) {
        there.put(name, text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void pieces_of_any_size_come_to_the_same() throws Exception {
        write(TODAY, TEXT);
        var report = logs.statistics(HOUR, Progress.none());
        var page = logs.read(WebLogPosition.start(), 10, PathRule.asLogged());
        var end = logs.end();

        assertThat(report.lines().requests()).isEqualTo(4);
        assertThat(report.lines().unreadable()).isEqualTo(1);
        assertThat(page.entries())
                .extracting(WebLogEntry::path)
                .containsExactly("/b\u00FCro", "/\uD83C\uDFE5", "/\u4E2D", "/last");
        for (piece = 40; piece < 180; piece++) {
            assertThat(logs.chunks(30 + piece / 2).statistics(HOUR, Progress.none()))
                    .isEqualTo(report);
            assertThat(logs.read(WebLogPosition.start(), 10, PathRule.asLogged()))
                    .isEqualTo(page);
            assertThat(logs.end()).isEqualTo(end);
        }
    }

    @Test
    void a_place_between_any_two_lines_goes_on_with_the_right_fields() throws Exception {
        write(TODAY, TEXT);
        piece = 50;
        var place = WebLogPosition.start();

        for (var path : List.of("/b\u00FCro", "/\uD83C\uDFE5", "/\u4E2D", "/last")) {
            var page = logs.read(place, 1, PathRule.asLogged());
            var looked = new WebLogPosition(place.file(), place.offset(), "");

            assertThat(page.entries()).extracting(WebLogEntry::path).containsExactly(path);
            assertThat(logs.read(looked, 1, PathRule.asLogged())).isEqualTo(page);
            place = page.next();
        }
    }

    @Test
    void who_asks_for_news_asks_for_one_piece() throws Exception {
        write(TODAY, TEXT);
        var end = logs.end();
        reads = 0;

        assertThat(logs.read(end, 10, PathRule.asLogged()).entries()).isEmpty();
        assertThat(reads).isEqualTo(1);
    }

    @Test
    void a_file_that_goes_or_is_replaced_while_it_is_read_is_not_half_counted() {
        for (var rest : List.of("", "short")) {
            write(TODAY, TEXT);
            piece = 100;
            reads = 0;
            beforeRead = () -> {
                if (reads == 3) {
                    there.remove(TODAY);
                    if (!rest.isEmpty()) {
                        write(TODAY, rest);
                    }
                }
            };

            assertThatExceptionOfType(TargetUnavailableException.class)
                    .isThrownBy(() -> logs.statistics(HOUR, Progress.none()))
                    .withMessageContaining("logs of a test");
        }
    }

    @Test
    void a_file_that_was_listed_and_is_gone_is_none() throws Exception {
        write(TODAY, TEXT);
        beforeRead = () -> there.remove(TODAY);

        assertThat(logs.statistics(HOUR, Progress.none()).lines().total()).isZero();
    }

    @Test
    void a_file_that_grows_while_it_is_read_is_read_as_it_was() throws Exception {
        write(TODAY, TEXT);
        piece = 1000;
        beforeRead = () -> write(
                TODAY, new String(there.get(TODAY), StandardCharsets.UTF_8) + "12:00:09 2026-11-22 200 /more\r\n");

        var report = logs.statistics(HOUR, Progress.none());

        assertThat(report.windows().get(0).requests()).isEqualTo(5);
        assertThat(report.windows().get(0).times().orElseThrow().longest()).isEqualTo(Duration.ofMillis(20));
    }

    @Test
    void an_interrupt_ends_a_reading() {
        write(TODAY, TEXT);

        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> logs.statistics(HOUR, Progress.none()));
        assertThat(Thread.interrupted()).isFalse();

        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> logs.read(WebLogPosition.start(), 1, PathRule.asLogged()));
        assertThat(Thread.interrupted()).isFalse();
    }
}
