package io.emrops.docker;

import io.emrops.testkit.RequiresEngine;

@RequiresEngine({"docker", "registry", "compose-v2"})
final class ComposePluginIT extends ComposeScenarios {
    @Override
    ComposeCommand compose() {
        return ComposeCommand.of("docker", "compose");
    }
}
