package io.emrops.replication;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import java.util.List;

/**
 * Has secondary replicas answer queries, to take work off the primary. Usable by itself, without any runbook:
 *
 * <pre>{@code
 * readers.let("sql-b", Reads.INTENDED);
 * readers.answersReads("sql-b");
 * }</pre>
 *
 * <p>The replicas are there and follow already; none is made. Who reads reaches them by their own addresses: a listener is not told to send
 * readers there.
 *
 * <p>All methods block and may be called from any thread, one change at a time. They throw {@link PreconditionFailedException} if the {@linkplain
 * #kind kind} of replication cannot do it, which is said by name, or if there is no such replica, and nothing was changed; {@link
 * TargetUnavailableException} if one that is needed does not answer and nothing was changed; {@link OutcomeUnknownException} if it was lost in
 * the middle; {@link StepFailedException} if it was refused.
 */
public interface ReadReplicas {
    /** Which group. */
    Target target();

    /** How replicas follow; asks nobody. */
    ReplicationKind kind();

    /** Who may read from each replica; asks the primary. */
    List<ReadReplica> readReplicas();

    /**
     * What {@link #let} would do, a line for each thing; empty if it is so already. Asks, changes nothing.
     *
     * @throws PreconditionFailedException if it would be refused
     */
    List<String> preview(String replica, Reads reads);

    /**
     * Sets who may read from a replica while it is secondary. May be repeated. Sessions that read there already may be cut off if fewer may
     * read.
     *
     * @throws PreconditionFailedException if it is primary, or if nobody is
     */
    void let(String replica, Reads reads) throws InterruptedException;

    /**
     * Whether a query is answered by this replica over a connection that intends to read. Tries it now, and does not wait for one that is
     * about to.
     *
     * @throws TargetUnavailableException if the server itself does not answer
     */
    boolean answersReads(String replica);
}
