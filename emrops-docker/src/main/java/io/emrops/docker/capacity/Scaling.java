package io.emrops.docker.capacity;

import io.emrops.Change;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.deploy.Release;
import io.emrops.docker.compose.Compose;
import io.emrops.docker.compose.ComposeModel;
import io.emrops.docker.engine.Containers;
import io.emrops.docker.engine.EngineConnection;
import io.emrops.docker.engine.Instance;
import io.emrops.docker.engine.Instances;
import io.emrops.docker.release.Health;
import io.emrops.docker.release.Midway;
import io.emrops.docker.route.Routes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts instances of a service beside those that run, or has some of them go. */
public final class Scaling {
    private static final Logger LOG = LoggerFactory.getLogger(Scaling.class);

    private final EngineConnection engine;
    private final String project;
    private final Compose compose;
    private final Containers containers;
    private final Health health;
    private final Routes routes;
    private final ScaledReleases releases;

    public Scaling(
            EngineConnection engine,
            String project,
            Compose compose,
            Health health,
            Routes routes,
            ScaledReleases releases) {
        this.engine = engine;
        this.containers = new Containers(engine);
        this.project = project;
        this.compose = compose;
        this.health = health;
        this.routes = routes;
        this.releases = releases;
    }

    public List<String> preview(String service, int replicas) {
        requireReplicas(replicas);
        var instances = instances(service);
        var model = require(service, replicas, instances);
        var lines = new ArrayList<String>();
        if (instances.size() != replicas) {
            var change = new Change("service " + service, count(instances.size()), count(replicas));
            lines.add(change.toString());
        }
        var going = going(service, instances, replicas);
        going.forEach(i -> lines.add("service " + service + ": instance " + i.number() + ", "
                + (i.well() ? "which is well" : "which is not well") + ", is stopped and removed"));
        var staying = without(going, instances);
        var unwell = staying.stream().filter(i -> !i.well()).count();
        if (unwell > 0) {
            lines.add("service " + service + ": " + unwell + " of its instances are not well");
        }
        var idle = staying.size() - unwell - routes.serving(service, wellOnes(staying));
        if (routes.lead(service) && idle > 0) {
            lines.add("service " + service + ": " + idle + " of its instances are given work");
        }
        if (replicas > instances.size()) {
            requireRoom(service, replicas - instances.size(), model);
        }
        return lines;
    }

    public void scale(String service, int replicas, Progress progress) throws InterruptedException {
        requireReplicas(replicas);
        var instances = instances(service);
        var model = require(service, replicas, instances);
        if (routes.lead(service)) {
            routes.requireAnswers();
        }
        if (replicas > instances.size()) {
            requireRoom(service, replicas - instances.size(), model);
        }
        var release = releases.scaled(service, replicas, Instances.of(engine, project), model, progress);
        Midway.run(
                "Service " + service + " may have another number of instances; the same call goes on",
                () -> reach(service, replicas, release, model, progress));
    }

    private void reach(String service, int replicas, Release release, ComposeModel model, Progress progress)
            throws InterruptedException {
        var instances = instances(service);
        if (instances.size() != replicas) {
            LOG.info("Scaling {} of {} from {} to {}", service, project, instances.size(), replicas);
        }
        if (instances.size() > replicas) {
            var going = going(service, instances, replicas);
            giveWork(service, wellOnes(without(going, instances)));
            remove(service, going, progress);
        }
        var staying = instances(service);
        if (replicas > 0 && (staying.size() < replicas || staying.stream().anyMatch(i -> !health.isUp(i)))) {
            startMissing(service, replicas, release, model);
        }
        health.await(new TreeMap<>(Map.of(service, replicas)), progress);
        routes.reconcile(service);
        routes.register(service, instances(service));
    }

    /** So that somebody serves when the others go; where the pool is full, they make room first. */
    private void giveWork(String service, List<Instance> well) throws InterruptedException {
        var idle = well.stream()
                .filter(i -> routes.serving(service, List.of(i)) == 0)
                .toList();
        if (!idle.isEmpty()) {
            routes.reconcile(service);
            if (routes.room(service) >= idle.size()) {
                routes.register(service, idle);
            }
        }
    }

    private void startMissing(String service, int replicas, Release release, ComposeModel model)
            throws InterruptedException {
        var there = Instances.of(engine, project);
        var scales = new HashMap<String, Integer>();
        model.dependencies(service).forEach(d -> scales.put(d, there.of(d).size()));
        scales.put(service, replicas);
        compose.one(
                release.variables(), service, scales, Map.of(), model.hasPullPolicy() && compose.major() >= 2, false);
        containers.together(
                instances(service).stream().filter(i -> !health.isUp(i)).toList(), containers::start);
    }

    private List<Instance> instances(String service) {
        return Instances.of(engine, project).of(Objects.requireNonNull(service, "service"));
    }

    private ComposeModel require(String service, int replicas, List<Instance> instances) {
        var model = compose.model(releases.variables());
        if (model.service(service).isEmpty() && (instances.isEmpty() || replicas > instances.size())) {
            throw new PreconditionFailedException(
                    "The Compose files of " + project + " do not define a service " + service);
        }
        if (replicas > 1 && !instances.isEmpty()) {
            requireSeveral(service, instances.get(0));
        }
        if (replicas > instances.size()
                && instances.stream().map(Instance::imageId).distinct().count() > 1) {
            throw new PreconditionFailedException("The instances of " + service
                    + " run different images; complete the roll-out or roll it back, and scale then");
        }
        return model;
    }

    private void requireSeveral(String service, Instance instance) {
        var bindings = engine.ask(
                "tell the ports of a container",
                () -> engine.client()
                        .inspectContainerCmd(instance.id())
                        .exec()
                        .getHostConfig()
                        .getPortBindings());
        for (var bound : bindings == null
                ? List.<com.github.dockerjava.api.model.Ports.Binding[]>of()
                : bindings.getBindings().values()) {
            for (var binding :
                    Objects.requireNonNullElseGet(bound, () -> new com.github.dockerjava.api.model.Ports.Binding[0])) {
                var port = Objects.requireNonNullElse(binding.getHostPortSpec(), "");
                if (port.matches("[1-9]\\d*")) {
                    throw new PreconditionFailedException("Service " + service + " publishes the fixed port " + port
                            + " of the host, which only one instance can have");
                }
            }
        }
        var name = instance.name();
        var given = instance.halfReplaced()
                || name.equals(project + "-" + service + "-" + instance.number())
                || name.equals(project + "_" + service + "_" + instance.number());
        if (!given) {
            throw new PreconditionFailedException(
                    "Service " + service + " has a fixed container_name, which only one instance can have");
        }
    }

    private void requireRoom(String service, int more, ComposeModel model) {
        if (model.service(service).isPresent() && routes.lead(service) && routes.room(service) < more) {
            throw new PreconditionFailedException("The pool of service " + service + " has room for "
                    + routes.room(service) + " more servers, not for " + more);
        }
    }

    /** Those that are not well first, then those that do not serve. */
    private List<Instance> going(String service, List<Instance> instances, int replicas) {
        if (instances.size() <= replicas) {
            return List.of();
        }
        var serving = instances.stream()
                .filter(i -> routes.serving(service, List.of(i)) > 0)
                .toList();
        return instances.stream()
                .sorted(Comparator.comparing((Instance i) -> !i.halfReplaced())
                        .thenComparing(Instance::well)
                        .thenComparing(serving::contains)
                        .thenComparing(Comparator.comparingInt(Instance::number).reversed()))
                .limit(instances.size() - replicas)
                .toList();
    }

    private static List<Instance> without(List<Instance> going, List<Instance> instances) {
        return instances.stream().filter(i -> !going.contains(i)).toList();
    }

    private static List<Instance> wellOnes(List<Instance> instances) {
        return instances.stream().filter(Instance::well).toList();
    }

    private void remove(String service, List<Instance> going, Progress progress) throws InterruptedException {
        routes.withdraw(service, going, progress);
        var done = 0;
        for (var instance : going) {
            progress.report(done++, going.size(), "instances stopped");
            if (Thread.interrupted()) {
                throw new InterruptedException("Interrupted while instances of " + service + " were removed");
            }
            // No time given: the container has the one of its definition. What it keeps in volumes stays.
            containers.stop(instance, Optional.empty());
            containers.remove(instance);
        }
        progress.report(done, going.size(), "instances stopped");
    }

    private static void requireReplicas(int replicas) {
        if (replicas < 0) {
            throw new IllegalArgumentException("A service has no fewer than 0 replicas: " + replicas);
        }
    }

    private static String count(int replicas) {
        return replicas + (replicas == 1 ? " replica" : " replicas");
    }
}
