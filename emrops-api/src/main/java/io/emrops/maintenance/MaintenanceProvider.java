package io.emrops.maintenance;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;

/**
 * Keeps the databases of one system in order. Usable by itself, without any runbook.
 *
 * <p>All methods block and may be called from any thread. They throw {@link TargetUnavailableException} if the system does
 * not answer and nothing was done; {@link OutcomeUnknownException} if it was lost in the middle; {@link
 * PreconditionFailedException} if there is no such database, it cannot be written to, or a permission is missing: nothing was
 * changed then; {@link StepFailedException} for what else goes wrong. No repair of damaged data is among them: what is damaged is
 * restored.
 */
public interface MaintenanceProvider {
    /** Which system. */
    Target target();

    /**
     * What is due, why, and in which order it would be done. Asks the system, changes nothing. Measuring the fragmentation of large
     * indexes takes its time.
     *
     * @return nothing to do, if all is in order
     * @throws PreconditionFailedException also if a table is named that is not there
     */
    MaintenancePlan plan(MaintenanceRequest request);

    /**
     * Does what is due, one after the other, until all is done, the time is over or the log is too full. What a task fails of is told in
     * the result, and the next has its turn.
     *
     * <p>A second call does what is due then: nothing of what the first has done, and all it has left. This is so also after an exception
     * or the death of the process.
     *
     * @throws TargetUnavailableException also if another maintenance of this database is under way
     * @throws OutcomeUnknownException if the connection was lost in the middle of a task; calling again goes on
     * @throws InterruptedException if the thread was interrupted; what ran was cancelled
     */
    MaintenanceReport maintain(MaintenanceRequest request, Progress progress) throws InterruptedException;

    /**
     * Checks whether a database is whole. Changes nothing, and loads the disks of the system. A second call checks again.
     *
     * @return what was found; also if the check could not run
     * @throws InterruptedException if the thread was interrupted; the check was cancelled
     */
    Integrity checkIntegrity(String database, Integrity.Depth depth, Progress progress) throws InterruptedException;

    /** When the database was last checked and found clean, by whomever, as far as the system says it. */
    LastGoodCheck lastGoodCheck(String database);

    /** The pages of a database on which the system has come across errors. */
    SuspectPages suspectPages(String database);

    /**
     * How many rows break the invariant; 0 is sound.
     *
     * @throws PreconditionFailedException if its query does not give one row with one whole number that is not negative
     * @throws InterruptedException if the thread was interrupted; the query was cancelled
     */
    long broken(String database, Invariant invariant) throws InterruptedException;
}
