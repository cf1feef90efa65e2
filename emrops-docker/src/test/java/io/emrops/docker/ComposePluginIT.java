package io.emrops.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Progress;
import io.emrops.deploy.Release;
import io.emrops.deploy.ReleaseRequest;
import io.emrops.testkit.RequiresEngine;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The plugin is the same program as Compose 2 standalone, called another way; what can differ is the call. */
@RequiresEngine({"docker", "registry", "compose-v2"})
final class ComposePluginIT {
    @Test
    void the_plugin_of_the_docker_command_is_found_and_deploys() throws Exception {
        var compose = ComposeCommand.detect();
        try (var engine = DockerEngine.local();
                var lab = new Lab(engine)) {
            var app = lab.deployer(compose).build();

            var first = app.rollOut(new ReleaseRequest("1.0.0", "run/deploy#1"), Progress.none());
            app.rollOut(new ReleaseRequest("2.0.0", "run/deploy#2"), Progress.none());
            app.rollBack(first, Progress.none());
            var nothing = app.rollBack(Release.nothing(Instant.EPOCH), Progress.none());

            assertThat(compose.words()).containsExactly("docker", "compose");
            assertThat(first.services()).extracting(s -> s.name()).containsExactly("app", "side");
            assertThat(nothing.isNothing()).isTrue();
        }
    }
}
