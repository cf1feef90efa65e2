package io.emrops.deploy;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import java.util.List;

/**
 * Brings newer images to what runs of one application without changing its version, and takes away images that nobody
 * needs any more. Usable by itself, without any runbook.
 *
 * <p>All methods block and may be called from any thread, one at a time. They throw {@link TargetUnavailableException} if
 * the platform does not answer and nothing was changed; {@link OutcomeUnknownException} if it was lost in the middle;
 * {@link StepFailedException} if it refused or failed half-way. Those that take long declare {@link
 * InterruptedException}: what they were doing is then in doubt.
 */
public interface Patcher {
    /** The deployer of the same application: it tells what runs, and knows the way back. */
    Deployer deployer();

    /** Which application on which platform. */
    default Target target() {
        return deployer().target();
    }

    /**
     * What the registries have under the names of the images that run, and of those that they were built on. Fetches no
     * image, and changes nothing. Empty if nothing is there. A registry that does not answer is no exception: what it was to
     * tell is {@linkplain ImageUpdates#unknown unknown}, and so is what never came from a registry.
     */
    ImageUpdates updates() throws InterruptedException;

    /**
     * What a patch would change, one line for each service. Asks the platform and the registry, and changes nothing.
     *
     * @throws PreconditionFailedException if it would be refused; see {@link #patch}
     * @throws TargetUnavailableException if the registry does not answer
     */
    List<String> preview(PatchRequest request) throws InterruptedException;

    /**
     * Starts the services that {@linkplain ImageUpdates#patchable can be patched} from the digests that were found, one
     * service after the other, those that others depend on first, each well before the next; version, number of replicas
     * and settings stay, and services without an update are left alone. What runs its digest already is left alone too, so
     * this may be repeated. Without anything to patch, nothing happens.
     *
     * @return what runs now
     * @throws PreconditionFailedException if a registry has yet another image under a name by now, or a service runs another
     *     one than when it was asked: nothing is installed that nobody has seen. Nothing was changed by this call
     * @throws StepFailedException if a service does not become well in time; it is left for inspection and has to be rolled
     *     back with {@link Deployer#rollBack}, and the services after it were left alone. In the
     *     {@linkplain Rollout#ROLLING rolling} manner the instances that were to be replaced work on
     */
    Release patch(PatchRequest request, Progress progress) throws InterruptedException;

    /**
     * Which images a policy gives up. Only images that bear no names but the ones of this application's repositories count.
     * While the platform has not seen as many releases as the policy keeps, it gives up none. Changes nothing.
     *
     * @throws PreconditionFailedException if the platform does not remember as many releases as the policy keeps
     */
    OldImages oldImages(ImagePolicy policy) throws InterruptedException;

    /** Removes the images that a policy gives up at this moment. What cannot be removed is kept and told. */
    PrunedImages prune(ImagePolicy policy, Progress progress) throws InterruptedException;
}
