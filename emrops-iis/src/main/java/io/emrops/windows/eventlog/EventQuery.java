package io.emrops.windows.eventlog;

import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which events of a log are asked for. A value: each method gives another one.
 *
 * <pre>{@code
 * EventQuery.of("Application").providers("Hospital Scheduler").levels(EventLevel.CRITICAL, EventLevel.ERROR).from(yesterday);
 * }</pre>
 */
public final class EventQuery {
    private static final int MOST = 1000;
    private static final int HIGHEST_ID = 0xFFFF;

    private final String log;
    private final List<String> providers;
    private final Set<EventLevel> levels;
    private final Set<Integer> ids;
    private final Optional<Instant> from;
    private final Optional<Instant> until;
    private final int most;

    private EventQuery(
            String log,
            Collection<String> providers,
            Collection<EventLevel> levels,
            Collection<Integer> ids,
            Optional<Instant> from,
            Optional<Instant> until,
            int most) {
        this.log = log;
        this.providers = List.copyOf(providers);
        this.levels = Set.copyOf(levels);
        this.ids = Set.copyOf(ids);
        this.from = from;
        this.until = until;
        this.most = most;
    }

    /**
     * All events of a log, by pages of 1000.
     *
     * @param log its name, such as {@code Application} or {@code Microsoft-Windows-TaskScheduler/Operational}; nothing in it is a wildcard
     * @throws IllegalArgumentException if no log can have the name; also for {@code ForwardedEvents}, whose record ids are those of other
     *     hosts
     */
    public static EventQuery of(String log) {
        return new EventQuery(
                LogNames.require(log), List.of(), Set.of(), Set.of(), Optional.empty(), Optional.empty(), MOST);
    }

    /**
     * Of these providers alone, which the Event Viewer calls sources.
     *
     * @param names in any case; those that come twice count once; none for all providers
     */
    public EventQuery providers(Collection<String> names) {
        var different = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        different.addAll(names);
        return new EventQuery(log, different, levels, ids, from, until, most);
    }

    /** The same with names that are known here. */
    public EventQuery providers(String... names) {
        return providers(List.of(names));
    }

    /**
     * Of these levels alone; none for all.
     *
     * @throws IllegalArgumentException if {@link EventLevel#OTHER} is among them
     */
    public EventQuery levels(EventLevel... some) {
        var different = EnumSet.noneOf(EventLevel.class);
        different.addAll(List.of(some));
        if (different.contains(EventLevel.OTHER)) {
            throw new IllegalArgumentException("OTHER is not one level, so it cannot be asked for");
        }
        return new EventQuery(log, providers, different, ids, from, until, most);
    }

    /**
     * With these ids alone; none for all.
     *
     * @throws IllegalArgumentException if one is not between 0 and 65535
     */
    public EventQuery ids(Collection<Integer> some) {
        var different = new TreeSet<>(some);
        if (!different.isEmpty() && (different.first() < 0 || different.last() > HIGHEST_ID)) {
            throw new IllegalArgumentException("Ids of events are between 0 and 65535");
        }
        return new EventQuery(log, providers, levels, different, from, until, most);
    }

    /** None that was logged before this, by the host's clock. */
    public EventQuery from(Instant earliest) {
        Objects.requireNonNull(earliest, "earliest");
        return new EventQuery(log, providers, levels, ids, Optional.of(earliest), until, most);
    }

    /** None that was logged at this time or later, by the host's clock. */
    public EventQuery until(Instant end) {
        Objects.requireNonNull(end, "end");
        return new EventQuery(log, providers, levels, ids, from, Optional.of(end), most);
    }

    /**
     * How many events a page has at most.
     *
     * @throws IllegalArgumentException if it is not from 1 to 1000
     */
    public EventQuery most(int events) {
        if (events < 1 || events > MOST) {
            throw new IllegalArgumentException("A page has from 1 to " + MOST + " events, not " + events);
        }
        return new EventQuery(log, providers, levels, ids, from, until, events);
    }

    /** The name of the log. */
    public String log() {
        return log;
    }

    /** How many events a page has at most. */
    public int most() {
        return most;
    }

    List<String> providers() {
        return providers;
    }

    List<Integer> levelNumbers() {
        return levels.stream().map(EventLevel::number).sorted().toList();
    }

    List<Integer> ids() {
        return ids.stream().sorted().toList();
    }

    Optional<Instant> from() {
        return from;
    }

    Optional<Instant> until() {
        return until;
    }

    /** The log and what is asked of it. */
    @Override
    public String toString() {
        return log + " as " + EventXPath.of(this, "") + (providers.isEmpty() ? "" : " by " + providers);
    }
}
