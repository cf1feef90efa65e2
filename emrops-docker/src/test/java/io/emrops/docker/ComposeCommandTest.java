package io.emrops.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.PreconditionFailedException;
import io.emrops.docker.compose.ComposeProgram;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ComposeCommandTest {
    @ParameterizedTest
    @CsvSource({
        "1.29.2,1.29.2,1",
        "2.26.1,2.26.1,2",
        "v2.3.3,2.3.3,2",
        "2.26.1-4,2.26.1-4,2",
        "v5.0.0-rc.1,5.0.0-rc.1,5"
    })
    void the_version_is_read_from_what_each_compose_prints(String printed, String version, int major) {
        var command = ComposeProgram.parse(List.of("docker", "compose"), printed + "\n");

        assertThat(command).hasValueSatisfying(c -> {
            assertThat(c.version()).isEqualTo(version);
            assertThat(c.major()).isEqualTo(major);
            assertThat(c).hasToString("docker compose (" + version + ")");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "unknown", "docker: 'compose' is not a docker command.", "Docker version 20.10.24, build x"})
    void what_is_no_version_is_no_compose(String printed) {
        assertThat(ComposeProgram.parse(List.of("docker", "compose"), printed)).isEmpty();
    }

    @Test
    void a_program_that_is_not_there_is_a_failed_precondition() {
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> ComposeCommand.of("no-such-program-anywhere", "compose"))
                .withMessageContaining("no-such-program-anywhere compose");
    }
}
