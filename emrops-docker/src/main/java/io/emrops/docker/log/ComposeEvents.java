package io.emrops.docker.log;

import io.emrops.Target;
import io.emrops.docker.engine.EngineConnection;
import io.emrops.logs.EventSource;
import io.emrops.logs.EventWatch;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Supplier;

/** The engine's events about the containers of a project. */
public final class ComposeEvents implements EventSource {
    private final EngineConnection engine;
    private final String project;
    private final Supplier<Target> target;

    public ComposeEvents(EngineConnection engine, String project, Supplier<Target> target) {
        this.engine = engine;
        this.project = project;
        this.target = target;
    }

    @Override
    public Target target() {
        return target.get();
    }

    /** {@inheritDoc} The engine remembers the last few hundred events of all its objects, and none from before its own start. */
    @Override
    public EventWatch watch(Instant since) {
        return ContainerEvents.watch(engine, project, Objects.requireNonNull(since, "since"));
    }
}
