package io.emrops.logs;

import io.emrops.Check;
import io.emrops.Finding;
import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.internal.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Steps and checks over a {@link LogCollector}.
 *
 * <pre>{@code
 * rb.step("logs", "Collect the logs of the last day", Logs.collect(compose.logs(), LogRequest.last(Duration.ofHours(24)).mergedInto(directory).withErrors().build()));
 * rb.verify("quiet", "No errors since the change", Logs.noErrors(compose.logs(), Duration.ofMinutes(10)));
 * }</pre>
 */
public final class Logs {
    private static final int MOST_TOLD = 20;

    private Logs() {}

    /**
     * Collects logs into files. There is nothing to undo: what was collected is kept. An attempt that was cut off is known by its
     * summary, which is written last; without one it left no file of that name that is whole, so it may be repeated.
     */
    public static Operation<LogCollection> collect(LogCollector collector, LogRequest request) {
        return new CollectLogs(collector, request);
    }

    /** No service has written what looks like an error in the last so-and-so long, and all logs can be read. */
    public static Check noErrors(LogCollector collector, Duration last) {
        var request = LogRequest.last(last).withErrors().build();
        return Check.of(
                "No errors in the logs of the last " + Words.of(last),
                run -> finding(collector.collect(request, run.progress())));
    }

    /** No service has written what looks like an error since then, and all logs can be read. */
    public static Check noErrorsSince(LogCollector collector, Function<? super Inputs, Instant> since) {
        return Check.of("No errors in the logs", run -> {
            var request = LogRequest.since(since.apply(run)).withErrors().build();
            return finding(collector.collect(request, run.progress()));
        });
    }

    private static Finding finding(LogCollection found) {
        var unread = found.gaps().stream()
                .filter(gap -> gap.reason() != LogGap.Reason.CREATED_LATER)
                .toList();
        var details = Stream.concat(
                        found.errors().stream()
                                .limit(MOST_TOLD)
                                .map(e -> e.service() + ": " + e.count() + " × " + e.signature() + ", first "
                                        + e.first() + ", last " + e.last()),
                        unread.stream().map(LogGap::toString))
                .toArray(String[]::new);
        var lines = " in " + found.lines() + (found.lines() == 1 ? " line" : " lines") + " of logs";
        if (found.errorLines() > 0) {
            return Finding.notOk(
                    found.errorLines() + (found.errorLines() == 1 ? " error" : " errors") + lines, details);
        }
        return unread.isEmpty()
                ? Finding.ok("No errors" + lines)
                : Finding.notOk("No errors" + lines + ", but not all could be read", details);
    }
}
