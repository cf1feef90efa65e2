package io.emrops.testkit.sqlserver.instance;

import java.util.List;

/** The operation needs the database for itself, and waits until these sessions have left it. Nothing has changed. */
final class OthersInside extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Integer> sessions;

    OthersInside(List<Integer> sessions) {
        super("sessions " + sessions + " are in the database", null, false, false);
        this.sessions = List.copyOf(sessions);
    }

    /** At least one. */
    List<Integer> sessions() {
        return sessions;
    }
}
