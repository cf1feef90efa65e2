package io.emrops.testkit;

import io.emrops.DataSize;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.deploy.Deployer;
import io.emrops.deploy.ImagePolicy;
import io.emrops.deploy.ImageUpdate;
import io.emrops.deploy.ImageUpdate.Part;
import io.emrops.deploy.ImageUpdate.Verdict;
import io.emrops.deploy.ImageUpdates;
import io.emrops.deploy.OldImage;
import io.emrops.deploy.OldImages;
import io.emrops.deploy.PatchRequest;
import io.emrops.deploy.Patcher;
import io.emrops.deploy.PrunedImages;
import io.emrops.deploy.Release;
import io.emrops.deploy.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A {@link Patcher} for the application of a {@link FakeDeployer}, with a registry in memory.
 *
 * <pre>{@code
 * var patcher = deployer.patcher().push("api");
 * }</pre>
 *
 * <p>An image takes 30 MiB, of which 20 are shared with the others. What the registry has and the platform stores is kept with
 * the deployer's state.
 */
public final class FakePatcher extends Fake<FakePatcher> implements Patcher {
    private static final Set<String> READING = Set.of("target", "updates", "preview", "oldImages");
    private static final Set<String> CHANGING = Set.of("patch", "prune");
    private static final DataSize SIZE = DataSize.mib(30);
    private static final DataSize OWN = DataSize.mib(10);

    private final FakeDeployer deployer;
    private final FakePlatform platform;

    FakePatcher(FakeDeployer deployer, FakePlatform platform) {
        super("fake-deployer", platform.application(), READING, CHANGING);
        this.deployer = deployer;
        this.platform = platform;
    }

    /** The registry gets another image under the name that a service runs. */
    public FakePatcher push(String service) {
        return push(service, true);
    }

    /** The same, but with this image the service does not become well. */
    public FakePatcher pushBroken(String service) {
        return push(service, false);
    }

    private FakePatcher push(String service, boolean well) {
        var image = runningImage(service);
        return images(images -> images.push(image, well));
    }

    private String runningImage(String service) {
        return deployer.running()
                .service(service)
                .orElseThrow(() -> new IllegalArgumentException("There runs no service " + service))
                .image();
    }

    /** The image of a service was built on what this name stands for now, and says so. */
    public FakePatcher builtOn(String service, String base) {
        return images(images -> images.builtOn(service, base));
    }

    /** The registry gets another image under the name of a base. */
    public FakePatcher pushBase(String base) {
        return images(images -> images.push(base, true));
    }

    /** The image of a service was built on the platform, so that no registry knows it. */
    public FakePatcher builtHere(String service) {
        return images(images -> images.builtHere(service));
    }

    /** The registry does not answer from now on; the platform does. */
    public FakePatcher registryGoesAway() {
        return images(images -> images.away(true));
    }

    /** The registry answers again. */
    public FakePatcher registryComesBack() {
        return images(images -> images.away(false));
    }

    private FakePatcher images(Consumer<FakeImages> change) {
        deployer.arrange(() -> change.accept(platform.images()));
        return this;
    }

    /** The digests of the images that the platform stores, as an onlooker sees it; not a call. */
    public Set<String> stored() {
        return deployer.observe(() -> Set.copyOf(platform.images().stored().keySet()));
    }

    @Override
    public Deployer deployer() {
        return deployer;
    }

    @Override
    public Target target() {
        return reading("target", List.of(), deployer::target);
    }

    @Override
    public ImageUpdates updates() throws InterruptedException {
        return readingLong("updates", List.of(), this::found);
    }

    private ImageUpdates found() {
        var found = new ArrayList<ImageUpdate>();
        for (var service : deployer.running().services()) {
            found.add(own(service));
            found.add(base(service));
        }
        return new ImageUpdates(found);
    }

    private ImageUpdate own(Service service) {
        return deployer.observe(() -> {
            var images = platform.images();
            var name = service.image();
            if (images.isOnlyHere(service.name())) {
                return update(service, Part.OWN, name, "", "", Verdict.UNKNOWN, "it never came from a registry");
            }
            return compare(service, Part.OWN, name, service.digest());
        });
    }

    private ImageUpdate base(Service service) {
        return deployer.observe(() -> platform.images()
                .base(service.name())
                .map(base -> compare(service, Part.BASE, base.name(), FakeImages.digest(base.name(), base.built())))
                .orElseGet(() -> update(service, Part.BASE, "", "", "", Verdict.UNLABELLED, "")));
    }

    private ImageUpdate compare(Service service, Part part, String image, String runs) {
        if (platform.images().isAway()) {
            return update(service, part, image, runs, "", Verdict.UNKNOWN, "the registry does not answer");
        }
        var available = platform.images().digest(image);
        var verdict = available.equals(runs) ? Verdict.CURRENT : Verdict.UPDATED;
        return update(service, part, image, runs, available, verdict, "");
    }

    private static ImageUpdate update(
            Service service, Part part, String image, String runs, String available, Verdict verdict, String reason) {
        return new ImageUpdate(service.name(), part, image, runs, available, verdict, reason);
    }

    @Override
    public List<String> preview(PatchRequest request) throws InterruptedException {
        return readingLong("preview", args(request), () -> {
            var newer = newer(request);
            return request.updates().patchable().stream()
                    .filter(update -> newer.stream().anyMatch(s -> s.name().equals(update.service())))
                    .map(ImageUpdate::toString)
                    .toList();
        });
    }

    @Override
    public Release patch(PatchRequest request, Progress progress) throws InterruptedException {
        var call = new Call("patch", args(request), true);
        return changing(call, () -> {
            var newer = newer(request);
            var release = request.updates().patchable().isEmpty()
                    ? deployer.running()
                    : deployer.patch(newer, request.operationKey(), request.rollout(), progress);
            applying(call, () -> release);
            return release;
        });
    }

    private static List<String> args(PatchRequest request) {
        var services =
                request.updates().patchable().stream().map(ImageUpdate::service).collect(Collectors.joining(" "));
        return request.operationKey().isEmpty() ? List.of(services) : List.of(services, request.operationKey());
    }

    /** What has to be started. */
    private List<Service> newer(PatchRequest request) {
        var newer = new ArrayList<Service>();
        for (var update : request.updates().patchable()) {
            var now = deployer.running()
                    .service(update.service())
                    .orElseThrow(() ->
                            new PreconditionFailedException("There runs no service " + update.service() + " any more"));
            var wanted = new Service(now.name(), now.image(), update.available(), now.replicas());
            if (!now.equals(wanted) || !deployer.isWell(now.name())) {
                requireSame(update, now);
                newer.add(wanted);
            }
        }
        return newer;
    }

    private void requireSame(ImageUpdate update, Service now) {
        if (deployer.observe(() -> platform.images().isAway())) {
            throw new TargetUnavailableException("The registry of " + update.image() + " does not answer");
        }
        if (!now.digest().equals(update.runs()) && !now.digest().equals(update.available())) {
            throw new PreconditionFailedException(
                    "Service " + now.name() + " runs another image than when the registry was asked");
        }
        if (!deployer.observe(() -> platform.images().digest(update.image())).equals(update.available())) {
            throw new PreconditionFailedException(
                    "The registry has yet another image under the name " + update.image() + " by now");
        }
    }

    @Override
    public OldImages oldImages(ImagePolicy policy) throws InterruptedException {
        return readingLong("oldImages", List.of(policy.toString()), () -> deployer.observe(() -> old(policy)));
    }

    private OldImages old(ImagePolicy policy) {
        var removable = new ArrayList<OldImage>();
        var kept = new ArrayList<OldImage>();
        var needed = platform.images().neededFor(policy.releases());
        platform.images().stored().forEach((digest, image) -> {
            var old = new OldImage(digest, List.of(image.image()), SIZE, OWN, "");
            reason(policy, digest, image, needed)
                    .ifPresentOrElse(why -> kept.add(old.kept(why)), () -> removable.add(old));
        });
        return new OldImages(removable, kept);
    }

    private Optional<String> reason(
            ImagePolicy policy, String digest, FakeImages.Stored image, Optional<Set<String>> needed) {
        var running = deployer.running().services();
        var images = platform.images();
        if (running.stream().anyMatch(s -> s.digest().equals(digest))) {
            return Optional.of("in use");
        }
        if (needed.isEmpty()) {
            return Optional.of("fewer releases are known than are kept");
        }
        if (needed.get().contains(digest)) {
            return Optional.of("a roll-back would need it");
        }
        if (image.since().plus(policy.youngerThan()).isAfter(platform.now())) {
            return Optional.of("too young");
        }
        var onlyHere = running.stream().anyMatch(s -> s.image().equals(image.image()) && images.isOnlyHere(s.name()));
        return !policy.onlyHere() && (onlyHere || images.isAway())
                ? Optional.of("no registry is known to have it")
                : Optional.empty();
    }

    @Override
    public PrunedImages prune(ImagePolicy policy, Progress progress) throws InterruptedException {
        var pruned = changing(
                "prune",
                List.of(policy.toString()),
                () -> deployer.observe(() -> {
                    var old = old(policy);
                    old.removable().forEach(image -> platform.images().stored().remove(image.id()));
                    var freed = new DataSize(OWN.bytes() * old.removable().size());
                    return new PrunedImages(old.removable(), old.kept(), freed);
                }));
        progress.report(pruned.removed().size(), pruned.removed().size(), "images removed");
        return pruned;
    }

    @Override
    FakePatcher self() {
        return this;
    }

    @Override
    void restore(Tables from) {}

    @Override
    void save(Tables to) {}
}
