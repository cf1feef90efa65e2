package io.emrops.testkit;

import io.emrops.Change;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.deploy.Deployer;
import io.emrops.deploy.LogFinding;
import io.emrops.deploy.Release;
import io.emrops.deploy.ReleaseRequest;
import io.emrops.deploy.Service;
import io.emrops.deploy.ServiceStatus;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
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
 * nor do they after a stop and a start.
 */
public final class FakeDeployer extends Fake<FakeDeployer> implements Deployer {
    private static final Set<String> READING = Set.of("target", "current", "preview", "find", "status", "errorsSince");
    private static final Set<String> CHANGING = Set.of("pull", "rollOut", "rollBack", "restart", "stop", "start");

    private final String application;
    private final List<String> services;
    /** The services that do not become well, by version. */
    private final Map<String, Set<String>> brokenByVersion = new TreeMap<>();

    private final Map<String, Integer> replicas = new TreeMap<>();
    private final Map<String, String> settings = new TreeMap<>();
    private InstantSource clock = InstantSource.system();

    private final Map<String, Service> running = new TreeMap<>();
    private final Set<String> pulled = new TreeSet<>();
    private final Set<String> unwell = new TreeSet<>();
    private final Set<String> stopped = new TreeSet<>();
    private final List<LoggedError> errors = new ArrayList<>();
    private Map<String, String> runningSettings = Map.of();
    private String key = "";
    private Instant since = Instant.EPOCH;

    private final AtomicReference<@Nullable Midway> midway = new AtomicReference<>();

    private record Midway(int services, RuntimeException failure) {}

    private record LoggedError(String service, String signature, Instant at) {}

    private FakeDeployer(String application, List<String> services) {
        super("fake-deployer", application, READING, CHANGING);
        this.application = application;
        this.services = services;
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
        return arrange(() -> brokenByVersion.put(version, Set.of()));
    }

    /**
     * A version that can be rolled out and does not become well.
     *
     * @param brokenServices which of its services do not; all of them if none is named
     */
    public FakeDeployer brokenVersion(String version, String... brokenServices) {
        var broken = brokenServices.length == 0 ? services : List.of(brokenServices);
        broken.forEach(this::requireService);
        return arrange(() -> brokenByVersion.put(version, Set.copyOf(broken)));
    }

    /** This version runs, and was rolled out by somebody else. */
    public FakeDeployer alreadyRunning(String version) {
        return arrange(() -> {
            requireVersion(version);
            services.forEach(service -> running.put(service, service(service, version)));
            stopped.clear();
            runningSettings = Map.copyOf(settings);
            key = "";
            since = clock.instant();
        });
    }

    /** How many instances of a service there are, and will be after each roll-out. */
    public FakeDeployer replicas(String service, int replicas) {
        requireService(service);
        return arrange(() -> {
            this.replicas.put(service, replicas);
            running.computeIfPresent(service, (s, now) -> new Service(s, now.image(), now.digest(), replicas));
        });
    }

    /** A setting that every roll-out starts the application with. */
    public FakeDeployer setting(String name, String value) {
        return arrange(() -> settings.put(name, value));
    }

    /** The platform's clock; the system's without this. */
    public FakeDeployer clock(InstantSource clock) {
        return arrange(() -> this.clock = Objects.requireNonNull(clock, "clock"));
    }

    /** The service turns unwell by itself, until it is restarted or replaced. */
    public FakeDeployer turnUnwell(String service) {
        requireService(service);
        return arrange(() -> unwell.add(service));
    }

    /** The service writes an error into its log now. */
    public FakeDeployer logError(String service, String signature) {
        return logError(service, signature, clock.instant());
    }

    /** The service has written an error into its log. */
    public FakeDeployer logError(String service, String signature, Instant at) {
        requireService(service);
        return arrange(() -> errors.add(new LoggedError(service, signature, at)));
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

    /** What runs, as an onlooker sees it; not a call. */
    public Release running() {
        return observe(this::release);
    }

    /** Whether services are there and none of them runs, as an onlooker sees it. Not a call. */
    public boolean isStopped() {
        return observe(() -> !running.isEmpty() && stopped.containsAll(running.keySet()));
    }

    /** Whether everything that runs is well, as an onlooker sees it; false if nothing runs. Not a call. */
    public boolean isWell() {
        return observe(this::allWell);
    }

    /** Whether a service runs and is well, as an onlooker sees it. Not a call. */
    public boolean isWell(String service) {
        requireService(service);
        return observe(() -> running.containsKey(service) && well(service));
    }

    /** The versions that have been fetched, as an onlooker sees it; not a call. */
    public Set<String> pulled() {
        return observe(() -> Set.copyOf(pulled));
    }

    @Override
    public Release current() {
        return reading("current", List.of(), this::release);
    }

    @Override
    public List<String> preview(ReleaseRequest request) {
        return reading("preview", args(request), () -> {
            requireVersion(request.version());
            return services.stream()
                    .flatMap(service -> foretell(service, request.version()).stream())
                    .toList();
        });
    }

    @Override
    public void pull(ReleaseRequest request, Progress progress) throws InterruptedException {
        changing("pull", args(request), () -> {
            requireVersion(request.version());
            return pulled.add(request.version());
        });
        progress.report(services.size(), services.size(), "images");
    }

    @Override
    public Release rollOut(ReleaseRequest request, Progress progress) throws InterruptedException {
        var call = new Call("rollOut", args(request), true);
        return changing(call, () -> {
            replace(observe(() -> release(request.version())), progress);
            applying(call, () -> {
                pulled.add(request.version());
                key = allWell() ? request.operationKey() : "";
                return key;
            });
            return requireWell();
        });
    }

    @Override
    public Release rollBack(Release to, Progress progress) throws InterruptedException {
        var call = new Call("rollBack", List.of(to.version()), true);
        return changing(call, () -> {
            if (observe(() -> runsExactly(to))) {
                return running();
            }
            observe(() -> requireImages(to));
            replace(to, progress);
            applying(call, () -> {
                to.services().forEach(service -> replicas.put(service.name(), service.replicas()));
                return to;
            });
            return to.isNothing() ? running() : requireWell();
        });
    }

    @Override
    public Optional<Release> find(String operationKey) {
        return reading(
                "find",
                List.of(operationKey),
                () -> key.isEmpty() || !key.equals(operationKey) || !stopped.isEmpty()
                        ? Optional.empty()
                        : Optional.of(release()));
    }

    @Override
    public void restart(String service, Progress progress) throws InterruptedException {
        var call = new Call("restart", List.of(service), true);
        changing(
                call,
                () -> applying(call, () -> {
                    if (!running.containsKey(service)) {
                        throw new PreconditionFailedException("There is no service " + service + " in " + application);
                    }
                    stopped.remove(service);
                    return unwell.remove(service);
                }));
        progress.report(1, 1, "services");
        if (!observe(() -> well(service))) {
            throw notWell(List.of(service));
        }
    }

    @Override
    public void stop(Progress progress) throws InterruptedException {
        var count = changing("stop", List.of(), () -> {
            stopped.addAll(running.keySet());
            return running.size();
        });
        progress.report(count, count, "services");
    }

    @Override
    public void start(Progress progress) throws InterruptedException {
        var call = new Call("start", List.of(), true);
        changing(call, () -> {
            applying(call, () -> {
                if (running.isEmpty()) {
                    throw new PreconditionFailedException("There is nothing of " + application + " to start");
                }
                return stopped.removeAll(running.keySet());
            });
            var release = requireWell();
            progress.report(release.services().size(), release.services().size(), "services");
            return release;
        });
    }

    @Override
    public List<ServiceStatus> status() {
        return reading(
                "status",
                List.of(),
                () -> runningInOrder().stream().map(this::statusOf).toList());
    }

    @Override
    public List<LogFinding> errorsSince(Instant since) throws InterruptedException {
        return readingLong("errorsSince", List.of(since.toString()), () -> {
            var grouped = new LinkedHashMap<List<String>, List<LoggedError>>();
            errors.stream()
                    .filter(error -> !error.at().isBefore(since))
                    .sorted(Comparator.comparing(LoggedError::at))
                    .forEach(error -> grouped.computeIfAbsent(
                                    List.of(error.service(), error.signature()), group -> new ArrayList<>())
                            .add(error));
            return grouped.values().stream().map(FakeDeployer::finding).toList();
        });
    }

    @Override
    FakeDeployer self() {
        return this;
    }

    @Override
    void restore(Tables from) {
        running.clear();
        from.rows("running").forEach(row -> running.put(row.get(0), service(row)));
        replicas.clear();
        from.rows("replicas").forEach(row -> replicas.put(row.get(0), Integer.valueOf(row.get(1))));
        pulled.clear();
        from.rows("pulled").forEach(row -> pulled.add(row.get(0)));
        unwell.clear();
        from.rows("unwell").forEach(row -> unwell.add(row.get(0)));
        stopped.clear();
        from.rows("stopped").forEach(row -> stopped.add(row.get(0)));
        errors.clear();
        from.rows("error")
                .forEach(row -> errors.add(new LoggedError(row.get(0), row.get(1), Instant.parse(row.get(2)))));
        runningSettings = from.rows("setting").stream().collect(Collectors.toMap(row -> row.get(0), row -> row.get(1)));
        key = from.word("key");
        since = Instant.parse(from.word("since"));
    }

    @Override
    void save(Tables to) {
        running.values()
                .forEach(s -> to.add("running", s.name(), s.image(), s.digest(), Integer.toString(s.replicas())));
        replicas.forEach((service, count) -> to.add("replicas", service, Integer.toString(count)));
        pulled.forEach(version -> to.add("pulled", version));
        unwell.forEach(service -> to.add("unwell", service));
        stopped.forEach(service -> to.add("stopped", service));
        errors.forEach(error ->
                to.add("error", error.service(), error.signature(), error.at().toString()));
        new TreeMap<>(runningSettings).forEach((name, value) -> to.add("setting", name, value));
        to.add("key", key);
        to.add("since", since.toString());
    }

    private static List<String> args(ReleaseRequest request) {
        return request.operationKey().isEmpty()
                ? List.of(request.version())
                : List.of(request.version(), request.operationKey());
    }

    private static Service service(List<String> row) {
        return new Service(row.get(0), row.get(1), row.get(2), Integer.parseInt(row.get(3)));
    }

    private static LogFinding finding(List<LoggedError> errors) {
        var first = errors.get(0);
        var last = errors.get(errors.size() - 1);
        return new LogFinding(first.service(), first.signature(), errors.size(), first.at(), last.at());
    }

    /** What runs. */
    private Release release() {
        var versions = running.values().stream()
                .map(FakeDeployer::versionOf)
                .distinct()
                .toList();
        var version = versions.size() == 1 ? versions.get(0) : "";
        return new Release(version, runningInOrder(), runningSettings, since);
    }

    /** In the order in which the application names its services, whichever was started last. */
    private List<Service> runningInOrder() {
        return services.stream().filter(running::containsKey).map(running::get).toList();
    }

    /** What would run. */
    private Release release(String version) {
        requireVersion(version);
        var wanted = services.stream().map(service -> service(service, version)).toList();
        return new Release(version, wanted, settings, clock.instant());
    }

    private Service service(String name, String version) {
        var image = application + "/" + name + ":" + version;
        return new Service(name, image, digest(image), replicas.getOrDefault(name, 1));
    }

    private static String digest(String image) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(image.getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String versionOf(Service service) {
        return service.image().substring(service.image().lastIndexOf(':') + 1);
    }

    private Optional<String> foretell(String name, String version) {
        var now = Optional.ofNullable(running.get(name));
        if (now.isPresent() && versionOf(now.get()).equals(version)) {
            return runningSettings.equals(settings)
                    ? Optional.empty()
                    : Optional.of("service " + name + ": restarted with other settings");
        }
        var from = now.map(FakeDeployer::versionOf).orElse("none");
        return Optional.of(new Change("service " + name, from, version).toString());
    }

    /** Replaces one service after the other, and removes those that are not wanted. */
    private void replace(Release wanted, Progress progress) throws InterruptedException {
        var done = 0;
        for (var service : wanted.services()) {
            requireToGoOn(done);
            arrange(() -> replace(service, wanted.variables()));
            progress.report(++done, wanted.services().size(), "services");
        }
        requireToGoOn(done);
        arrange(() -> {
            var names = wanted.services().stream().map(Service::name).collect(Collectors.toSet());
            stopped.retainAll(names);
            if (running.keySet().retainAll(names)) {
                changed(wanted.variables());
            }
        });
    }

    private void replace(Service service, Map<String, String> withSettings) {
        var same = service.equals(running.get(service.name())) && withSettings.equals(runningSettings);
        if (!same || !well(service.name())) {
            running.put(service.name(), service);
            unwell.remove(service.name());
            stopped.remove(service.name());
            changed(withSettings);
        }
    }

    private void changed(Map<String, String> withSettings) {
        runningSettings = Map.copyOf(withSettings);
        key = "";
        since = clock.instant();
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

    private boolean runsExactly(Release release) {
        return release().runsTheSameAs(release)
                && runningSettings.equals(release.variables())
                && (release.isNothing() || allWell());
    }

    private boolean allWell() {
        return !running.isEmpty() && running.keySet().stream().allMatch(this::well);
    }

    private boolean well(String service) {
        var version = versionOf(Objects.requireNonNull(running.get(service)));
        var broken = brokenByVersion.getOrDefault(version, Set.of());
        return !stopped.contains(service) && !unwell.contains(service) && !broken.contains(service);
    }

    private Release requireWell() {
        return observe(() -> {
            var bad =
                    running.keySet().stream().filter(service -> !well(service)).toList();
            if (!bad.isEmpty()) {
                throw notWell(bad);
            }
            return release();
        });
    }

    private StepFailedException notWell(List<String> bad) {
        return new StepFailedException("Did not become well: " + String.join(", ", bad), null, null, "unhealthy");
    }

    private ServiceStatus statusOf(Service service) {
        var count = service.replicas();
        if (stopped.contains(service.name())) {
            return new ServiceStatus(service.name(), count, 0, 0, "0 of " + count + " running, stopped");
        }
        var well = well(service.name());
        var state = count + " of " + count + " running" + (well ? "" : ", " + count + " unhealthy");
        return new ServiceStatus(service.name(), count, count, well ? count : 0, state);
    }

    private void requireVersion(String version) {
        if (!brokenByVersion.containsKey(version)) {
            throw new PreconditionFailedException("There is no version " + version + " of " + application);
        }
    }

    private void requireService(String service) {
        if (!services.contains(service)) {
            throw new IllegalArgumentException("There is no service " + service + " but " + services);
        }
    }

    private Release requireImages(Release release) {
        for (var service : release.services()) {
            if (!services.contains(service.name())
                    || !brokenByVersion.containsKey(versionOf(service))
                    || !digest(service.image()).equals(service.digest())) {
                throw new PreconditionFailedException("The image of service " + service.name() + " is not to be had");
            }
        }
        return release;
    }
}
