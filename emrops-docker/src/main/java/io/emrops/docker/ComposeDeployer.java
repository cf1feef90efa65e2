package io.emrops.docker;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.deploy.Deployer;
import io.emrops.deploy.LogFinding;
import io.emrops.deploy.Release;
import io.emrops.deploy.ReleaseRequest;
import io.emrops.deploy.Service;
import io.emrops.deploy.ServiceStatus;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
    private static final Logger LOG = LoggerFactory.getLogger(ComposeDeployer.class);

    private final String project;
    private final DockerEngine engine;
    private final boolean ownsEngine;
    private final Settings settings;
    private final Compose compose;
    private final Images images;
    private final ReleaseStore store;
    private final Health health;
    private final ErrorLog errors;
    private final Standstill standstill;

    ComposeDeployer(ComposeDeployerBuilder b) {
        this.project = b.project;
        this.ownsEngine = b.engine == null;
        this.engine = b.engine == null ? DockerEngine.local() : b.engine;
        this.compose = new Compose(engine, b.command(), new ComposeArguments(project, b.files), b.secrets, b.rawOutput);
        this.settings = new Settings(b.versionVariable, b.variables, compose);
        this.images = new Images(engine);
        this.store = new ReleaseStore(engine, project);
        this.health = new Health(engine, project, b.finishing, b.healthyWithin);
        this.errors = new ErrorLog(engine, project, b.errorLine);
        this.standstill = new Standstill(engine, project, compose, health);
    }

    /**
     * A deployer of a project.
     *
     * @param name what Compose calls it ({@code -p}): lower case letters, digits, {@code -} and {@code _}
     */
    public static ComposeDeployerBuilder project(String name) {
        return new ComposeDeployerBuilder(name);
    }

    /** Of kind {@code docker-compose}, named as the project; identified by the engine's id and the project. */
    @Override
    public Target target() {
        return new Target("docker-compose", project, engine.id() + "/" + project);
    }

    /**
     * {@inheritDoc}
     *
     * <p>The number of instances is that of all containers that were created, whether they run or not; those of {@code
     * compose run} do not count. The digest is the one of the registry, {@code repository@sha256:…}, or the image's id
     * where there is none. If somebody else has changed what runs since the last roll-out, the version is read from the
     * names of the images, and is empty where they disagree.
     */
    @Override
    public Release current() {
        return current(Instances.of(engine, project));
    }

    private Release current(Instances running) {
        var records = store.newestFirst();
        if (running.isEmpty()) {
            return Release.nothing(
                    records.isEmpty() ? engine.now() : records.get(0).release().since());
        }
        var services = services(running);
        return records.stream()
                .filter(r -> r.describes(running))
                .findFirst()
                .map(r -> new Release(
                        r.release().version(),
                        services,
                        r.release().variables(),
                        r.release().since()))
                .orElseGet(() -> startedByHand(running, services, records));
    }

    private Release startedByHand(Instances running, List<Service> services, List<ReleaseRecord> records) {
        var last = records.isEmpty()
                ? Map.<String, String>of()
                : records.get(0).release().variables();
        var version = settings.versionOf(running, last);
        var since = running.byService().keySet().stream()
                .map(s -> running.newest(s).created())
                .max(Instant::compareTo)
                .orElseThrow();
        return new Release(version, services, settings.variables(last, version), since);
    }

    private List<Service> services(Instances running) {
        return running.byService().keySet().stream()
                .map(name -> {
                    var newest = running.newest(name);
                    var digest = images.local(newest.imageId())
                            .map(i -> i.digest(newest.image()))
                            .orElse(newest.imageId());
                    return new Service(name, newest.image(), digest, running.count(name));
                })
                .toList();
    }

    @Override
    public List<String> preview(ReleaseRequest request) {
        var now = current();
        var variables = settings.variables(now.variables(), request.version());
        return new Changes(compose, images).of(Instances.of(engine, project), now, variables);
    }

    /**
     * {@inheritDoc}
     *
     * <p>The registry is asked what it has, and only what differs is fetched. Images that never came from a registry,
     * built or loaded on the engine, are taken as they are where the registry does not know them.
     */
    @Override
    public void pull(ReleaseRequest request, Progress progress) throws InterruptedException {
        var model = compose.model(settings.variables(current().variables(), request.version()));
        images.fetch(imagesOf(model), false, progress);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Fetches first what is missing or has another digest by now; a registry that does not answer is no obstacle to what
     * is on the engine already. Services without any container start in the number that the files give. Services that
     * the files no longer define are left alone.
     *
     * @throws PreconditionFailedException if the version does not exist or the files are not valid; nothing was changed
     * @throws TargetUnavailableException if the engine or the registry does not answer; nothing was changed
     * @throws OutcomeUnknownException if the engine was lost in the middle; see {@link #find}
     */
    @Override
    public Release rollOut(ReleaseRequest request, Progress progress) throws InterruptedException {
        var running = Instances.of(engine, project);
        var variables = settings.variables(current(running).variables(), request.version());
        var model = compose.model(variables);
        images.fetch(imagesOf(model), true, progress);

        var scales = new TreeMap<String, Integer>();
        model.services()
                .forEach((name, d) -> scales.put(name, running.count(name) == 0 ? d.replicas() : running.count(name)));
        var planned = planned(model, scales);
        var release = new Release(request.version(), List.copyOf(planned.keySet()), variables, engine.now());
        LOG.info("Rolling out {} of {}", request.version(), project);
        return start(
                new ReleaseRecord(request.operationKey(), release, byName(planned)), scales, Map.of(), model, progress);
    }

    private Map<Service, String> planned(ComposeModel model, Map<String, Integer> scales) {
        var planned = new java.util.LinkedHashMap<Service, String>();
        model.services().forEach((name, d) -> {
            var image = images.local(d.image())
                    .orElseThrow(() -> new PreconditionFailedException(
                            "The Docker engine does not have " + d.image() + " any more"));
            planned.put(
                    new Service(name, d.image(), image.digest(d.image()), scales.getOrDefault(name, 1)), image.id());
        });
        return planned;
    }

    private static Map<String, String> byName(Map<Service, String> ids) {
        return ids.entrySet().stream().collect(Collectors.toMap(e -> e.getKey().name(), Map.Entry::getValue));
    }

    private Release start(
            ReleaseRecord record,
            Map<String, Integer> scales,
            Map<String, String> otherImages,
            ComposeModel model,
            Progress progress)
            throws InterruptedException {
        // Before the first change: whoever comes after a crash finds what was meant to be.
        store.write(record);
        var release = record.release();
        removeLeftovers();
        compose.up(release.variables(), scales, otherImages, model.hasPullPolicy() && compose.major() >= 2);
        health.await(scales, progress);
        var running = Instances.of(engine, project);
        return new Release(release.version(), services(running), release.variables(), release.since());
    }

    private void removeLeftovers() {
        for (var leftover : Instances.of(engine, project).leftovers()) {
            LOG.info("Removing a container of {} that an earlier replacement has left", leftover.service());
            engine.change("remove a container", () -> {
                engine.client()
                        .removeContainerCmd(leftover.id())
                        .withForce(true)
                        .exec();
                return "";
            });
        }
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
    public Release rollBack(Release to, Progress progress) throws InterruptedException {
        var running = Instances.of(engine, project);
        var now = current(running);
        if (to.isNothing()) {
            return remove(now);
        }
        var plan = new RollBack(images, running, to, health);
        if (plan.isRunning() && to.variables().equals(now.variables())) {
            health.await(plan.scales(), progress);
            return now;
        }
        var model = compose.model(to.variables());
        plan.require(model);
        var ids = plan.bringImages(progress);
        var scales = plan.scales(model);
        var release = new Release(to.version(), to.services(), to.variables(), engine.now());
        LOG.info("Rolling {} back to {}", project, to.version().isEmpty() ? "what ran before" : to.version());
        return start(new ReleaseRecord("", release, ids), scales, plan.otherImages(model), model, progress);
    }

    private Release remove(Release now) throws InterruptedException {
        if (now.isNothing()) {
            return now;
        }
        LOG.info("Stopping and removing {}", project);
        compose.down(now.variables());
        return Release.nothing(engine.now());
    }

    /** {@inheritDoc} It runs if all its services run its images in its numbers, and are well. */
    @Override
    public Optional<Release> find(String operationKey) {
        if (Objects.requireNonNull(operationKey, "operationKey").isEmpty()) {
            return Optional.empty();
        }
        var running = Instances.of(engine, project);
        return store.newestFirst().stream()
                .filter(r -> r.operationKey().equals(operationKey))
                .findFirst()
                .filter(r -> r.describes(running) && isComplete(r.release(), running))
                .map(ReleaseRecord::release);
    }

    private boolean isComplete(Release release, Instances running) {
        return release.services().stream().allMatch(s -> {
            var status = health.status(s.name(), running.of(s.name()), s.replicas());
            return running.count(s.name()) == s.replicas() && status.healthy() >= s.replicas();
        });
    }

    /**
     * {@inheritDoc}
     *
     * <p>One instance after the other, each with the time to end that its definition gives it; the next one waits until the
     * one before is well, so that with several instances the service keeps answering.
     *
     * @throws PreconditionFailedException if there is no such service
     * @throws StepFailedException if an instance does not become well in time; the others were not restarted
     */
    @Override
    public void restart(String service, Progress progress) throws InterruptedException {
        var instances = Instances.of(engine, project).of(Objects.requireNonNull(service, "service"));
        if (instances.isEmpty()) {
            throw new PreconditionFailedException(
                    "No container of service " + service + " of " + project + " was found");
        }
        var done = 0;
        for (var instance : instances) {
            progress.report(done++, instances.size(), "instances restarted");
            engine.change("restart a container", () -> {
                engine.client().restartContainerCmd(instance.id()).exec();
                return "";
            });
            health.awaitInstance(service, instance.id());
        }
        progress.report(done, instances.size(), "instances restarted");
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
        var running = Instances.of(engine, project);
        var wanted = new HashMap<String, Integer>();
        store.newestFirst().stream()
                .filter(r -> r.describes(running))
                .findFirst()
                .ifPresent(r -> r.release().services().forEach(s -> wanted.put(s.name(), s.replicas())));
        return health.status(running, wanted);
    }

    /**
     * {@inheritDoc}
     *
     * <p>The logs of the containers there are now are read to their present end; those of replaced containers are gone with
     * them. At most 200 signatures for a service, and a few kilobytes of a line; what is beyond is counted together.
     *
     * @throws PreconditionFailedException if the engine cannot read a log, as with some log drivers
     * @see ComposeDeployerBuilder#errorLine
     */
    @Override
    public List<LogFinding> errorsSince(Instant since) throws InterruptedException {
        return errors.since(Objects.requireNonNull(since, "since"));
    }

    private static List<String> imagesOf(ComposeModel model) {
        return model.services().values().stream()
                .map(ComposeModel.Definition::image)
                .toList();
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
