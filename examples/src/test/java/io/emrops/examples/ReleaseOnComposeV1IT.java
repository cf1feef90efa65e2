package io.emrops.examples;

import io.emrops.docker.ComposeCommand;
import io.emrops.testkit.RequiresEngine;

@RequiresEngine({"docker", "registry", "compose-v1"})
final class ReleaseOnComposeV1IT extends ReleaseScenarios {
    @Override
    ComposeCommand compose() {
        return ComposeCommand.of(System.getenv().getOrDefault("EMROPS_COMPOSE_V1", "docker-compose"));
    }
}
