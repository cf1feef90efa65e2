package io.emrops.diagnostics;

import io.emrops.internal.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Who waits for whom.
 *
 * @param firstLook when, by the system's clock
 * @param secondLook a moment later
 * @param chains as the second look has found them, the one with most waiting first
 */
public record Blocking(Instant firstLook, Instant secondLook, List<Chain> chains) {
    /** What stands at the head of a chain. */
    public enum Head {
        /** A session that is working. */
        WORKING,
        /** A session that does nothing and has a transaction open: it ends when its program goes on, or is ended. */
        SLEEPING,
        /** A distributed transaction that no session has any more. */
        ORPHANED_TRANSACTION,
        /** A transaction whose recovery was put off. */
        DEFERRED_RECOVERY,
        /** A latch, whose owner cannot be told. */
        LATCH,
        /** None: sessions wait for each other, and one of them will be chosen as the victim. */
        CIRCLE,
        /** One that was gone, or could not be seen, when it was looked for. */
        UNKNOWN
    }

    /**
     * All that wait, directly or not, for the same.
     *
     * @param head what that is
     * @param blocker its session's number; not positive if it is no session. In a circle, the lowest of its members
     * @param description of the head: program, host, login, database; empty if it is no session
     * @param transactionOpenFor how long its transaction has been open; zero if it has none or that is not known
     * @param waiting who waits, the nearest first
     * @param lasted whether the first look has found it too: the same head, and one that has waited all the time
     */
    public record Chain(
            Head head,
            int blocker,
            String description,
            Duration transactionOpenFor,
            List<Waiting> waiting,
            boolean lasted) {
        public Chain {
            Objects.requireNonNull(head, "head");
            Objects.requireNonNull(description, "description");
            Objects.requireNonNull(transactionOpenFor, "transactionOpenFor");
            waiting = List.copyOf(waiting);
        }

        /** In one line. */
        @Override
        public String toString() {
            var who = switch (head) {
                case WORKING -> "session " + blocker + ", which is working,";
                case SLEEPING -> "session " + blocker + ", which does nothing and has a transaction open,";
                case ORPHANED_TRANSACTION -> "a distributed transaction without a session";
                case DEFERRED_RECOVERY -> "a transaction whose recovery was put off";
                case LATCH -> "a latch";
                case CIRCLE -> "a circle with session " + blocker;
                case UNKNOWN -> "session " + blocker + ", of which nothing is known,";
            };
            return who + " keeps " + waiting.size() + (waiting.size() == 1 ? " session" : " sessions") + " waiting"
                    + (description.isEmpty() ? "" : ": " + description) + (lasted ? "" : " (seen once)");
        }
    }

    /**
     * A session that waits.
     *
     * @param session its number
     * @param blockedBy the number of what is in its way
     * @param depth 1 if that is the head
     * @param waitsFor what it waits for, as the system calls it, such as {@code LCK_M_X}
     * @param waited for how long
     * @param description program, host, login, database
     */
    public record Waiting(int session, int blockedBy, int depth, String waitsFor, Duration waited, String description) {
        public Waiting {
            Objects.requireNonNull(waitsFor, "waitsFor");
            Objects.requireNonNull(waited, "waited");
            Objects.requireNonNull(description, "description");
        }

        /** In one line. */
        @Override
        public String toString() {
            return "session " + session + " has waited for session " + blockedBy + " for " + Words.of(waited) + " ("
                    + waitsFor + "): " + description;
        }
    }

    public Blocking {
        Objects.requireNonNull(firstLook, "firstLook");
        Objects.requireNonNull(secondLook, "secondLook");
        chains = List.copyOf(chains);
    }

    /** Those that were seen twice. */
    public List<Chain> lasting() {
        return chains.stream().filter(Chain::lasted).toList();
    }
}
