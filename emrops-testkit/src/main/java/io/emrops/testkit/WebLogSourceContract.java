package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.DataSize;
import io.emrops.Progress;
import io.emrops.weblog.PathRule;
import io.emrops.weblog.WebLogEntry;
import io.emrops.weblog.WebLogPath;
import io.emrops.weblog.WebLogPosition;
import io.emrops.weblog.WebLogQuery;
import io.emrops.weblog.WebLogSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link WebLogSource} keeps to. Extend it with a server whose log is empty, and write to the log what the contract asks for. */
public abstract class WebLogSourceContract {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final WebLogQuery HOUR =
            WebLogQuery.between(NOON, NOON.plusSeconds(3600)).paths(PathRule.asLogged());

    private WebLogSource source;

    /** For subclasses. */
    @SuppressWarnings("NullAway.Init")
    protected WebLogSourceContract() {}

    /** The source, of an empty log. */
    protected abstract WebLogSource source() throws Exception;

    /** The server logs these requests, after those that it has logged. */
    protected abstract void log(List<WebLogEntry> entries) throws Exception;

    @BeforeEach
    final void prepare() throws Exception {
        source = source();
    }

    private static WebLogEntry request(int second, String path, int status, long ms) {
        return new WebLogEntry(
                NOON.plusSeconds(second),
                Optional.of("GET"),
                path,
                status,
                Optional.of(0),
                Optional.of(0L),
                Optional.of(new DataSize(512)),
                Optional.of(Duration.ofMillis(ms)));
    }

    @Test
    void the_target_says_the_same_of_itself_each_time() {
        assertThat(source.target()).isEqualTo(source.target());
    }

    @Test
    void without_requests_there_are_windows_with_nothing_in_them() throws Exception {
        var report = source.statistics(HOUR.windows(Duration.ofMinutes(25)), Progress.none());

        assertThat(report.lines().requests()).isZero();
        assertThat(report.windows()).hasSize(3).allSatisfy(window -> {
            assertThat(window.requests()).isZero();
            assertThat(window.times()).isEmpty();
            assertThat(window.sent()).isEmpty();
            assertThat(window.mostRequested()).isEmpty();
        });
        assertThat(report.windows().get(2).until()).isEqualTo(HOUR.until());
    }

    @Test
    void percentiles_are_times_that_so_many_requests_kept_to() throws Exception {
        var entries = new ArrayList<WebLogEntry>();
        for (var ms = 1000; ms > 0; ms--) {
            entries.add(request(ms, "/", 200, ms));
        }
        log(entries);

        var times = source.statistics(HOUR, Progress.none())
                .windows()
                .get(0)
                .times()
                .orElseThrow();

        assertThat(times.requests()).isEqualTo(1000);
        assertThat(times.p50()).isEqualTo(Duration.ofMillis(500));
        assertThat(times.p95()).isEqualTo(Duration.ofMillis(950));
        assertThat(times.p99()).isEqualTo(Duration.ofMillis(990));
        assertThat(times.longest()).isEqualTo(Duration.ofSeconds(1));
        assertThat(times.total()).isEqualTo(Duration.ofMillis(500_500));
    }

    @Test
    void long_times_are_never_told_too_short_and_hardly_too_long() throws Exception {
        log(List.of(request(0, "/", 200, 29_999), request(1, "/", 200, 60_001)));

        var times = source.statistics(HOUR, Progress.none())
                .windows()
                .get(0)
                .times()
                .orElseThrow();

        assertThat(times.p50().toMillis()).isBetween(29_999L, 30_059L);
        assertThat(times.longest()).isEqualTo(Duration.ofMillis(60_001));
    }

    @Test
    void requests_are_of_the_window_of_their_second_and_those_of_other_times_are_outside() throws Exception {
        log(List.of(
                request(-1, "/", 200, 1),
                request(0, "/", 200, 1),
                request(59, "/", 500, 1),
                request(60, "/", 404, 1),
                request(3599, "/", 599, 1),
                request(3600, "/", 200, 1)));

        var report = source.statistics(HOUR.windows(Duration.ofMinutes(1)), Progress.none());

        assertThat(report.lines().requests()).isEqualTo(4);
        assertThat(report.lines().outside()).isEqualTo(2);
        assertThat(report.windows()).hasSize(60);
        assertThat(report.windows().get(0).requests()).isEqualTo(2);
        assertThat(report.windows().get(0).serverErrors()).isEqualTo(1);
        assertThat(report.windows().get(0).errorRate()).isEqualTo(0.5);
        assertThat(report.windows().get(0).sent()).contains(new DataSize(1024));
        assertThat(report.windows().get(1).clientErrors()).isEqualTo(1);
        assertThat(report.windows().get(59).serverErrors()).isEqualTo(1);
    }

    @Test
    void paths_are_ranked_by_requests_and_by_time_as_the_rule_has_them() throws Exception {
        log(List.of(
                request(0, "/patients/17", 200, 10),
                request(1, "/patients/18", 503, 20),
                request(2, "/reports", 200, 900),
                request(3, "/login", 200, 5)));

        var window = source.statistics(HOUR.paths(PathRule.identifiersHidden()).top(2), Progress.none())
                .windows()
                .get(0);

        assertThat(window.mostRequested()).extracting(WebLogPath::path).containsExactly("/patients/{id}", "/login");
        assertThat(window.slowest()).extracting(WebLogPath::path).containsExactly("/reports", "/patients/{id}");
        var patients = window.mostRequested().get(0);
        assertThat(patients.requests()).isEqualTo(2);
        assertThat(patients.serverErrors()).isEqualTo(1);
        assertThat(patients.time()).isEqualTo(Duration.ofMillis(30));
        assertThat(patients.longest()).isEqualTo(Duration.ofMillis(20));
        assertThat(patients.exact()).isTrue();
    }

    @Test
    void entries_are_read_page_by_page_and_none_twice() throws Exception {
        var logged = List.of(request(0, "/a", 200, 1), request(1, "/b", 404, 2), request(2, "/c", 500, 3));
        log(logged);

        var first = source.read(WebLogPosition.start(), 2, PathRule.asLogged());
        var second = source.read(first.next(), 2, PathRule.asLogged());
        var third = source.read(second.next(), 2, PathRule.asLogged());

        assertThat(first.entries()).isEqualTo(logged.subList(0, 2));
        assertThat(second.entries()).isEqualTo(logged.subList(2, 3));
        assertThat(third.entries()).isEmpty();
    }

    @Test
    void from_the_end_on_there_is_what_is_logged_later() throws Exception {
        log(List.of(request(0, "/before", 200, 1)));
        var end = source.end();
        log(List.of(request(1, "/patients/4711", 200, 1)));

        var page = source.read(end, 10, PathRule.identifiersHidden());

        assertThat(page.entries()).extracting(WebLogEntry::path).containsExactly("/patients/{id}");
        assertThat(source.read(page.next(), 10, PathRule.asLogged()).entries()).isEmpty();
    }

    @Test
    void pages_of_no_entries_or_of_too_many_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> source.read(WebLogPosition.start(), 0, PathRule.asLogged()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> source.read(WebLogPosition.start(), 100_001, PathRule.asLogged()));
    }
}
