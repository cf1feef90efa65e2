package io.emrops.core.history;

import java.io.IOException;

/** The bytes of a record are JSON, and not that of a record. The message names no values. */
final class UnreadableRecord extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean incomplete;

    private UnreadableRecord(String message, boolean incomplete) {
        super(message);
        this.incomplete = incomplete;
    }

    static UnreadableRecord because(String what) {
        return new UnreadableRecord(what, false);
    }

    static UnreadableRecord lacks(String component) {
        return new UnreadableRecord("lacks \"" + component + "\"", true);
    }

    /** Whether all that is wrong is that a component is missing. */
    boolean incomplete() {
        return incomplete;
    }
}
