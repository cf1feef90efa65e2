package io.emrops.docker.release;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.deploy.Release;
import io.emrops.deploy.ReleaseRequest;
import io.emrops.deploy.Rollout;
import io.emrops.deploy.Service;
import io.emrops.docker.compose.Compose;
import io.emrops.docker.compose.ComposeModel;
import io.emrops.docker.engine.EngineConnection;
import io.emrops.docker.engine.Instances;
import io.emrops.docker.image.Images;
import io.emrops.docker.image.MovedNames;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rolls releases out and back, at once or rolling. */
public record Releases(
        EngineConnection engine,
        Supplier<Instances> look,
        Compose compose,
        Images images,
        ReleaseStore store,
        Settings settings,
        Health health,
        CurrentRelease current,
        AtOnce atOnce,
        Rolling rolling) {
    private static final Logger LOG = LoggerFactory.getLogger(Releases.class);
    private static final String HALF_WAY =
            "Stopped half-way, with some instances old and some new; the same call goes on";

    public List<String> preview(ReleaseRequest request) {
        var running = look.get();
        var now = current.of(running);
        var variables = settings.variables(now.variables(), request.version());
        var model = compose.model(variables);
        var changes = new Changes(compose, images);
        if (request.rollout() == Rollout.AT_ONCE) {
            return changes.of(running, now, model, variables, service -> "");
        }
        var scales = current.scales(model, running, "");
        var goal = goal(new ReleaseRecord("", now, Map.of()), model, scales, Map.of());
        return changes.of(running, now, model, variables, service -> rolling.remark(goal, service, running));
    }

    public void pull(ReleaseRequest request, Progress progress) throws InterruptedException {
        var now = current.of(look.get());
        images.fetch(
                compose.model(settings.variables(now.variables(), request.version()))
                        .images(),
                false,
                progress);
    }

    public Release rollOut(ReleaseRequest request, Progress progress) throws InterruptedException {
        var running = look.get();
        var variables = settings.variables(current.of(running).variables(), request.version());
        var model = compose.model(variables);
        images.fetch(model.images(), true, progress);

        var scales = current.scales(model, running, request.operationKey());
        var ids = new HashMap<String, String>();
        var services = new LinkedHashMap<String, Service>();
        model.services().forEach((name, d) -> {
            var image = images.local(d.image())
                    .orElseThrow(() -> new PreconditionFailedException(
                            "The Docker engine does not have " + d.image() + " any more"));
            services.put(name, new Service(name, d.image(), image.digest(d.image()), scales.getOrDefault(name, 1)));
            ids.put(name, image.id());
        });
        var release = new Release(request.version(), List.copyOf(services.values()), variables, engine.now());
        LOG.info("Rolling out {}", request.version());
        var record = new ReleaseRecord(request.operationKey(), release, ids);
        var goal = ready(goal(record, model, scales, Map.of()), request.rollout());
        return reach(goal, Set.of(), request.rollout(), progress);
    }

    public Release rollBack(Release to, Rollout rollout, Progress progress) throws InterruptedException {
        var running = look.get();
        var now = current.of(running);
        if (to.isNothing()) {
            return remove(now, progress);
        }
        var plan = new RollBack(images, running, to, health);
        if (plan.isRunning() && to.variables().equals(now.variables()) && isAsDefined(plan)) {
            atOnce.requireAnswers();
            health.await(plan.scales(), progress);
            Midway.run("The release runs, and not all balancers were told of it", () -> atOnce.register(plan.scales()));
            store.newestFirst().stream()
                    .filter(r -> r.describes(running))
                    .findFirst()
                    .ifPresent(store::markReached);
            return now;
        }
        LOG.info("Rolling back to {}", to.version().isEmpty() ? "what ran before" : to.version());
        return bringBack(plan, rollout, progress);
    }

    private boolean isAsDefined(RollBack plan) {
        var variables = plan.to().variables();
        return plan.isDefinedAs(compose.hashes(variables, plan.otherImages(compose.model(variables))));
    }

    private Release bringBack(RollBack plan, Rollout rollout, Progress progress) throws InterruptedException {
        var to = plan.to();
        var model = compose.model(to.variables());
        plan.require(model);
        var names = new MovedNames(images);
        Goal goal;
        try {
            var ids = plan.bringImages(names, progress);
            var release = new Release(to.version(), to.services(), to.variables(), engine.now());
            var record = new ReleaseRecord("", release, ids);
            goal = ready(goal(record, model, plan.scales(model), plan.otherImages(model)), rollout);
        } catch (RuntimeException e) {
            names.giveBack(e);
            throw e;
        }
        return reach(goal, plan.surplus(model), rollout, progress);
    }

    private Release remove(Release now, Progress progress) throws InterruptedException {
        if (now.isNothing()) {
            return now;
        }
        LOG.info("Stopping and removing everything");
        atOnce.requireAnswers();
        return Midway.get("Services may have been stopped and removed", () -> {
            atOnce.withdraw(progress);
            compose.down(now.variables());
            return Release.nothing(engine.now());
        });
    }

    public Release recreate(Progress progress) throws InterruptedException {
        var running = look.get();
        if (running.isEmpty()) {
            throw new PreconditionFailedException("There is no container to create again");
        }
        var now = current.of(running);
        var plan = new RollBack(images, Instances.of(List.of()), now, health);
        plan.require(compose.model(now.variables()));
        atOnce.requireAnswers();
        plan.bringImages(new MovedNames(images), progress);
        return Midway.get("Services were removed, and not all are there again; roll the release out again", () -> {
            remove(now, progress);
            return bringBack(plan, Rollout.AT_ONCE, progress);
        });
    }

    /**
     * Replaces some services one after the other, and leaves the others alone.
     *
     * @param record all that is to run then; its images are there and have their names
     * @param services which ones
     */
    public Release replace(
            ReleaseRecord record, ComposeModel model, Set<String> services, Rollout rollout, Progress progress)
            throws InterruptedException {
        var goal = goalOf(record, model, services).hashed(compose);
        if (rollout == Rollout.ROLLING) {
            rolling.requireRoom(goal, look.get());
        } else {
            atOnce.requireAnswers();
        }
        store.write(goal.record());
        return Midway.get(HALF_WAY, () -> {
            if (rollout == Rollout.ROLLING) {
                rolling.roll(goal, progress);
            } else {
                rolling.replaceOneByOne(goal, progress);
            }
            var release = current.of(look.get());
            store.markReached(goal.record());
            return release;
        });
    }

    /** Who is interrupted when these services are rolled, by service; nothing of those that are not. */
    public Map<String, String> remarks(ReleaseRecord record, ComposeModel model, Set<String> services) {
        var goal = goalOf(record, model, services);
        var there = look.get();
        var remarks = new HashMap<String, String>();
        services.forEach(service -> remarks.put(service, rolling.remark(goal, service, there)));
        return remarks;
    }

    private Goal goalOf(ReleaseRecord record, ComposeModel model, Set<String> services) {
        var scales = new HashMap<String, Integer>();
        services.forEach(
                name -> record.release().service(name).ifPresent(service -> scales.put(name, service.replicas())));
        return goal(record, model, scales, Map.of());
    }

    private Goal goal(
            ReleaseRecord record, ComposeModel model, Map<String, Integer> scales, Map<String, String> otherImages) {
        return new Goal(record, model, scales, otherImages, Map.of(), compose.major());
    }

    /** With what it takes to begin, unless something refuses it. */
    private Goal ready(Goal unhashed, Rollout rollout) {
        var there = look.get();
        var goal = rollout == Rollout.ROLLING
                        || !unhashed.record().operationKey().isEmpty()
                        || !unhashed.otherImages().isEmpty() // a file for them that cannot be written is found here
                        || atOnce.needsHashes(unhashed, there)
                ? unhashed.hashed(compose)
                : unhashed;
        if (rollout == Rollout.ROLLING) {
            rolling.requireRoom(goal, there);
        } else {
            atOnce.requireAnswers();
        }
        return goal;
    }

    /** @param surplus services that the files do not define, and that are to go */
    private Release reach(Goal goal, Set<String> surplus, Rollout rollout, Progress progress)
            throws InterruptedException {
        // Before the first change: whoever comes after a crash finds what was meant to be.
        store.write(goal.record());
        return Midway.get(HALF_WAY, () -> {
            if (rollout == Rollout.ROLLING) {
                rolling.roll(goal, progress);
                retire(surplus, progress);
            } else {
                retire(surplus, progress);
                atOnce.start(goal, progress);
            }
            var release = goal.record().release();
            var services = current.services(look.get());
            store.markReached(goal.record());
            return new Release(release.version(), services, release.variables(), release.since());
        });
    }

    private void retire(Set<String> services, Progress progress) throws InterruptedException {
        for (var service : services) {
            atOnce.retirement().retire(service, look.get().of(service), progress);
        }
    }
}
