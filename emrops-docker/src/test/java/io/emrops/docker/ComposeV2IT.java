package io.emrops.docker;

import io.emrops.testkit.RequiresEngine;
import org.junit.jupiter.api.BeforeAll;

@RequiresEngine({"docker", "registry", "compose-v2"})
final class ComposeV2IT extends ComposeScenarios {
    private static ComposeCommand compose;

    @BeforeAll
    static void find() {
        compose = ComposeCommand.of(System.getenv().getOrDefault("EMROPS_COMPOSE_V2", "docker-compose"));
    }

    @Override
    ComposeCommand compose() {
        return compose;
    }
}
