package io.emrops.docker.route;

import io.emrops.EmropsException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.docker.engine.Instance;
import io.emrops.docker.engine.PublishedPort;
import io.emrops.network.Endpoint;
import io.emrops.network.LoadBalancer;
import io.emrops.network.PoolServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells load balancers of the instances of services. An instance's endpoint is the port of the host that its container port is published
 * at, which is another after each start: whoever stops, starts or restarts one withdraws it before and registers it after. All verbs may be
 * repeated, and do nothing for a service that is behind no balancer.
 */
public final class Routes {
    private static final Logger LOG = LoggerFactory.getLogger(Routes.class);

    private final List<Route> routes;
    private final RouteMemory memory;
    private final Function<String, List<Instance>> look;
    private final RouteSettings settings;
    private final Map<LoadBalancer, String> names = new HashMap<>();
    private @Nullable String address;

    /** @param look gives the present instances of a service */
    public Routes(
            List<Route> routes, RouteMemory memory, Function<String, List<Instance>> look, RouteSettings settings) {
        this.routes = List.copyOf(routes);
        this.memory = memory;
        this.look = look;
        this.settings = settings;
    }

    /** Whether it is behind a balancer. */
    public boolean lead(String service) {
        return routes.stream().anyMatch(r -> r.service().equals(service));
    }

    /** Whether any service is. */
    public boolean isEmpty() {
        return routes.isEmpty();
    }

    /** How many more instances of a service the pools take. */
    public int room(String service) {
        return to(service).stream()
                .mapToInt(r -> r.balancer().room(r.pool()))
                .min()
                .orElse(Integer.MAX_VALUE);
    }

    /** Asks all balancers for their pools, so that one that does not answer, or a host that is not known, is found before anything is changed. */
    public void requireAnswers() {
        if (!routes.isEmpty()) {
            address = settings.address();
        }
        routes.forEach(r -> r.balancer().servers(r.pool()));
    }

    /** How many of these instances new sessions are given to by all balancers. */
    public long serving(String service, Collection<Instance> instances) {
        return instances.stream()
                .filter(i -> to(service).stream().allMatch(r -> serves(r, i)))
                .count();
    }

    private boolean serves(Route route, Instance instance) {
        return endpoint(route, instance).stream()
                .anyMatch(e -> route.balancer().servers(route.pool()).stream()
                        .anyMatch(s -> s.endpoint().equals(e) && s.serves()));
    }

    /**
     * Gives instances work: all balancers of the service take them, and find them well.
     *
     * @throws StepFailedException if a balancer does not find one well in time; then none of those that this call has added is left
     * @throws PreconditionFailedException if a pool has no room for them, or a port is not published; none was added
     */
    public void register(String service, Collection<Instance> instances) throws InterruptedException {
        if (instances.isEmpty() || !lead(service)) {
            return;
        }
        var wanted = wanted(service, present(service, instances));
        // Before the first is registered: whoever comes after a crash has to know which are ours.
        memory.keep(together(memory.ours(), wanted));
        var added = new HashMap<Route, List<Endpoint>>();
        for (var route : to(service)) {
            var endpoints = endpoints(route, wanted);
            var before = known(route);
            try {
                route.balancer().register(route.pool(), endpoints, settings.wellWithin());
            } catch (StepFailedException | PreconditionFailedException e) {
                added.forEach((r, others) -> r.balancer().deregister(r.pool(), others));
                throw e;
            }
            added.put(route, endpoints.stream().filter(e -> !before.contains(e)).toList());
        }
    }

    /**
     * Takes instances out of work: no new sessions, time for the open ones to end, and out of the pools. Those that do not run any more are
     * known from when they were registered.
     *
     * @return how many sessions had not ended in time and are cut
     */
    public long withdraw(String service, Collection<Instance> instances, Progress progress)
            throws InterruptedException {
        return withdraw(service, instances, settings.drainWithin(), progress);
    }

    /** The same without waiting for any session to end, for what has to go at once. */
    public long withdrawNow(String service, Collection<Instance> instances) throws InterruptedException {
        return withdraw(service, instances, Duration.ZERO, Progress.none());
    }

    private long withdraw(String service, Collection<Instance> instances, Duration within, Progress progress)
            throws InterruptedException {
        if (instances.isEmpty() || !lead(service)) {
            return 0;
        }
        var ours = memory.ours();
        var going = going(service, instances, ours);
        var cut = 0L;
        for (var route : to(service)) {
            cut += route.balancer().drain(route.pool(), endpoints(route, going), within, progress);
        }
        for (var route : to(service)) {
            route.balancer().deregister(route.pool(), endpoints(route, going));
        }
        var forgotten = going.stream().filter(r -> !isElsewhere(r)).toList();
        memory.keep(ours.stream().filter(isNot(forgotten)).toList());
        if (cut > 0) {
            LOG.warn("{} sessions to {} had not ended within {} and were cut", cut, service, within);
        }
        return cut;
    }

    /**
     * Gives instances their work back, as far as they still run and are well, after the change that they were withdrawn for has failed.
     *
     * @throws StepFailedException that tells of both, if a balancer does not take them
     */
    public void giveBack(String service, Collection<Instance> withdrawn, StepFailedException failure)
            throws InterruptedException {
        try {
            register(
                    service,
                    present(service, withdrawn).stream().filter(Instance::well).toList());
        } catch (EmropsException e) {
            failure.addSuppressed(e);
            throw new StepFailedException(
                    failure.getMessage() + ". Older instances of " + service + " may be given no work: "
                            + e.getMessage(),
                    failure,
                    null,
                    failure.vendorCode().orElse(null));
        }
    }

    /** What the instances are reached at now, and what they were registered as, unless that port is another's by now. */
    private List<Registration> going(String service, Collection<Instance> instances, List<Registration> ours) {
        var ids = instances.stream().map(Instance::id).collect(Collectors.toSet());
        var there = look.apply(service);
        var going = new ArrayList<Registration>();
        var staying = new ArrayList<Registration>();
        for (var route : to(service)) {
            for (var instance : there) {
                endpoint(route, instance)
                        .map(e -> registration(route, instance, e))
                        .ifPresent((ids.contains(instance.id()) ? going : staying)::add);
            }
        }
        ours.stream()
                .filter(r -> r.service().equals(service) && ids.contains(r.container()))
                .filter(isNot(staying).and(isNot(memory.others())))
                .forEach(going::add);
        return going;
    }

    /**
     * Takes servers out of the pools that this project has registered for the service, and that are no running instance of it any more,
     * as after a restart of the engine. A server that was registered by anybody else, or that another project on this engine has registered
     * too, is left alone, whatever it is. What this project had registered at an endpoint is still its own there, also if somebody has
     * registered the same one by hand since: nobody can tell, and sessions must not go to a container that has the port by now.
     */
    public void reconcile(String service) {
        if (!lead(service)) {
            return;
        }
        var there = look.apply(service);
        var current = new ArrayList<Registration>();
        for (var route : to(service)) {
            for (var instance : there) {
                endpoint(route, instance)
                        .map(e -> registration(route, instance, e))
                        .ifPresent(current::add);
            }
        }
        var ours = memory.ours();
        var stale = ours.stream()
                .filter(r -> r.service().equals(service))
                .filter(isNot(current))
                .toList();
        if (stale.isEmpty()) {
            return;
        }
        var removable = stale.stream().filter(isNot(memory.others())).toList();
        // One in a pool that is not ours any more stays known: nobody else takes it out when the pool is ours again.
        var kept = removable.stream().filter(this::isElsewhere).toList();
        for (var route : to(service)) {
            var endpoints = endpoints(route, removable);
            if (!endpoints.isEmpty()) {
                LOG.info(
                        "Taking {} out of pool {}: no instance of {} is there any more",
                        endpoints,
                        route.pool(),
                        service);
                route.balancer().deregister(route.pool(), endpoints);
            }
        }
        var forgotten = stale.stream().filter(isNot(kept)).toList();
        if (!forgotten.isEmpty()) {
            memory.keep(ours.stream().filter(isNot(forgotten)).toList());
        }
    }

    private boolean isElsewhere(Registration server) {
        return to(server.service()).stream()
                .noneMatch(
                        r -> server.pool().equals(r.pool()) && server.balancer().equals(name(r.balancer())));
    }

    private List<Route> to(String service) {
        return routes.stream().filter(r -> r.service().equals(service)).toList();
    }

    /** As they are now, and only those that are there. */
    private List<Instance> present(String service, Collection<Instance> instances) {
        var ids = instances.stream().map(Instance::id).collect(Collectors.toSet());
        return look.apply(service).stream().filter(i -> ids.contains(i.id())).toList();
    }

    private List<Registration> wanted(String service, List<Instance> instances) {
        var wanted = new ArrayList<Registration>();
        for (var route : to(service)) {
            for (var instance : instances) {
                var endpoint = endpoint(route, instance)
                        .orElseThrow(() -> new PreconditionFailedException("Instance " + instance.number() + " of "
                                + service + " is to be a server of pool " + route.pool() + ", and port " + route.port()
                                + " of it is not published on the host"));
                wanted.add(registration(route, instance, endpoint));
            }
        }
        return wanted;
    }

    private java.util.Optional<Endpoint> endpoint(Route route, Instance instance) {
        return instance.ports().stream()
                .filter(p -> p.inside() == route.port())
                .findFirst()
                .map(this::endpoint);
    }

    private Endpoint endpoint(PublishedPort port) {
        return new Endpoint(port.isOnAllAddresses() ? address() : port.address(), port.outside());
    }

    /** Asked for once, so that it does not change or go amiss under what is going on. */
    private String address() {
        var known = address;
        if (known == null) {
            address = known = settings.address();
        }
        return known;
    }

    private Registration registration(Route route, Instance instance, Endpoint endpoint) {
        return new Registration(route.service(), name(route.balancer()), route.pool(), instance.id(), endpoint);
    }

    private String name(LoadBalancer balancer) {
        return names.computeIfAbsent(balancer, b -> {
            var target = b.target();
            return target.kind() + "/" + target.name();
        });
    }

    private List<Endpoint> endpoints(Route route, Collection<Registration> registrations) {
        return registrations.stream()
                .filter(r -> r.service().equals(route.service())
                        && r.pool().equals(route.pool())
                        && r.balancer().equals(name(route.balancer())))
                .map(Registration::endpoint)
                .distinct()
                .sorted()
                .toList();
    }

    private static Set<Endpoint> known(Route route) {
        return route.balancer().servers(route.pool()).stream()
                .map(PoolServer::endpoint)
                .collect(Collectors.toSet());
    }

    private static List<Registration> together(List<Registration> before, List<Registration> more) {
        var all = new ArrayList<>(before.stream().filter(isNot(more)).toList());
        all.addAll(more);
        return all;
    }

    private static Predicate<Registration> isNot(Collection<Registration> servers) {
        return r -> servers.stream().noneMatch(r::isSameServerAs);
    }
}
