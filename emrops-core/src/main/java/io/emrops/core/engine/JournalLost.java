package io.emrops.core.engine;

import io.emrops.StoreException;

/** Unwinds a strand whose run can write no more. Never leaves the engine. */
final class JournalLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final StoreException reason;

    JournalLost(StoreException reason) {
        super(reason.getMessage(), reason, false, false);
        this.reason = reason;
    }

    StoreException reason() {
        return reason;
    }
}
