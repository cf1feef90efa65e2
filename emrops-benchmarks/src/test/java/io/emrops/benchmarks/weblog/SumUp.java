package io.emrops.benchmarks.weblog;

import io.emrops.Progress;
import io.emrops.core.weblog.W3cLogs;
import io.emrops.weblog.PathRule;
import io.emrops.weblog.WebLogQuery;
import io.emrops.weblog.WebLogStatistics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Ours, in a process of its own. */
final class SumUp {
    private SumUp() {}

    /** Argument: the file. */
    public static void main(String[] args) throws Exception {
        var midnight = Instant.parse(SampleLog.DAY + "T00:00:00Z");
        var query = WebLogQuery.between(midnight, midnight.plus(Duration.ofDays(1)))
                .windows(Duration.ofHours(1))
                .top(3)
                .paths(PathRule.asLogged());
        var report = W3cLogs.of(Path.of(args[0])).statistics(query, Progress.none());
        for (var hour = 0; hour < report.windows().size(); hour++) {
            System.out.println(line(hour, report.windows().get(hour)));
        }
    }

    private static String line(int hour, WebLogStatistics window) {
        var line = new StringBuilder("%02d %d %d %d"
                .formatted(
                        hour,
                        window.requests(),
                        window.serverErrors(),
                        window.times().orElseThrow().p95().toMillis()));
        window.mostRequested()
                .forEach(
                        path -> line.append(' ').append(path.path()).append(' ').append(path.requests()));
        return line.toString();
    }
}
