package io.emrops.runbooks;

import io.emrops.Check;
import io.emrops.InDoubt;
import io.emrops.Param;
import io.emrops.RunbookBuilder;
import io.emrops.deploy.Deployer;
import io.emrops.deploy.Deployments;
import io.emrops.metrics.Metrics;
import io.emrops.metrics.MetricsProvider;
import io.emrops.metrics.Thresholds;
import io.emrops.network.LoadBalancer;
import io.emrops.network.LoadBalancers;
import io.emrops.scaling.Scaler;
import io.emrops.scaling.Scalings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * More instances of a service, or fewer: those that come are given work when they are well, those that go are drained first. If it is not well
 * afterwards, there are as many as before again.
 *
 * <pre>{@code
 * var scale = HorizontalScalingRunbook.of("emrnext-scale", "Scale the API", compose, compose.scaler(), "api")
 *         .atMost(6)
 *         .balanced(haproxy, "emrnext-api")
 *         .watch(compose.metrics(), Thresholds.none().cpuBelow(0.7).noRestarts(), ofMinutes(5))
 *         .build();
 * engine.start(scale, RunRequest.by("m.meier").with("replicas", 5));
 * }</pre>
 *
 * <p>The one parameter is {@code replicas}. The number outlives later deployments.
 */
public final class HorizontalScalingRunbook extends ReadyMadeRunbook<HorizontalScalingRunbook> {
    private final Deployer deployer;
    private final Scaler scaler;
    private final String service;
    private final List<Consumer<RunbookBuilder>> verifications = new ArrayList<>();
    private final List<Pool> pools = new ArrayList<>();
    private Duration wellWithin = Duration.ofMinutes(2);
    private int most = 10;

    private record Pool(LoadBalancer balancer, String name) {}

    private HorizontalScalingRunbook(String id, String title, Deployer deployer, Scaler scaler, String service) {
        super(id, title);
        this.deployer = Objects.requireNonNull(deployer, "deployer");
        this.scaler = Objects.requireNonNull(scaler, "scaler");
        this.service = Objects.requireNonNull(service, "service");
    }

    /** Begins the configuration; see {@link io.emrops.Runbook#define} for id and title. */
    public static HorizontalScalingRunbook of(
            String id, String title, Deployer deployer, Scaler scaler, String service) {
        return new HorizontalScalingRunbook(id, title, deployer, scaler, service);
    }

    /**
     * How many instances there may be; 10 without this.
     *
     * @param replicas at least 1
     */
    public HorizontalScalingRunbook atMost(int replicas) {
        if (replicas < 1) {
            throw new IllegalArgumentException("A service may have at least 1 replica: " + replicas);
        }
        most = replicas;
        return this;
    }

    /** Requires in the end that so many servers of a pool are given work as there are instances; to be told to the deployer too, which registers them. */
    public HorizontalScalingRunbook balanced(LoadBalancer balancer, String pool) {
        pools.add(new Pool(Objects.requireNonNull(balancer, "balancer"), Objects.requireNonNull(pool, "pool")));
        return this;
    }

    /** Requires in the end that the services keep to these thresholds for a while. */
    public HorizontalScalingRunbook watch(MetricsProvider metrics, Thresholds thresholds, Duration window) {
        var check = Metrics.within(metrics, thresholds, window);
        verifications.add(rb -> rb.verify("load", "The services keep to their limits", check));
        return this;
    }

    /** How long services and endpoints may take to come up; two minutes without this. */
    public HorizontalScalingRunbook wellWithin(Duration atMost) {
        wellWithin = Objects.requireNonNull(atMost, "atMost");
        return this;
    }

    /** A verification: an endpoint, a critical function. Repeated until it is ok or time is up. */
    public HorizontalScalingRunbook verify(String id, String title, Check check) {
        verifications.add(rb -> rb.verify(id, title, check).within(wellWithin));
        return this;
    }

    @Override
    HorizontalScalingRunbook self() {
        return this;
    }

    @Override
    void write(RunbookBuilder rb) {
        Param<Integer> replicas = rb.param("replicas", Integer.class)
                .check("1 to " + most, n -> n >= 1 && n <= most)
                .describedAs("how many instances of " + service + " there are to be");
        writeBefore(rb, "Before the change");
        rb.section("Scaling");
        writeProtections(rb);
        rb.require("well", "All services run", Deployments.allServicesWell(deployer));
        rb.step("scale", "Scale the service", Scalings.scale(scaler, service, replicas))
                .inDoubt(InDoubt.rerun());
        rb.section("Verification");
        rb.verify("replicas", "They are there", Scalings.hasReplicas(scaler, service, replicas))
                .within(wellWithin);
        for (var pool : pools) {
            rb.verify(
                            "pool-" + (pools.indexOf(pool) + 1),
                            "The load balancer gives them work",
                            LoadBalancers.serves(pool.balancer(), pool.name(), replicas))
                    .within(wellWithin);
        }
        rb.verify("services", "All services run", Deployments.allServicesWell(deployer))
                .within(wellWithin);
        verifications.forEach(part -> part.accept(rb));
        writeAfter(rb);
    }
}
