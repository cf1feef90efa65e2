package io.emrops.replication;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import java.util.List;
import java.util.Set;

/**
 * Changes over to another replica of a group. Usable by itself, without any runbook:
 *
 * <pre>{@code
 * group.failOver(new PlannedFailover("sql-a", "sql-b"), Progress.none());
 * }</pre>
 *
 * <p>There are never two primaries that take changes because of a call: where that cannot be ruled out, it is refused. Each call may be
 * repeated after it was cut off: it goes on from where the replicas stand, and finds nothing to do if it is done. After {@link
 * OutcomeUnknownException}, {@link #status} tells who is primary.
 *
 * <p>All methods block and may be called from any thread, one at a time. They throw {@link PreconditionFailedException} if they would do harm
 * or if the {@linkplain #kind kind} of replication cannot do it, which is said by name, and nothing was changed; {@link
 * TargetUnavailableException} if a replica that is needed does not answer and nothing was changed; {@link OutcomeUnknownException} if it was
 * lost in the middle; {@link StepFailedException} if it refused or failed half-way, with who is primary then, if anybody is.
 */
public interface ReplicaFailover extends ReplicationMonitor {
    /** What this kind of replication can do; asks nobody. The rest is refused. */
    Set<Ability> abilities();

    /**
     * What would be lost if this replica became primary by force now. Asks, changes nothing.
     *
     * @throws PreconditionFailedException if there is no such replica
     * @throws TargetUnavailableException if it does not answer
     */
    Loss possibleLoss(String replica);

    /**
     * What a failover would do, a line for each thing; empty if it is done already. Asks, changes nothing.
     *
     * @throws PreconditionFailedException if it would be refused
     */
    List<String> preview(PlannedFailover failover);

    /** The same of a forced one. */
    List<String> preview(ForcedFailover failover);

    /**
     * Changes over with nothing lost. With an availability group the replica has to be synchronised; with log shipping, the old primary is closed
     * with a backup of the end of its log, which is restored too.
     *
     * @throws PreconditionFailedException if {@code from} is not the primary, if {@code to} is not connected, moving and synchronised, or if
     *     something would be lost; the old primary still is primary
     * @throws StepFailedException if it stopped half-way: nobody takes changes then, until this is called again or the old primary is {@linkplain
     *     #release released}
     */
    FailedOver failOver(PlannedFailover failover, Progress progress) throws InterruptedException;

    /**
     * Changes over without the help of the primary, if what is lost was accepted. Nothing is done back by itself.
     *
     * @throws PreconditionFailedException if {@linkplain LossAccepted#require something else would be lost}; if the old primary answers and is
     *     primary and is not to be fenced; if nobody can tell that it takes no changes, and the caller does not vouch for it
     */
    FailedOver force(ForcedFailover failover, Progress progress) throws InterruptedException;

    /**
     * Keeps a primary from taking changes, from whatever users and services. It is primary no more.
     *
     * @throws PreconditionFailedException if it is not primary, unless it is fenced already
     */
    void fence(String replica, Progress progress) throws InterruptedException;

    /**
     * Makes a fenced replica primary again, as it was.
     *
     * @throws PreconditionFailedException if another has become primary, or if nobody can tell that none has, or if it is not fenced
     */
    void release(String replica, Progress progress) throws InterruptedException;

    /**
     * Lets a suspended replica follow the primary. After a forced failover, what only the former primary had is thrown away for good.
     *
     * @throws PreconditionFailedException if it is primary, or fenced and nobody else is primary, or if the primary is not known
     */
    void resume(String replica, Progress progress) throws InterruptedException;
}
