package io.emrops.testkit;

import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.deploy.Deployer;
import io.emrops.deploy.LogFinding;
import io.emrops.deploy.Release;
import io.emrops.deploy.ReleaseRequest;
import io.emrops.deploy.RestartRequest;
import io.emrops.deploy.Rollout;
import io.emrops.deploy.Service;
import io.emrops.deploy.ServiceStatus;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An application in memory, and a {@link Deployer} for it.
 *
 * <pre>{@code
 * var deployer = FakeDeployer.of("emrnext", "api", "web")
 *         .version("1.0.0").version("2.0.0").brokenVersion("2.1.0", "api")
 *         .alreadyRunning("1.0.0");
 * }</pre>
 *
 * <p>A roll-out replaces one service after the other and reports its progress behind each, so what fails or dies there
 * leaves the application half changed. A broken version is rolled out as any other, and its services do not become well;
 * nor do they after a stop and a start. In the rolling manner a service that would not become well is left as it was, and
 * those that come after it too.
 */
public final class FakeDeployer extends Fake<FakeDeployer> implements Deployer {
    private static final Set<String> READING =
            Set.of("target", "current", "preview", "find", "status", "runningServices", "errorsSince");
    private static final Set<String> CHANGING =
            Set.of("pull", "rollOut", "rollBack", "restart", "recreate", "stop", "start");

    private final FakePlatform platform;
    private final FakeApplication application;
    private final FakeLog log = new FakeLog();
    private final FakePatcher patcher;
    private final AtomicReference<@Nullable Midway> midway = new AtomicReference<>();

    private record Midway(int services, RuntimeException failure) {}

    private FakeDeployer(String application, List<String> services) {
        super("fake-deployer", application, READING, CHANGING);
        this.platform = new FakePlatform(application, services);
        this.application = new FakeApplication(platform);
        this.patcher = new FakePatcher(this, platform);
    }

    /**
     * An application of which nothing runs, on a platform that knows no version of it.
     *
     * @param services their names; at least one. Each has one replica until {@link #replicas} says otherwise
     */
    public static FakeDeployer of(String application, String... services) {
        if (services.length == 0) {
            throw new IllegalArgumentException("An application has at least one service");
        }
        return new FakeDeployer(application, List.of(services));
    }

    /** A version that can be rolled out and is well. */
    public FakeDeployer version(String version) {
        return arrange(() -> platform.version(version, Set.of()));
    }

    /**
     * A version that can be rolled out and does not become well.
     *
     * @param brokenServices which of its services do not; all of them if none is named
     */
    public FakeDeployer brokenVersion(String version, String... brokenServices) {
        var broken = brokenServices.length == 0 ? platform.services() : List.of(brokenServices);
        broken.forEach(platform::requireService);
        return arrange(() -> platform.version(version, Set.copyOf(broken)));
    }

    /** This version runs, and was rolled out by somebody else. */
    public FakeDeployer alreadyRunning(String version) {
        return arrange(() -> application.runs(platform.release(version)));
    }

    /** How many instances of a service there are, and will be after each roll-out. */
    public FakeDeployer replicas(String service, int replicas) {
        platform.requireService(service);
        return arrange(() -> {
            platform.replicas(service, replicas);
            application.replicas(service, replicas);
        });
    }

    /** A setting that every roll-out starts the application with. */
    public FakeDeployer setting(String name, String value) {
        return arrange(() -> platform.settings().put(name, value));
    }

    /** The platform's clock; the system's without this. */
    public FakeDeployer clock(InstantSource clock) {
        return arrange(() -> platform.clock(Objects.requireNonNull(clock, "clock")));
    }

    /** The service turns unwell by itself, until it is restarted or replaced. */
    public FakeDeployer turnUnwell(String service) {
        platform.requireService(service);
        return arrange(() -> application.turnUnwell(service));
    }

    /** The service writes an error into its log now. */
    public FakeDeployer logError(String service, String signature) {
        return logError(service, signature, platform.now());
    }

    /** The service has written an error into its log. */
    public FakeDeployer logError(String service, String signature, Instant at) {
        platform.requireService(service);
        return arrange(() -> log.add(service, signature, at));
    }

    /**
     * The next roll-out or roll-back fails in the middle, with this many services replaced and the others as they were.
     *
     * @param services from 0 to all of them
     */
    public FakeDeployer failMidway(int services, RuntimeException failure) {
        midway.set(new Midway(services, failure));
        return this;
    }

    /** The patcher of the same application; always the same one. */
    public FakePatcher patcher() {
        return patcher;
    }

    /** What runs, as an onlooker sees it; not a call. */
    public Release running() {
        return observe(application::release);
    }

    /** Whether services are there and none of them runs, as an onlooker sees it. Not a call. */
    public boolean isStopped() {
        return observe(application::isStopped);
    }

    /** Whether everything that runs is well, as an onlooker sees it; false if nothing runs. Not a call. */
    public boolean isWell() {
        return observe(application::allWell);
    }

    /** Whether a service runs and is well, as an onlooker sees it. Not a call. */
    public boolean isWell(String service) {
        platform.requireService(service);
        return observe(() -> application.runsWell(service));
    }

    /** The versions that have been fetched, as an onlooker sees it; not a call. */
    public Set<String> pulled() {
        return observe(() -> Set.copyOf(platform.pulled()));
    }

    @Override
    public Release current() {
        return reading("current", List.of(), application::release);
    }

    @Override
    public List<String> preview(ReleaseRequest request) {
        return reading("preview", args(request), () -> application.foretell(request.version()));
    }

    @Override
    public List<String> preview(RestartRequest request) {
        return reading("preview", args(request), () -> application.foretell(request));
    }

    @Override
    public void pull(ReleaseRequest request, Progress progress) throws InterruptedException {
        changing("pull", args(request), () -> {
            platform.release(request.version())
                    .services()
                    .forEach(s -> platform.images().store(s, platform.now()));
            return platform.pulled().add(request.version());
        });
        var count = platform.services().size();
        progress.report(count, count, "images");
    }

    @Override
    public Release rollOut(ReleaseRequest request, Progress progress) throws InterruptedException {
        var call = new Call("rollOut", args(request), true);
        return changing(call, () -> {
            replace(observe(() -> platform.release(request.version())), request.rollout(), progress);
            applying(call, () -> {
                platform.pulled().add(request.version());
                return application.rolledOut(request.operationKey());
            });
            return reached();
        });
    }

    @Override
    public Release rollBack(Release to, Rollout rollout, Progress progress) throws InterruptedException {
        var call = new Call("rollBack", args(List.of(to.version()), rollout), true);
        return changing(call, () -> {
            if (observe(() -> application.runsExactly(to))) {
                return running();
            }
            observe(() -> platform.requireImages(to));
            replace(to, rollout, progress);
            applying(call, () -> {
                to.services().forEach(service -> platform.replicas(service.name(), service.replicas()));
                return to;
            });
            return to.isNothing() ? running() : reached();
        });
    }

    @Override
    public Optional<Release> find(String operationKey) {
        return reading("find", List.of(operationKey), () -> application.find(operationKey));
    }

    @Override
    public void restart(RestartRequest request, Progress progress) throws InterruptedException {
        var service = request.service();
        var call = new Call("restart", args(request), true);
        changing(call, () -> applying(call, () -> application.restart(service)));
        progress.report(1, 1, "services");
        if (!observe(() -> application.isWell(service))) {
            throw notWell(List.of(service));
        }
    }

    @Override
    public Release recreate(Progress progress) throws InterruptedException {
        var call = new Call("recreate", List.of(), true);
        return changing(call, () -> {
            applying(call, application::recreate);
            return requireWell();
        });
    }

    @Override
    public void stop(Progress progress) throws InterruptedException {
        var count = changing("stop", List.of(), application::stop);
        progress.report(count, count, "services");
    }

    @Override
    public void start(Progress progress) throws InterruptedException {
        var call = new Call("start", List.of(), true);
        changing(call, () -> {
            applying(call, application::start);
            var release = requireWell();
            progress.report(release.services().size(), release.services().size(), "services");
            return release;
        });
    }

    @Override
    public List<ServiceStatus> status() {
        return reading("status", List.of(), application::status);
    }

    @Override
    public Set<String> runningServices() {
        return reading("runningServices", List.of(), application::runningServices);
    }

    @Override
    public List<LogFinding> errorsSince(Instant since) throws InterruptedException {
        return readingLong("errorsSince", List.of(since.toString()), () -> log.errorsSince(since));
    }

    @Override
    FakeDeployer self() {
        return this;
    }

    @Override
    void restore(Tables from) {
        platform.read(from);
        application.read(from);
        log.read(from);
    }

    @Override
    void save(Tables to) {
        platform.write(to);
        application.write(to);
        log.write(to);
    }

    private static List<String> args(ReleaseRequest request) {
        var args = request.operationKey().isEmpty()
                ? List.of(request.version())
                : List.of(request.version(), request.operationKey());
        return args(args, request.rollout());
    }

    private static List<String> args(List<String> args, Rollout rollout) {
        return rollout == Rollout.ROLLING
                ? Stream.concat(args.stream(), Stream.of("rolling")).toList()
                : args;
    }

    /** A rolling restart is what {@code restart} has always meant. */
    private static List<String> args(RestartRequest request) {
        return switch (request.manner()) {
            case ROLLING -> List.of(request.service());
            case AT_ONCE -> List.of(request.service(), "at once");
            case FORCED -> List.of(request.service(), "forced");
        };
    }

    /** Replaces one service after the other, and removes those that are not wanted. */
    private void replace(Release wanted, Rollout rollout, Progress progress) throws InterruptedException {
        var done = 0;
        for (var service : wanted.services()) {
            requireToGoOn(done);
            if (rollout == Rollout.ROLLING && observe(() -> platform.isBroken(service))) {
                throw notWell(List.of(service.name()));
            }
            arrange(() -> application.replace(service, wanted.variables()));
            progress.report(++done, wanted.services().size(), "services");
        }
        requireToGoOn(done);
        arrange(() -> application.keepOnly(wanted));
    }

    /** Replaces these services one after the other, each well before the next. */
    Release patch(List<Service> newer, String operationKey, Rollout rollout, Progress progress)
            throws InterruptedException {
        var before = running();
        var wanted = before.services().stream()
                .map(s -> newer.stream()
                        .filter(n -> n.name().equals(s.name()))
                        .findFirst()
                        .orElse(s))
                .toList();
        var done = 0;
        for (var service : newer) {
            requireToGoOn(done);
            if (rollout == Rollout.ROLLING && observe(() -> platform.isBroken(service))) {
                throw notWell(List.of(service.name()));
            }
            arrange(() -> application.replace(service, before.variables()));
            progress.report(++done, newer.size(), "services");
            if (!isWell(service.name())) {
                throw notWell(List.of(service.name()));
            }
        }
        arrange(() -> application.rolledOut(operationKey));
        return reached();
    }

    private void requireToGoOn(int servicesDone) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("Interrupted after " + servicesDone + " services");
        }
        var failure = midway.get();
        if (failure != null && failure.services() == servicesDone && midway.compareAndSet(failure, null)) {
            throw failure.failure();
        }
    }

    private Release reached() {
        var release = requireWell();
        arrange(() -> platform.images().released(release));
        return release;
    }

    private Release requireWell() {
        return observe(() -> {
            var bad = application.notWell();
            if (!bad.isEmpty()) {
                throw notWell(bad);
            }
            return application.release();
        });
    }

    private StepFailedException notWell(List<String> bad) {
        return new StepFailedException("Did not become well: " + String.join(", ", bad), null, null, "unhealthy");
    }
}
