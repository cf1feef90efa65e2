package io.emrops.audit;

import io.emrops.Sensitive;
import java.util.List;
import java.util.Optional;

/** Some events, in their order. */
@Sensitive
public final class AuditPage {
    private final List<AuditEvent> events;
    private final Optional<AuditPosition> next;

    /** @param next where the next page begins; empty if this was the last */
    public AuditPage(List<AuditEvent> events, Optional<AuditPosition> next) {
        this.events = List.copyOf(events);
        this.next = next;
    }

    /** The events. */
    public List<AuditEvent> events() {
        return events;
    }

    /** Where the next page begins; empty if this was the last. */
    public Optional<AuditPosition> next() {
        return next;
    }

    @Override
    public String toString() {
        return events.size() + " events";
    }
}
