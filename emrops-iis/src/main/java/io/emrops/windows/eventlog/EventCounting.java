package io.emrops.windows.eventlog;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Counts by source and id, over a bounded number of pages. */
final class EventCounting {
    private static final int MOST = 100_000;

    private final EventQuery query;
    private final Map<String, EventCount> counts = new TreeMap<>();
    /** By the name in capitals; of the oldest event so far. */
    private final Map<String, String> spelling = new HashMap<>();

    private long seen;

    EventCounting(EventQuery query) {
        this.query = query.most(1000);
    }

    EventSummary count(WindowsEventLog log) throws InterruptedException {
        var anchor = EventBookmark.beginning(query.log());
        var told = log.read(query, false, anchor);
        var whole = reachesBack(told);
        add(told);
        while (told.more() && seen < MOST) {
            anchor = new EventBookmark(query.log(), told.lastId(), told.lastAt());
            told = log.read(query, false, anchor);
            whole &= told.anchor().equals("found");
            add(told);
        }
        whole &= !told.more();
        return new EventSummary(
                counts.values().stream()
                        .map(this::spelled)
                        .sorted(Comparator.comparingLong(EventCount::count).reversed())
                        .toList(),
                whole);
    }

    /** Record ids are counted from 1, so a log whose oldest has another one has lost some. */
    private boolean reachesBack(EventScripts.Told told) {
        Optional<Instant> from = query.from();
        return from.isEmpty() || told.oldestId() <= 1 || !told.oldestAt().isAfter(from.get());
    }

    private void add(EventScripts.Told told) {
        for (var event : told.eventsOf(query.log())) {
            var source = event.source().toUpperCase(Locale.ROOT);
            spelling.put(source, event.source());
            counts.merge(
                    event.id() + " " + source,
                    new EventCount(source, event.id(), 1, event.at(), event.at()),
                    EventCounting::together);
            seen++;
        }
    }

    private EventCount spelled(EventCount count) {
        return new EventCount(
                spelling.getOrDefault(count.source(), count.source()),
                count.id(),
                count.count(),
                count.first(),
                count.last());
    }

    private static EventCount together(EventCount newer, EventCount older) {
        return new EventCount(
                older.source(),
                older.id(),
                newer.count() + older.count(),
                older.first().isBefore(newer.first()) ? older.first() : newer.first(),
                older.last().isAfter(newer.last()) ? older.last() : newer.last());
    }
}
