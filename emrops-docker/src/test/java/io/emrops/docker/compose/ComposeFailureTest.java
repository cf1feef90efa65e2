package io.emrops.docker.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.docker.process.LocalProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ComposeFailureTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ENGINE_LOST|Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
                "ENGINE_LOST|Couldn't connect to Docker daemon at http+docker://localhost - is it running?",
                "ENGINE_LOST|error during connect: Get \"http://docker\": EOF",
                "ENGINE_LOST|('Connection aborted.', RemoteDisconnected('Remote end closed connection without response'))",
                "VERSION_MISSING|Error response from daemon: manifest for r:5000/emr/api:9 not found: manifest unknown: manifest unknown",
                "VERSION_MISSING|ERROR: for api  manifest unknown",
                "REGISTRY_LOST|Error response from daemon: Get \"http://127.0.0.1:1/v2/\": dial tcp 127.0.0.1:1: connect: connection refused",
                "REGISTRY_DENIED|Error response from daemon: Get \"https://r/v2/\": unauthorized: authentication required",
                "PORT_TAKEN|driver failed programming external connectivity: Bind for 127.0.0.1:80 failed: port is already allocated",
                "FILES_REFUSED|The Compose file './docker-compose.yml' is invalid because: Unsupported config option",
                "FILES_REFUSED|yaml: line 3: mapping values are not allowed in this context",
                "VARIABLE_MISSING|required variable EMR_DB is missing a value: say where",
                "NO_SUCH_SERVICE|no such service: apo",
                "DEPENDENCY_UNHEALTHY|dependency failed to start: container p-db-1 is unhealthy",
                "DISK_FULL|write /var/lib/docker/tmp: no space left on device",
                "OTHER|something that nobody has seen before"
            })
    void what_each_compose_complains_of_is_understood(ComposeFailure expected, String complaint) {
        assertThat(ComposeFailure.of(new LocalProcess.Result(1, "", complaint))).isEqualTo(expected);
    }

    @Test
    void a_result_prints_no_more_than_its_exit_code() {
        assertThat(new LocalProcess.Result(18, "geheim", "geheim")).hasToString("exit 18");
    }
}
