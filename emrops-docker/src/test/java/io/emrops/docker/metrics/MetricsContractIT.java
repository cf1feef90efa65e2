package io.emrops.docker.metrics;

import io.emrops.Target;
import io.emrops.docker.engine.EngineConnection;
import io.emrops.metrics.MetricsProvider;
import io.emrops.testkit.MetricsProviderContract;
import io.emrops.testkit.RequiresEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;

@RequiresEngine({"docker", "registry"})
final class MetricsContractIT extends MetricsProviderContract {
    private static final EngineConnection ENGINE = EngineConnection.local();

    private final List<String> idle = new ArrayList<>();
    private MetricsLab lab;

    @Override
    protected MetricsProvider provider() throws Exception {
        lab = new MetricsLab(ENGINE);
        lab.busy("api", 1);
        idle.add(lab.idle("redis", 1));
        return new DockerMetrics(ENGINE, lab.project, () -> new Target("docker-compose", lab.project, "id"));
    }

    @AfterEach
    void remove_containers() {
        lab.close();
    }

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    @Override
    protected String busy() {
        return "api";
    }

    @Override
    protected String idle() {
        return "redis";
    }

    @Override
    protected void start() {
        idle.add(lab.idle("redis", idle.size() + 1));
    }

    @Override
    protected void restart() {
        idle.forEach(lab::restart);
    }

    @Override
    protected void remove() {
        idle.forEach(lab::remove);
    }

    @Override
    protected void pass(Duration time) throws InterruptedException {
        Thread.sleep(time.toMillis());
    }
}
