package io.emrops.windows.eventlog;

import java.time.Instant;
import java.util.Objects;

/**
 * A place in a log: an event that was there. The time tells it from an event that has the same record id after the log was cleared.
 * Made of a text, a number and a time, so it can be kept.
 *
 * @param log whose place it is
 * @param recordId of the event; 0 for the place before the first
 * @param at when that event was logged; for the place before the first, whatever
 */
public record EventBookmark(String log, long recordId, Instant at) {
    /**
     * @throws IllegalArgumentException if no log can have the name, or the record id is negative
     */
    public EventBookmark {
        LogNames.require(log);
        Objects.requireNonNull(at, "at");
        if (recordId < 0) {
            throw new IllegalArgumentException("Record ids are counted from 1, not " + recordId);
        }
    }

    /** The place before the first event that a log ever had. */
    public static EventBookmark beginning(String log) {
        return new EventBookmark(log, 0, Instant.EPOCH);
    }
}
