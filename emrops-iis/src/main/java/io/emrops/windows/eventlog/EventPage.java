package io.emrops.windows.eventlog;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Events, newest first.
 *
 * @param events at most as many as were asked for. It may be fewer, or none, with a next page: the host looks at a bounded number of events
 *     at a time
 * @param next from where to go on with what is older; empty if there is nothing
 * @param gap why the page, which was to go on from a bookmark, could not: it has no events then
 */
public record EventPage(List<WindowsEvent> events, Optional<EventBookmark> next, Optional<EventGap> gap) {
    public EventPage {
        events = List.copyOf(events);
        Objects.requireNonNull(next, "next");
        Objects.requireNonNull(gap, "gap");
    }
}
