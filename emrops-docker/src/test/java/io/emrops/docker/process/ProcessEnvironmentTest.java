package io.emrops.docker.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class ProcessEnvironmentTest {
    @Test
    void what_this_process_happens_to_have_does_not_get_into_the_files() {
        var environment = ProcessEnvironment.of(
                Map.of("PATH", "/bin", "EMR_VERSION", "9", "COMPOSE_FILE", "other.yml", "DOCKER_CONTEXT", "prod"));

        assertThat(environment.toMap()).containsOnlyKeys("PATH");
    }

    @Test
    void windows_keeps_what_programs_need_however_it_is_spelled() {
        var environment = ProcessEnvironment.of(
                Map.of("Path", "C:\\Windows", "SystemRoot", "C:\\Windows", "ProgramData", "C:\\P"));

        assertThat(environment.toMap()).containsOnlyKeys("Path", "SystemRoot", "ProgramData");
    }

    @Test
    void a_variable_takes_the_place_of_one_that_windows_thinks_the_same() {
        var parent = ProcessEnvironment.of(Map.of("Path", "C:\\Windows"));

        assertThat(parent.with("PATH", "D:\\", true).toMap()).containsExactly(Map.entry("PATH", "D:\\"));
        assertThat(parent.with("PATH", "/x", false).toMap()).containsOnlyKeys("PATH", "Path");
    }

    @Test
    void values_are_not_printed() {
        assertThat(ProcessEnvironment.of(Map.of()).with("PASSWORD", "geheim!!", false))
                .hasToString("[PASSWORD]");
    }
}
