package io.emrops.audit;

import io.emrops.Sensitive;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** How many events there are that have some values in common. */
@Sensitive
public final class AuditTotal {
    private final Map<AuditField, String> values;
    private final long events;
    private final Instant first;
    private final Instant last;

    /** @param values by fields; one that is not named has no value in these events */
    public AuditTotal(Map<AuditField, String> values, long events, Instant first, Instant last) {
        this.values = new EnumMap<>(AuditField.class);
        this.values.putAll(values);
        this.events = events;
        this.first = Objects.requireNonNull(first, "first");
        this.last = Objects.requireNonNull(last, "last");
    }

    /** The value of a field that they have in common; empty if they have none. */
    public Optional<String> get(AuditField field) {
        return Optional.ofNullable(values.get(field));
    }

    /** How many. */
    public long events() {
        return events;
    }

    /** When the first happened. */
    public Instant first() {
        return first;
    }

    /** When the last happened. */
    public Instant last() {
        return last;
    }

    /** Nothing of the values. */
    @Override
    public String toString() {
        return events + " events from " + first + " to " + last;
    }
}
