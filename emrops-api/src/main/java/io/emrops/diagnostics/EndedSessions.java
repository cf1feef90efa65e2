package io.emrops.diagnostics;

import java.util.List;
import java.util.Objects;

/**
 * What became of sessions that were to be ended.
 *
 * @param sessions each with its fate
 */
public record EndedSessions(List<Ended> sessions) {
    /** What became of a session. */
    public enum Fate {
        /** It was ended, and is not there any more. */
        ENDED,
        /** The system has agreed to end it, and had not done so when it was asked for the last time. */
        ENDING,
        /** It was gone already, by itself or by an earlier attempt: which of both is not known. */
        GONE,
        /** It has done something since it was found, or does: it was left alone. */
        BUSY,
        /** Another session bears its number, or it is not one that may be ended: it was left alone. */
        SPARED
    }

    /**
     * One session.
     *
     * @param session as it was found
     * @param fate what became of it
     * @param remark why, in words; empty if the fate says all
     */
    public record Ended(IdleSession session, Fate fate, String remark) {
        public Ended {
            Objects.requireNonNull(session, "session");
            Objects.requireNonNull(fate, "fate");
            Objects.requireNonNull(remark, "remark");
        }

        /** In one line. */
        @Override
        public String toString() {
            return fate + ": " + session + (remark.isEmpty() ? "" : " (" + remark + ")");
        }
    }

    public EndedSessions {
        sessions = List.copyOf(sessions);
    }

    /** How many met this fate. */
    public int count(Fate fate) {
        return (int) sessions.stream().filter(each -> each.fate() == fate).count();
    }
}
