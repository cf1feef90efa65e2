package io.emrops.audit;

import io.emrops.Sensitive;
import java.util.List;

/** How many events there are, by the values of some fields: those with most events first. */
@Sensitive
public final class AuditTotals {
    private final List<AuditField> by;
    private final List<AuditTotal> largest;
    private final long groups;
    private final long events;

    /**
     * @param by which fields
     * @param largest the largest, as many as were asked for
     * @param groups how many there are in all
     * @param events how many events there are in all of them
     */
    public AuditTotals(List<AuditField> by, List<AuditTotal> largest, long groups, long events) {
        this.by = List.copyOf(by);
        this.largest = List.copyOf(largest);
        this.groups = groups;
        this.events = events;
    }

    /** By which fields. */
    public List<AuditField> by() {
        return by;
    }

    /** The largest, as many as were asked for. */
    public List<AuditTotal> largest() {
        return largest;
    }

    /** How many there are in all. */
    public long groups() {
        return groups;
    }

    /** How many events there are in all of them. */
    public long events() {
        return events;
    }

    /** Whether some were left off. */
    public boolean isCut() {
        return groups > largest.size();
    }

    @Override
    public String toString() {
        return events + " events in " + groups + " groups";
    }
}
