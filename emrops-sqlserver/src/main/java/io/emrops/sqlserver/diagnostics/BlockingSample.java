package io.emrops.sqlserver.diagnostics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Who waited for whom at one moment.
 *
 * @param at by the server's clock
 * @param waiters those that wait for another; each session once
 * @param sessions what is known of all sessions, by their numbers
 */
record BlockingSample(Instant at, List<Waiter> waiters, Map<Integer, Holder> sessions) {
    /**
     * A session that waits.
     *
     * @param session its number
     * @param blockedBy the number of what is in its way; not positive if that is no session
     * @param waitsFor such as {@code LCK_M_X}
     * @param waited for how long, now
     * @param request when its request began, which tells it from a later one
     */
    record Waiter(int session, int blockedBy, String waitsFor, Duration waited, String request) {
        Waiter {
            Objects.requireNonNull(waitsFor, "waitsFor");
            Objects.requireNonNull(waited, "waited");
            Objects.requireNonNull(request, "request");
        }
    }

    /**
     * A session that may be in the way.
     *
     * @param identity tells it from another of the same number
     * @param working whether it has a request
     * @param description program, host, login, database
     * @param transactionBegan when its oldest transaction was begun; empty if it has none
     */
    record Holder(String identity, boolean working, String description, Optional<Instant> transactionBegan) {
        Holder {
            Objects.requireNonNull(identity, "identity");
            Objects.requireNonNull(description, "description");
            Objects.requireNonNull(transactionBegan, "transactionBegan");
        }
    }

    BlockingSample {
        waiters = List.copyOf(waiters);
        sessions = Map.copyOf(sessions);
    }

    String identity(int session) {
        var holder = sessions.get(session);
        return holder == null ? "" : holder.identity();
    }
}
