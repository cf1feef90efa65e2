package io.emrops.weblog;

import io.emrops.Check;
import io.emrops.Finding;
import io.emrops.StepContext;
import io.emrops.internal.Words;
import java.time.Duration;
import java.util.ArrayList;

/**
 * Checks over a {@link WebLogSource}.
 *
 * <pre>{@code
 * var limits = WebLogThresholds.none().p95Below(Duration.ofMillis(200)).errorsBelow(0.001);
 * rb.verify("load", "Answers are fast and right", WebLogs.within(logs, limits, Duration.ofMinutes(5), 12));
 * }</pre>
 */
public final class WebLogs {
    private static final Duration LONGEST = Duration.ofDays(366);

    private WebLogs() {}

    /**
     * Each of the last windows of time kept to the thresholds; the last one ends now, by the clock of the run, which has to agree with the server's. What was measured is told. A window with too few
     * requests is not ok, neither is one of which more than one request in a hundred was logged without a time, where times are judged, nor are logs with more than one unreadable line for a hundred requests of these windows.
     *
     * @param thresholds at least one
     * @param window how long each is; whole seconds, long beside the delay with which the server writes, and a year at most
     * @param windows how many, from 1
     */
    public static Check within(WebLogSource source, WebLogThresholds thresholds, Duration window, int windows) {
        if (thresholds.isNone()) {
            throw new IllegalArgumentException("There are no thresholds to keep to");
        }
        requireWindows(window, windows);
        return Check.of(
                last(window, windows) + ": " + thresholds,
                run -> WebLogJudgement.of(thresholds, read(source, run, window, windows, 0)));
    }

    /**
     * What the last window of time has seen, with the paths that were asked for most and those that took most time; always ok, for a look before something is done.
     *
     * @param window whole seconds
     */
    public static Check reported(WebLogSource source, Duration window, PathRule paths) {
        requireWindows(window, 1);
        return Check.of("What the last " + Words.of(window) + " have seen is told", run -> {
            var query = WebLogQuery.between(run.now().minus(window), run.now()).paths(paths);
            var report = source.statistics(query, run.progress());
            var seen = report.windows().get(0);
            var details = new ArrayList<String>();
            if (report.lines().unreadable() > 0) {
                details.add(report.lines().unreadable() + " lines of the logs are not readable");
            }
            seen.mostRequested().forEach(path -> details.add("Most requested: " + line(path)));
            seen.slowest().forEach(path -> details.add("Most time: " + line(path)));
            return new Finding(true, line(seen), details);
        });
    }

    private static void requireWindows(Duration window, int windows) {
        if (windows < 1 || windows > 1500) {
            throw new IllegalArgumentException("From 1 to 1500 windows, not " + windows);
        }
        if (window.getSeconds() < 1 || window.getNano() != 0) {
            throw new IllegalArgumentException("A window is of whole seconds, not " + window);
        }
        if (window.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("A window is of a year at most, not " + window);
        }
    }

    private static String last(Duration window, int windows) {
        return windows == 1
                ? "In the last " + Words.of(window)
                : "In each of the last " + windows + " × " + Words.of(window);
    }

    private static WebLogReport read(WebLogSource source, StepContext run, Duration window, int windows, int top)
            throws InterruptedException {
        var now = run.now();
        var query = WebLogQuery.between(now.minus(window.multipliedBy(windows)), now)
                .windows(window)
                .top(top);
        return source.statistics(query, run.progress());
    }

    static String line(WebLogStatistics window) {
        return window.from() + " to " + window.until() + ": " + window.requests() + " requests, "
                + WebLogThresholds.share(window.errorRate()) + " server errors, " + window.clientErrors()
                + " client errors"
                + window.times()
                        .map(times -> "; p50 " + Words.of(times.p50()) + ", p95 " + Words.of(times.p95()) + ", p99 "
                                + Words.of(times.p99()) + ", at most " + Words.of(times.longest())
                                + (times.requests() < window.requests()
                                        ? ", of " + times.requests() + " requests"
                                        : ""))
                        .orElse("; times not logged")
                + window.sent().map(sent -> "; " + sent + " sent").orElse("");
    }

    private static String line(WebLogPath path) {
        return path.path() + ": " + (path.exact() ? "" : "at least ") + path.requests() + " requests, "
                + path.serverErrors() + " server errors, " + Words.of(path.time()) + " together, "
                + Words.of(path.longest()) + " at most";
    }
}
