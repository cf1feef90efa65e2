package io.emrops.docker.release;

import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.docker.engine.Containers;
import io.emrops.docker.engine.Instance;
import io.emrops.docker.engine.Instances;
import io.emrops.docker.route.Routes;
import java.util.Collection;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How instances go: out of the balancers, stopped with their own time to end, removed. Volumes are kept. */
public record Retirement(Routes routes, Containers containers) {
    private static final Logger LOG = LoggerFactory.getLogger(Retirement.class);

    /** Does nothing if there are none. */
    public void retire(String service, Collection<Instance> instances, Progress progress) throws InterruptedException {
        if (instances.isEmpty()) {
            return;
        }
        LOG.info("Removing {} containers of {}", instances.size(), service);
        routes.withdraw(service, instances, progress);
        containers.together(instances, i -> containers.stop(i, Optional.empty()));
        containers.together(instances, containers::remove);
    }

    /** Has Compose put others in their place; those that it has left as they were when it failed work on. */
    public void replace(String service, Collection<Instance> instances, Midway.Work change, Progress progress)
            throws InterruptedException {
        routes.withdraw(service, instances, progress);
        try {
            change.run();
        } catch (StepFailedException e) {
            routes.giveBack(service, instances, e);
            throw e;
        }
    }

    /** Those that a replacement that was cut off has left beside another of the same number; Compose 2 cannot go on with them. */
    public void retireLeftovers(Instances there) throws InterruptedException {
        for (var leftover : there.leftovers()) {
            LOG.info("Removing a container of {} that an earlier replacement has left", leftover.service());
            routes.withdrawNow(leftover.service(), java.util.List.of(leftover));
            containers.remove(leftover);
        }
    }
}
