package io.emrops.audit;

import io.emrops.Sensitive;
import java.util.Objects;

/**
 * Where in the order of events a page ended.
 *
 * @param time the time of its last event, as it was recorded
 * @param key the key of that event
 */
@Sensitive
public record AuditPosition(String time, String key) {
    public AuditPosition {
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(key, "key");
    }

    /** Nothing of the key: it may be a patient's. */
    @Override
    public String toString() {
        return "a position in an audit log";
    }
}
