package io.emrops.windows.eventlog;

import java.time.Instant;
import java.util.Objects;

/**
 * How often something happened.
 *
 * @param source the provider, whose name is compared without case; in the spelling of its oldest event that was counted
 * @param id of the events
 * @param first when the oldest was logged, by the host's clock
 * @param last when the newest was
 */
public record EventCount(String source, int id, long count, Instant first, Instant last) {
    public EventCount {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(last, "last");
    }
}
