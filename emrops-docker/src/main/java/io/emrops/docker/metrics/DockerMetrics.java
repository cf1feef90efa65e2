package io.emrops.docker.metrics;

import io.emrops.Target;
import io.emrops.docker.engine.EngineConnection;
import io.emrops.metrics.MetricsProvider;
import io.emrops.metrics.MetricsSample;
import io.emrops.metrics.MetricsWatch;
import java.time.Instant;
import java.util.function.Supplier;

/** Measures the containers of a project by the engine's statistics. */
public final class DockerMetrics implements MetricsProvider {
    private final EngineConnection engine;
    private final String project;
    private final Supplier<Target> target;
    private final Sampler sampler;

    /** @param target who is measured; asks the engine */
    public DockerMetrics(EngineConnection engine, String project, Supplier<Target> target) {
        this.engine = engine;
        this.project = project;
        this.target = target;
        this.sampler = new Sampler(engine);
    }

    @Override
    public Target target() {
        return target.get();
    }

    /** {@inheritDoc} The first sample takes two seconds, as the engine measures processors twice; later ones, within a minute, about one. */
    @Override
    public MetricsSample sample() throws InterruptedException {
        var ids = Container.ids(engine, project);
        try (var asked = sampler.ask(ids)) {
            return new MetricsSample(Instant.now(), asked.all());
        }
    }

    @Override
    public MetricsWatch watch() {
        return DockerWatch.open(engine, project);
    }
}
