package io.emrops.core.weblog;

import io.emrops.DataSize;
import io.emrops.weblog.ResponseTimes;
import io.emrops.weblog.WebLogPath;
import io.emrops.weblog.WebLogQuery;
import io.emrops.weblog.WebLogReport;
import io.emrops.weblog.WebLogStatistics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Puts together what chunks came to, in their order. */
final class Summary {
    /** Different paths that are kept, of all windows together; half a kilobyte each. */
    private static final int PATHS = 32_768;

    private static final int MOST_OF_A_WINDOW = 4096;

    /** As many as can be asked for. */
    private static final int FEWEST_OF_A_WINDOW = 100;

    private final WebLogQuery query;
    private final int room;
    private final Map<Integer, Sum> sums = new TreeMap<>();
    private Lines lines = Lines.NONE;

    Summary(WebLogQuery query) {
        this.query = query;
        this.room = Math.max(FEWEST_OF_A_WINDOW, Math.min(MOST_OF_A_WINDOW, PATHS / query.count()));
    }

    private static final class Sum {
        final Totals totals = new Totals();
        final SpaceSaving byRequests;
        final SpaceSaving byTime;

        Sum(int room) {
            byRequests = new SpaceSaving(room, PathTally::requests);
            byTime = new SpaceSaving(room, PathTally::time);
        }

        void add(ChunkTally.Part part) {
            totals.add(part.totals());
            part.paths().forEach((path, tally) -> {
                byRequests.add(path, tally);
                byTime.add(path, tally);
            });
        }
    }

    void add(ChunkTally chunk) {
        lines = lines.plus(chunk.lines());
        for (var part : chunk.parts()) {
            sums.computeIfAbsent(part.index(), index -> new Sum(room)).add(part);
        }
    }

    WebLogReport report() {
        var windows = new ArrayList<WebLogStatistics>();
        for (var index = 0; index < query.count(); index++) {
            windows.add(statistics(index, sums.getOrDefault(index, new Sum(0))));
        }
        return new WebLogReport(windows, lines.told());
    }

    private WebLogStatistics statistics(int index, Sum sum) {
        var totals = sum.totals;
        return new WebLogStatistics(
                query.begin(index),
                query.begin(index + 1),
                totals.requests,
                totals.clientErrors,
                totals.serverErrors,
                totals.withSent == 0 ? Optional.empty() : Optional.of(new DataSize(totals.sent)),
                times(totals),
                sum.byRequests.top(query.top()).stream().map(Summary::path).toList(),
                totals.times.total() == 0
                        ? List.of()
                        : sum.byTime.top(query.top()).stream()
                                .map(Summary::path)
                                .toList());
    }

    private static Optional<ResponseTimes> times(Totals totals) {
        var times = totals.times;
        return times.total() == 0
                ? Optional.empty()
                : Optional.of(new ResponseTimes(
                        times.total(),
                        Duration.ofMillis(times.atPerMille(500)),
                        Duration.ofMillis(times.atPerMille(950)),
                        Duration.ofMillis(times.atPerMille(990)),
                        Duration.ofMillis(times.highest()),
                        Duration.ofMillis(totals.time)));
    }

    private static WebLogPath path(SpaceSaving.Kept kept) {
        var tally = kept.tally;
        return new WebLogPath(
                kept.path,
                tally.requests(),
                tally.errors(),
                Duration.ofMillis(tally.time()),
                Duration.ofMillis(tally.longest()),
                kept.missedRequests,
                Duration.ofMillis(kept.missedTime));
    }
}
