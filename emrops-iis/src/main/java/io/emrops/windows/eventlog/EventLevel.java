package io.emrops.windows.eventlog;

/** How grave an event is, as Windows counts. */
public enum EventLevel {
    /** 0: kept whatever levels are switched on. What audits is of this level; the Event Viewer shows it as information. */
    LOG_ALWAYS(0),
    /** 1. */
    CRITICAL(1),
    /** 2. */
    ERROR(2),
    /** 3. */
    WARNING(3),
    /** 4. */
    INFORMATION(4),
    /** 5. */
    VERBOSE(5),
    /** A number that a provider has made for itself. It cannot be asked for. */
    OTHER(-1);

    private final int number;

    EventLevel(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static EventLevel of(int number) {
        for (var level : values()) {
            if (level.number == number && level != OTHER) {
                return level;
            }
        }
        return OTHER;
    }
}
