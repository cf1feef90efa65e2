package io.emrops.core.weblog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.DataSize;
import io.emrops.Progress;
import io.emrops.TargetUnavailableException;
import io.emrops.weblog.PathRule;
import io.emrops.weblog.WebLogEntry;
import io.emrops.weblog.WebLogPage;
import io.emrops.weblog.WebLogPath;
import io.emrops.weblog.WebLogPosition;
import io.emrops.weblog.WebLogQuery;
import io.emrops.weblog.WebLogReport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class W3cLogsTest {
    private static final String HEAD = """
            #Software: Microsoft Internet Information Services 10.0\r
            #Version: 1.0\r
            #Date: 2026-11-22 12:00:00\r
            #Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status sc-bytes time-taken\r
            """;
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final WebLogQuery HOUR = WebLogQuery.between(NOON, NOON.plusSeconds(3600));

    @TempDir
    Path directory;

    private Path today;
    private W3cLogs logs;

    @BeforeEach
    void prepare() {
        today = directory.resolve("u_ex261122.log");
        logs = W3cLogs.in(directory);
    }

    private static String line(String time, String path, int status, int took) {
        return "2026-11-22 " + time + " 10.0.0.5 GET " + path
                + " patient=4711 443 HOSPITAL\\nurse 10.0.0.9 Mozilla/5.0+(Windows) - " + status + " 0 0 1000 " + took
                + "\r\n";
    }

    private static void append(Path file, String text) throws Exception {
        Files.writeString(
                file, text, StandardCharsets.ISO_8859_1, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private WebLogReport statistics(WebLogQuery query) throws Exception {
        return logs.statistics(query, Progress.none());
    }

    @Test
    void old_logs_may_be_deleted_while_others_are_read() throws Exception {
        for (var day = 20; day < 23; day++) {
            append(directory.resolve("u_ex2611" + day + ".log"), HEAD + line("12:00:00", "/", 200, 5));
        }
        Progress deleting = (done, total, unit) -> delete(directory.resolve("u_ex261121.log"));

        var report = logs.statistics(HOUR, deleting);

        assertThat(report.lines().requests()).isEqualTo(2);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private WebLogPage read(WebLogPosition since) throws Exception {
        return logs.read(since, 100, PathRule.asLogged());
    }

    @Test
    void a_window_knows_its_requests_times_errors_bytes_and_paths() throws Exception {
        var text = new StringBuilder(HEAD);
        for (var i = 1; i <= 100; i++) {
            text.append(line("12:00:%02d".formatted(i / 2), i <= 60 ? "/api/appointments" : "/login", 200, i));
        }
        text.append(line("12:01:00", "/login", 503, 2_000)).append(line("12:59:59", "/favicon.ico", 404, 1));
        append(today, text.toString());

        var window = statistics(HOUR).windows().get(0);

        assertThat(window.requests()).isEqualTo(102);
        assertThat(window.serverErrors()).isEqualTo(1);
        assertThat(window.clientErrors()).isEqualTo(1);
        assertThat(window.errorRate()).isEqualTo(1 / 102.0);
        assertThat(window.sent()).contains(new DataSize(102_000));
        var times = window.times().orElseThrow();
        assertThat(times.p50()).isEqualTo(Duration.ofMillis(50));
        assertThat(times.p95()).isEqualTo(Duration.ofMillis(96));
        assertThat(times.p99()).isEqualTo(Duration.ofMillis(100));
        assertThat(times.longest()).isEqualTo(Duration.ofSeconds(2));
        assertThat(times.mean()).isEqualTo(Duration.ofMillis(7051 / 102));
        assertThat(window.mostRequested())
                .extracting(WebLogPath::path, WebLogPath::requests)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("/api/appointments", 60L),
                        org.assertj.core.groups.Tuple.tuple("/login", 41L),
                        org.assertj.core.groups.Tuple.tuple("/favicon.ico", 1L));
        assertThat(window.slowest())
                .extracting(WebLogPath::path)
                .containsExactly("/login", "/api/appointments", "/favicon.ico");
        assertThat(window.slowest().get(0).longest()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void windows_begin_with_their_first_second_and_the_last_may_be_shorter() throws Exception {
        append(
                today,
                HEAD
                        + line("11:59:59", "/", 200, 1)
                        + line("12:00:00", "/", 200, 1)
                        + line("12:00:59", "/", 200, 1)
                        + line("12:01:00", "/", 200, 1)
                        + line("12:01:29", "/", 200, 1)
                        + line("12:01:30", "/", 200, 1));

        var report = statistics(WebLogQuery.between(NOON, NOON.plusSeconds(90)).windows(Duration.ofMinutes(1)));

        assertThat(report.windows()).extracting(window -> window.requests()).containsExactly(2L, 2L);
        assertThat(report.windows().get(1).until()).isEqualTo(NOON.plusSeconds(90));
        assertThat(report.lines().outside()).isEqualTo(2);
        assertThat(report.lines().directives()).isEqualTo(4);
    }

    @Test
    void fields_that_change_in_the_middle_hold_from_there_on_whoever_reads_the_part() throws Exception {
        var text = new StringBuilder(HEAD);
        for (var i = 0; i < 500; i++) {
            text.append(line("12:00:00", "/before", 200, 7));
        }
        text.append("#Fields: time date cs-uri-stem time-taken sc-status\r\n");
        for (var i = 0; i < 500; i++) {
            text.append("12:00:01 2026-11-22 /after 9 500\r\n");
        }
        append(today, text.toString());

        for (var threads = 1; threads <= 4; threads++) {
            logs = W3cLogs.in(directory).threads(threads).chunks(999);
            var window = statistics(HOUR).windows().get(0);

            assertThat(window.requests()).isEqualTo(1000);
            assertThat(window.serverErrors()).isEqualTo(500);
            assertThat(window.times().orElseThrow().p50()).isEqualTo(Duration.ofMillis(7));
            assertThat(window.times().orElseThrow().p95()).isEqualTo(Duration.ofMillis(9));
        }
    }

    @Test
    void more_paths_than_are_kept_are_forgotten_alike_by_any_number_of_threads() throws Exception {
        var text = new StringBuilder(HEAD);
        for (var i = 0; i < 12_000; i++) {
            text.append(line("12:00:00", i % 4 == 0 ? "/often" : "/seldom/" + (99_999 - i), 200, 1));
        }
        append(today, text.toString());
        var query = HOUR.paths(PathRule.asLogged()).top(100);

        var alone = W3cLogs.in(directory).threads(1).chunks(100_000).statistics(query, Progress.none());
        var together = W3cLogs.in(directory).threads(4).chunks(100_000).statistics(query, Progress.none());

        assertThat(together).isEqualTo(alone);
        var paths = alone.windows().get(0).mostRequested();
        assertThat(paths.get(0).path()).isEqualTo("/often");
        assertThat(paths.get(0).requests()).isEqualTo(3000);
        assertThat(paths.get(0).exact()).isTrue();
        assertThat(paths)
                .anyMatch(path -> path.missedRequests() > 0)
                .allMatch(path -> path.missedRequests() <= 12_000 / 4096);
    }

    @Test
    void identifiers_are_hidden_and_queries_users_and_clients_are_nowhere() throws Exception {
        append(
                today,
                HEAD
                        + line("12:00:00", "/patients/4711/notes", 200, 3)
                        + line("12:00:00", "/patients/4712/notes", 200, 4)
                        + line("12:00:00", "/mail/mary@home.example", 200, 1)
                        + line("12:00:00", "/api/v1/M%C3%BCller", 200, 1));

        var report = statistics(HOUR);
        var page = logs.read(WebLogPosition.start(), 10, PathRule.identifiersHidden());

        assertThat(report.windows().get(0).mostRequested())
                .extracting(WebLogPath::path)
                .containsExactly("/patients/{id}/notes", "/api/v1/{id}", "/mail/{id}");
        assertThat(report.toString() + page)
                .doesNotContain("4711", "4712", "nurse", "10.0.0", "Mozilla", "mary", "ller");
        assertThat(page.entries()).hasSize(4);
    }

    @Test
    void torn_absurd_and_foreign_lines_are_counted_and_passed() throws Exception {
        append(
                today,
                "\u00EF\u00BB\u00BF" + HEAD + line("12:00:00", "/", 200, 1) + "2026-11-22 12:00:00 10.0.0.5 GET /to"
                        + "\0".repeat(5_000) + "\r\n" + "\0".repeat(3_000) + line("12:00:01", "/", 200, 1)
                        + line("12:00:02", "/" + "x".repeat(400_000), 200, 1) + line("12:00:03", "/", 200, 1)
                        + line("12:00:04", "/", 200, 1).replace("2026-", "2026/") + "\r\n"
                        + line("12:00:05", "/", 999, 1));

        var lines = statistics(HOUR).lines();

        assertThat(lines.requests()).isEqualTo(4);
        assertThat(lines.unreadable()).isEqualTo(3);
        assertThat(lines.directives()).isEqualTo(5);
        assertThat(read(WebLogPosition.start()).lines()).isEqualTo(lines);
    }

    @Test
    void a_line_that_is_longer_than_a_buffer_and_ends_in_the_next_part_takes_no_line_of_it_twice() throws Exception {
        append(
                today,
                HEAD
                        + line("12:00:00", "/" + "x".repeat(320_000), 200, 1)
                        + line("12:00:03", "/", 200, 1).repeat(2_000));

        var lines = W3cLogs.in(directory)
                .threads(1)
                .chunks(310_000)
                .statistics(HOUR, Progress.none())
                .lines();

        assertThat(lines.requests()).isEqualTo(2_000);
        assertThat(lines.unreadable()).isEqualTo(1);
    }

    @Test
    void lines_without_the_fields_that_are_needed_are_unreadable() throws Exception {
        append(today, line("12:00:00", "/", 200, 1) + "#Fields: date time cs-uri-stem\n2026-11-22 12:00:00 /\n");

        assertThat(statistics(HOUR).lines().unreadable()).isEqualTo(2);
    }

    @Test
    void an_entry_has_what_was_logged_of_it() throws Exception {
        append(
                today,
                "#Fields: date time cs-method cs-uri-stem sc-status sc-substatus sc-win32-status sc-bytes time-taken\n"
                        + "2026-11-22 12:00:00 POST /a+b 404 7 2147942402 - 15\n2026-11-22 12:00:00 - /\u00FC 200 - - 10 -\n");

        assertThat(read(WebLogPosition.start()).entries())
                .containsExactly(
                        new WebLogEntry(
                                NOON,
                                Optional.of("POST"),
                                "/a b",
                                404,
                                Optional.of(7),
                                Optional.of(2_147_942_402L),
                                Optional.empty(),
                                Optional.of(Duration.ofMillis(15))),
                        new WebLogEntry(
                                NOON,
                                Optional.empty(),
                                "/\u00FC",
                                200,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(new DataSize(10)),
                                Optional.empty()));
    }

    @Test
    void a_growing_log_is_followed_without_half_lines() throws Exception {
        var whole = line("12:00:01", "/second", 200, 1);
        append(today, HEAD + line("12:00:00", "/first", 200, 1) + whole.substring(0, 50));

        var first = read(WebLogPosition.start());
        var nothing = read(first.next());
        append(today, whole.substring(50));
        var second = read(nothing.next());

        assertThat(first.entries()).extracting(WebLogEntry::path).containsExactly("/first");
        assertThat(nothing.entries()).isEmpty();
        assertThat(nothing.next()).isEqualTo(first.next());
        assertThat(second.entries()).extracting(WebLogEntry::path).containsExactly("/second");
        assertThat(second.next().offset()).isEqualTo(Files.size(today));
    }

    @Test
    void following_goes_on_in_the_next_file_when_the_server_begins_one() throws Exception {
        append(today, HEAD + line("12:00:00", "/old", 200, 1));
        var position = logs.end();
        append(today, line("12:00:01", "/late", 200, 1));
        append(
                directory.resolve("u_ex261123.log"),
                "#Fields: date time cs-uri-stem sc-status\n2026-11-23 00:00:00 /new 200\n");
        append(directory.resolve("notes.log"), "not a log of IIS\n");

        var page = read(position);

        assertThat(page.entries()).extracting(WebLogEntry::path).containsExactly("/late", "/new");
        assertThat(page.next().file()).isEqualTo("u_ex261123.log");
    }

    @Test
    void a_place_whose_file_is_gone_or_was_replaced_goes_on_with_what_is_there() throws Exception {
        append(today, HEAD + line("12:00:00", "/old", 200, 1));
        var end = logs.end();
        Files.delete(today);
        append(directory.resolve("u_ex261123.log"), HEAD + line("12:00:00", "/next", 200, 1));

        assertThat(read(end).entries()).extracting(WebLogEntry::path).containsExactly("/next");

        append(today, "#Fields: date time cs-uri-stem sc-status\n2026-11-22 00:00:00 /replaced 200\n");

        assertThat(read(end).entries()).extracting(WebLogEntry::path).containsExactly("/replaced", "/next");
    }

    @Test
    void a_place_without_fields_looks_for_them_before_it() throws Exception {
        append(today, HEAD + line("12:00:00", "/old", 200, 1).repeat(2_000));
        var end = Files.size(today);
        append(today, line("12:00:00", "/new", 200, 1));

        var page = read(new WebLogPosition("u_ex261122.log", end, ""));

        assertThat(page.entries()).extracting(WebLogEntry::path).containsExactly("/new");
    }

    @Test
    void a_page_holds_no_more_than_was_asked_for_and_the_next_one_goes_on() throws Exception {
        append(today, HEAD + line("12:00:00", "/a", 200, 1) + line("12:00:00", "/b", 200, 1));

        var first = logs.read(WebLogPosition.start(), 1, PathRule.asLogged());
        var second = logs.read(first.next(), 1, PathRule.asLogged());

        assertThat(first.entries()).extracting(WebLogEntry::path).containsExactly("/a");
        assertThat(second.entries()).extracting(WebLogEntry::path).containsExactly("/b");
        assertThatIllegalArgumentException().isThrownBy(() -> logs.read(first.next(), 0, PathRule.asLogged()));
    }

    @Test
    void files_that_were_last_written_to_long_before_are_not_read() throws Exception {
        append(today, HEAD + line("12:00:00", "/", 200, 1));
        append(directory.resolve("u_ex261123.log"), HEAD + line("12:00:00", "/", 200, 1));
        Files.setLastModifiedTime(today, FileTime.from(NOON.minus(Duration.ofDays(2))));

        assertThat(statistics(HOUR).lines().requests()).isEqualTo(1);
    }

    @Test
    void files_by_size_are_in_the_order_of_their_numbers() {
        assertThat(LogFiles.ORDER.compare("u_extend9.log", "u_extend10.log")).isNegative();
        assertThat(LogFiles.ORDER.compare("u_ex261122.log", "u_ex26112201.log")).isNegative();
        assertThat(LogFiles.ORDER.compare("u_ex261130.log", "u_ex261201.log")).isNegative();
    }

    @Test
    void following_goes_on_when_the_server_names_its_files_in_another_way() throws Exception {
        var month = directory.resolve("u_ex2611.log");
        var oldMonth = directory.resolve("u_ex2610.log");
        append(oldMonth, HEAD + line("12:00:00", "/long-ago", 200, 1));
        append(today, HEAD + line("12:00:00", "/daily", 200, 1));
        Files.setLastModifiedTime(oldMonth, FileTime.from(NOON.minusSeconds(9)));
        Files.setLastModifiedTime(today, FileTime.from(NOON));
        var position = logs.end();
        append(month, HEAD + line("12:00:01", "/monthly", 200, 1));
        Files.setLastModifiedTime(month, FileTime.from(NOON.plusSeconds(9)));

        var page = read(position);
        append(directory.resolve("u_ex26112213.log"), HEAD + line("13:00:00", "/hourly", 200, 1));

        assertThat(position.file()).isEqualTo("u_ex261122.log");
        assertThat(page.entries()).extracting(WebLogEntry::path).containsExactly("/monthly");
        assertThat(read(page.next()).entries()).extracting(WebLogEntry::path).containsExactly("/hourly");
    }

    @Test
    void a_file_that_was_replaced_by_a_longer_one_is_read_from_its_begin() throws Exception {
        append(today, HEAD + line("12:00:00", "/old", 200, 1));
        var position = logs.end();
        Files.delete(today);
        append(
                today,
                HEAD.replace("12:00:00", "12:30:00")
                        + line("12:30:00", "/new", 200, 1).repeat(3));

        assertThat(read(position).entries()).extracting(WebLogEntry::path).containsExactly("/new", "/new", "/new");
    }

    @Test
    void a_place_of_an_earlier_version_still_holds() throws Exception {
        append(today, HEAD + line("12:00:00", "/old", 200, 1));
        var fields = HEAD.substring(HEAD.indexOf("date time")).strip();
        var position = new WebLogPosition("u_ex261122.log", Files.size(today), fields);
        append(today, line("12:00:01", "/new", 200, 1));

        assertThat(read(position).entries()).extracting(WebLogEntry::path).containsExactly("/new");
    }

    @Test
    void a_last_line_without_its_end_is_unreadable_once_there_is_a_newer_file() throws Exception {
        append(
                today,
                HEAD
                        + line("12:00:00", "/", 200, 1)
                        + line("12:00:01", "/", 200, 12).strip());

        assertThat(statistics(HOUR).lines().unreadable()).isZero();
        assertThat(read(WebLogPosition.start()).lines().unreadable()).isZero();

        append(directory.resolve("u_ex261123.log"), HEAD);

        assertThat(statistics(HOUR).lines().unreadable()).isEqualTo(1);
        assertThat(W3cLogs.in(directory)
                        .chunks(50)
                        .statistics(HOUR, Progress.none())
                        .lines()
                        .unreadable())
                .isEqualTo(1);
        assertThat(read(WebLogPosition.start()).lines().unreadable()).isEqualTo(1);
    }

    @Test
    void counts_of_slow_paths_that_were_forgotten_meanwhile_are_not_called_exact() throws Exception {
        var text = new StringBuilder(HEAD)
                .append(line("12:00:00", "/comes-back", 200, 1).repeat(3));
        for (var i = 0; i < 4_200; i++) {
            text.append(line("12:00:00", "/once/" + (99_999 - i), 200, 50));
        }
        append(today, text.append(line("12:00:00", "/comes-back", 200, 900_000)).toString());

        var slowest = W3cLogs.in(directory)
                .chunks(10_000)
                .statistics(HOUR.paths(PathRule.asLogged()), Progress.none())
                .windows()
                .get(0)
                .slowest()
                .get(0);

        assertThat(slowest.path()).isEqualTo("/comes-back");
        assertThat(slowest.requests()).isLessThan(4);
        assertThat(slowest.requests() + slowest.missedRequests()).isGreaterThanOrEqualTo(4);
    }

    @Test
    void a_directory_without_logs_has_no_requests() throws Exception {
        assertThat(statistics(HOUR).lines().total()).isZero();
        assertThat(logs.end()).isEqualTo(WebLogPosition.start());
        assertThat(read(WebLogPosition.start()).entries()).isEmpty();
    }

    @Test
    void logs_that_are_not_there_are_unavailable() {
        var missing = W3cLogs.in(directory.resolve("W3SVC7"));

        assertThatExceptionOfType(TargetUnavailableException.class)
                .isThrownBy(() -> missing.statistics(HOUR, Progress.none()));
        assertThatExceptionOfType(TargetUnavailableException.class).isThrownBy(missing::end);
    }

    @Test
    void an_interrupt_ends_a_reading() throws Exception {
        append(today, HEAD + line("12:00:00", "/", 200, 1));

        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> statistics(HOUR));
        assertThat(Thread.interrupted()).isFalse();

        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> read(WebLogPosition.start()));
        assertThat(Thread.interrupted()).isFalse();
    }
}
