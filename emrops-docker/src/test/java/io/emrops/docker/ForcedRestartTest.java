package io.emrops.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.deploy.RestartRequest;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ForcedRestartTest {
    private final EngineStandIn standIn = new EngineStandIn().container("api", EngineStandIn.lines(1));
    private final DockerEngine engine = DockerEngine.at(standIn.host());
    private final ComposeDeployer deployer = ComposeDeployer.project("p")
            .file(Path.of("unused.yml"))
            .versionVariable("V")
            .engine(engine)
            .build();

    ForcedRestartTest() throws IOException {}

    @AfterEach
    void close() {
        standIn.close();
        engine.close();
    }

    @Test
    void one_that_has_ended_by_itself_before_it_is_killed_is_started_again() throws Exception {
        standIn.kill(409);

        deployer.restart(RestartRequest.forced("api"), Progress.none());

        assertThat(standIn.orders()).containsExactly("/containers/api/kill", "/containers/api/start");
    }

    @Test
    void one_that_cannot_be_killed_does_not_keep_the_others_down() {
        standIn.kill(500);

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> deployer.restart(RestartRequest.forced("api"), Progress.none()));

        assertThat(standIn.orders()).containsExactly("/containers/api/kill", "/containers/api/start");
    }
}
