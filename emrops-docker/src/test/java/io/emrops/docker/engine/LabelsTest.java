package io.emrops.docker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.dockerjava.api.command.InspectContainerResponse;
import io.emrops.docker.release.Settings;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LabelsTest {
    @Test
    void one_off_containers_belong_to_no_service_in_either_spelling() {
        assertThat(Instance.isOfService(
                        Map.of("com.docker.compose.service", "api", "com.docker.compose.oneoff", "False")))
                .isTrue();
        assertThat(Instance.isOfService(
                        Map.of("com.docker.compose.service", "api", "com.docker.compose.oneoff", "True")))
                .isFalse();
        assertThat(Instance.isOfService(Map.of("com.docker.compose.project", "emr")))
                .isFalse();
    }

    @Test
    void an_instance_is_read_from_what_the_engine_tells() throws Exception {
        var instance = Instance.of(new JsonMapper().readValue("""
                        {"Id": "c1", "Name": "/emr-api-3", "Image": "sha256:aa", "Created": "2026-03-01T02:00:00.5Z",
                         "Config": {"Image": "emr/api:2", "Labels": {"com.docker.compose.service": "api",
                           "com.docker.compose.container-number": "3", "com.docker.compose.config-hash": "h",
                           "com.docker.compose.version": "1.29.2"}},
                         "State": {"Status": "running", "ExitCode": 0, "StartedAt": "2026-03-01T03:00:01+01:00",
                           "Health": {"Status": "none"}},
                         "Mounts": [{"Destination": "/etc/emr", "Mode": "ro", "RW": false}],
                         "NetworkSettings": {"Ports": {"9090/tcp": null, "53/udp": [{"HostIp": "", "HostPort": "53"}],
                           "8080/tcp": [{"HostIp": "0.0.0.0", "HostPort": "49153"}, {"HostIp": "::", "HostPort": "49153"}]}}}
                        """, InspectContainerResponse.class));

        assertThat(instance)
                .isEqualTo(new Instance(
                        "c1",
                        "emr-api-3",
                        "api",
                        3,
                        "emr/api:2",
                        "sha256:aa",
                        Instant.parse("2026-03-01T02:00:00.5Z"),
                        "running",
                        "",
                        0,
                        Instant.parse("2026-03-01T02:00:01Z"),
                        "h",
                        "1.29.2",
                        List.of(new PublishedPort(8080, "0.0.0.0", 49_153), new PublishedPort(8080, "::", 49_153)),
                        false));
    }

    @Test
    void what_is_missing_or_odd_does_no_harm() throws Exception {
        var instance = Instance.of(new JsonMapper().readValue("""
                        {"Id": "c1", "Config": {"Labels": {"com.docker.compose.container-number": "x"}},
                         "State": {"StartedAt": "never"}}
                        """, InspectContainerResponse.class));

        assertThat(instance.number()).isZero();
        assertThat(instance.startedAt()).isEqualTo(Instant.EPOCH);
        assertThat(instance.well()).isFalse();
    }

    @Test
    void the_version_is_read_from_where_the_files_put_it() {
        assertThat(version("r/api:emrops0version0mark", "r/api:2.0.0")).containsExactly("2.0.0");
        assertThat(version("r/api:v-emrops0version0mark-alpine", "r/api:v-2-alpine"))
                .containsExactly("2");
        assertThat(version("r/api:emrops0version0mark", "elsewhere/api:2.0.0")).containsExactly("");
        assertThat(version("r/api:fixed", "r/api:fixed")).isEmpty();
    }

    private static Set<String> version(String marked, String image) {
        var found = new HashSet<String>();
        Settings.version(marked, image, found);
        return found;
    }
}
