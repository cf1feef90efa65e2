package io.emrops.docker;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.deploy.Deployer;
import io.emrops.deploy.LogFinding;
import io.emrops.deploy.Patcher;
import io.emrops.deploy.Release;
import io.emrops.deploy.ReleaseRequest;
import io.emrops.deploy.RestartRequest;
import io.emrops.deploy.Rollout;
import io.emrops.deploy.ServiceStatus;
import io.emrops.docker.capacity.Resizing;
import io.emrops.docker.capacity.ScaledReleases;
import io.emrops.docker.capacity.Scaling;
import io.emrops.docker.compose.Compose;
import io.emrops.docker.compose.ComposeArguments;
import io.emrops.docker.engine.Containers;
import io.emrops.docker.engine.EngineConnection;
import io.emrops.docker.engine.Instances;
import io.emrops.docker.image.Images;
import io.emrops.docker.log.ComposeEvents;
import io.emrops.docker.log.ComposeLogs;
import io.emrops.docker.metrics.DockerMetrics;
import io.emrops.docker.patch.ComposePatcher;
import io.emrops.docker.release.AtOnce;
import io.emrops.docker.release.CurrentRelease;
import io.emrops.docker.release.Health;
import io.emrops.docker.release.ReleaseStore;
import io.emrops.docker.release.Releases;
import io.emrops.docker.release.Restarts;
import io.emrops.docker.release.Retirement;
import io.emrops.docker.release.Rolling;
import io.emrops.docker.release.Settings;
import io.emrops.docker.release.Standstill;
import io.emrops.docker.route.RouteSettings;
import io.emrops.docker.route.RouteStore;
import io.emrops.docker.route.Routes;
import io.emrops.docker.security.RunningSettings;
import io.emrops.logs.EventSource;
import io.emrops.logs.LogCollector;
import io.emrops.metrics.MetricsProvider;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Rolls releases of a Compose project out and back, with Compose 1 or 2.
 *
 * <pre>{@code
 * var emrnext = ComposeDeployer.project("emrnext")
 *         .file(Path.of("/opt/emrnext/docker-compose.yml"))
 *         .versionVariable("EMR_VERSION")
 *         .secretVariable("EMR_DB_PASSWORD", password)
 *         .healthyWithin(Duration.ofMinutes(3))
 *         .build();
 * }</pre>
 *
 * <p>A release is the images of all services by digest, the number of instances of each, and the variables that the
 * files are filled in with. The files are not part of it: a roll-back uses them as they are then. Compose sees only the
 * variables that were declared, not this process's environment.
 *
 * <p>What the containers do not tell (variables, operation keys) is kept on the engine, as labels of small empty volumes
 * named {@code emrops-release-…}; nothing is lost with this process, and Compose does not see a difference. A project that
 * was started by hand needs none: its version is read from the names of its images.
 *
 * <p>Nothing is asked before the first call. One call at a time.
 */
public final class ComposeDeployer implements Deployer, AutoCloseable {
    private final String project;
    private final EngineConnection engine;
    private final boolean ownsEngine;
    private final Health health;
    private final CurrentRelease current;
    private final Releases releases;
    private final Restarts restarts;
    private final ComposeLogs logs;
    private final Standstill standstill;
    private final ComposeScaler scaler;
    private final MetricsProvider metrics;

    ComposeDeployer(ComposeDeployerBuilder b) {
        this.project = b.project;
        this.ownsEngine = b.engine == null;
        this.engine = (b.engine == null ? DockerEngine.local() : b.engine).connection();
        var compose = new Compose(
                engine, b.program(), new ComposeArguments(project, b.files), b.limits(), b.secrets, b.rawOutput);
        var settings = new Settings(b.versionVariable, b.variables, compose);
        var images = new Images(engine);
        var store = new ReleaseStore(engine, project);
        var containers = new Containers(engine);
        this.health = new Health(engine, project, b.finishing, b.healthyWithin);
        this.logs = new ComposeLogs(engine, project, b.errorLine, this::target);
        var routes = new Routes(
                b.routes,
                new RouteStore(engine, project),
                service -> instances().of(service),
                new RouteSettings(b.hostOf(engine.host()), b.drainWithin, b.healthyWithin));
        var retirement = new Retirement(routes, containers);
        var atOnce = new AtOnce(this::instances, compose, health, routes, retirement);
        var rolling = new Rolling(this::instances, compose, health, routes, containers, retirement, b.surge);
        this.current = new CurrentRelease(engine, images, store, settings, health, routes);
        this.releases = new Releases(
                engine, this::instances, compose, images, store, settings, health, current, atOnce, rolling);
        this.restarts = new Restarts(this::instances, containers, health, routes);
        this.standstill = new Standstill(engine, project, compose, health, atOnce);
        this.scaler = new ComposeScaler(
                this,
                new Resizing(engine, project, compose, b.limits(), () -> current.variables(instances())),
                new Scaling(
                        engine,
                        project,
                        compose,
                        health,
                        routes,
                        new ScaledReleases(engine, store, images, this::current)));
        this.metrics = new DockerMetrics(engine, project, this::target);
    }

    /**
     * A deployer of a project.
     *
     * @param name what Compose calls it ({@code -p}): lower case letters, digits, {@code -} and {@code _}
     */
    public static ComposeDeployerBuilder project(String name) {
        return new ComposeDeployerBuilder(name);
    }

    /** Changes how many instances of a service there are, and what each may use. */
    public ComposeScaler scaler() {
        return scaler;
    }

    /** Looks at the security settings of what runs. */
    public ComposeSecurity security() {
        return new ComposeSecurity(this, new RunningSettings(engine, project));
    }

    String name() {
        return project;
    }

    /** Of kind {@code docker-compose}, named as the project; identified by the engine's id and the project. */
    @Override
    public Target target() {
        return new Target("docker-compose", project, engine.id() + "/" + project);
    }

    /** What the containers of the project use. It goes with this deployer, and needs no Compose. */
    public MetricsProvider metrics() {
        return metrics;
    }

    /**
     * {@inheritDoc}
     *
     * <p>The number of instances is that of all containers that were created, whether they run or not; those of {@code
     * compose run} do not count. The digest is the one of the registry, {@code repository@sha256:…}, or the image's id
     * where there is none. If somebody else has changed what runs since the last roll-out, the version is read from the
     * names of the images, and is empty where they disagree. Where old and new containers stand side by side, as after a rolling
     * roll-out that was cut off, it is the ones of which more are well that count.
     */
    @Override
    public Release current() {
        return current.of(instances());
    }

    private Instances instances() {
        return Instances.of(engine, project);
    }

    /**
     * {@inheritDoc}
     *
     * <p>A {@linkplain io.emrops.deploy.Rollout#ROLLING rolling} one says which services are interrupted all the same, and why.
     */
    @Override
    public List<String> preview(ReleaseRequest request) {
        return releases.preview(request);
    }

    @Override
    public List<String> preview(RestartRequest request) {
        return restarts.preview(request);
    }

    /**
     * {@inheritDoc}
     *
     * <p>The registry is asked what it has, and only what differs is fetched. Images that never came from a registry,
     * built or loaded on the engine, are taken as they are where the registry does not know them.
     */
    @Override
    public void pull(ReleaseRequest request, Progress progress) throws InterruptedException {
        releases.pull(request, progress);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Fetches first what is missing or has another digest by now; a registry that does not answer is no obstacle to what
     * is on the engine already. Services without any container start in the number that the files give. Services that
     * the files no longer define are left alone.
     *
     * <p>In the rolling manner one service comes after the other, each after those that it depends on. New containers are made beside the old
     * ones, all of them or as many as {@linkplain ComposeDeployerBuilder#surge allowed}; when they are well and the balancers have found
     * them so, as many of the old ones are drained, stopped with their own time to end, and removed. The numbers of containers go up by it. A
     * service with one replica that writes to a volume, whose port of the host is fixed, or whose container has a name of its own cannot stand
     * beside itself and is interrupted, or replaced one by one if there are several; {@link #preview(ReleaseRequest) the preview} says so.
     * Volumes without a name do not go over to the new containers.
     *
     * @throws PreconditionFailedException if the version does not exist, the files are not valid or a pool has no room for one
     *     server more; nothing was changed
     * @throws TargetUnavailableException if the engine, the registry or a balancer does not answer; nothing was changed
     * @throws OutcomeUnknownException if the engine was lost in the middle; see {@link #find}
     */
    @Override
    public Release rollOut(ReleaseRequest request, Progress progress) throws InterruptedException {
        return releases.rollOut(request, progress);
    }

    /**
     * {@inheritDoc}
     *
     * <p>The images' names are given back to the images of the release on this engine, so that neither Compose nor a person
     * who calls it later sees a difference; if a tag has moved in the registry, the registry is not touched. An image
     * that is gone from the engine is fetched by its digest. Services that the release does not have are stopped and
     * removed. Volumes are never removed.
     *
     * @throws PreconditionFailedException if an image is gone for good, or the files no longer define one of the services;
     *     nothing was changed
     */
    @Override
    public Release rollBack(Release to, Rollout rollout, Progress progress) throws InterruptedException {
        return releases.rollBack(to, rollout, progress);
    }

    /**
     * {@inheritDoc} It runs if all its services run its images and definitions in its numbers, are well, and are given work by the balancers
     * they are behind.
     */
    @Override
    public Optional<Release> find(String operationKey) {
        return Objects.requireNonNull(operationKey, "operationKey").isEmpty()
                ? Optional.empty()
                : current.find(operationKey, instances());
    }

    /**
     * {@inheritDoc}
     *
     * <p>The containers stay the same. Behind a load balancer each is drained before, unless it is killed, and registered again when
     * it is well: its port is another then. In the rolling manner those that the balancers give work come last, and of the others those
     * that are not well first.
     */
    @Override
    public void restart(RestartRequest request, Progress progress) throws InterruptedException {
        restarts.restart(request, progress);
    }

    /**
     * {@inheritDoc}
     *
     * <p>{@code down} and {@code up}, with the same images, settings and numbers; networks are made anew too. Volumes with names are found
     * again. One without a name, as some images ask for, is kept on the engine, but the new container has another.
     *
     * @throws PreconditionFailedException if nothing is there, or the files no longer define one of the services; nothing was changed
     */
    @Override
    public Release recreate(Progress progress) throws InterruptedException {
        return releases.recreate(progress);
    }

    /**
     * {@inheritDoc}
     *
     * <p>The containers are kept, each with the time to end that its definition gives it, those that depend on others first.
     * No restart policy starts them while the engine runs; when the engine itself is restarted, those of policy {@code always}
     * come back.
     *
     * @throws StepFailedException if one still runs, such as that of a service that the files no longer define
     */
    @Override
    public void stop(Progress progress) throws InterruptedException {
        standstill.stop(() -> current().variables(), progress);
    }

    /**
     * {@inheritDoc}
     *
     * <p>The same containers are started, in the order of what they depend on; none is made or replaced, also if the files have
     * changed since. Services that end by themselves run once more.
     */
    @Override
    public void start(Progress progress) throws InterruptedException {
        standstill.start(() -> current().variables(), progress);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Wanted is the number of the last roll-out, or that of the containers if it is larger. A service whose containers
     * have been removed is listed if that roll-out had it.
     */
    @Override
    public List<ServiceStatus> status() {
        var running = instances();
        return health.status(running, current.wanted(running));
    }

    @Override
    public Set<String> runningServices() {
        return Standstill.running(instances());
    }

    /**
     * {@inheritDoc}
     *
     * <p>The logs of the containers there are now are read to their present end; those of replaced containers are gone with
     * them. At most 200 signatures for a service and in all, and a few kilobytes of a line.
     *
     * @throws PreconditionFailedException if the engine cannot read a log, as with some log drivers
     * @see ComposeDeployerBuilder#errorLine
     */
    @Override
    public List<LogFinding> errorsSince(Instant since) throws InterruptedException {
        return logs.errorsSince(Objects.requireNonNull(since, "since"));
    }

    /**
     * Collects the logs of the project's containers: of those that there are now, whatever their log driver, as far as the engine can
     * read it. What looks like an error is said by {@link ComposeDeployerBuilder#errorLine}.
     */
    public LogCollector logs() {
        return logs;
    }

    /**
     * Brings newer images to what runs, and takes old ones away. One call at a time, those to this deployer counted in.
     *
     * <p>Registries are asked by way of the engine, with the logins of this machine; each question counts where a registry limits how
     * many manifests it gives. Where a name stands for an index of several platforms, a new index counts as an update
     * also if the image of this platform is the same.
     */
    public Patcher patcher() {
        return new ComposePatcher(this, project, releases);
    }

    /** Tells what happens to the project's containers: starts, ends with their exit codes, lost memory, health. */
    public EventSource events() {
        return new ComposeEvents(engine, project, this::target);
    }

    /** Closes the engine, unless it was given to the builder. */
    @Override
    public void close() {
        if (ownsEngine) {
            engine.close();
        }
    }

    /** {@code ComposeDeployer[emrnext]}. */
    @Override
    public String toString() {
        return "ComposeDeployer[" + project + "]";
    }
}
