package io.emrops.testkit.sqlserver.engine;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is in a database of the engine. Whoever changes tables wants to be alone, because the engine cannot take such changes back with the
 * rest of a transaction: coarser than the server's own lock of one table's schema. Guarded by itself.
 */
final class SchemaLock {
    private final Set<EngineSession> reading = new HashSet<>();
    private final Set<EngineSession> writing = new HashSet<>();
    private @Nullable EngineSession owner;

    /** A statement begins; empty if it may, else those who are in its way. */
    synchronized Set<EngineSession> enter(EngineSession session) {
        if (owner != null && owner != session) {
            return Set.of(owner);
        }
        reading.add(session);
        return Set.of();
    }

    /** The transaction of a session has written here. */
    synchronized void wrote(EngineSession session) {
        writing.add(session);
    }

    /** The transactions that have written here, or changed tables. */
    synchronized Set<EngineSession> writers() {
        var writers = new HashSet<>(writing);
        if (owner != null) {
            writers.add(owner);
        }
        return writers;
    }

    /** Whether nobody is in it. */
    synchronized boolean isFree() {
        return owner == null && reading.isEmpty() && writing.isEmpty();
    }

    synchronized boolean isOwnedBy(EngineSession session) {
        return owner == session;
    }

    /** The session wants the tables for itself, until {@link #leave} or {@link #end}. */
    synchronized Set<EngineSession> own(EngineSession session, boolean writersToo) {
        var others = new HashSet<>(reading);
        if (writersToo) {
            others.addAll(writing);
        }
        if (owner != null) {
            others.add(owner);
        }
        others.remove(session);
        if (others.isEmpty()) {
            owner = session;
        }
        return others;
    }

    /** A statement is over; its transaction is not. */
    synchronized void leave(EngineSession session, boolean keepsOwnership) {
        reading.remove(session);
        if (!keepsOwnership && owner == session) {
            owner = null;
        }
    }

    /** The transaction is over. */
    synchronized void end(EngineSession session) {
        writing.remove(session);
        leave(session, false);
    }
}
