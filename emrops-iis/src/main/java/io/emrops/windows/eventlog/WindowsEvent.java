package io.emrops.windows.eventlog;

import java.time.Instant;
import java.util.Objects;

/**
 * An event, without its text, which may hold patient data.
 *
 * @param recordId counts up within the log, until that is cleared
 * @param at by the host's clock, to 100 nanoseconds; the beginning of 1601 if the event has no time
 * @param source the name of the provider, as the event has it
 * @param id what happened, in the provider's counting; from 0 to 65535
 */
public record WindowsEvent(
        long recordId, Instant at, String log, String source, int id, EventLevel level, String computer) {
    public WindowsEvent {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(log, "log");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(level, "level");
        Objects.requireNonNull(computer, "computer");
    }
}
