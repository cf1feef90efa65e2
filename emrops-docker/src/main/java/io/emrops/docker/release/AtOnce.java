package io.emrops.docker.release;

import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.docker.compose.Compose;
import io.emrops.docker.engine.Instance;
import io.emrops.docker.engine.Instances;
import io.emrops.docker.route.Routes;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Leaves it to Compose to replace whatever is not as wanted; balancers are told of what goes before, and of what has come after. */
public record AtOnce(Supplier<Instances> look, Compose compose, Health health, Routes routes, Retirement retirement) {
    /** Whether containers that are as wanted have to be told from others for a start: Compose does it by itself elsewhere. */
    public boolean needsHashes(Goal goal, Instances there) {
        return !routes.isEmpty()
                || goal.inOrder().stream().anyMatch(s -> there.of(s).size() > goal.scale(s) && goal.scale(s) > 0);
    }

    /** So that a balancer that does not answer is found before anything is changed. */
    public void requireAnswers() {
        routes.requireAnswers();
    }

    public void start(Goal goal, Progress progress) throws InterruptedException {
        retirement.retireLeftovers(look.get());
        var there = look.get();
        var withdrawn = new TreeMap<String, List<Instance>>();
        for (var service : goal.inOrder()) {
            var make = goal.make(service);
            var others = there.of(service).stream()
                    .filter(i -> goal.scale(service) == 0 || !i.make().equals(make) || !health.isUp(i))
                    .toList();
            routes.withdraw(service, others, progress);
            withdrawn.put(service, others);
            var tooMany = there.of(service).size() - goal.scale(service);
            var first = Stream.concat(
                            others.stream().sorted(Comparator.comparing(Instance::well)),
                            there.of(service).stream().filter(i -> !others.contains(i)))
                    .limit(Math.max(0, tooMany))
                    .toList();
            retirement.retire(service, first, progress);
        }
        try {
            compose.up(goal.variables(), goal.scales(), goal.otherImages(), goal.neverPull());
        } catch (StepFailedException e) {
            for (var of : withdrawn.entrySet()) {
                routes.giveBack(of.getKey(), of.getValue(), e);
            }
            throw e;
        }
        health.await(goal.scales(), progress);
        register(goal.scales());
    }

    /** All instances of these services that run, and no others. */
    public void register(Map<String, Integer> services) throws InterruptedException {
        var there = look.get();
        for (var service : services.keySet()) {
            // First: after a restart of the engine the former ports take all the room.
            routes.reconcile(service);
            routes.register(
                    service,
                    there.of(service).stream().filter(Instance::running).toList());
        }
    }

    /** All instances of all services. */
    public void withdraw(Progress progress) throws InterruptedException {
        for (var of : look.get().byService().entrySet()) {
            routes.withdraw(of.getKey(), of.getValue(), progress);
        }
    }
}
