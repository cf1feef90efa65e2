package io.emrops.core.weblog;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.DataSize;
import io.emrops.Progress;
import io.emrops.weblog.PathRule;
import io.emrops.weblog.WebLogEntry;
import io.emrops.weblog.WebLogPath;
import io.emrops.weblog.WebLogPosition;
import io.emrops.weblog.WebLogQuery;
import io.emrops.weblog.WebLogReport;
import io.emrops.weblog.WebLogStatistics;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** The fast reading beside a plain one, and over anything. */
class W3cLogsPropertiesTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final WebLogQuery QUERY = WebLogQuery.between(NOON, NOON.plusSeconds(600))
            .windows(Duration.ofSeconds(170))
            .top(100)
            .paths(PathRule.asLogged());

    private static Path file = Path.of("");

    @BeforeContainer
    static void make() throws Exception {
        file = Files.createTempFile("w3c", ".log");
    }

    @AfterContainer
    static void remove() throws Exception {
        Files.delete(file);
    }

    @Provide
    Arbitrary<byte[]> logs() {
        var digits = Arbitraries.strings().numeric().ofMinLength(1);
        var date = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(30, Arbitraries.just("2026-11-22")),
                net.jqwik.api.Tuple.of(
                        1, Arbitraries.of("2026-11-21", "2026-02-30", "2026-1-22", "-", "20261122xx", "2024-02-29")));
        var time = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(
                        30,
                        Arbitraries.integers()
                                .between(0, 700)
                                .map(s -> String.format("12:%02d:%02d", s / 60 % 60, s % 60))),
                net.jqwik.api.Tuple.of(1, Arbitraries.of("11:59:59", "24:00:00", "12:60:00", "1:2:3", "", "12:00:0x")));
        var path = Arbitraries.of("/", "/a", "/api/patients", "/api/patientsX", "/a%20b", "/ä", "-", "", "/abcdefg/");
        var status = Arbitraries.of("200", "404", "500", "503", "599", "600", "099", "20", "2000", "-", "abc");
        var took = Arbitraries.oneOf(digits.ofMaxLength(20), Arbitraries.of("-", "0", "15", "1023", "1024", "1.5", ""));
        var line = Combinators.combine(date, time, path, status, took, took)
                .as((d, t, p, s, ms, n) -> String.join(" ", d, t, "GET", p, s, ms, n));
        var rows = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(40, line.list().ofMaxSize(40).map(all -> String.join("\r\n", all))),
                net.jqwik.api.Tuple.of(
                        12,
                        Arbitraries.of(
                                "#Fields: date time cs-method cs-uri-stem sc-status time-taken sc-bytes",
                                "#Fields: date time cs-method cs-uri-stem sc-status time-taken sc-bytes\r",
                                "#Fields: date time cs-method cs-uri-stem sc-status sc-bytes x",
                                "#Fields: time date cs-method cs-uri-stem sc-status x time-taken",
                                "#Fields: date time sc-status",
                                "#Software: IIS",
                                "\0\0\0\0",
                                "\0\0\0#Fields: date time cs-method cs-uri-stem sc-status time-taken sc-bytes",
                                "\r",
                                "")),
                net.jqwik.api.Tuple.of(1, Arbitraries.strings().ofMaxLength(30)),
                net.jqwik.api.Tuple.of(
                        1, Arbitraries.of(65_534, 65_535, 65_536, 300_000).map("x"::repeat)));
        return rows.list().ofMaxSize(12).map(all -> {
            var text =
                    "#Fields: date time cs-method cs-uri-stem sc-status time-taken sc-bytes\n" + String.join("\n", all);
            return text.getBytes(StandardCharsets.UTF_8);
        });
    }

    private static WebLogReport statistics(byte[] log, int threads, int chunk) throws Exception {
        Files.write(file, log);
        return W3cLogs.of(file).threads(threads).chunks(chunk).statistics(QUERY, Progress.none());
    }

    @Property(tries = 300)
    void statistics_are_those_of_a_plain_reading(
            @ForAll("logs") byte[] log,
            @ForAll @IntRange(min = 1, max = 3) int threads,
            @ForAll @IntRange(min = 1, max = 2000) int chunk)
            throws Exception {
        var model = PlainModel.of(log);

        var report = statistics(log, threads, Math.max(chunk, log.length / 300));

        var inside = model.within(NOON.getEpochSecond(), NOON.getEpochSecond() + 600);
        assertThat(report.lines().requests()).isEqualTo(inside.size());
        assertThat(report.lines().outside()).isEqualTo(model.requests.size() - inside.size());
        assertThat(report.lines().directives()).isEqualTo(model.directives);
        assertThat(report.lines().unreadable()).isEqualTo(model.unreadable);
        for (var window : report.windows()) {
            requireSame(
                    window,
                    model.within(window.from().getEpochSecond(), window.until().getEpochSecond()));
        }
    }

    private static void requireSame(WebLogStatistics window, List<PlainModel.Request> requests) {
        assertThat(window.requests()).isEqualTo(requests.size());
        assertThat(window.serverErrors())
                .isEqualTo(
                        requests.stream().filter(one -> one.status() / 100 == 5).count());
        assertThat(window.clientErrors())
                .isEqualTo(
                        requests.stream().filter(one -> one.status() / 100 == 4).count());
        var sent = requests.stream()
                .mapToLong(PlainModel.Request::sent)
                .filter(bytes -> bytes >= 0)
                .toArray();
        assertThat(window.sent().map(DataSize::bytes).orElse(-1L))
                .isEqualTo(sent.length == 0 ? -1 : java.util.Arrays.stream(sent).sum());
        var times = requests.stream()
                .mapToLong(one -> Math.min(one.took(), Integer.MAX_VALUE))
                .filter(ms -> ms >= 0)
                .sorted()
                .toArray();
        assertThat(window.times().isPresent()).isEqualTo(times.length > 0);
        window.times().ifPresent(known -> {
            assertThat(known.requests()).isEqualTo(times.length);
            assertThat(known.total().toMillis())
                    .isEqualTo(java.util.Arrays.stream(times).sum());
            assertThat(known.longest().toMillis()).isEqualTo(times[times.length - 1]);
            requireRank(known.p50(), times, 0.50);
            requireRank(known.p95(), times, 0.95);
            requireRank(known.p99(), times, 0.99);
        });
        requireSamePaths(window.mostRequested(), requests);
        assertThat(window.slowest())
                .hasSize(times.length == 0 ? 0 : window.mostRequested().size());
        assertThat(window.slowest())
                .isSortedAccordingTo(
                        java.util.Comparator.comparing(WebLogPath::time).reversed());
    }

    private static void requireRank(Duration told, long[] sorted, double share) {
        var exact = sorted[(int) Math.ceil(Math.round(share * 100) * sorted.length / 100.0) - 1];
        assertThat(told.toMillis()).isBetween(exact, exact < 1024 ? exact : exact + exact / 512);
    }

    private static void requireSamePaths(List<WebLogPath> told, List<PlainModel.Request> requests) {
        var byPath = PlainModel.byPath(requests);
        assertThat(told).hasSize(byPath.size());
        assertThat(told.stream().mapToLong(WebLogPath::requests).toArray())
                .isSortedAccordingTo(java.util.Comparator.reverseOrder());
        for (var path : told) {
            var same =
                    byPath.get(new String(path.path().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
            assertThat(path.exact()).isTrue();
            assertThat(path.requests()).isEqualTo(same.size());
            assertThat(path.serverErrors())
                    .isEqualTo(
                            same.stream().filter(one -> one.status() / 100 == 5).count());
        }
    }

    @Property(tries = 300)
    void any_bytes_are_read_and_each_line_is_counted_once(
            @ForAll("bytes") byte[] log, @ForAll @IntRange(min = 1, max = 700) int chunk) throws Exception {
        var lines = 0;
        for (var b : log) {
            lines += b == '\n' ? 1 : 0;
        }

        var report = statistics(log, 2, chunk);

        assertThat(report.lines().total()).isEqualTo(lines);
        assertThat(statistics(log, 1, Integer.MAX_VALUE).lines()).isEqualTo(report.lines());
    }

    @Provide
    Arbitrary<byte[]> bytes() {
        var anything = Arbitraries.bytes().array(byte[].class).ofMaxSize(3000);
        var ends = Arbitraries.of((byte) '\n', (byte) ' ', (byte) '#', (byte) 0, (byte) '\r', (byte) '1')
                .array(byte[].class)
                .ofMaxSize(500);
        var torn = logs().flatMap(log -> Arbitraries.integers()
                .between(0, log.length)
                .tuple2()
                .map(cut -> {
                    var out = new ByteArrayOutputStream();
                    out.write(log, 0, cut.get1());
                    out.writeBytes(new byte[cut.get2() % 20]);
                    out.write(log, cut.get2(), log.length - cut.get2());
                    return out.toByteArray();
                }));
        return Arbitraries.oneOf(anything, ends, torn);
    }

    @Property(tries = 150)
    void entries_are_read_page_by_page_as_statistics_count_them(
            @ForAll("bytes") byte[] log, @ForAll @IntRange(min = 1, max = 50) int most) throws Exception {
        var report = statistics(log, 1, 1 << 20);
        var logs = W3cLogs.of(file);

        var entries = new ArrayList<WebLogEntry>();
        var lines = 0L;
        var position = WebLogPosition.start();
        while (true) {
            var page = logs.read(position, most, PathRule.asLogged());
            entries.addAll(page.entries());
            lines += page.lines().total();
            position = page.next();
            if (page.entries().isEmpty()) {
                break;
            }
        }

        assertThat(lines).isEqualTo(report.lines().total());
        assertThat(entries)
                .hasSize((int) (report.lines().requests() + report.lines().outside()));
        assertThat(entries.stream()
                        .map(WebLogEntry::at)
                        .filter(at -> !at.isBefore(NOON) && at.isBefore(NOON.plusSeconds(600))))
                .hasSize((int) report.lines().requests());
        assertThat(logs.end().offset()).isEqualTo(position.offset());
    }
}
