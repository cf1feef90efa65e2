package io.emrops.testkit;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.network.Endpoint;
import io.emrops.network.LoadBalancer;
import io.emrops.network.PoolServer;
import io.emrops.network.PoolServer.Admission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A {@link LoadBalancer} in memory.
 *
 * <pre>{@code
 * var balancer = FakeLoadBalancer.of("edge").pool("emrnext-api", 6);
 * balancer.unwell(new Endpoint("127.0.0.1", 8081));
 * }</pre>
 *
 * <p>Every endpoint is well unless the test says otherwise. No time passes here: whoever waits for a server that is not well, or
 * for sessions that are open, is told that time was up; what the test changes while progress is reported counts.
 */
public final class FakeLoadBalancer extends Fake<FakeLoadBalancer> implements LoadBalancer {
    private static final Set<String> READING = Set.of("target", "servers", "room");
    private static final Set<String> CHANGING = Set.of("register", "drain", "ready", "deregister", "weight");

    private final FakePools pools = new FakePools();

    private FakeLoadBalancer(String name) {
        super("fake-load-balancer", name, READING, CHANGING);
    }

    /** A balancer without pools. */
    public static FakeLoadBalancer of(String name) {
        return new FakeLoadBalancer(name);
    }

    /**
     * A pool without servers.
     *
     * @param slots how many servers it takes; {@link Integer#MAX_VALUE} for any number
     */
    public FakeLoadBalancer pool(String pool, int slots) {
        if (slots < 1) {
            throw new IllegalArgumentException("A pool takes at least one server: " + slots);
        }
        return arrange(() -> pools.add(Objects.requireNonNull(pool, "pool"), slots));
    }

    /** A server that somebody else has registered. */
    public FakeLoadBalancer alreadyRegistered(String pool, Endpoint server) {
        return arrange(() -> pools.register(pool, sorted(List.of(server))));
    }

    /** Its health checks fail from now on, in whatever pool it is or will be. */
    public FakeLoadBalancer unwell(Endpoint server) {
        return arrange(() -> pools.unwell().add(server));
    }

    /** Its health checks succeed again. */
    public FakeLoadBalancer well(Endpoint server) {
        return arrange(() -> pools.unwell().remove(server));
    }

    /** Somebody else takes a registered server out of service, and leaves it in the pool. */
    public FakeLoadBalancer maintain(String pool, Endpoint server) {
        return arrange(() -> pools.admit(pool, server, Admission.MAINTENANCE));
    }

    /**
     * So many sessions are open to a registered server from now on. They end when the test says so, or are cut when the server
     * is deregistered.
     */
    public FakeLoadBalancer sessions(String pool, Endpoint server, long open) {
        if (open < 0) {
            throw new IllegalArgumentException("No number of sessions: " + open);
        }
        return arrange(() -> pools.sessions(pool, server, open));
    }

    /** The servers of a pool, as an onlooker sees them; not a call. */
    public List<PoolServer> registered(String pool) {
        return observe(() -> pools.servers(pool));
    }

    /** Where new sessions of a pool go, as an onlooker sees it; not a call. */
    public List<Endpoint> serving(String pool) {
        return registered(pool).stream()
                .filter(PoolServer::serves)
                .map(PoolServer::endpoint)
                .toList();
    }

    /** The fewest servers that took new sessions at a time, since the pool was made or {@link #watchServing} was called. Not a call. */
    public int fewestServing(String pool) {
        return observe(() -> pools.fewestServing(pool));
    }

    /** Counts {@link #fewestServing} from now on. */
    public FakeLoadBalancer watchServing(String pool) {
        return arrange(() -> pools.watchServing(pool));
    }

    /** How many sessions were cut because their server was deregistered, as an onlooker sees it. Not a call. */
    public long cutSessions() {
        return observe(pools::cut);
    }

    @Override
    public List<PoolServer> servers(String pool) {
        return reading("servers", List.of(pool), () -> pools.servers(pool));
    }

    @Override
    public int room(String pool) {
        return reading("room", List.of(pool), () -> pools.room(pool));
    }

    @Override
    public void register(String pool, Collection<Endpoint> servers, Duration wellWithin) throws InterruptedException {
        if (wellWithin.isNegative() || wellWithin.isZero()) {
            throw new IllegalArgumentException("There has to be time to become well: " + wellWithin);
        }
        var wanted = sorted(servers);
        changing("register", args(pool, wanted), () -> {
            var missing = wanted.stream().filter(e -> !pools.has(pool, e)).count();
            if (missing > pools.room(pool)) {
                throw new PreconditionFailedException(
                        "Pool " + pool + " has room for " + pools.room(pool) + " more servers, not for " + missing);
            }
            var bad = wanted.stream().filter(pools.unwell()::contains).toList();
            if (!bad.isEmpty()) {
                throw new StepFailedException(
                        "Not well within " + wellWithin.toMillis() / 1000.0 + " s in pool " + pool + ": " + bad);
            }
            return pools.register(pool, wanted);
        });
    }

    @Override
    public long drain(String pool, Collection<Endpoint> servers, Duration atMost, Progress progress)
            throws InterruptedException {
        if (atMost.isNegative()) {
            throw new IllegalArgumentException("No time to wait: " + atMost);
        }
        var wanted = sorted(servers);
        var call = new Call("drain", args(pool, wanted), true);
        return changing(call, () -> {
            var before = applying(call, () -> {
                wanted.stream().filter(e -> pools.has(pool, e)).forEach(e -> pools.drain(pool, e));
                return pools.sessions(pool, wanted);
            });
            if (before == 0 || atMost.isZero()) {
                return before;
            }
            progress.report(0, before, "sessions ended");
            var left = observe(() -> pools.sessions(pool, wanted));
            progress.report(before - left, before, "sessions ended");
            return left;
        });
    }

    @Override
    public void ready(String pool, Endpoint server) {
        uninterrupted("ready", List.of(pool, server.toString()), () -> {
            requireRegistered(pool, server);
            pools.admit(pool, server, Admission.READY);
            return server;
        });
    }

    @Override
    public void deregister(String pool, Collection<Endpoint> servers) {
        var wanted = sorted(servers);
        uninterrupted("deregister", args(pool, wanted), () -> pools.deregister(pool, wanted));
    }

    @Override
    public void weight(String pool, Endpoint server, int weight) {
        if (weight < 0 || weight > 256) {
            throw new IllegalArgumentException("A weight is 0 to 256: " + weight);
        }
        var args = List.of(pool, server.toString(), Integer.toString(weight));
        uninterrupted("weight", args, () -> {
            requireRegistered(pool, server);
            return pools.weight(pool, server, weight);
        });
    }

    private void requireRegistered(String pool, Endpoint server) {
        if (!pools.has(pool, server)) {
            throw new PreconditionFailedException("Pool " + pool + " has no server " + server);
        }
    }

    private <T> void uninterrupted(String method, List<String> args, Supplier<T> change) {
        try {
            changing(method, args, change);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OutcomeUnknownException(method + " was interrupted", e);
        }
    }

    @Override
    FakeLoadBalancer self() {
        return this;
    }

    @Override
    void restore(Tables from) {
        pools.read(from);
    }

    @Override
    void save(Tables to) {
        pools.write(to);
    }

    private static SortedSet<Endpoint> sorted(Collection<Endpoint> servers) {
        return new TreeSet<>(List.copyOf(servers));
    }

    private static List<String> args(String pool, Collection<Endpoint> servers) {
        return new ArrayList<>(Stream.concat(Stream.of(pool), servers.stream().map(Endpoint::toString))
                .toList());
    }
}
