package io.emrops.docker;

import io.emrops.DataSize;
import io.emrops.Progress;
import io.emrops.deploy.ReleaseRequest;
import io.emrops.docker.engine.Instance;
import io.emrops.scaling.Resources;
import io.emrops.scaling.Scaler;
import io.emrops.testkit.RequiresEngine;
import io.emrops.testkit.ScalerContract;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Each test has a project of its own, so that they do not wait for each other. */
@RequiresEngine({"docker", "registry", "compose-v2"})
@Execution(ExecutionMode.CONCURRENT)
final class ScalerContractIT extends ScalerContract {
    private static final DockerEngine ENGINE = DockerEngine.local();
    private static ComposeCommand compose;

    private Lab lab;
    private ComposeDeployer deployer;
    private String version = "1.0.0";

    @BeforeAll
    static void find() {
        compose = ComposeCommand.of(System.getenv().getOrDefault("EMROPS_COMPOSE_V2", "docker-compose"));
    }

    @AfterAll
    static void closeEngine() {
        ENGINE.close();
    }

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    @Override
    protected Scaler scaler() throws Exception {
        lab = new Lab(ENGINE);
        deployer = lab.deployer(compose).healthyWithin(Duration.ofSeconds(20)).build();
        rollOut();
        return deployer.scaler();
    }

    @Override
    protected String service() {
        return "app";
    }

    @Override
    protected Resources smaller() {
        return Resources.unlimited().cpus("0.5").memory(DataSize.mib(32));
    }

    @Override
    protected Resources larger() {
        return Resources.unlimited().cpus("1.25").memory(DataSize.mib(64));
    }

    @Override
    protected Resources tooLarge() {
        return Resources.unlimited().cpus("4096");
    }

    @Override
    protected void replaceInstances() throws Exception {
        version = version.equals("1.0.0") ? "2.0.0" : "1.0.0";
        rollOut();
    }

    private void rollOut() throws InterruptedException {
        deployer.rollOut(new ReleaseRequest(version, "run/" + UUID.randomUUID() + "#1"), Progress.none());
    }

    @Override
    protected int working() {
        return (int) lab.instances().of("app").stream().filter(Instance::well).count();
    }
}
