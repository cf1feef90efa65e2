package io.emrops.testkit;

import io.emrops.DataSize;
import io.emrops.Progress;
import io.emrops.weblog.PathRule;
import io.emrops.weblog.ResponseTimes;
import io.emrops.weblog.WebLogEntry;
import io.emrops.weblog.WebLogLines;
import io.emrops.weblog.WebLogPage;
import io.emrops.weblog.WebLogPath;
import io.emrops.weblog.WebLogPosition;
import io.emrops.weblog.WebLogQuery;
import io.emrops.weblog.WebLogReport;
import io.emrops.weblog.WebLogSource;
import io.emrops.weblog.WebLogStatistics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The log of a web server in memory, and a {@link WebLogSource} for it. All it tells is exact. With {@link #keptIn}, the requests are arranged anew by each process.
 *
 * <pre>{@code
 * var log = FakeWebLog.of("emrnext").requests(1000, now, "/api/patients", 200, Duration.ofMillis(40));
 * }</pre>
 */
public final class FakeWebLog extends Fake<FakeWebLog> implements WebLogSource {
    private static final String FILE = "fake";

    private final List<WebLogEntry> entries = new ArrayList<>();
    private long unreadable;

    private FakeWebLog(String name) {
        super("fake-web-log", name, Set.of("target", "statistics", "read", "end"), Set.of());
    }

    /** A log without requests. */
    public static FakeWebLog of(String name) {
        return new FakeWebLog(name);
    }

    /** So many requests of the same kind are logged, with an answer of 1,000 bytes each. */
    public FakeWebLog requests(int count, Instant at, String path, int status, Duration took) {
        var entry = new WebLogEntry(
                at,
                Optional.of("GET"),
                path,
                status,
                Optional.of(0),
                Optional.of(0L),
                Optional.of(new DataSize(1000)),
                Optional.of(took));
        return arrange(() -> {
            for (var i = 0; i < count; i++) {
                entries.add(entry);
            }
        });
    }

    /** A request is logged, with its path as the server has it. */
    public FakeWebLog log(WebLogEntry entry) {
        return arrange(() -> entries.add(entry));
    }

    /** So many more lines are not readable. */
    public FakeWebLog unreadableLines(int count) {
        return arrange(() -> unreadable += count);
    }

    @Override
    public WebLogReport statistics(WebLogQuery query, Progress progress) throws InterruptedException {
        return readingLong("statistics", List.of(query.toString()), () -> {
            var windows = new ArrayList<WebLogStatistics>();
            var inside = 0L;
            for (var i = 0; i < query.count(); i++) {
                var window = window(query, query.begin(i), query.begin(i + 1));
                inside += window.requests();
                windows.add(window);
            }
            return new WebLogReport(windows, new WebLogLines(inside, entries.size() - inside, 0, unreadable));
        });
    }

    private WebLogStatistics window(WebLogQuery query, Instant from, Instant until) {
        var seen = entries.stream()
                .filter(entry -> !entry.at().isBefore(from) && entry.at().isBefore(until))
                .toList();
        var sent = seen.stream().flatMap(entry -> entry.sent().stream()).toList();
        var paths = seen.stream()
                .collect(Collectors.groupingBy(
                        entry -> query.paths().apply(entry.path()), TreeMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(FakeWebLog::path)
                .toList();
        var times = times(seen);
        return new WebLogStatistics(
                from,
                until,
                seen.size(),
                errors(seen, 4),
                errors(seen, 5),
                sent.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new DataSize(
                                sent.stream().mapToLong(DataSize::bytes).sum())),
                times,
                top(paths, Comparator.comparing(WebLogPath::requests), query.top()),
                times.isEmpty() ? List.of() : top(paths, Comparator.comparing(WebLogPath::time), query.top()));
    }

    private static List<WebLogPath> top(List<WebLogPath> paths, Comparator<WebLogPath> order, int count) {
        return paths.stream().sorted(order.reversed()).limit(count).toList();
    }

    private static long errors(List<WebLogEntry> entries, int hundreds) {
        return entries.stream()
                .filter(entry -> entry.status() / 100 == hundreds)
                .count();
    }

    private static List<Duration> took(List<WebLogEntry> entries) {
        return entries.stream().flatMap(entry -> entry.took().stream()).sorted().toList();
    }

    private static Duration sum(List<Duration> times) {
        return times.stream().reduce(Duration.ZERO, Duration::plus);
    }

    private static WebLogPath path(Map.Entry<String, List<WebLogEntry>> path) {
        var times = took(path.getValue());
        return new WebLogPath(
                path.getKey(),
                path.getValue().size(),
                errors(path.getValue(), 5),
                sum(times),
                times.isEmpty() ? Duration.ZERO : times.get(times.size() - 1),
                0,
                Duration.ZERO);
    }

    private static Optional<ResponseTimes> times(List<WebLogEntry> entries) {
        var times = took(entries);
        return times.isEmpty()
                ? Optional.empty()
                : Optional.of(new ResponseTimes(
                        times.size(), rank(times, 50), rank(times, 95), rank(times, 99), rank(times, 100), sum(times)));
    }

    private static Duration rank(List<Duration> sorted, int percent) {
        return sorted.get((percent * sorted.size() + 99) / 100 - 1);
    }

    @Override
    public WebLogPage read(WebLogPosition since, int most, PathRule paths) throws InterruptedException {
        if (most < 1 || most > 100_000) {
            throw new IllegalArgumentException("From 1 to 100,000 entries are read at once, not " + most);
        }
        return readingLong("read", List.of(since.toString(), Integer.toString(most)), () -> {
            var from = since.offset() > entries.size() ? 0 : (int) since.offset();
            var until = Math.min(entries.size(), from + most);
            var read = entries.subList(from, until).stream()
                    .map(entry -> new WebLogEntry(
                            entry.at(),
                            entry.method(),
                            paths.apply(entry.path()),
                            entry.status(),
                            entry.substatus(),
                            entry.win32Status(),
                            entry.sent(),
                            entry.took()))
                    .toList();
            return new WebLogPage(read, new WebLogPosition(FILE, until, ""), new WebLogLines(read.size(), 0, 0, 0));
        });
    }

    @Override
    public WebLogPosition end() throws InterruptedException {
        return readingLong("end", List.of(), () -> new WebLogPosition(FILE, entries.size(), ""));
    }

    @Override
    FakeWebLog self() {
        return this;
    }

    @Override
    void restore(Tables from) {}

    @Override
    void save(Tables to) {}
}
