package io.emrops.docker;

import io.emrops.testkit.RequiresEngine;

@RequiresEngine({"docker", "registry", "compose-v1"})
final class PatcherV1IT extends PatcherScenarios {
    @Override
    ComposeCommand compose() {
        return ComposeCommand.of(System.getenv().getOrDefault("EMROPS_COMPOSE_V1", "docker-compose"));
    }
}
