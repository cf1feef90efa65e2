package io.emrops.docker;

import io.emrops.deploy.Deployer;
import io.emrops.testkit.DeployerContract;
import io.emrops.testkit.RequiresEngine;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;

/** Begins early: its tests run one after the other. */
@RequiresEngine({"docker", "registry", "compose-v2"})
@Order(1)
final class DeployerContractIT extends DeployerContract {
    private static final DockerEngine ENGINE = DockerEngine.local();
    private static Lab lab;

    @BeforeAll
    static void open() throws Exception {
        lab = new Lab(ENGINE);
    }

    @AfterAll
    static void close() throws Exception {
        lab.close();
        ENGINE.close();
    }

    @Override
    protected Deployer deployer() throws Exception {
        return lab.deployer(ComposeCommand.of(System.getenv().getOrDefault("EMROPS_COMPOSE_V2", "docker-compose")))
                .healthyWithin(Duration.ofSeconds(5))
                .build();
    }

    @Override
    protected List<String> goodVersions() {
        return List.of("1.0.0", "2.0.0");
    }

    @Override
    protected String brokenVersion() {
        return "3.0.0";
    }

    @Override
    protected String missingVersion() {
        return "9.9.9";
    }
}
