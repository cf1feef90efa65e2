package io.emrops.docker.patch;

import io.emrops.Progress;
import io.emrops.deploy.Deployer;
import io.emrops.deploy.ImagePolicy;
import io.emrops.deploy.ImageUpdate;
import io.emrops.deploy.ImageUpdates;
import io.emrops.deploy.OldImages;
import io.emrops.deploy.PatchRequest;
import io.emrops.deploy.Patcher;
import io.emrops.deploy.PrunedImages;
import io.emrops.deploy.Release;
import io.emrops.deploy.Rollout;
import io.emrops.deploy.Service;
import io.emrops.docker.compose.ComposeModel;
import io.emrops.docker.engine.Instances;
import io.emrops.docker.image.Images;
import io.emrops.docker.image.MovedNames;
import io.emrops.docker.image.RegistryQuestions;
import io.emrops.docker.release.ReleaseRecord;
import io.emrops.docker.release.ReleaseRecord.Standing;
import io.emrops.docker.release.Releases;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Patches the services of a Compose project. */
public final class ComposePatcher implements Patcher {
    private static final Logger LOG = LoggerFactory.getLogger(ComposePatcher.class);

    private final Deployer deployer;
    private final String project;
    private final Releases releases;
    private final Images images;
    private final RegistryQuestions registries;

    public ComposePatcher(Deployer deployer, String project, Releases releases) {
        this.deployer = deployer;
        this.project = project;
        this.releases = releases;
        this.images = releases.images();
        this.registries = new RegistryQuestions(images);
    }

    @Override
    public Deployer deployer() {
        return deployer;
    }

    @Override
    public ImageUpdates updates() throws InterruptedException {
        return new UpdateSearch(releases.engine(), registries)
                .find(releases.look().get());
    }

    @Override
    public List<String> preview(PatchRequest request) throws InterruptedException {
        var running = releases.look().get();
        var now = releases.current().of(running);
        var plan = plan(request, running, now);
        var record = record(request, running, now, plan, Map.of());
        var remarks = request.rollout() == Rollout.ROLLING
                ? releases.remarks(record, plan.model(), plan.services())
                : Map.<String, String>of();
        return plan.pending().stream()
                .map(update -> update + ", " + count(record, update) + remarks.getOrDefault(update.service(), ""))
                .toList();
    }

    private static String count(ReleaseRecord record, ImageUpdate update) {
        var replicas = record.release()
                .service(update.service())
                .map(Service::replicas)
                .orElse(0);
        return replicas + (replicas == 1 ? " replica" : " replicas");
    }

    private PatchPlan plan(PatchRequest request, Instances running, Release now) throws InterruptedException {
        return PatchPlan.of(
                request.updates(), running, () -> releases.compose().model(now.variables()), images, registries);
    }

    @Override
    public Release patch(PatchRequest request, Progress progress) throws InterruptedException {
        var running = releases.look().get();
        var now = releases.current().of(running);
        var plan = plan(request, running, now);
        if (request.updates().patchable().isEmpty()) {
            return now;
        }
        if (plan.allServices().isEmpty()) {
            return awaitWell(request, now, running, progress);
        }
        // All of them first, by digest: what is missing is noticed before anything is touched.
        var newer = new TreeMap<String, Images.Local>();
        for (var update : plan.pending()) {
            newer.put(update.service(), images.ensure(update.available(), progress));
        }
        var record = record(request, running, now, plan, newer);
        requireWay(request, plan, record);
        LOG.info("Patching {} services of {}", newer.size(), project);
        // The names come before the rest: what Compose makes of the definitions is of the images that they stand for.
        var names = new MovedNames(images);
        try {
            for (var update : plan.pending()) {
                names.move(update.image(), Objects.requireNonNull(newer.get(update.service())));
            }
            return releases.replace(record, plan.model(), plan.allServices(), request.rollout(), progress);
        } catch (RuntimeException e) {
            if (!isBegun(record, e)) {
                names.giveBack(e);
            }
            throw e;
        }
    }

    /** What would refuse the patch is asked while the names still are where they were. */
    private void requireWay(PatchRequest request, PatchPlan plan, ReleaseRecord record) {
        if (request.rollout() == Rollout.ROLLING) {
            releases.remarks(record, plan.model(), plan.services());
        }
        releases.atOnce().requireAnswers();
    }

    /** Records are written before the first container is touched. Where nobody can tell, the names stay: they are those of the patch. */
    private boolean isBegun(ReleaseRecord record, RuntimeException failure) {
        try {
            return releases.store().newestFirst().stream()
                    .anyMatch(r -> r.operationKey().equals(record.operationKey())
                            && r.release().since().equals(record.release().since()));
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
            return true;
        }
    }

    private Release awaitWell(PatchRequest request, Release now, Instances running, Progress progress)
            throws InterruptedException {
        var counts = new HashMap<String, Integer>();
        request.updates().patchable().forEach(u -> counts.put(u.service(), running.count(u.service())));
        releases.health().await(counts, progress);
        releases.store()
                .write(record(request, running, now, PatchPlan.nothing(), Map.of())
                        .with(Standing.REACHED));
        return releases.current().of(releases.look().get());
    }

    /** What is meant to run, for whoever comes after a crash. */
    private ReleaseRecord record(
            PatchRequest request, Instances running, Release now, PatchPlan plan, Map<String, Images.Local> newer) {
        var scales = releases.current().scales(plan.model(), running, request.operationKey());
        var ids = new HashMap<String, String>();
        var services = now.services().stream()
                .map(service -> {
                    var name = service.name();
                    var image = newer.get(name);
                    ids.put(
                            name,
                            image == null ? running.prevailing().newest(name).imageId() : image.id());
                    return new Service(
                            name,
                            service.image(),
                            image == null ? service.digest() : image.digest(service.image()),
                            scales.getOrDefault(name, service.replicas()));
                })
                .toList();
        var release = new Release(
                now.version(), services, now.variables(), releases.engine().now());
        return new ReleaseRecord(request.operationKey(), release, ids);
    }

    @Override
    public OldImages oldImages(ImagePolicy policy) throws InterruptedException {
        return pruning().find(policy);
    }

    @Override
    public PrunedImages prune(ImagePolicy policy, Progress progress) throws InterruptedException {
        return pruning().prune(policy, progress);
    }

    private Pruning pruning() {
        return new Pruning(releases.engine(), project, registries, this::named);
    }

    private Set<String> named() {
        var variables = releases.current().variables(releases.look().get());
        return releases.compose().model(variables).services().values().stream()
                .map(ComposeModel.Definition::image)
                .collect(Collectors.toSet());
    }

    /** {@code ComposePatcher[emrnext]}. */
    @Override
    public String toString() {
        return "ComposePatcher[" + project + "]";
    }
}
