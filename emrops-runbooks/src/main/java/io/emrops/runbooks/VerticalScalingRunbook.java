package io.emrops.runbooks;

import io.emrops.Check;
import io.emrops.InDoubt;
import io.emrops.RunbookBuilder;
import io.emrops.deploy.Deployer;
import io.emrops.deploy.Deployments;
import io.emrops.metrics.Metrics;
import io.emrops.metrics.MetricsProvider;
import io.emrops.metrics.Thresholds;
import io.emrops.scaling.Resources;
import io.emrops.scaling.Scaler;
import io.emrops.scaling.Scalings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Other limits of processors and memory for each instance of a service, while it works and from then on; watched afterwards. If it is not well, the
 * limits are those of before again.
 *
 * <pre>{@code
 * var resize = VerticalScalingRunbook.of("emrnext-memory", "More memory for the API", compose, compose.scaler(), "api",
 *                 Resources.unlimited().cpus("1.5").memory(mib(512)))
 *         .watch(compose.metrics(), Thresholds.none().cpuBelow(0.7).memoryBelow(mib(400)).noOomKills(), ofMinutes(10))
 *         .build();
 * }</pre>
 */
public final class VerticalScalingRunbook extends ReadyMadeRunbook<VerticalScalingRunbook> {
    private final Deployer deployer;
    private final Scaler scaler;
    private final String service;
    private final Resources resources;
    private final List<Consumer<RunbookBuilder>> looks = new ArrayList<>();
    private final List<Consumer<RunbookBuilder>> verifications = new ArrayList<>();
    private Duration wellWithin = Duration.ofMinutes(2);

    private VerticalScalingRunbook(
            String id, String title, Deployer deployer, Scaler scaler, String service, Resources resources) {
        super(id, title);
        this.deployer = Objects.requireNonNull(deployer, "deployer");
        this.scaler = Objects.requireNonNull(scaler, "scaler");
        this.service = Objects.requireNonNull(service, "service");
        this.resources = Objects.requireNonNull(resources, "resources");
    }

    /** Begins the configuration; see {@link io.emrops.Runbook#define} for id and title. */
    public static VerticalScalingRunbook of(
            String id, String title, Deployer deployer, Scaler scaler, String service, Resources resources) {
        return new VerticalScalingRunbook(id, title, deployer, scaler, service, resources);
    }

    /** Tells before the change what the services use, and requires behind it that they keep to these thresholds for a while. */
    public VerticalScalingRunbook watch(MetricsProvider metrics, Thresholds thresholds, Duration window) {
        var check = Metrics.within(metrics, thresholds, window);
        looks.add(rb -> rb.verify("used", "What the services use", Metrics.reported(metrics)));
        verifications.add(rb -> rb.verify("load", "The services keep to their limits", check));
        return this;
    }

    /** How long services and endpoints may take to come up; two minutes without this. */
    public VerticalScalingRunbook wellWithin(Duration atMost) {
        wellWithin = Objects.requireNonNull(atMost, "atMost");
        return this;
    }

    /** A verification: an endpoint, a critical function. Repeated until it is ok or time is up. */
    public VerticalScalingRunbook verify(String id, String title, Check check) {
        verifications.add(rb -> rb.verify(id, title, check).within(wellWithin));
        return this;
    }

    @Override
    VerticalScalingRunbook self() {
        return this;
    }

    @Override
    void write(RunbookBuilder rb) {
        if (!looks.isEmpty()) {
            rb.section("What there is");
            looks.forEach(part -> part.accept(rb));
        }
        writeBefore(rb, "Before the change");
        rb.section("Limits");
        writeProtections(rb);
        rb.require("well", "All services run", Deployments.allServicesWell(deployer));
        rb.step("resize", "Change the limits", Scalings.resize(scaler, service, resources))
                .inDoubt(InDoubt.rerun());
        rb.section("Verification");
        rb.verify("services", "All services run", Deployments.allServicesWell(deployer))
                .within(wellWithin);
        verifications.forEach(part -> part.accept(rb));
        writeAfter(rb);
    }
}
