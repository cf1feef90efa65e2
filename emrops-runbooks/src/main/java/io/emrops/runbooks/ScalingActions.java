package io.emrops.runbooks;

import io.emrops.Done;
import io.emrops.InDoubt;
import io.emrops.Operation;
import io.emrops.PreconditionFailedException;
import io.emrops.RunRequest;
import io.emrops.Runbook;
import io.emrops.network.Endpoint;
import io.emrops.network.LoadBalancer;
import io.emrops.network.LoadBalancers;
import io.emrops.network.PoolServer;
import io.emrops.replication.ReadReplicas;
import io.emrops.scaling.Resources;
import io.emrops.scaling.Scaler;
import io.emrops.trigger.Fire;
import io.emrops.trigger.Response;
import io.emrops.trigger.ScalingAction;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What may be done about too much work at one target. Each action is offered here, and the target is asked at once whether it can do it; what
 * was not offered, or what it cannot do, is refused by name when a trigger is defined, before anything is watched.
 *
 * <pre>{@code
 * var can = ScalingActions.of("emrnext", "triggers")
 *         .scaleOut(HorizontalScalingRunbook.of("api-scale", "Scale the API", compose, compose.scaler(), "api").atMost(6),
 *                 compose.scaler(), "api", 1, 6)
 *         .addWebServer(edge, "emrnext-web", List.of(web03, web04), ofMinutes(1))
 *         .addReadReplica(readers, List.of("sql-b"), ofMinutes(1));
 * can.respond(ScalingAction.SCALE_OUT); // a response for a trigger
 * can.respond(ScalingAction.RESIZE);    // refused: what emrnext can do instead is in the message
 * }</pre>
 */
public final class ScalingActions {
    private final String target;
    private final String actor;
    private final Map<ScalingAction, Response> offered = new EnumMap<>(ScalingAction.class);
    private final Map<ScalingAction, String> impossible = new EnumMap<>(ScalingAction.class);

    private ScalingActions(String target, String actor) {
        this.target = Objects.requireNonNull(target, "target");
        this.actor = Objects.requireNonNull(actor, "actor");
    }

    /**
     * Of a target that can do nothing yet.
     *
     * @param target what people call it
     * @param actor in whose name runs are started, as the engine's {@link io.emrops.Authorizer} knows it
     */
    public static ScalingActions of(String target, String actor) {
        return new ScalingActions(target, actor);
    }

    /**
     * More instances of a service, as many as there are then and some more.
     *
     * @param runbook has the parameter {@code replicas}
     * @param by how many more; at least 1
     * @param atMost how many there may be; with so many there is nothing to be started for a fire
     */
    public ScalingActions scaleOut(
            HorizontalScalingRunbook runbook, Scaler scaler, String service, int by, int atMost) {
        if (by < 1) {
            throw new IllegalArgumentException("More is at least 1 more: " + by);
        }
        return offer(
                ScalingAction.SCALE_OUT,
                () -> scaler.previewScale(service, scaler.capacity(service).replicas() + by),
                runbook.build(),
                fire -> by(actor).with("replicas", more(scaler, service, by, atMost)));
    }

    private static int more(Scaler scaler, String service, int by, int atMost) {
        var now = scaler.capacity(service).replicas();
        if (now >= atMost) {
            throw new PreconditionFailedException("Service " + service + " has " + now + " replicas already, and "
                    + atMost + " is the most it may have");
        }
        return Math.min(now + by, atMost);
    }

    /** Other limits for each instance of a service, as this runbook gives them. */
    public ScalingActions resize(VerticalScalingRunbook runbook, Scaler scaler, String service, Resources resources) {
        return offer(
                ScalingAction.RESIZE,
                () -> scaler.previewResize(service, resources),
                runbook.build(),
                fire -> by(actor));
    }

    /**
     * One more server in a pool: the first of these that is not in it yet. The servers run already.
     *
     * @param spare at least one
     * @param wellWithin how long it may take until it is well and is given sessions
     */
    public ScalingActions addWebServer(LoadBalancer balancer, String pool, List<Endpoint> spare, Duration wellWithin) {
        var servers = List.copyOf(spare);
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("Name the servers that may be added to pool " + pool);
        }
        var runbook = Runbook.define("add-server-" + pool, "Add a server to pool " + pool, rb -> {
            var number = rb.param("spare", Integer.class)
                    .check("1 to " + servers.size(), n -> n >= 1 && n <= servers.size())
                    .describedAs("which of " + servers);
            rb.lock("pool-" + pool);
            rb.step(
                            "register",
                            "Give the server work",
                            Operation.of(
                                    Done.class,
                                    in -> LoadBalancers.register(
                                            balancer, pool, servers.get(in.get(number) - 1), wellWithin)))
                    .inDoubt(InDoubt.rerun());
        });
        return offer(
                ScalingAction.ADD_WEB_SERVER,
                () -> requireRoom(balancer, pool),
                runbook,
                fire -> by(actor).with("spare", firstOutside(balancer, pool, servers)));
    }

    private static void requireRoom(LoadBalancer balancer, String pool) {
        if (balancer.room(pool) < 1) {
            throw new PreconditionFailedException("Pool " + pool + " has no room for another server");
        }
    }

    private static int firstOutside(LoadBalancer balancer, String pool, List<Endpoint> servers) {
        var there = balancer.servers(pool).stream().map(PoolServer::endpoint).collect(Collectors.toSet());
        return 1
                + IntStream.range(0, servers.size())
                        .filter(i -> !there.contains(servers.get(i)))
                        .findFirst()
                        .orElseThrow(() -> new PreconditionFailedException(
                                "All of " + servers + " are in pool " + pool + " already"));
    }

    /**
     * One more secondary replica that answers reads: the first of these that does not yet. The replicas follow already. If it does not
     * answer in time, it is set as it was.
     *
     * @param spare at least one; one that is primary is passed over
     * @param answersWithin how long it may take until it answers
     */
    public ScalingActions addReadReplica(ReadReplicas readers, List<String> spare, Duration answersWithin) {
        return offer(
                ScalingAction.ADD_READ_REPLICA,
                () -> MoreReaders.requireAble(readers, spare),
                MoreReaders.runbook(readers, spare, answersWithin),
                fire -> by(actor).with("spare", MoreReaders.firstIdle(readers, spare)));
    }

    /** An action of one's own making. Replaces what was said of this action before. */
    public ScalingActions offer(ScalingAction action, Runbook runbook, Function<Fire, RunRequest> request) {
        return offer(action, () -> {}, runbook, request);
    }

    private ScalingActions offer(
            ScalingAction action, Runnable question, Runbook runbook, Function<Fire, RunRequest> request) {
        offered.remove(action);
        impossible.remove(action);
        try {
            question.run();
            offered.put(action, Response.start(runbook, request));
        } catch (PreconditionFailedException e) {
            impossible.put(action, String.valueOf(e.getMessage()));
        }
        return this;
    }

    /**
     * The response of a trigger.
     *
     * @throws PreconditionFailedException if the target cannot do this, with what it can do instead
     */
    public Response respond(ScalingAction action) {
        var response = offered.get(action);
        if (response == null) {
            throw new PreconditionFailedException(target + " cannot " + action + ": "
                    + impossible.getOrDefault(action, "nothing was given that does it") + ". " + instead());
        }
        return response;
    }

    private String instead() {
        return offered.isEmpty()
                ? "There is nothing else that it can do"
                : "It can "
                        + offered.keySet().stream().map(ScalingAction::toString).collect(Collectors.joining(", "));
    }

    private static RunRequest by(String actor) {
        return RunRequest.by(actor);
    }
}
