package io.emrops.docker.release;

import io.emrops.deploy.Release;
import io.emrops.deploy.Service;
import io.emrops.docker.compose.ComposeModel;
import io.emrops.docker.engine.EngineConnection;
import io.emrops.docker.engine.Instances;
import io.emrops.docker.image.Images;
import io.emrops.docker.route.Routes;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What release runs, from the containers and the records. Where old and new stand side by side, what is in force is told: the containers of
 * that image and definition of which the most are well.
 */
public record CurrentRelease(
        EngineConnection engine, Images images, ReleaseStore store, Settings settings, Health health, Routes routes) {
    public Release of(Instances running) {
        var records = store.newestFirst();
        if (running.isEmpty()) {
            return describing(running, records)
                    .map(ReleaseRecord::release)
                    .orElseGet(() -> Release.nothing(
                            records.isEmpty()
                                    ? engine.now()
                                    : records.get(0).release().since()));
        }
        var prevailing = running.prevailing();
        var services = services(running, prevailing, records);
        return describing(prevailing, records)
                .map(r -> new Release(
                        r.release().version(),
                        withScaledToNone(services, r.release()),
                        r.release().variables(),
                        r.release().since()))
                .orElseGet(() -> startedByHand(prevailing, services, records));
    }

    /** What the files are filled in with, also where nothing runs. */
    public Map<String, String> variables(Instances running) {
        var now = of(running);
        return store.newestFirst().stream()
                .findFirst()
                .filter(r -> now.isNothing())
                .map(r -> r.release().variables())
                .orElseGet(() -> settings.variables(now.variables(), now.version()));
    }

    private static Optional<ReleaseRecord> describing(Instances running, List<ReleaseRecord> records) {
        return running.isEmpty()
                ? records.stream()
                        .findFirst()
                        .filter(r -> r.release().services().stream().allMatch(s -> s.replicas() == 0))
                : records.stream().filter(r -> r.describes(running)).findFirst();
    }

    private static List<Service> withScaledToNone(List<Service> running, Release last) {
        var all = new TreeMap<String, Service>();
        last.services().stream().filter(s -> s.replicas() == 0).forEach(s -> all.put(s.name(), s));
        running.forEach(s -> all.put(s.name(), s));
        return List.copyOf(all.values());
    }

    private static boolean isScaledToNone(String service, Instances running, List<ReleaseRecord> records) {
        return describing(running.prevailing(), records)
                .flatMap(r -> r.release().service(service))
                .filter(s -> s.replicas() == 0)
                .isPresent();
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

    /** What runs of each service; all of it is of one make. */
    public List<Service> services(Instances running) {
        return services(running, running.prevailing(), List.of());
    }

    private List<Service> services(Instances running, Instances prevailing, List<ReleaseRecord> records) {
        return prevailing.byService().keySet().stream()
                .map(name -> {
                    var newest = prevailing.newest(name);
                    var digest = images.local(newest.imageId())
                            .map(i -> i.digest(newest.image()))
                            .orElse(newest.imageId());
                    return new Service(name, newest.image(), digest, replicas(name, running, records));
                })
                .toList();
    }

    /** Of several makes nobody can tell by counting how many there should be. */
    private static int replicas(String service, Instances running, List<ReleaseRecord> records) {
        return running.isUniform(service)
                ? running.count(service)
                : meant(service, records).orElse(running.count(service));
    }

    private static Optional<Integer> meant(String service, List<ReleaseRecord> records) {
        return records.stream()
                .flatMap(r -> r.release().service(service).stream())
                .map(Service::replicas)
                .findFirst();
    }

    /**
     * How many of each service a roll-out has to have: as many as there are, or were to be where a roll-out was cut off; what the files say of
     * services that are not there.
     */
    public Map<String, Integer> scales(ComposeModel model, Instances running, String operationKey) {
        var records = store.newestFirst();
        var own = records.stream()
                .filter(r -> !operationKey.isEmpty() && r.operationKey().equals(operationKey))
                .toList();
        var scales = new TreeMap<String, Integer>();
        model.services().forEach((name, d) -> {
            var none = isScaledToNone(name, running, records) ? 0 : d.replicas();
            var there = running.count(name) == 0 ? none : replicas(name, running, records);
            var begun = meant(name, own).filter(n -> !running.isUniform(name) || n > there);
            scales.put(name, begun.orElse(there));
        });
        return scales;
    }

    /**
     * What was rolled out under a key, if exactly that runs, is well and is given work.
     *
     * @throws io.emrops.TargetUnavailableException if a balancer does not tell
     */
    public Optional<Release> find(String operationKey, Instances running) {
        return store.newestFirst().stream()
                .filter(r -> r.operationKey().equals(operationKey))
                .findFirst()
                .filter(r -> r.describes(running) && isComplete(r.release(), running))
                .map(ReleaseRecord::release);
    }

    private boolean isComplete(Release release, Instances running) {
        return release.services().stream().allMatch(s -> {
            var status = health.status(s.name(), running.of(s.name()), s.replicas());
            return running.of(s.name()).size() == s.replicas()
                    && running.isUniform(s.name())
                    && status.healthy() >= s.replicas()
                    && health.isSteady(s.name(), running.of(s.name()))
                    && routes.serving(s.name(), running.of(s.name())) == s.replicas();
        });
    }

    /** How many of each service the last roll-out was to have, if it is what runs. */
    public Map<String, Integer> wanted(Instances running) {
        var wanted = new HashMap<String, Integer>();
        describing(running.prevailing(), store.newestFirst())
                .ifPresent(r -> r.release().services().stream()
                        .filter(s -> s.replicas() > 0)
                        .forEach(s -> wanted.put(s.name(), s.replicas())));
        return wanted;
    }
}
