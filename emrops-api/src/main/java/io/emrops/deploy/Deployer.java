package io.emrops.deploy;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Rolls releases of one application out on one platform. Usable by itself, without any runbook.
 *
 * <p>All methods block and may be called from any thread, one at a time. They throw {@link TargetUnavailableException} if
 * the platform does not answer and nothing was changed; {@link OutcomeUnknownException} if it was lost in the middle;
 * {@link StepFailedException} if it refused or failed half-way. Those that take long declare {@link
 * InterruptedException}: what they were doing is then in doubt.
 */
public interface Deployer {
    /** Which application on which platform. */
    Target target();

    /**
     * What runs now, or would if it were not {@linkplain #stop stopped}; {@link Release#isNothing} if nothing is there.
     */
    Release current();

    /**
     * What a roll-out would change, one line for each service; empty if the release runs already. Asks the platform and
     * the registry, and changes nothing.
     *
     * @throws PreconditionFailedException if it would certainly be refused, as for a version that does not exist
     */
    List<String> preview(ReleaseRequest request);

    /**
     * Fetches everything a roll-out needs, so that what runs is not touched before. A second call finds it there.
     *
     * @throws PreconditionFailedException if the version does not exist; what runs is untouched
     */
    void pull(ReleaseRequest request, Progress progress) throws InterruptedException;

    /**
     * Replaces what runs by the release, keeping the number of replicas and the settings, and waits until all services
     * are well.
     *
     * @return what runs now
     * @throws StepFailedException if a service does not become well in time; the new release is left for inspection and
     *     has to be rolled back
     */
    Release rollOut(ReleaseRequest request, Progress progress) throws InterruptedException;

    /**
     * Brings back exactly what is given: images by their digests, replicas, settings; waits until all services are well.
     * What runs already is left alone, so this may be repeated. {@link Release#isNothing} stops and removes the services.
     */
    Release rollBack(Release to, Progress progress) throws InterruptedException;

    /** What was rolled out under this key, if it was and still runs. */
    Optional<Release> find(String operationKey);

    /** Restarts a service as it is, and waits until it is well. Interrupts its work each time it is called. */
    void restart(String service, Progress progress) throws InterruptedException;

    /**
     * Stops all services and keeps them as they are: {@link #current} tells the same, and none comes back by itself. A second
     * call finds them stopped, and so does one where nothing was ever rolled out.
     *
     * @throws StepFailedException if a service still runs
     */
    void stop(Progress progress) throws InterruptedException;

    /**
     * Starts what is there and does not run, in the number and with the settings that it has, and waits until all services are
     * well. What runs is left alone, so a second call finds them well.
     *
     * @throws PreconditionFailedException if there is nothing to start
     * @throws StepFailedException if a service does not become well in time; it is left for inspection
     */
    void start(Progress progress) throws InterruptedException;

    /** How all services are. */
    List<ServiceStatus> status();

    /**
     * What looks like an error in the services' logs since then.
     *
     * @param since by the platform's clock
     */
    List<LogFinding> errorsSince(Instant since) throws InterruptedException;
}
