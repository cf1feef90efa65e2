package io.emrops.spi;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Locks that belong to runs rather than to processes: a lock taken by a run stays taken when its process dies, until
 * the run is resumed, undone, or the lock is released with a reason. Names are the hospital's own, such as
 * {@code emrnext}; where they live (one machine, one database) decides between which runs they exclude.
 *
 * <p>Implementations are safe for use by several threads.
 */
public interface Leases {
    /** What people call this set of locks, such as its directory; used in messages. */
    String name();

    /**
     * Takes all of the named locks for a run, or none of them. A lock that the run holds already, be it from before a
     * crash, is taken again. Locks are taken in the order of the set, so that two runs never wait for each other.
     */
    Acquisition acquire(SortedSet<String> names, Holder holder);

    /** Releases the named locks as far as this run holds them; the others are left alone. */
    void release(SortedSet<String> names, String runId);

    /** Who holds a lock. */
    Optional<Held> holder(String name);

    /** All locks that are taken now, by name. */
    List<Held> held();

    /** The answer to {@link #acquire}. */
    sealed interface Acquisition {
        /** All locks are the run's. */
        record Granted() implements Acquisition {}

        /**
         * At least one is somebody else's; none was taken.
         *
         * @param by the first one that is in the way
         */
        record Refused(Held by) implements Acquisition {}
    }

    /**
     * For whom a lock is taken.
     *
     * @param runId the run
     * @param runbookId its runbook
     * @param stepPath where in the runbook the lock is declared
     * @param since when the run took it, by the wall clock
     */
    record Holder(String runId, String runbookId, String stepPath, Instant since) {}

    /**
     * A lock that is taken.
     *
     * @param lock its name
     * @param holder for whom
     * @param process what is known of the process that took it, such as {@code pid 4711 on emr-ops-1}
     * @param alive whether that process still lives; false means that the run was cut off and waits for a resume
     */
    record Held(String lock, Holder holder, String process, boolean alive) {}
}
