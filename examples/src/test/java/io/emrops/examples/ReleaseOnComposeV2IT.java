package io.emrops.examples;

import io.emrops.docker.ComposeCommand;
import io.emrops.testkit.RequiresEngine;

@RequiresEngine({"docker", "registry", "compose-v2"})
final class ReleaseOnComposeV2IT extends ReleaseScenarios {
    @Override
    ComposeCommand compose() {
        return ComposeCommand.of(System.getenv().getOrDefault("EMROPS_COMPOSE_V2", "docker-compose"));
    }
}
