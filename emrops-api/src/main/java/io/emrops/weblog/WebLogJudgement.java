package io.emrops.weblog;

import io.emrops.Finding;
import io.emrops.internal.Words;
import java.util.ArrayList;
import java.util.List;

/** Holds windows against thresholds. What is not known is not taken for good. */
final class WebLogJudgement {
    /** With more than one of so many that says nothing, the others say too little. */
    private static final int ONE_OF = 100;

    private final WebLogThresholds thresholds;
    private final WebLogReport report;
    private final List<String> breaches = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();
    private final List<String> numbers = new ArrayList<>();

    private WebLogJudgement(WebLogThresholds thresholds, WebLogReport report) {
        this.thresholds = thresholds;
        this.report = report;
    }

    static Finding of(WebLogThresholds thresholds, WebLogReport report) {
        return new WebLogJudgement(thresholds, report).finding();
    }

    private Finding finding() {
        var lines = report.lines();
        // A line that is not readable has no time: it may be of these windows.
        if (lines.unreadable() * ONE_OF > lines.requests() + lines.unreadable()) {
            unknown.add(lines.unreadable() + " lines of the logs are not readable, beside " + lines.requests()
                    + " requests in these windows");
        }
        report.windows().forEach(this::judge);
        var details = new ArrayList<String>();
        details.addAll(breaches);
        details.addAll(unknown);
        details.addAll(numbers);
        return new Finding(breaches.isEmpty() && unknown.isEmpty(), text(), details);
    }

    private String text() {
        var windows = report.windows();
        var first = windows.get(0);
        var last = windows.get(windows.size() - 1);
        var over = " from " + first.from() + " to " + last.until();
        if (breaches.isEmpty()) {
            return unknown.isEmpty()
                    ? thresholds + ": kept to" + over
                    : "Whether " + thresholds + " was kept to is not known" + over + ": " + unknown.get(0);
        }
        var others = breaches.size() - 1;
        return thresholds + ": not kept to" + over + ": " + breaches.get(0)
                + (others > 0 ? ", and " + others + " more" : "");
    }

    private void judge(WebLogStatistics window) {
        numbers.add(WebLogs.line(window));
        if (window.requests() < thresholds.fewest()) {
            unknown.add(name(window) + " has " + window.requests() + " requests, fewer than " + thresholds.fewest());
        }
        thresholds.p95().ifPresent(limit -> {
            var times = window.times();
            if (times.isEmpty() || times.get().requests() < thresholds.fewest()) {
                unknown.add(name(window) + " has too few requests with times");
            } else if ((window.requests() - times.get().requests()) * ONE_OF > window.requests()) {
                unknown.add(name(window) + " has times for " + times.get().requests() + " of its " + window.requests()
                        + " requests alone");
            }
            times.filter(known -> known.p95().compareTo(limit) >= 0)
                    .ifPresent(known -> breaches.add(name(window) + " has a p95 of " + Words.of(known.p95())
                            + ", not less than " + Words.of(limit)));
        });
        thresholds
                .errors()
                .filter(limit -> window.errorRate() >= limit)
                .ifPresent(limit -> breaches.add(name(window)
                        + " has " + window.serverErrors() + " errors in " + window.requests() + " requests, "
                        + WebLogThresholds.share(window.errorRate()) + ", not less than "
                        + WebLogThresholds.share(limit)));
    }

    private static String name(WebLogStatistics window) {
        return "The window from " + window.from();
    }
}
