package io.emrops.docker;

import io.emrops.testkit.RequiresEngine;

@RequiresEngine({"docker", "registry", "compose-v2"})
final class ComposeV2IT extends ComposeScenarios {
    @Override
    ComposeCommand compose() {
        return ComposeCommand.of(System.getenv().getOrDefault("EMROPS_COMPOSE_V2", "docker-compose"));
    }
}
