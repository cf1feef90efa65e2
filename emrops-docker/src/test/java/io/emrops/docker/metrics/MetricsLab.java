package io.emrops.docker.metrics;

import com.github.dockerjava.api.command.PullImageResultCallback;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.RestartPolicy;
import io.emrops.docker.engine.EngineConnection;
import io.emrops.docker.engine.Instance;
import java.util.Map;
import java.util.UUID;

/** Containers with the labels of a project of its own name, and without Compose; all gone when closed. */
public final class MetricsLab implements AutoCloseable {
    private static final String IMAGE =
            System.getenv().getOrDefault("EMROPS_REGISTRY", "127.0.0.1:5000") + "/emr/web:1.0.0";

    public final String project = "emropsmet" + UUID.randomUUID().toString().substring(0, 8);
    final EngineConnection engine;

    public MetricsLab(EngineConnection engine) throws InterruptedException {
        this.engine = engine;
        engine.client().pullImageCmd(IMAGE).exec(new PullImageResultCallback()).awaitCompletion();
    }

    /** Half of one processor, always. */
    public String busy(String service, int number) {
        return start(service, number, HostConfig.newHostConfig().withNanoCPUs(500_000_000L), "while :; do :; done");
    }

    public String idle(String service, int number) {
        return start(
                service,
                number,
                HostConfig.newHostConfig().withMemory(32L << 20).withMemorySwap(32L << 20),
                "trap 'exit 0' TERM; while :; do sleep 1 & wait; done");
    }

    /** Takes more memory than it may have, again and again. */
    String greedy(String service, int number) {
        return start(
                service,
                number,
                HostConfig.newHostConfig()
                        .withMemory(16L << 20)
                        .withMemorySwap(16L << 20)
                        .withRestartPolicy(RestartPolicy.onFailureRestart(3)),
                "sleep 1; dd if=/dev/zero of=/dev/null bs=64M count=1; exit 1");
    }

    private String start(String service, int number, HostConfig settings, String script) {
        var id = engine.client()
                .createContainerCmd(IMAGE)
                .withEntrypoint("/bin/sh", "-c", script)
                .withName(project + "-" + service + "-" + number)
                .withLabels(Map.of(
                        Instance.PROJECT,
                        project,
                        "com.docker.compose.service",
                        service,
                        "com.docker.compose.container-number",
                        "" + number))
                .withHostConfig(settings)
                .exec()
                .getId();
        engine.client().startContainerCmd(id).exec();
        return id;
    }

    public void restart(String id) {
        engine.client().restartContainerCmd(id).withTimeout(2).exec();
    }

    public void remove(String id) {
        engine.client().removeContainerCmd(id).withForce(true).exec();
    }

    @Override
    public void close() {
        engine.client()
                .listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(Map.of(Instance.PROJECT, project))
                .exec()
                .forEach(each -> remove(each.getId()));
    }
}
