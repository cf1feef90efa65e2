package io.emrops.docker.release;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.docker.compose.Compose;
import io.emrops.docker.engine.Containers;
import io.emrops.docker.engine.Instance;
import io.emrops.docker.engine.Instances;
import io.emrops.docker.route.Routes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings services to what is wanted one after the other, with new instances beside the old ones. It goes by what the engine and the
 * balancers say and remembers nothing of how far it has come, so that it may begin anywhere: with old and new side by side, with new ones
 * that are not well or not yet registered, with old ones that are drained.
 */
public final class Rolling {
    private static final Logger LOG = LoggerFactory.getLogger(Rolling.class);

    private final Supplier<Instances> look;
    private final Compose compose;
    private final Health health;
    private final Routes routes;
    private final Containers containers;
    private final Retirement retirement;
    private final int surge;

    /** @param surge at most so many instances more than wanted at a time */
    public Rolling(
            Supplier<Instances> look,
            Compose compose,
            Health health,
            Routes routes,
            Containers containers,
            Retirement retirement,
            int surge) {
        this.look = look;
        this.compose = compose;
        this.health = health;
        this.routes = routes;
        this.containers = containers;
        this.retirement = retirement;
        this.surge = surge;
    }

    /** The instances of a service: those that are as wanted, and the others. */
    private record Sides(List<Instance> wanted, List<Instance> others) {
        Stream<Instance> all() {
            return Stream.concat(wanted.stream(), others.stream());
        }

        int total() {
            return wanted.size() + others.size();
        }

        boolean isDone(int n) {
            return others.isEmpty() && wanted.size() == n;
        }
    }

    /**
     * Whether all services can be rolled as far as it can be seen before; nothing is changed.
     *
     * @throws PreconditionFailedException if a pool has no room for one server more, or containers are tied to one another
     */
    public void requireRoom(Goal goal, Instances there) {
        routes.requireAnswers();
        goal.changed(there).forEach(service -> requireRoom(goal, service, there.of(service)));
    }

    private void requireRoom(Goal goal, String service, List<Instance> all) {
        if (goal.isTied(service)) {
            throw new PreconditionFailedException("Service " + service
                    + " shares a network with another, and cannot be replaced without it; roll out at once");
        }
        var grows = !all.isEmpty()
                && all.size() <= goal.scale(service)
                && goal.whyNotBeside(service, all, health).isEmpty();
        if (grows && routes.room(service) < 1) {
            throw new PreconditionFailedException("The pool of " + service
                    + " has no room for one server more beside the old ones; give it more, or roll out at once");
        }
    }

    /**
     * Who is interrupted when a service is replaced; empty if nobody is.
     *
     * @throws PreconditionFailedException as for {@link #requireRoom(Goal, Instances)}
     */
    public String remark(Goal goal, String service, Instances there) {
        var all = there.of(service);
        requireRoom(goal, service, all);
        var why = goal.whyNotBeside(service, all, health);
        if (why.isEmpty() || health.finishes(service)) {
            return "";
        }
        return goal.scale(service) == 1
                ? ", interrupted, as " + why
                : ", one after the other with none beside them, as " + why;
    }

    /** @throws StepFailedException if new instances do not become well; those that they were to replace work on */
    public void roll(Goal goal, Progress progress) throws InterruptedException {
        retirement.retireLeftovers(look.get());
        for (var service : goal.inOrder()) {
            if (goal.scale(service) > 0) {
                LOG.info("Rolling {}", service);
                roll(goal, service, progress);
            }
        }
        var order = new ArrayList<>(goal.inOrder());
        Collections.reverse(order);
        for (var service : order) {
            if (goal.scale(service) == 0) {
                retirement.retire(service, look.get().of(service), progress);
            }
        }
    }

    /**
     * Brings services to what is wanted one after the other, all instances of each at once.
     *
     * @throws StepFailedException if a service does not become well; those after it were not touched
     */
    public void replaceOneByOne(Goal goal, Progress progress) throws InterruptedException {
        retirement.retireLeftovers(look.get());
        for (var service : goal.inOrder()) {
            LOG.info("Replacing {}", service);
            routes.reconcile(service);
            new Turn(goal, service, progress).inPlace();
            routes.reconcile(service);
        }
    }

    private void roll(Goal goal, String service, Progress progress) throws InterruptedException {
        // First: after a restart of the engine the former ports take all the room.
        routes.reconcile(service);
        var turn = new Turn(goal, service, progress);
        if (goal.whyNotBeside(service, look.get().of(service), health).isEmpty()
                || goal.scale(service) > 1 && !health.finishes(service)) {
            turn.beside();
        } else {
            turn.inPlace();
        }
        routes.reconcile(service);
    }

    /** One service's turn. */
    private final class Turn {
        private final Goal goal;
        private final String service;
        private final int n;
        private final Progress progress;
        private Instance.Make make;

        Turn(Goal goal, String service, Progress progress) {
            this.goal = goal;
            this.service = service;
            this.n = goal.scale(service);
            this.progress = progress;
            this.make = goal.make(service);
        }

        private Sides sides() {
            var sides = look.get().of(service).stream()
                    .collect(Collectors.partitioningBy(i -> i.make().equals(make)));
            return new Sides(sides.getOrDefault(true, List.of()), sides.getOrDefault(false, List.of()));
        }

        void beside() throws InterruptedException {
            var sides = sides();
            sides = without(useless(sides), sides);
            while (true) {
                sides = atWork(sides);
                sides = without(first(sides, sides.total() - n), sides);
                if (sides.isDone(n)) {
                    return;
                }
                if (sides.wanted().size() < n) {
                    grow(sides);
                }
                sides = sides();
            }
        }

        /** What does not run, and Compose would start in passing; what was made and never started, perhaps half. */
        private List<Instance> useless(Sides sides) {
            return Stream.concat(
                            sides.wanted().stream().filter(Instance::isUnborn),
                            sides.others().stream().filter(i -> !health.isUp(i)))
                    .toList();
        }

        /** @return what is left of them */
        private Sides without(List<Instance> going, Sides sides) throws InterruptedException {
            if (going.isEmpty()) {
                return sides;
            }
            retirement.retire(service, going, progress);
            return sides();
        }

        /**
         * Has those that are as wanted run, be well and registered.
         *
         * @return how they are then
         */
        private Sides atWork(Sides sides) throws InterruptedException {
            if (sides.wanted().isEmpty()) {
                return sides;
            }
            containers.together(
                    sides.wanted().stream().filter(i -> !health.isUp(i)).toList(), containers::start);
            try {
                routes.register(service, health.await(service, sides.wanted(), progress));
            } catch (StepFailedException e) {
                throw workingOn(e, sides);
            }
            return sides();
        }

        private StepFailedException workingOn(StepFailedException e, Sides sides) {
            var old = sides.others().size();
            return old == 0
                    ? e
                    : new StepFailedException(
                            e.getMessage() + ". The " + old + " older of " + service
                                    + " were not touched, and what is not well is given no work",
                            e,
                            null,
                            e.vendorCode().orElse(null));
        }

        /** The first that may go: others before those that are as wanted, those that work last. */
        private List<Instance> first(Sides sides, int count) {
            var rank = rank(sides.others());
            return Stream.concat(
                            sides.others().stream().sorted(Comparator.comparing(rank)),
                            sides.wanted().stream()
                                    .sorted(Comparator.comparingInt(Instance::number)
                                            .reversed()))
                    .limit(Math.max(0, count))
                    .toList();
        }

        private Function<Instance, Integer> rank(List<Instance> some) {
            var ranks = some.stream().collect(Collectors.toMap(Instance::id, this::rank));
            return i -> ranks.getOrDefault(i.id(), 0);
        }

        private int rank(Instance i) {
            if (routes.lead(service) && routes.serving(service, List.of(i)) > 0) {
                return 3;
            }
            return i.well() ? 2 : i.running() ? 1 : 0;
        }

        private void grow(Sides sides) throws InterruptedException {
            var missing = n - sides.wanted().size();
            var places = Math.max(0, goal.atMost(service) - sides.total());
            var extra = Math.min(Math.min(missing, surge), Math.min(places, routes.room(service)));
            if (extra > 0) {
                try {
                    create(sides, sides.total() + extra);
                } catch (StepFailedException e) {
                    throw workingOn(e, sides);
                }
            } else if (places > 0 && routes.room(service) < 1) {
                throw new StepFailedException("The pool of " + service + " has no room for one server more");
            } else if (sides.others().isEmpty()) {
                create(sides, n);
            } else {
                create(without(first(sides, 1), sides), sides.total());
            }
        }

        private void create(Sides before, int total) throws InterruptedException {
            compose(total, false);
            var made = look.get().of(service).stream()
                    .filter(i -> before.all().noneMatch(b -> b.id().equals(i.id())))
                    .toList();
            if (made.isEmpty()) {
                throw new StepFailedException("Compose made no further container of " + service);
            }
            if (!made.get(0).imageId().equals(make.imageId())) {
                throw new StepFailedException("Compose made a container of " + service
                        + " from another image than the release has; the name of the image has moved");
            }
            containers.together(made.stream().filter(i -> !health.isUp(i)).toList(), containers::start);
            // What Compose makes of the definition counts, should it not be what it foretold.
            make = made.get(0).make();
        }

        private void compose(int total, boolean recreate) throws InterruptedException {
            var scales = new HashMap<String, Integer>();
            var dependencies = goal.model().dependencies(service);
            if (!dependencies.isEmpty()) {
                var there = look.get();
                dependencies.forEach(d -> scales.put(d, there.of(d).size()));
            }
            scales.put(service, total);
            compose.one(goal.variables(), service, scales, goal.otherImages(), goal.neverPull(), recreate);
        }

        /** Compose 2 replaces what a service depends on in passing if its definition or image differs by now, and does not start it. */
        private boolean wouldReplaceDependencies() {
            var dependencies = goal.model().dependencies(service);
            if (goal.composeMajor() < 2 || dependencies.isEmpty()) {
                return false;
            }
            var there = look.get();
            var hashes = compose.hashes(goal.variables(), goal.otherImages());
            var images = goal.record().images();
            return dependencies.stream()
                    .anyMatch(d -> there.of(d).stream()
                            .anyMatch(i -> !i.configHash().equals(hashes.get(d))
                                    || !i.imageId().equals(images.get(d))));
        }

        void inPlace() throws InterruptedException {
            var sides = sides();
            retirement.retire(service, first(sides, sides.total() - n), progress);
            sides = sides();
            if (!sides.isDone(n)) {
                if (wouldReplaceDependencies()) {
                    retirement.retire(service, sides.others(), progress);
                    create(sides(), n);
                } else {
                    retirement.replace(service, sides.others(), () -> compose(n, true), progress);
                }
            }
            containers.together(
                    look.get().of(service).stream().filter(i -> !health.isUp(i)).toList(), containers::start);
            health.await(Map.of(service, n), progress);
            routes.register(service, look.get().of(service));
        }
    }
}
