package io.emrops.docker;

import io.emrops.testkit.RequiresEngine;
import org.junit.jupiter.api.BeforeAll;

@RequiresEngine({"docker", "registry", "compose-v1"})
final class CapacityV1IT extends CapacityScenarios {
    private static ComposeCommand compose;

    @BeforeAll
    static void find() {
        compose = ComposeCommand.of(System.getenv().getOrDefault("EMROPS_COMPOSE_V1", "docker-compose"));
    }

    @Override
    ComposeCommand compose() {
        return compose;
    }
}
