package io.emrops.windows.eventlog;

import java.util.List;

/**
 * Events counted by source and id.
 *
 * @param counts the most frequent first
 * @param whole false if there may be more: the host had overwritten events of the time that was asked for, the log was cleared meanwhile, or
 *     there are more than are looked at
 */
public record EventSummary(List<EventCount> counts, boolean whole) {
    public EventSummary {
        counts = List.copyOf(counts);
    }

    /** All of them together. */
    public long total() {
        return counts.stream().mapToLong(EventCount::count).sum();
    }
}
