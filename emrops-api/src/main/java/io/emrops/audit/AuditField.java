package io.emrops.audit;

/** What is said of an event beside its key and its time. */
public enum AuditField {
    /** Who did it. */
    USER("user"),
    /** What kind of thing was done, such as {@code LOGIN}. */
    EVENT_TYPE("event_type"),
    /** What came of it, such as {@code FAILED}. */
    OUTCOME("outcome"),
    /** What it was done to, such as a screen or a table. */
    OBJECT("object"),
    /** Whose record it was done to. */
    PATIENT("patient"),
    /** Where it came from, such as an address. */
    SOURCE("source");

    private final String heading;

    AuditField(String heading) {
        this.heading = heading;
    }

    /** What a column with it is called in files. */
    public String heading() {
        return heading;
    }
}
