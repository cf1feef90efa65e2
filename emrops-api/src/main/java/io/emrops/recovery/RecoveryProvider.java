package io.emrops.recovery;

import io.emrops.Finding;
import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import java.util.List;

/**
 * Brings databases of one system back to a moment, or to the end of a backup. Usable by itself, without any runbook:
 *
 * <pre>{@code
 * var plan = recovery.plan(RecoveryRequest.inPlace("EMRNext", Instant.parse("2026-11-20T18:45:10Z")));
 * plan.explanation().forEach(System.out::println);
 * var secured = recovery.secure(plan, "CHG-4711/secure", Progress.none());
 * recovery.restore(plan, secured, Progress.none());
 * var recovered = recovery.open(plan, secured);
 * }</pre>
 *
 * <p>Each of the three may be called again after it was cut off, in this or another process: it asks the system how far it has
 * come and goes on from there. The database is not opened short of the moment, nor past it: {@link #open} refuses.
 *
 * <p>All methods block and may be called from any thread. They throw {@link TargetUnavailableException} if the system does
 * not answer and nothing was done; {@link OutcomeUnknownException} if it was lost in the middle; {@link
 * StepFailedException} if it refused or failed half-way, and say what state the database is in.
 */
public interface RecoveryProvider {
    /** Which system. */
    Target target();

    /**
     * What would be restored from what. Asks the system, changes nothing.
     *
     * @throws PreconditionFailedException if the moment or the end of the backup cannot be reached; for a moment, the message
     *     names the first gap and the nearest moments that can be. So too if the database is to be overwritten, changes of it
     *     are in no backup and cannot be backed up, and {@linkplain RecoveryRequest#acceptingLoss their loss} is not accepted:
     *     the message says since when
     */
    RecoveryPlan plan(RecoveryRequest request);

    /** How far a recovery by this plan has come. Asks the system, changes nothing. */
    RecoveryState state(RecoveryPlan plan, Secured secured);

    /**
     * Closes the database to its users and backs up what no backup holds yet, which leaves it closed. If that cannot be backed
     * up and its loss is accepted, there is no tail, and the remarks say so. Beside another
     * database there is nothing to be secured, unless the moment lies in what no backup holds yet: then its log is
     * backed up and it stays open.
     *
     * @param operationKey names the backup to the system, so that a second call finds it
     * @throws PreconditionFailedException if the plan is out of date, because it goes to the end of the log and a backup was
     *     made of that since; nothing was changed
     */
    Secured secure(RecoveryPlan plan, String operationKey, Progress progress) throws InterruptedException;

    /**
     * Opens a database as it was when it was secured, with nothing lost. If restoring has begun, everything up to the end of
     * the tail is restored instead of what was asked for. Beside another database, removes what was restored of the new
     * one; the other was never closed. A second call finds nothing to do.
     *
     * @throws StepFailedException if restoring has begun and there is no tail to go back to, or {@link #open} has been called; nothing was changed
     */
    void release(RecoveryPlan plan, Secured secured, Progress progress) throws InterruptedException;

    /** Restores everything up to the moment and leaves the database closed. */
    void restore(RecoveryPlan plan, Secured secured, Progress progress) throws InterruptedException;

    /**
     * Opens the database. This ends the recovery: nothing can be restored on top any more.
     *
     * @throws PreconditionFailedException if it is not at the asked moment; it stays closed as it is, and can still be {@linkplain
     *     #release released}
     */
    Recovered open(RecoveryPlan plan, Secured secured) throws InterruptedException;

    /** Checks the integrity of a database; what could not be checked is not ok. */
    Finding checkIntegrity(String database, Progress progress) throws InterruptedException;

    /** What {@link #secure}, {@link #restore} and {@link #open} would do now, a line each. Asks, changes nothing. */
    List<String> preview(RecoveryPlan plan);
}
