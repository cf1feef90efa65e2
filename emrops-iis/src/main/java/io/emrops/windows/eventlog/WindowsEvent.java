package io.emrops.windows.eventlog;

import java.time.Instant;
import java.util.Objects;

/**
 * An event, without its text, which may hold patient data.
 *
 * @param recordId counts up within the log
 * @param source the name of the provider
 * @param level as Windows counts: 1 critical, 2 error, 3 warning, 4 information, 5 verbose; 0 is always logged
 */
public record WindowsEvent(long recordId, Instant at, String log, String source, int id, int level, String computer) {
    public WindowsEvent {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(log, "log");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(computer, "computer");
    }
}
