package io.emrops.docker;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.docker.capacity.Resizing;
import io.emrops.docker.capacity.Scaling;
import io.emrops.docker.release.Midway;
import io.emrops.scaling.Capacity;
import io.emrops.scaling.ResourceState;
import io.emrops.scaling.Resources;
import io.emrops.scaling.Scaler;
import java.util.List;

/**
 * Scales and resizes the services of a Compose project. It is given by {@link ComposeDeployer#scaler}, and is closed with that.
 *
 * <p>Limits are changed in the containers while they run, and kept in {@linkplain ComposeDeployerBuilder#overrides a Compose file of
 * emrops' own}, in the words that the project's files use, {@code mem_limit} or {@code deploy.resources.limits}. The definition of the
 * service then differs from that of its containers, so that <em>the next {@code up} makes them anew</em>, with the same limits; the engine
 * does the rest without interrupting anybody.
 *
 * <p>The engine cannot take a limit away from a container that has one. Without a limit of memory it gets the largest there is, which the
 * kernel takes for none; without one of processors, all of the machine's. The next {@code up} has none.
 */
public final class ComposeScaler implements Scaler {
    private final ComposeDeployer deployer;
    private final Resizing resizing;
    private final Scaling scaling;

    ComposeScaler(ComposeDeployer deployer, Resizing resizing, Scaling scaling) {
        this.deployer = deployer;
        this.resizing = resizing;
        this.scaling = scaling;
    }

    @Override
    public Target target() {
        return deployer.target();
    }

    /** {@inheritDoc} Of a service without instances, the limits that the files give it. */
    @Override
    public Capacity capacity(String service) {
        return resizing.capacity(service);
    }

    /**
     * {@inheritDoc}
     *
     * @throws PreconditionFailedException if the service publishes a fixed port of the host or has a fixed name, and more than one was asked for
     */
    @Override
    public List<String> previewScale(String service, int replicas) {
        return scaling.preview(service, replicas);
    }

    /**
     * {@inheritDoc}
     *
     * <p>New instances run the images and variables of the release that runs, whatever the files say by now. Those that go are first the
     * ones that are not well, then those with the highest numbers; each has the time to end that its definition gives it. The number
     * is kept with the release; one of 0, too.
     *
     * @throws StepFailedException if an instance does not become well in time; a call with the former number removes it
     */
    @Override
    public Capacity scale(String service, int replicas, Progress progress) throws InterruptedException {
        scaling.scale(service, replicas, progress);
        return Midway.get(
                "Service " + service + " was scaled, and nobody told how it is now", () -> resizing.capacity(service));
    }

    @Override
    public List<String> previewResize(String service, Resources resources) {
        return resizing.preview(service, resources);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Memory and swap together become twice the memory, as the engine does by itself, or what {@code memswap_limit} says. The file is written
     * before the first container is changed, so that after a crash {@link #previewResize} tells which of them are left; both this and
     * {@link #restore} go on from there.
     *
     * @throws PreconditionFailedException if an instance uses more memory now than it would be left, or is promised more ({@code
     *     mem_reservation}); if there are fewer processors, or less than 6 MiB were asked for; if it was started with {@code cpu_quota};
     *     or if somebody has made the file one that cannot be kept as it is. Nothing was changed
     * @throws StepFailedException if the engine refused nevertheless; the file keeps the new limits, and some instances may have them
     */
    @Override
    public Capacity resize(String service, Resources resources, Progress progress) throws InterruptedException {
        return resizing.resize(service, resources, progress);
    }

    @Override
    public ResourceState resources(String service) {
        return resizing.state(service);
    }

    /**
     * {@inheritDoc}
     *
     * <p>The file becomes the same to the byte, or is gone if there was none, unless something else in it has changed since. Each instance
     * gets the limits that it had, one that has come since the least that any had.
     *
     * @throws StepFailedException if an instance cannot have them, as it uses more memory now; the file and all other instances have
     * @throws PreconditionFailedException if that was all there was to do; nothing was changed
     */
    @Override
    public Capacity restore(ResourceState state, Progress progress) throws InterruptedException {
        return resizing.restore(state, progress);
    }

    /** {@code ComposeScaler[emrnext]}. */
    @Override
    public String toString() {
        return "ComposeScaler[" + deployer.name() + "]";
    }
}
