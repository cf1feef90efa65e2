package io.emrops.diagnostics;

import io.emrops.DataSize;
import io.emrops.internal.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * How a database grows, by how large it was. The median of the slopes between any two points (Theil and Sen), which a few odd points do not
 * move; of what came after the last step, as a purge or a restore to another state makes one. Whoever grows by seasons is told wrong.
 *
 * @param points how many were used
 * @param since the first of them; empty if there is none
 * @param until the last of them; empty if there is none
 * @param size at the last of them; zero if there is none
 * @param trend how fast; empty if that is not known
 * @param remark why it is not known, or what was left out; empty if there is nothing to say
 */
public record Growth(
        int points,
        Optional<Instant> since,
        Optional<Instant> until,
        DataSize size,
        Optional<Trend> trend,
        String remark) {
    /** Fewer say nothing. */
    static final int FEWEST = 8;

    /**
     * How fast a database grows.
     *
     * @param perDay bytes in 24 hours; negative if it shrinks
     * @param least the lower end of the interval in which it is with 95% confidence
     * @param most the upper end
     */
    public record Trend(double perDay, double least, double most) {
        /** In words. */
        @Override
        public String toString() {
            return bytes(perDay) + " a day (" + bytes(least) + " to " + bytes(most) + ")";
        }

        private static String bytes(double amount) {
            return (amount < 0 ? "-" : "") + new DataSize(Math.round(Math.abs(amount)));
        }
    }

    /**
     * When something will be full.
     *
     * @param earliest the time until then at the fastest pace; empty if it will not be at that pace either
     * @param likely the same at the likely pace
     * @param latest the same at the slowest
     */
    public record Left(Optional<Duration> earliest, Optional<Duration> likely, Optional<Duration> latest) {
        public Left {
            Objects.requireNonNull(earliest, "earliest");
            Objects.requireNonNull(likely, "likely");
            Objects.requireNonNull(latest, "latest");
        }

        /** In words. */
        @Override
        public String toString() {
            return days(likely) + " (" + days(earliest) + " to " + days(latest) + ")";
        }

        private static String days(Optional<Duration> time) {
            return time.map(left -> left.toDays() + " d").orElse("never");
        }
    }

    public Growth {
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(until, "until");
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(trend, "trend");
        Objects.requireNonNull(remark, "remark");
    }

    /** What points say, in whichever order they come. Fewer than eight after the last step say nothing. */
    public static Growth of(List<SizePoint> points) {
        return GrowthEstimate.of(points);
    }

    /**
     * How long it takes to fill what is left.
     *
     * @return empty if it is not known how fast it grows
     */
    public Optional<Left> left(DataSize room) {
        return trend.map(known -> new Left(time(room, known.most), time(room, known.perDay), time(room, known.least)));
    }

    private static Optional<Duration> time(DataSize room, double perDay) {
        if (perDay <= 0) {
            return Optional.empty();
        }
        var days = room.bytes() / perDay;
        return days > 36_500 ? Optional.empty() : Optional.of(Duration.ofMinutes(Math.round(days * 24 * 60)));
    }

    /** In one sentence. */
    @Override
    public String toString() {
        var known = trend.map(pace -> "grows by " + pace + ", by " + points + " points of "
                        + Words.of(Duration.ofDays(Duration.between(since.orElseThrow(), until.orElseThrow())
                                .toDays())))
                .orElse("how it grows is not known");
        return String.format(Locale.ROOT, "%s%s", known, remark.isEmpty() ? "" : ": " + remark);
    }
}
