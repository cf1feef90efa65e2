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
import java.util.Set;

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

    /** What a restart would do, a line for each thing. Asks the platform, and changes nothing. */
    List<String> preview(RestartRequest request);

    /**
     * Fetches everything a roll-out needs, so that what runs is not touched before. A second call finds it there.
     *
     * @throws PreconditionFailedException if the version does not exist; what runs is untouched
     */
    void pull(ReleaseRequest request, Progress progress) throws InterruptedException;

    /**
     * Replaces what runs by the release, keeping the number of replicas and the settings, and waits until all services
     * are well. The same call again goes on where one was cut off, whatever is there by then.
     *
     * @return what runs now
     * @throws StepFailedException if a service does not become well in time; the new release is left for inspection and
     *     has to be rolled back. In the {@linkplain Rollout#ROLLING rolling} manner the instances that it was to replace
     *     work on
     */
    Release rollOut(ReleaseRequest request, Progress progress) throws InterruptedException;

    /**
     * Brings back exactly what is given: images by their digests, replicas, settings; waits until all services are well.
     * What runs already is left alone, so this may be repeated, and begun with old and new side by side as a roll-out that was
     * cut off leaves them. {@link Release#isNothing} stops and removes the services.
     *
     * @param rollout how it takes the place of what runs
     */
    Release rollBack(Release to, Rollout rollout, Progress progress) throws InterruptedException;

    /** Brings a release back {@linkplain Rollout#AT_ONCE at once}. */
    default Release rollBack(Release to, Progress progress) throws InterruptedException {
        return rollBack(to, Rollout.AT_ONCE, progress);
    }

    /** What was rolled out under this key, if it was, is complete and still runs; not while old and new run side by side. */
    Optional<Release> find(String operationKey);

    /**
     * Restarts a service as it is, and waits until it is well. Interrupts the work of its instances each time it is called.
     *
     * @throws PreconditionFailedException if there is no such service
     * @throws StepFailedException if an instance does not become well in time; in the rolling manner those that would have come next
     *     were not touched
     */
    void restart(RestartRequest request, Progress progress) throws InterruptedException;

    /** Restarts a service, {@linkplain RestartRequest#rolling one instance after the other}. */
    default void restart(String service, Progress progress) throws InterruptedException {
        restart(RestartRequest.rolling(service), progress);
    }

    /**
     * Removes all services and creates them again exactly as they are, as the last resort where a restart does not help; waits until all
     * are well. Volumes are kept. The application is interrupted each time it is called. If this is cut off, what ran has to be
     * {@linkplain #rollBack brought back}: the next call would not find it any more.
     *
     * @return what runs now
     * @throws PreconditionFailedException if there is nothing to create again; nothing was changed
     */
    Release recreate(Progress progress) throws InterruptedException;

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
     * The services of which something runs, well or not: also what is paused, and what the platform is about to start again by itself.
     * Not those that have done their work and ended. Empty after a {@link #stop}.
     */
    Set<String> runningServices();

    /**
     * What looks like an error in the services' logs since then.
     *
     * @param since by the platform's clock
     */
    List<LogFinding> errorsSince(Instant since) throws InterruptedException;
}
