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
    /** Different paths that are kept, of all windows together. */
    private static final int PATHS = 131_072;

    private final WebLogQuery query;
    private final int room;
    private final Map<Integer, Sum> sums = new TreeMap<>();
    private Lines lines = Lines.NONE;

    Summary(WebLogQuery query) {
        this.query = query;
        this.room = Math.max(128, Math.min(8192, PATHS / query.count()));
    }

    private static final class Sum {
        final Histogram times = new Histogram();
        final SpaceSaving byRequests;
        final SpaceSaving byTime;
        long requests;
        long clientErrors;
        long serverErrors;
        long sent;
        long withSent;
        long time;

        Sum(int room) {
            byRequests = new SpaceSaving(room, PathTally::requests);
            byTime = new SpaceSaving(room, PathTally::time);
        }

        void add(ChunkTally.Part part) {
            var window = part.window();
            times.add(window.times);
            requests += window.requests;
            clientErrors += window.clientErrors;
            serverErrors += window.serverErrors;
            sent = Window.plus(sent, window.sent);
            withSent += window.withSent;
            time += window.time;
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
        return new WebLogStatistics(
                query.begin(index),
                query.begin(index + 1),
                sum.requests,
                sum.clientErrors,
                sum.serverErrors,
                sum.withSent == 0 ? Optional.empty() : Optional.of(new DataSize(sum.sent)),
                times(sum),
                sum.byRequests.top(query.top()).stream()
                        .map(kept -> path(kept, kept.missed, 0))
                        .toList(),
                sum.times.total() == 0
                        ? List.of()
                        : sum.byTime.top(query.top()).stream()
                                .map(kept -> path(kept, 0, kept.missed))
                                .toList());
    }

    private static Optional<ResponseTimes> times(Sum sum) {
        var times = sum.times;
        return times.total() == 0
                ? Optional.empty()
                : Optional.of(new ResponseTimes(
                        times.total(),
                        Duration.ofMillis(times.atPerMille(500)),
                        Duration.ofMillis(times.atPerMille(950)),
                        Duration.ofMillis(times.atPerMille(990)),
                        Duration.ofMillis(times.highest()),
                        Duration.ofMillis(sum.time)));
    }

    private static WebLogPath path(SpaceSaving.Kept kept, long missedRequests, long missedTime) {
        var tally = kept.tally;
        return new WebLogPath(
                kept.path,
                tally.requests(),
                tally.errors(),
                Duration.ofMillis(tally.time()),
                Duration.ofMillis(tally.longest()),
                missedRequests,
                Duration.ofMillis(missedTime));
    }
}
