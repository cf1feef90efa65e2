package io.emrops.docker.release;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.deploy.RestartRequest;
import io.emrops.docker.engine.Containers;
import io.emrops.docker.engine.Instance;
import io.emrops.docker.engine.Instances;
import io.emrops.docker.route.Routes;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Restarts the containers of a service as they are. */
public record Restarts(Supplier<Instances> look, Containers containers, Health health, Routes routes) {
    public void restart(RestartRequest request, Progress progress) throws InterruptedException {
        var service = request.service();
        var instances = look.get().of(service);
        if (instances.isEmpty()) {
            throw new PreconditionFailedException("No container of service " + service + " was found");
        }
        routes.requireAnswers();
        switch (request.manner()) {
            case ROLLING -> oneByOne(service, instances, request, progress);
            case AT_ONCE ->
                Midway.run("Instances of " + service + " may have been stopped", () -> {
                    routes.withdraw(service, instances, progress);
                    again(service, instances, i -> containers.stop(i, request.grace()), progress);
                });
            case FORCED ->
                Midway.run("Instances of " + service + " may have been killed", () -> {
                    // There is nothing to wait for: what is killed does not end its work.
                    routes.withdrawNow(service, instances);
                    again(service, instances, containers::kill, progress);
                });
        }
        Midway.run("The instances of " + service + " were restarted", () -> routes.reconcile(service));
    }

    private void again(String service, List<Instance> instances, Consumer<Instance> end, Progress progress)
            throws InterruptedException {
        try {
            containers.together(instances, end);
        } catch (StepFailedException e) {
            // The others have ended.
            start(service, instances, progress);
            throw e;
        }
        start(service, instances, progress);
    }

    private void start(String service, List<Instance> instances, Progress progress) throws InterruptedException {
        containers.together(instances, containers::start);
        routes.register(service, health.await(service, instances, progress));
    }

    /** Those that serve last, and of the others those that are not well first: nobody is worse off while they restart. */
    private void oneByOne(String service, List<Instance> instances, RestartRequest request, Progress progress)
            throws InterruptedException {
        var serving = instances.stream()
                .filter(i -> routes.serving(service, List.of(i)) > 0)
                .toList();
        var order = instances.stream()
                .sorted(Comparator.comparing((Instance i) -> serving.contains(i))
                        .thenComparing(Instance::well))
                .toList();
        for (var done = 0; done < order.size(); done++) {
            var instance = order.get(done);
            progress.report(done, order.size(), "instances restarted");
            if (done == 0 && !routes.lead(service)) {
                restart(service, instance, request, progress);
                continue;
            }
            Midway.run(
                    done + " of " + order.size() + " instances of " + service + " were restarted",
                    () -> restart(service, instance, request, progress));
        }
        progress.report(order.size(), order.size(), "instances restarted");
    }

    private void restart(String service, Instance instance, RestartRequest request, Progress progress)
            throws InterruptedException {
        routes.withdraw(service, List.of(instance), progress);
        containers.restart(instance, request.grace());
        routes.register(service, health.await(service, List.of(instance), Progress.none()));
    }

    public List<String> preview(RestartRequest request) {
        var replicas = look.get().of(request.service()).size();
        return Optional.of(replicas).filter(r -> r > 0).map(request::foretell).stream()
                .toList();
    }
}
