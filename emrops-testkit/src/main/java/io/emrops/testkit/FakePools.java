package io.emrops.testkit;

import io.emrops.PreconditionFailedException;
import io.emrops.network.Endpoint;
import io.emrops.network.PoolServer;
import io.emrops.network.PoolServer.Admission;
import io.emrops.network.PoolServer.Health;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a {@link FakeLoadBalancer} keeps. */
final class FakePools {
    private static final int CONFIGURED_WEIGHT = 100;

    private final Map<String, Pool> pools = new TreeMap<>();
    private final Set<Endpoint> unwell = new TreeSet<>();
    private long cut;

    private static final class Pool {
        private final int slots;
        private final Map<Endpoint, Server> servers = new TreeMap<>();
        private int fewestServing;

        private Pool(int slots) {
            this.slots = slots;
        }
    }

    private record Server(int slot, Admission admission, int weight, long sessions) {}

    Set<Endpoint> unwell() {
        return unwell;
    }

    long cut() {
        return cut;
    }

    void add(String pool, int slots) {
        pools.put(pool, new Pool(slots));
    }

    List<PoolServer> servers(String name) {
        var servers = new ArrayList<PoolServer>();
        pool(name).servers.forEach((endpoint, server) -> servers.add(seen(endpoint, server)));
        return List.copyOf(servers);
    }

    private PoolServer seen(Endpoint endpoint, Server server) {
        var health = unwell.contains(endpoint) ? Health.DOWN : Health.UP;
        return new PoolServer(
                "s" + server.slot(), endpoint, server.admission(), health, server.weight(), server.sessions());
    }

    boolean has(String name, Endpoint endpoint) {
        return pool(name).servers.containsKey(endpoint);
    }

    int room(String name) {
        var pool = pool(name);
        return pool.slots == Integer.MAX_VALUE ? pool.slots : pool.slots - pool.servers.size();
    }

    int fewestServing(String name) {
        count(name);
        return pool(name).fewestServing;
    }

    void watchServing(String name) {
        pool(name).fewestServing = Integer.MAX_VALUE;
        count(name);
    }

    int register(String name, Collection<Endpoint> endpoints) {
        for (var endpoint : endpoints) {
            var known = pool(name).servers.get(endpoint);
            put(
                    name,
                    endpoint,
                    known == null
                            ? new Server(freeSlot(name), Admission.READY, CONFIGURED_WEIGHT, 0)
                            : new Server(known.slot(), Admission.READY, known.weight(), known.sessions()));
        }
        return endpoints.size();
    }

    private int freeSlot(String name) {
        var taken = pool(name).servers.values().stream().map(Server::slot).collect(Collectors.toSet());
        return IntStream.iterate(1, i -> i + 1)
                .filter(slot -> !taken.contains(slot))
                .findFirst()
                .orElseThrow();
    }

    void drain(String name, Endpoint endpoint) {
        if (server(name, endpoint).admission() != Admission.MAINTENANCE) {
            admit(name, endpoint, Admission.DRAINING);
        }
    }

    void admit(String name, Endpoint endpoint, Admission admission) {
        var server = server(name, endpoint);
        put(name, endpoint, new Server(server.slot(), admission, server.weight(), server.sessions()));
    }

    int deregister(String name, Collection<Endpoint> endpoints) {
        var removed = 0;
        for (var endpoint : endpoints) {
            var server = pool(name).servers.remove(endpoint);
            if (server != null) {
                cut += server.sessions();
                removed++;
            }
        }
        count(name);
        return removed;
    }

    int weight(String name, Endpoint endpoint, int weight) {
        var server = server(name, endpoint);
        put(name, endpoint, new Server(server.slot(), server.admission(), weight, server.sessions()));
        return weight;
    }

    void sessions(String name, Endpoint endpoint, long open) {
        var server = server(name, endpoint);
        put(name, endpoint, new Server(server.slot(), server.admission(), server.weight(), open));
    }

    long sessions(String name, Collection<Endpoint> endpoints) {
        return endpoints.stream()
                .filter(e -> has(name, e))
                .mapToLong(e -> server(name, e).sessions())
                .sum();
    }

    private void put(String name, Endpoint endpoint, Server server) {
        pool(name).servers.put(endpoint, server);
        count(name);
    }

    private void count(String name) {
        var serving = servers(name).stream().filter(PoolServer::serves).count();
        pool(name).fewestServing = (int) Math.min(pool(name).fewestServing, serving);
    }

    private Pool pool(String name) {
        @Nullable Pool pool = pools.get(name);
        if (pool == null) {
            throw new PreconditionFailedException("There is no pool " + name + ", only " + pools.keySet());
        }
        return pool;
    }

    private Server server(String name, Endpoint endpoint) {
        @Nullable Server server = pool(name).servers.get(endpoint);
        if (server == null) {
            throw new IllegalArgumentException("Pool " + name + " has no server " + endpoint);
        }
        return server;
    }

    void read(Tables from) {
        pools.clear();
        unwell.clear();
        cut = Long.parseLong(from.word("cut"));
        for (var row : from.rows("pool")) {
            add(row.get(0), Integer.parseInt(row.get(1)));
        }
        from.rows("unwell").forEach(row -> unwell.add(endpoint(row)));
        for (var row : from.rows("server")) {
            pool(row.get(2))
                    .servers
                    .put(
                            endpoint(row),
                            new Server(
                                    Integer.parseInt(row.get(3)),
                                    Admission.valueOf(row.get(4)),
                                    Integer.parseInt(row.get(5)),
                                    Long.parseLong(row.get(6))));
        }
        from.rows("pool").forEach(row -> pool(row.get(0)).fewestServing = Integer.parseInt(row.get(2)));
    }

    private static Endpoint endpoint(List<String> row) {
        return new Endpoint(row.get(0), Integer.parseInt(row.get(1)));
    }

    void write(Tables to) {
        to.add("cut", Long.toString(cut));
        unwell.forEach(e -> to.add("unwell", e.host(), Integer.toString(e.port())));
        pools.forEach((name, pool) -> {
            to.add("pool", name, Integer.toString(pool.slots), Integer.toString(pool.fewestServing));
            pool.servers.forEach((endpoint, server) -> to.add(
                    "server",
                    endpoint.host(),
                    Integer.toString(endpoint.port()),
                    name,
                    Integer.toString(server.slot()),
                    server.admission().name(),
                    Integer.toString(server.weight()),
                    Long.toString(server.sessions())));
        });
    }
}
