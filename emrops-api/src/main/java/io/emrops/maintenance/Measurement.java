package io.emrops.maintenance;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What was measured of an index or of statistics. Empty is what nobody asked for, or the system does not say.
 *
 * @param fragmentation how much of it is out of order, in percent
 * @param pages how large it is
 * @param rows of the table, when the statistics were made
 * @param sampled how many of them were looked at
 * @param changes how many rows were changed since
 * @param statisticsAt when the statistics were made; empty also if they never were
 */
public record Measurement(
        Optional<Double> fragmentation,
        Optional<Long> pages,
        Optional<Long> rows,
        Optional<Long> sampled,
        Optional<Long> changes,
        Optional<Instant> statisticsAt) {
    private static final Measurement NONE = new Measurement(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public Measurement {
        Objects.requireNonNull(fragmentation, "fragmentation");
        Objects.requireNonNull(pages, "pages");
        Objects.requireNonNull(rows, "rows");
        Objects.requireNonNull(sampled, "sampled");
        Objects.requireNonNull(changes, "changes");
        Objects.requireNonNull(statisticsAt, "statisticsAt");
    }

    /** Nothing is known. */
    public static Measurement none() {
        return NONE;
    }

    /** The same, with how an index lies on its pages. */
    public Measurement withPages(double percentFragmented, long count) {
        return new Measurement(
                Optional.of(percentFragmented), Optional.of(count), rows, sampled, changes, statisticsAt);
    }

    /** The same, with what is known of statistics. */
    public Measurement withStatistics(
            Optional<Instant> madeAt, Optional<Long> ofRows, Optional<Long> lookedAt, Optional<Long> changedSince) {
        return new Measurement(fragmentation, pages, ofRows, lookedAt, changedSince, madeAt);
    }

    /** Whether the statistics were made of every row. */
    public boolean isFullScan() {
        return statisticsAt.isPresent() && rows.isPresent() && sampled.orElse(-1L) >= rows.get();
    }
}
