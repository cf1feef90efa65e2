package io.emrops.docker;

import io.emrops.Progress;
import io.emrops.deploy.Patcher;
import io.emrops.deploy.ReleaseRequest;
import io.emrops.testkit.PatcherContract;
import io.emrops.testkit.RequiresEngine;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;

/** Begins early: its tests run one after the other. */
@RequiresEngine({"docker", "registry", "compose-v2"})
@Order(1)
final class PatcherContractIT extends PatcherContract {
    private static final DockerEngine ENGINE = DockerEngine.local();

    private static final String PLACE = MovingRegistry.newPlace();

    /** In bytes, and more than other tests fetch while images are pruned: the engine tells what it stores for all of them. */
    private static final int LARGE = 4 << 20;

    private Lab lab;
    private MovingRegistry registry;
    private int pushed;

    @BeforeAll
    static void build() throws Exception {
        try (var registry = new MovingRegistry(ENGINE, PLACE)) {
            for (var image : new String[] {"app:v1", "app:v2", "app:v3", "side:1.0.0"}) {
                registry.build(image, "exit 0", Map.of(), LARGE);
            }
            registry.build("app:broken", "exit 1", Map.of());
        }
    }

    @AfterAll
    static void closeEngine() {
        ENGINE.close();
    }

    @AfterEach
    void close() throws Exception {
        lab.close();
        registry.close();
    }

    @Override
    protected Patcher patcher() throws Exception {
        lab = new Lab(ENGINE);
        registry = new MovingRegistry(ENGINE, PLACE);
        push();
        var file = Files.writeString(
                lab.directory.resolve("patched.yml"), """
                services:
                  app:
                    image: %s:${APP_VERSION}
                    deploy:
                      replicas: 2
                  side:
                    image: %s
                """.formatted(registry.name("app"), registry.name("side:1.0.0")));
        var deployer = ComposeDeployer.project(lab.project)
                .file(file)
                .versionVariable("APP_VERSION")
                .variable("GREETING", "hello")
                .compose(ComposeCommand.of(System.getenv().getOrDefault("EMROPS_COMPOSE_V2", "docker-compose")))
                .engine(ENGINE)
                .healthyWithin(Duration.ofSeconds(5))
                .build();
        deployer.rollOut(new ReleaseRequest(lab.project, "run/first#1"), Progress.none());
        return deployer.patcher();
    }

    @Override
    protected String service() {
        return "app";
    }

    @Override
    protected void push() throws Exception {
        registry.move("app:v" + ++pushed, "app:" + lab.project);
    }

    @Override
    protected void pushBroken() throws Exception {
        registry.move("app:broken", "app:" + lab.project);
    }

    @Override
    protected void takeRegistryAway() throws Exception {
        registry.shut();
    }

    @Override
    protected Set<String> storedImages() {
        return registry.stored();
    }
}
