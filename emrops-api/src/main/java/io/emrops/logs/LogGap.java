package io.emrops.logs;

import java.util.Objects;

/**
 * Something that a collection does not hold, or may not hold.
 *
 * @param service whose log
 * @param instance which instance of it, such as the name of a container
 * @param reason why
 * @param detail more about it, in a sentence without a full stop; holds no text of the log
 */
public record LogGap(String service, String instance, Reason reason, String detail) {
    public LogGap {
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(instance, "instance");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(detail, "detail");
    }

    /** Why something is missing. */
    public enum Reason {
        /** The instance is younger than the beginning: if it took the place of another, that one's log is gone with it. */
        CREATED_LATER,
        /** The platform cannot read the log, as with some log drivers, or no further than what was collected. */
        UNREADABLE,
        /** The instance was removed after it was listed. */
        REMOVED
    }

    /** In one line. */
    @Override
    public String toString() {
        return service + ", " + instance + ": " + detail;
    }
}
