package io.emrops.diagnostics;

import io.emrops.DataSize;
import io.emrops.diagnostics.Growth.Trend;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** See {@link Growth#of}. */
final class GrowthEstimate {
    /** Of more, each pair would take too long, and what was years ago says little. */
    private static final int MOST = 400;

    /** A step is larger than this share of what there was. */
    private static final double STEP_SHARE = 0.10;

    /** And larger than so many times what is usual between two points. */
    private static final double STEP_SPREADS = 6;

    /** From the median of absolute deviations to the standard deviation, if they are normal. */
    private static final double NORMAL = 1.4826;

    /** Of the normal distribution, for 95% on both sides. */
    private static final double CONFIDENCE = 1.96;

    private static final double DAY = Duration.ofDays(1).toMillis();

    private GrowthEstimate() {}

    /** @param days since the first */
    private record At(Instant time, double days, double bytes) {}

    static Growth of(List<SizePoint> points) {
        var all = ordered(points);
        if (all.isEmpty()) {
            return unknown(all, "there is no record of its size");
        }
        var step = lastStep(all);
        var used = all.subList(step, all.size());
        var remark = step == 0 ? "" : "a step at " + used.get(0).time() + " was not counted, nor what was before";
        if (used.size() < Growth.FEWEST) {
            return unknown(
                    used,
                    "there are " + used.size() + " points"
                            + (step == 0
                                    ? ""
                                    : " since a step at " + used.get(0).time()) + ", and " + Growth.FEWEST
                            + " are needed");
        }
        return growth(used, Optional.of(trend(used)), remark);
    }

    private static Growth unknown(List<At> points, String why) {
        return growth(points, Optional.empty(), why);
    }

    private static Growth growth(List<At> points, Optional<Trend> trend, String remark) {
        if (points.isEmpty()) {
            return new Growth(0, Optional.empty(), Optional.empty(), new DataSize(0), trend, remark);
        }
        var last = points.get(points.size() - 1);
        return new Growth(
                points.size(),
                Optional.of(points.get(0).time()),
                Optional.of(last.time()),
                new DataSize((long) last.bytes()),
                trend,
                remark);
    }

    /** Of several at one moment, the last counts. */
    private static List<At> ordered(List<SizePoint> points) {
        var byTime = new TreeMap<Instant, Long>();
        points.forEach(point -> byTime.put(point.at(), point.size().bytes()));
        var ordered = new ArrayList<At>();
        byTime.forEach((time, bytes) -> ordered.add(new At(time, days(byTime.firstKey(), time), bytes)));
        return ordered.subList(Math.max(0, ordered.size() - MOST), ordered.size());
    }

    private static double days(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / DAY;
    }

    /** The index of the first point behind the last step; 0 if there is none. */
    private static int lastStep(List<At> points) {
        var count = points.size() - 1;
        if (count < 2) {
            return 0;
        }
        var paces = new double[count];
        for (var i = 0; i < count; i++) {
            paces[i] = slope(points.get(i), points.get(i + 1));
        }
        var pace = median(paces);
        var odd = new double[count];
        for (var i = 0; i < count; i++) {
            odd[i] = Math.abs(change(points, i) - pace * time(points, i));
        }
        var usual = STEP_SPREADS * NORMAL * median(odd);
        for (var i = count - 1; i >= 0; i--) {
            var before = Math.max(points.get(i).bytes(), points.get(i + 1).bytes());
            if (odd[i] > usual && odd[i] > STEP_SHARE * before) {
                return i + 1;
            }
        }
        return 0;
    }

    private static double change(List<At> points, int i) {
        return points.get(i + 1).bytes() - points.get(i).bytes();
    }

    private static double time(List<At> points, int i) {
        return points.get(i + 1).days() - points.get(i).days();
    }

    private static double slope(At from, At to) {
        return (to.bytes() - from.bytes()) / (to.days() - from.days());
    }

    /** The interval is that of Sen, by the variance of Kendall's S: the slopes of the ranks below and above, counted from 1. */
    private static Trend trend(List<At> points) {
        var n = points.size();
        var slopes = new double[n * (n - 1) / 2];
        var at = 0;
        for (var i = 0; i < n; i++) {
            for (var j = i + 1; j < n; j++) {
                slopes[at++] = slope(points.get(i), points.get(j));
            }
        }
        Arrays.sort(slopes);
        var spread = CONFIDENCE * Math.sqrt(n * (n - 1.0) * (2.0 * n + 5) / 18);
        var least = (int) Math.floor((slopes.length - spread) / 2) - 1;
        var most = (int) Math.ceil((slopes.length + spread) / 2);
        return new Trend(median(slopes), slopes[Math.max(least, 0)], slopes[Math.min(most, slopes.length - 1)]);
    }

    private static double median(double[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        var middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
