package io.emrops.docker;

import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import io.emrops.docker.engine.Instance;
import io.emrops.logs.LogCollector;
import io.emrops.testkit.LogCollectorContract;
import io.emrops.testkit.RequiresEngine;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

@RequiresEngine({"docker", "registry", "compose-v2"})
final class LogCollectorContractIT extends LogCollectorContract {
    private static final DockerEngine ENGINE = DockerEngine.local();
    private static Lab lab;
    private static ComposeDeployer deployer;

    @BeforeAll
    static void start() throws Exception {
        lab = new Lab(ENGINE);
        deployer = lab.deployer(ComposeCommand.of(System.getenv().getOrDefault("EMROPS_COMPOSE_V2", "docker-compose")))
                .build();
        deployer.rollOut(new io.emrops.deploy.ReleaseRequest("1.0.0", "it"), io.emrops.Progress.none());
    }

    @AfterAll
    static void stop() throws Exception {
        lab.close();
        ENGINE.close();
    }

    @Override
    protected LogCollector collector() {
        return deployer.logs();
    }

    @Override
    protected List<String> services() {
        return List.of("app", "side");
    }

    @Override
    protected Instant now() {
        return ENGINE.now();
    }

    @Override
    protected void write(String service, byte[] text, boolean toErrorOutput) throws Exception {
        var container = lab.instances().of(service).get(0);
        var before = logged(container);
        var file = Files.write(lab.directory.resolve("written"), text);
        var client = ENGINE.connection().client();
        client.copyArchiveToContainerCmd(container.id())
                .withHostResource(file.toString())
                .withRemotePath("/")
                .exec();
        var exec = client.execCreateCmd(container.id())
                .withCmd("/bin/sh", "-c", "cat /written >/proc/1/fd/" + (toErrorOutput ? 2 : 1))
                .exec();
        client.execStartCmd(exec.getId())
                .exec(new ResultCallback.Adapter<Frame>())
                .awaitCompletion();
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> logged(container) == before + text.length);
    }

    private static long logged(Instance container) throws InterruptedException {
        var bytes = new AtomicLong();
        ENGINE.connection()
                .client()
                .logContainerCmd(container.id())
                .withStdOut(true)
                .withStdErr(true)
                .exec(new ResultCallback.Adapter<Frame>() {
                    @Override
                    public void onNext(Frame frame) {
                        bytes.addAndGet(frame.getPayload().length);
                    }
                })
                .awaitCompletion();
        return bytes.get();
    }
}
