package io.emrops.testkit;

import io.emrops.Change;
import io.emrops.PreconditionFailedException;
import io.emrops.deploy.Release;
import io.emrops.deploy.RestartRequest;
import io.emrops.deploy.Service;
import io.emrops.deploy.ServiceStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What runs of the application of a {@link FakeDeployer}, and how well. */
final class FakeApplication {
    private final FakePlatform platform;
    private final Map<String, Service> running = new TreeMap<>();
    private final Set<String> unwell = new TreeSet<>();
    private final Set<String> stopped = new TreeSet<>();
    private Map<String, String> settings = Map.of();
    private String key = "";
    private Instant since = Instant.EPOCH;

    FakeApplication(FakePlatform platform) {
        this.platform = platform;
    }

    /** All at once, by somebody else. */
    void runs(Release release) {
        release.services().forEach(service -> {
            running.put(service.name(), service);
            platform.images().store(service, platform.now());
        });
        platform.images().released(release);
        stopped.clear();
        changed(release.variables());
    }

    /** What runs. */
    Release release() {
        var versions = running.values().stream()
                .map(FakePlatform::versionOf)
                .distinct()
                .toList();
        var version = versions.size() == 1 ? versions.get(0) : "";
        return new Release(version, inOrder(), settings, since);
    }

    /** In the order in which the application names its services, whichever was started last. */
    private List<Service> inOrder() {
        return platform.services().stream()
                .filter(running::containsKey)
                .map(running::get)
                .toList();
    }

    /** What was rolled out under this key, if it still runs as it was. */
    Optional<Release> find(String operationKey) {
        return key.isEmpty() || !key.equals(operationKey) || !stopped.isEmpty()
                ? Optional.empty()
                : Optional.of(release());
    }

    /** Only what became well is found under its key. */
    String rolledOut(String operationKey) {
        key = allWell() ? operationKey : "";
        return key;
    }

    List<String> foretell(String version) {
        platform.requireVersion(version);
        return platform.services().stream()
                .flatMap(service -> foretell(service, version).stream())
                .toList();
    }

    private Optional<String> foretell(String name, String version) {
        var now = Optional.ofNullable(running.get(name));
        if (now.isPresent() && FakePlatform.versionOf(now.get()).equals(version)) {
            if (!platform.images().digest(now.get().image()).equals(now.get().digest())) {
                return Optional.of("service " + name + ": restarted from a newer image of " + version);
            }
            return settings.equals(platform.settings())
                    ? Optional.empty()
                    : Optional.of("service " + name + ": restarted with other settings");
        }
        var from = now.map(FakePlatform::versionOf).orElse("none");
        return Optional.of(new Change("service " + name, from, version).toString());
    }

    /** What is not there has nothing to be restarted; that it is refused shows when it is tried. */
    List<String> foretell(RestartRequest request) {
        return Optional.ofNullable(running.get(request.service()))
                .map(service -> request.foretell(service.replicas()))
                .stream()
                .toList();
    }

    void replace(Service service, Map<String, String> withSettings) {
        var same = service.equals(running.get(service.name())) && withSettings.equals(settings);
        if (!same || !isWell(service.name())) {
            running.put(service.name(), service);
            platform.images().store(service, platform.now());
            unwell.remove(service.name());
            stopped.remove(service.name());
            changed(withSettings);
        }
    }

    /** Removes what a release has not. */
    void keepOnly(Release wanted) {
        var names = wanted.services().stream().map(Service::name).collect(Collectors.toSet());
        stopped.retainAll(names);
        if (running.keySet().retainAll(names)) {
            changed(wanted.variables());
        }
    }

    private void changed(Map<String, String> withSettings) {
        settings = Map.copyOf(withSettings);
        key = "";
        since = platform.now();
    }

    void replicas(String service, int count) {
        running.computeIfPresent(service, (name, now) -> new Service(name, now.image(), now.digest(), count));
    }

    void turnUnwell(String service) {
        unwell.add(service);
    }

    boolean restart(String service) {
        if (!running.containsKey(service)) {
            throw new PreconditionFailedException("There is no service " + service + " in " + platform.application());
        }
        stopped.remove(service);
        return unwell.remove(service);
    }

    /** Whatever had turned unwell or was stopped works again, unless its version is broken. */
    Release recreate() {
        if (running.isEmpty()) {
            throw new PreconditionFailedException("There is nothing of " + platform.application() + " to create again");
        }
        unwell.clear();
        stopped.clear();
        return release();
    }

    /** How many services were stopped or had been. */
    int stop() {
        stopped.addAll(running.keySet());
        return running.size();
    }

    boolean start() {
        if (running.isEmpty()) {
            throw new PreconditionFailedException("There is nothing of " + platform.application() + " to start");
        }
        return stopped.removeAll(running.keySet());
    }

    boolean isStopped() {
        return !running.isEmpty() && stopped.containsAll(running.keySet());
    }

    Set<String> runningServices() {
        return running.keySet().stream()
                .filter(service -> !stopped.contains(service))
                .collect(Collectors.toUnmodifiableSet());
    }

    boolean runsExactly(Release release) {
        return release().runsTheSameAs(release)
                && settings.equals(release.variables())
                && (release.isNothing() || allWell());
    }

    boolean allWell() {
        return !running.isEmpty() && running.keySet().stream().allMatch(this::isWell);
    }

    boolean runsWell(String service) {
        return running.containsKey(service) && isWell(service);
    }

    /** Of one that runs. */
    boolean isWell(String service) {
        var now = Objects.requireNonNull(running.get(service));
        return !stopped.contains(service) && !unwell.contains(service) && !platform.isBroken(now);
    }

    List<String> notWell() {
        return running.keySet().stream().filter(service -> !isWell(service)).toList();
    }

    List<ServiceStatus> status() {
        return inOrder().stream().map(this::statusOf).toList();
    }

    private ServiceStatus statusOf(Service service) {
        var count = service.replicas();
        if (stopped.contains(service.name())) {
            return new ServiceStatus(service.name(), count, 0, 0, "0 of " + count + " running, stopped");
        }
        var well = isWell(service.name());
        var state = count + " of " + count + " running" + (well ? "" : ", " + count + " unhealthy");
        return new ServiceStatus(service.name(), count, count, well ? count : 0, state);
    }

    void read(Tables from) {
        running.clear();
        from.rows("running").forEach(row -> running.put(row.get(0), service(row)));
        unwell.clear();
        from.rows("unwell").forEach(row -> unwell.add(row.get(0)));
        stopped.clear();
        from.rows("stopped").forEach(row -> stopped.add(row.get(0)));
        settings = from.rows("setting").stream().collect(Collectors.toMap(row -> row.get(0), row -> row.get(1)));
        key = from.word("key");
        since = Instant.parse(from.word("since"));
    }

    private static Service service(List<String> row) {
        return new Service(row.get(0), row.get(1), row.get(2), Integer.parseInt(row.get(3)));
    }

    void write(Tables to) {
        running.values()
                .forEach(s -> to.add("running", s.name(), s.image(), s.digest(), Integer.toString(s.replicas())));
        unwell.forEach(service -> to.add("unwell", service));
        stopped.forEach(service -> to.add("stopped", service));
        new TreeMap<>(settings).forEach((name, value) -> to.add("setting", name, value));
        to.add("key", key);
        to.add("since", since.toString());
    }
}
