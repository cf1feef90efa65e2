package io.emrops.network;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Gives what people ask to the servers of a pool, and can be told which they are while it works. Usable by itself, without any
 * runbook, and by deployers, which tell it of each instance that comes and goes.
 *
 * <p>All methods block and may be called from any thread. They throw {@link TargetUnavailableException} if the balancer does
 * not answer and nothing was changed; {@link OutcomeUnknownException} if it was lost in the middle; {@link
 * PreconditionFailedException} if there is no such pool. A server is known by its endpoint; what the balancer calls it is its own
 * affair. All verbs may be repeated.
 */
public interface LoadBalancer {
    /** Which balancer. */
    Target target();

    /** The registered servers of a pool, by their endpoints; those that are drained or in maintenance too. */
    List<PoolServer> servers(String pool);

    /**
     * How many more servers the pool takes.
     *
     * @return {@link Integer#MAX_VALUE} if there is no limit
     */
    int room(String pool);

    /**
     * Adds servers to a pool, and waits until each of them is found well by the balancer's own checks and is given sessions. One that is there
     * already keeps its weight; if it was drained or in maintenance, it is taken back.
     *
     * @param wellWithin for all of them together
     * @throws PreconditionFailedException if the pool has no room for all of them; none was added
     * @throws StepFailedException if one is not well in time; those that this call has added are out of the pool again, those that it
     *     found there keep their former state
     */
    void register(String pool, Collection<Endpoint> servers, Duration wellWithin) throws InterruptedException;

    /**
     * Gives servers no new sessions, and waits until the open ones have ended. What is not registered counts as drained.
     *
     * @param atMost how long to wait; zero waits for nothing
     * @return how many sessions were still open when time was up; 0 if all have ended
     */
    long drain(String pool, Collection<Endpoint> servers, Duration atMost, Progress progress)
            throws InterruptedException;

    /**
     * Takes a drained server, or one in maintenance, back without waiting for its health: it is given new sessions as far as the balancer's
     * own checks allow. It keeps its weight. One that is ready already is left alone.
     *
     * @throws PreconditionFailedException if the server is not registered
     */
    void ready(String pool, Endpoint server);

    /**
     * Takes servers out of the pool. Sessions that are still open may be cut: {@linkplain #drain drain} first. What is not registered is
     * left alone.
     */
    void deregister(String pool, Collection<Endpoint> servers);

    /**
     * Sets a server's share of new sessions in relation to the others'.
     *
     * @param weight 0 to 256; 0 takes no new sessions
     * @throws PreconditionFailedException if the server is not registered
     */
    void weight(String pool, Endpoint server, int weight);
}
