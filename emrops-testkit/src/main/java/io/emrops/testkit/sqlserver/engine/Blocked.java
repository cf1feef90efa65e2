package io.emrops.testkit.sqlserver.engine;

import java.util.Set;

/** A statement has to wait for other sessions; nothing of it has been done. */
final class Blocked extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Set<EngineSession> by;

    Blocked(Set<EngineSession> by) {
        super("blocked", null, false, false);
        this.by = Set.copyOf(by);
    }

    /** At least one. */
    Set<EngineSession> by() {
        return by;
    }
}
