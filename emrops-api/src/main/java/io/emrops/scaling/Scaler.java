package io.emrops.scaling;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import java.util.List;

/**
 * Changes how much there is of a service while it works. Usable by itself, without any runbook.
 *
 * <p>All methods block and may be called from any thread, one at a time. They throw {@link TargetUnavailableException} if the
 * platform does not answer and nothing was changed; {@link OutcomeUnknownException} if it was lost in the middle; {@link
 * StepFailedException} if it refused or failed half-way; {@link PreconditionFailedException}, before anything is touched, if there is no such
 * service, if the platform cannot do this at all, or if it would certainly refuse. All verbs may be repeated.
 */
public interface Scaler {
    /** Which application on which platform. */
    Target target();

    /** How much there is now: all instances, well or not, and the least that one of them may use. */
    Capacity capacity(String service);

    /**
     * What {@link #scale} would change, a line for each change; empty if as many instances run and have work.
     *
     * @throws PreconditionFailedException if it would certainly be refused
     */
    List<String> previewScale(String service, int replicas);

    /**
     * Has this many instances of a service run: new ones are given work once they are well, and those that go have none any more when they are stopped. The
     * number outlives later roll-outs.
     *
     * @param replicas 0 or more
     * @return how much there is now
     * @throws StepFailedException if a new instance does not become well in time; it is given no work, and has to be scaled in again
     */
    Capacity scale(String service, int replicas, Progress progress) throws InterruptedException;

    /**
     * What {@link #resize} would change, a line for each change; empty if the limits of all instances are these, and later starts keep them.
     *
     * @throws PreconditionFailedException if it would certainly be refused
     */
    List<String> previewResize(String service, Resources resources);

    /**
     * Gives each instance of a service these limits while it runs, and has later roll-outs and starts keep them.
     *
     * @return how much there is now
     */
    Capacity resize(String service, Resources resources, Progress progress) throws InterruptedException;

    /** What {@link #restore} would bring back later. */
    ResourceState resources(String service);

    /**
     * Brings back the limits and what the platform kept of them, as far as they were changed since; other services' limits that were
     * changed since are left alone.
     *
     * @return how much there is now
     */
    Capacity restore(ResourceState state, Progress progress) throws InterruptedException;
}
