package io.emrops.core.report;

import io.emrops.core.report.Moments.Stretch;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Where a moment stands in a picture. Time is to scale, except where a run did nothing for so long that nothing else
 * could be seen: such gaps are shown shorter, and marked.
 */
final class TimeScale {
    /** A part of the axis. */
    record Part(Instant from, Instant until, double left, double right, boolean shortened) {
        Duration length() {
            return Duration.between(from, until);
        }
    }

    /** A line across the picture with what it says; the day where it is not that of the tick before. */
    record Tick(double x, String time, String day) {}

    private static final double GAP = 56;
    private static final double BETWEEN_TICKS = 78;
    /** What is done takes at least this part of the picture. */
    private static final double LEAST_BUSY = 0.25;

    private static final double WORTH_IT = 0.05;
    private static final long[] STEPS_MILLIS = {
        1,
        2,
        5,
        10,
        20,
        50,
        100,
        200,
        500,
        1_000,
        2_000,
        5_000,
        10_000,
        15_000,
        30_000,
        60_000,
        120_000,
        300_000,
        600_000,
        900_000,
        1_800_000,
        3_600_000,
        7_200_000,
        10_800_000,
        21_600_000,
        43_200_000,
        86_400_000
    };

    private final List<Part> parts;

    private TimeScale(List<Part> parts) {
        this.parts = parts;
    }

    static TimeScale of(Instant from, Instant until, List<Stretch> busy, double left, double width) {
        var end = until.isAfter(from) ? until : from.plusMillis(1);
        var gaps = shortened(gaps(from, end, busy), between(busy));
        var gapWidth = gaps.isEmpty() ? 0 : Math.min(GAP, width * 0.4 / gaps.size());
        var whole = millis(from, end) - between(gaps);
        var perMilli = (width - gapWidth * gaps.size()) / whole;
        var parts = new ArrayList<Part>();
        var at = from;
        var x = left;
        for (var gap : gaps) {
            if (gap.from().isAfter(at)) {
                var right = x + millis(at, gap.from()) * perMilli;
                parts.add(new Part(at, gap.from(), x, right, false));
                x = right;
            }
            parts.add(new Part(gap.from(), gap.until(), x, x + gapWidth, true));
            x += gapWidth;
            at = gap.until();
        }
        if (end.isAfter(at)) {
            parts.add(new Part(at, end, x, left + width, false));
        }
        return new TimeScale(parts);
    }

    private static List<Stretch> gaps(Instant from, Instant until, List<Stretch> busy) {
        var gaps = new ArrayList<Stretch>();
        var at = from;
        for (var stretch : busy) {
            if (stretch.from().isAfter(at)) {
                gaps.add(new Stretch(at, stretch.from()));
            }
            at = Moments.later(at, stretch.until());
        }
        if (until.isAfter(at)) {
            gaps.add(new Stretch(at, until));
        }
        return gaps;
    }

    /** The longest gaps, until what is done can be seen. */
    private static List<Stretch> shortened(List<Stretch> gaps, double busy) {
        var longest = new ArrayList<>(gaps);
        longest.sort(Comparator.comparingDouble((Stretch gap) -> -millis(gap)));
        var shortened = new ArrayList<Stretch>();
        var rest = busy + between(gaps);
        for (var gap : longest) {
            if (busy == 0 || busy >= LEAST_BUSY * rest || millis(gap) < WORTH_IT * rest) {
                break;
            }
            shortened.add(gap);
            rest -= millis(gap);
        }
        shortened.sort(Comparator.comparing(Stretch::from));
        return shortened;
    }

    private static double between(List<Stretch> stretches) {
        return stretches.stream().mapToDouble(TimeScale::millis).sum();
    }

    private static double millis(Stretch stretch) {
        return millis(stretch.from(), stretch.until());
    }

    private static double millis(Instant from, Instant until) {
        return Duration.between(from, until).toNanos() / 1e6;
    }

    double x(Instant at) {
        for (var part : parts) {
            if (!at.isAfter(part.until())) {
                var share = Math.max(0, millis(part.from(), at)) / millis(part.from(), part.until());
                return part.left() + share * (part.right() - part.left());
            }
        }
        return parts.get(parts.size() - 1).right();
    }

    List<Part> shortened() {
        return parts.stream().filter(Part::shortened).toList();
    }

    /** The beginning, and round times wherever there is room. */
    List<Tick> ticks() {
        var step = step();
        var first = parts.get(0);
        var ticks = new ArrayList<Tick>();
        var day = day(first.from());
        ticks.add(new Tick(first.left(), time(first.from(), Math.min(step, 1_000)), day));
        for (var part : parts) {
            if (part.shortened()) {
                continue;
            }
            var from = part.from().toEpochMilli();
            for (var at = Math.floorDiv(from + step - 1, step) * step;
                    at <= part.until().toEpochMilli();
                    at += step) {
                var moment = Instant.ofEpochMilli(at);
                var x = x(moment);
                var today = day(moment);
                if (x - ticks.get(ticks.size() - 1).x() >= BETWEEN_TICKS) {
                    ticks.add(new Tick(x, time(moment, step), today.equals(day) ? "" : today));
                    day = today;
                }
            }
        }
        return ticks;
    }

    private long step() {
        var scaled = parts.stream().filter(part -> !part.shortened()).toList();
        var width = scaled.stream().mapToDouble(p -> p.right() - p.left()).sum();
        var time = scaled.stream().mapToDouble(p -> millis(p.from(), p.until())).sum();
        for (var step : STEPS_MILLIS) {
            if (step * width / time >= BETWEEN_TICKS) {
                return step;
            }
        }
        return STEPS_MILLIS[STEPS_MILLIS.length - 1];
    }

    private static String day(Instant at) {
        return at.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }

    private static String time(Instant at, long step) {
        var pattern = step < 1_000 ? "HH:mm:ss.SSS" : step < 60_000 ? "HH:mm:ss" : "HH:mm";
        return DateTimeFormatter.ofPattern(pattern).format(at.atOffset(ZoneOffset.UTC));
    }
}
