package io.emrops.network;

import io.emrops.Check;
import io.emrops.Done;
import io.emrops.Finding;
import io.emrops.InDoubt;
import io.emrops.Operation;
import io.emrops.Value;
import io.emrops.network.PoolServer.Health;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Steps and checks over a {@link LoadBalancer}. A server whose endpoint is known only later is chosen with {@link Operation#of}. All
 * steps are safe to repeat, so state {@link InDoubt#rerun} or {@link InDoubt#probe}.
 *
 * <pre>{@code
 * rb.step("drain", "Drain the first server", LoadBalancers.drain(edge, "emrnext-api", first, ofMinutes(5)));
 * rb.step("out", "Take it out", LoadBalancers.deregister(edge, "emrnext-api", first));
 * rb.verify("left", "Two still serve", LoadBalancers.atLeast(edge, "emrnext-api", 2));
 * }</pre>
 */
public final class LoadBalancers {
    private LoadBalancers() {}

    /**
     * Adds a server to a pool and waits until it is well and is given sessions. Undone by taking it out of the pool again if it was not
     * there before, with half a minute for its sessions to end; else by giving it back the weight it had, and taking it out of work if it got
     * none: one that was in maintenance is drained then, and gets no new sessions either.
     *
     * @param wellWithin positive
     */
    public static Operation<Done> register(LoadBalancer balancer, String pool, Endpoint server, Duration wellWithin) {
        return new RegisterServer(new Place(balancer, pool, server), requirePositive(wellWithin));
    }

    /**
     * Gives a server no new sessions and waits until the open ones have ended. It fails if some are still open when time is up; the server
     * stays drained. Undone by making it ready again if it was, whatever its health is.
     *
     * @param atMost positive
     */
    public static Operation<Done> drain(LoadBalancer balancer, String pool, Endpoint server, Duration atMost) {
        return new DrainServer(new Place(balancer, pool, server), requirePositive(atMost));
    }

    /**
     * Takes a server out of a pool; sessions that are still open may be cut. Undone by registering it again, which needs it to be well, and
     * giving it the weight it had: for a moment it has the pool's usual one, even if it had 0. One that was drained or in maintenance before
     * stays out then, as it got no sessions either.
     */
    public static Operation<Done> deregister(LoadBalancer balancer, String pool, Endpoint server) {
        return new DeregisterServer(new Place(balancer, pool, server));
    }

    /**
     * Sets a server's share of new sessions; undone by setting the former one.
     *
     * @param weight 0 to 256
     */
    public static Operation<Done> weight(LoadBalancer balancer, String pool, Endpoint server, int weight) {
        if (weight < 0 || weight > 256) {
            throw new IllegalArgumentException("A weight is 0 to 256: " + weight);
        }
        return new WeighServer(new Place(balancer, pool, server), weight);
    }

    /** There are servers in a pool, and new sessions go to all of them. */
    public static Check allServersUp(LoadBalancer balancer, String pool) {
        return Check.of("All servers of pool " + pool + " take sessions", run -> {
            var servers = balancer.servers(pool);
            var serving = servers.stream().filter(PoolServer::serves).count();
            if (servers.isEmpty()) {
                return Finding.notOk("Pool " + pool + " has no servers");
            }
            return serving == servers.size()
                    ? Finding.ok("All " + serving + " servers of pool " + pool + " take sessions")
                    : Finding.notOk(
                            serving + " of " + servers.size() + " servers of pool " + pool + " take sessions",
                            others(servers));
        });
    }

    /**
     * New sessions go to so many servers of a pool or more.
     *
     * @param servers at least 1
     */
    public static Check atLeast(LoadBalancer balancer, String pool, int servers) {
        if (servers < 1) {
            throw new IllegalArgumentException("That is always so: " + servers);
        }
        return Check.of("At least " + servers + " servers of pool " + pool + " take sessions", run -> {
            var all = balancer.servers(pool);
            var serving = all.stream().filter(PoolServer::serves).count();
            var text = serving + " servers of pool " + pool + " take sessions";
            return serving >= servers
                    ? Finding.ok(text)
                    : Finding.notOk("Only " + text + ", not " + servers, others(all));
        });
    }

    /**
     * New sessions go to exactly so many servers of a pool: neither is one missing nor has one stayed.
     *
     * @param servers such as a parameter of the runbook
     */
    public static Check serves(LoadBalancer balancer, String pool, Value<Integer> servers) {
        Objects.requireNonNull(servers, "servers");
        var what = "Pool " + pool + " gives work to ";
        return Check.of(what + "as many servers as are wanted", run -> {
            var all = balancer.servers(pool);
            var serving = all.stream().filter(PoolServer::serves).count();
            var wanted = run.get(servers);
            var text = what + serving + " servers, and " + wanted + " are wanted";
            return serving == wanted
                    ? Finding.ok(text)
                    : Finding.notOk(
                            text,
                            all.stream()
                                    .map(server -> server.endpoint() + ": " + state(server))
                                    .toArray(String[]::new));
        });
    }

    private static String[] others(List<PoolServer> servers) {
        return servers.stream()
                .filter(server -> !server.serves())
                .map(server -> server.endpoint() + ": " + state(server))
                .toArray(String[]::new);
    }

    /** As people say it. */
    static String state(PoolServer server) {
        var state = server.admission().name().toLowerCase(Locale.ROOT);
        var health = server.health() == Health.UNCHECKED
                ? ""
                : ", " + server.health().name().toLowerCase(Locale.ROOT);
        return state + health + (server.weight() == 0 ? ", weight 0" : "");
    }

    private static Duration requirePositive(Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("There has to be some time: " + time);
        }
        return time;
    }
}
