package io.emrops.docker;

import io.emrops.testkit.RequiresEngine;

@RequiresEngine({"docker", "registry", "compose-v1"})
final class ComposeV1IT extends ComposeScenarios {
    @Override
    ComposeCommand compose() {
        return ComposeCommand.of(System.getenv().getOrDefault("EMROPS_COMPOSE_V1", "docker-compose"));
    }
}
