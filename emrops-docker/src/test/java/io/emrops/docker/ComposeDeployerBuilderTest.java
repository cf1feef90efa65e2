package io.emrops.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.emrops.Secret;
import io.emrops.TargetUnavailableException;
import io.emrops.deploy.ReleaseRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ComposeDeployerBuilderTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "EMRNext", "emr next", "-emr", "emr/../x"})
    void names_that_compose_would_change_are_refused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> ComposeDeployer.project(name));
    }

    @Test
    void a_variable_is_given_once_and_is_a_name() {
        var builder = ComposeDeployer.project("emr").versionVariable("V");

        assertThatIllegalArgumentException().isThrownBy(() -> builder.variable("V", "1"));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.variable("A=B", "1"));
        builder.variable("A", "1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.secretVariable("A", Secret.of("12345678".toCharArray())));
    }

    @Test
    void a_file_and_a_version_variable_are_needed() {
        var file = Path.of("compose.yml");

        assertThatIllegalStateException()
                .isThrownBy(() ->
                        ComposeDeployer.project("emr").versionVariable("V").build());
        assertThatIllegalStateException()
                .isThrownBy(() -> ComposeDeployer.project("emr").file(file).build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ComposeDeployer.project("emr").healthyWithin(Duration.ZERO));
    }

    @Test
    void it_is_built_without_an_engine_and_says_so_when_one_is_needed() {
        try (var engine = DockerEngine.at("unix:///nowhere/docker.sock");
                var deployer = ComposeDeployer.project("emr")
                        .file(Path.of("compose.yml"))
                        .versionVariable("V")
                        .engine(engine)
                        .build()) {
            assertThat(deployer).hasToString("ComposeDeployer[emr]");
            assertThatExceptionOfType(TargetUnavailableException.class).isThrownBy(deployer::target);
            assertThatExceptionOfType(TargetUnavailableException.class).isThrownBy(deployer::current);
            assertThatExceptionOfType(TargetUnavailableException.class).isThrownBy(deployer::status);
            assertThatExceptionOfType(TargetUnavailableException.class)
                    .isThrownBy(() -> deployer.preview(ReleaseRequest.preview("1")));
            assertThatExceptionOfType(TargetUnavailableException.class)
                    .isThrownBy(() -> deployer.rollOut(new ReleaseRequest("1", "k"), (done, total, what) -> {}));
            assertThatExceptionOfType(TargetUnavailableException.class)
                    .isThrownBy(() -> deployer.restart("api", (done, total, what) -> {}));
            assertThatExceptionOfType(TargetUnavailableException.class)
                    .isThrownBy(() -> deployer.errorsSince(Instant.EPOCH));
        }
    }

    @Test
    void a_closed_engine_is_a_mistake_of_the_caller() {
        var engine = DockerEngine.at("unix:///nowhere/docker.sock");
        engine.close();

        assertThat(engine.connection().answers()).isFalse();
    }
}
