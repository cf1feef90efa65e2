package io.emrops.windows.eventlog;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What has come behind a bookmark, oldest first.
 *
 * @param bookmark from where to go on; also if there is nothing new
 * @param more whether to go on at once: not all that was there has been looked at
 * @param gap what is missing between the bookmark that was given and these events; empty if nothing is
 */
public record NewEvents(List<WindowsEvent> events, EventBookmark bookmark, boolean more, Optional<EventGap> gap) {
    public NewEvents {
        events = List.copyOf(events);
        Objects.requireNonNull(bookmark, "bookmark");
        Objects.requireNonNull(gap, "gap");
    }
}
