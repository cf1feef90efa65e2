package io.emrops.diagnostics;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Idle sessions that a request means.
 *
 * @param at when they were found, by the system's clock
 * @param sessions those that may be ended, longest idle first
 * @param leftAlone those that fit the request and are left alone all the same, by the reason
 */
public record IdleSessions(Instant at, List<IdleSession> sessions, List<LeftAlone> leftAlone) {
    /** Why an idle session that fits a request is left alone. */
    public enum Reason {
        /** It has a transaction open: ending it would roll back what somebody has done. */
        OPEN_TRANSACTION("with an open transaction"),
        /** It holds a lock by which an application keeps others out. */
        APPLICATION_LOCK("with a lock of an application"),
        /** It is one of those by which this is asked. */
        OWN("of one's own"),
        /** It belongs to the system itself, such as its agent or the administrators' last way in. */
        SYSTEM("of the system"),
        /** The request does not allow more. */
        ABOVE_LIMIT("above the limit of the request");

        private final String words;

        Reason(String words) {
            this.words = words;
        }

        /** As part of a sentence: "with an open transaction". */
        @Override
        public String toString() {
            return words;
        }
    }

    /**
     * How many are left alone for one reason.
     *
     * @param reason why
     * @param sessions how many
     */
    public record LeftAlone(Reason reason, int sessions) {
        public LeftAlone {
            Objects.requireNonNull(reason, "reason");
        }

        /** In one line. */
        @Override
        public String toString() {
            return sessions + " left alone: " + reason;
        }
    }

    public IdleSessions {
        Objects.requireNonNull(at, "at");
        sessions = List.copyOf(sessions);
        leftAlone = List.copyOf(leftAlone);
    }

    /** What is to be told of them, one line each. */
    List<String> lines() {
        var lines = new ArrayList<String>();
        sessions.forEach(session -> lines.add(session.toString()));
        leftAlone.forEach(left -> lines.add(left.toString()));
        return lines;
    }
}
