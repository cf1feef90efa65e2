package io.emrops.network;

import io.emrops.Done;
import io.emrops.PreconditionFailedException;
import io.emrops.Probe;
import io.emrops.StepContext;
import io.emrops.network.PoolServer.Admission;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Where a server is in a pool, or would be. */
record Place(LoadBalancer balancer, String pool, Endpoint server) {
    private static final Duration WELL_WITHIN = Duration.ofMinutes(1);
    private static final Duration DRAIN_AT_MOST = Duration.ofSeconds(30);

    Place {
        Objects.requireNonNull(balancer, "balancer");
        Objects.requireNonNull(pool, "pool");
        Objects.requireNonNull(server, "server");
    }

    /** Empty if it is not registered. */
    Optional<PoolServer> now() {
        return balancer.servers(pool).stream()
                .filter(s -> s.endpoint().equals(server))
                .findFirst();
    }

    PoolServer require() {
        return now().orElseThrow(() -> new PreconditionFailedException("There is no " + what()));
    }

    ServerBefore capture() {
        return new ServerBefore(now());
    }

    Probe<Done> probe(boolean applied) {
        return applied ? Probe.applied(Done.DONE) : Probe.notApplied();
    }

    List<Endpoint> alone() {
        return List.of(server);
    }

    String what() {
        return "server " + server + " of pool " + pool;
    }

    Map<String, String> configuration() {
        var configuration = new TreeMap<String, String>();
        configuration.put("pool", pool);
        configuration.put("server", server.toString());
        return configuration;
    }

    /** What this state was, as far as sessions are concerned: one that got none is not brought into the pool for that. */
    void restore(StepContext run, Optional<PoolServer> before) throws InterruptedException {
        if (before.isEmpty()) {
            leave(run);
        } else if (before.get().admission() == Admission.READY) {
            if (now().isEmpty()) {
                balancer.register(pool, alone(), WELL_WITHIN);
            }
            weigh(before.get().weight());
            // Its health is as it may be, as it was before.
            if (now().filter(s -> s.admission() != Admission.READY).isPresent()) {
                balancer.ready(pool, server);
            }
        } else if (now().isPresent()) {
            balancer.drain(pool, alone(), Duration.ZERO, run.progress());
            weigh(before.get().weight());
        }
    }

    private void leave(StepContext run) throws InterruptedException {
        var open = balancer.drain(pool, alone(), DRAIN_AT_MOST, run.progress());
        if (open > 0) {
            run.log(open + " sessions of " + what() + " are still open and may be cut");
        }
        balancer.deregister(pool, alone());
    }

    /** Nothing happens to one that is not registered. */
    void weigh(int weight) {
        if (now().filter(s -> s.weight() != weight).isPresent()) {
            balancer.weight(pool, server, weight);
        }
    }
}
