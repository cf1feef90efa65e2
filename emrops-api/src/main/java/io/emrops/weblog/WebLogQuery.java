package io.emrops.weblog;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * What is asked of the logs.
 *
 * <pre>{@code
 * WebLogQuery.between(midnight, midnight.plus(1, DAYS)).windows(Duration.ofMinutes(5)).top(20)
 * }</pre>
 */
public final class WebLogQuery {
    private static final int MOST_WINDOWS = 1500;

    private final Instant from;
    private final Instant until;
    private final Duration window;
    private final int top;
    private final PathRule paths;

    private WebLogQuery(Instant from, Instant until, Duration window, int top, PathRule paths) {
        this.from = from;
        this.until = until;
        this.window = window;
        this.top = top;
        this.paths = paths;
    }

    /**
     * All requests of a time as one window, with the ten first paths, {@link PathRule#identifiersHidden identifiers hidden}.
     *
     * @param from inclusive; parts of a second are dropped, as logs have none
     * @param until exclusive, likewise
     */
    public static WebLogQuery between(Instant from, Instant until) {
        var first = from.truncatedTo(ChronoUnit.SECONDS);
        var end = until.truncatedTo(ChronoUnit.SECONDS);
        if (!first.isBefore(end)) {
            throw new IllegalArgumentException("A time ends after it begins: " + from + ", " + until);
        }
        return new WebLogQuery(first, end, Duration.between(first, end), 10, PathRule.identifiersHidden());
    }

    /**
     * In windows of this length; the last one may be shorter.
     *
     * @param length whole seconds; such that there are 1,500 windows at most
     */
    public WebLogQuery windows(Duration length) {
        if (length.toSeconds() < 1 || length.getNano() != 0) {
            throw new IllegalArgumentException("A window is of whole seconds, not " + length);
        }
        var all = Duration.between(from, until);
        var count = -Math.floorDiv(-all.toSeconds(), length.toSeconds());
        if (count > MOST_WINDOWS) {
            throw new IllegalArgumentException("There are " + MOST_WINDOWS + " windows at most, not " + count);
        }
        return new WebLogQuery(from, until, length.compareTo(all) > 0 ? all : length, top, paths);
    }

    /**
     * So many paths in each list.
     *
     * @param count from 0 to 100
     */
    public WebLogQuery top(int count) {
        if (count < 0 || count > 100) {
            throw new IllegalArgumentException("From 0 to 100 paths are told, not " + count);
        }
        return new WebLogQuery(from, until, window, count, paths);
    }

    /** What is told of paths. */
    public WebLogQuery paths(PathRule rule) {
        return new WebLogQuery(from, until, window, top, Objects.requireNonNull(rule, "rule"));
    }

    public Instant from() {
        return from;
    }

    public Instant until() {
        return until;
    }

    public Duration window() {
        return window;
    }

    public int top() {
        return top;
    }

    public PathRule paths() {
        return paths;
    }

    /** How many windows there are; at least one. */
    public int count() {
        return (int) -Math.floorDiv(-Duration.between(from, until).toSeconds(), window.toSeconds());
    }

    /** The first second of a window, from 0; {@link #until} for the one after the last. */
    public Instant begin(int index) {
        Objects.checkIndex(index, count() + 1);
        var begin = from.plusSeconds(index * window.toSeconds());
        return begin.isAfter(until) ? until : begin;
    }

    @Override
    public String toString() {
        return from + " to " + until + " by " + window;
    }
}
