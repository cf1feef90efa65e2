package io.emrops.testkit;

import io.emrops.PreconditionFailedException;
import io.emrops.deploy.Release;
import io.emrops.deploy.Service;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Where the application of a {@link FakeDeployer} could run: its services, the versions of them, and how each is started. */
final class FakePlatform {
    private final String application;
    private final List<String> services;
    /** The services that do not become well, by version. */
    private final Map<String, Set<String>> brokenByVersion = new TreeMap<>();

    private final Map<String, Integer> replicas = new TreeMap<>();
    private final Map<String, String> settings = new TreeMap<>();
    private final Set<String> pulled = new TreeSet<>();
    private final FakeImages images = new FakeImages();
    private InstantSource clock = InstantSource.system();

    FakePlatform(String application, List<String> services) {
        this.application = application;
        this.services = services;
    }

    String application() {
        return application;
    }

    /** In the order in which the application names them. */
    List<String> services() {
        return services;
    }

    Map<String, String> settings() {
        return settings;
    }

    Set<String> pulled() {
        return pulled;
    }

    FakeImages images() {
        return images;
    }

    void clock(InstantSource clock) {
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    void version(String version, Set<String> broken) {
        brokenByVersion.put(version, broken);
    }

    void replicas(String service, int count) {
        replicas.put(service, count);
    }

    boolean isBroken(Service service) {
        return images.isBroken(service.digest())
                || brokenByVersion.getOrDefault(versionOf(service), Set.of()).contains(service.name());
    }

    /** What would run. */
    Release release(String version) {
        requireVersion(version);
        var wanted = services.stream().map(service -> service(service, version)).toList();
        return new Release(version, wanted, settings, now());
    }

    private Service service(String name, String version) {
        var image = application + "/" + name + ":" + version;
        return new Service(name, image, images.digest(image), replicas.getOrDefault(name, 1));
    }

    static String versionOf(Service service) {
        return service.image().substring(service.image().lastIndexOf(':') + 1);
    }

    void requireVersion(String version) {
        if (!brokenByVersion.containsKey(version)) {
            throw new PreconditionFailedException("There is no version " + version + " of " + application);
        }
    }

    void requireService(String service) {
        if (!services.contains(service)) {
            throw new IllegalArgumentException("There is no service " + service + " but " + services);
        }
    }

    Release requireImages(Release release) {
        for (var service : release.services()) {
            if (!services.contains(service.name())
                    || !brokenByVersion.containsKey(versionOf(service))
                    || !images.canBeHad(service)) {
                throw new PreconditionFailedException("The image of service " + service.name() + " is not to be had");
            }
        }
        return release;
    }

    void read(Tables from) {
        replicas.clear();
        from.rows("replicas").forEach(row -> replicas.put(row.get(0), Integer.valueOf(row.get(1))));
        pulled.clear();
        from.rows("pulled").forEach(row -> pulled.add(row.get(0)));
        images.read(from);
    }

    void write(Tables to) {
        replicas.forEach((service, count) -> to.add("replicas", service, Integer.toString(count)));
        pulled.forEach(version -> to.add("pulled", version));
        images.write(to);
    }
}
