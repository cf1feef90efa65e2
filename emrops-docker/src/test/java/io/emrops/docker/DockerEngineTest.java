package io.emrops.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DockerEngineTest {
    private static final DockerCertificates CERTIFICATES = DockerCertificates.in(Path.of("/etc/docker/client"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unix:///var/run/docker.sock",
                "npipe:////./pipe/docker_engine",
                "tcp://docker01:2375",
                "tcp://127.0.0.1:2375"
            })
    void every_kind_of_address_is_kept_and_nothing_is_asked(String host) {
        try (var engine = DockerEngine.at(host)) {
            assertThat(engine.host()).isEqualTo(host);
            assertThat(engine).hasToString("DockerEngine[" + host + "]");
            assertThat(engine.connection().certificates()).isEmpty();
        }
    }

    @Test
    void certificates_are_for_tcp_and_go_to_compose_too() {
        try (var engine = DockerEngine.at("tcp://docker01:2376", CERTIFICATES)) {
            assertThat(engine.connection().usesTls()).isTrue();
            assertThat(engine.connection().certificates()).contains(Path.of("/etc/docker/client"));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DockerEngine.at("unix:///var/run/docker.sock", CERTIFICATES));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DockerEngine.at("npipe:////./pipe/docker_engine", CERTIFICATES));
    }

    @Test
    void an_engine_with_certificates_has_a_port() {
        var certificates = DockerCertificates.in(java.nio.file.Path.of("nowhere"));

        for (var host : java.util.List.of("tcp://docker01", "tcp://docker01:", "tcp://[::1]")) {
            org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
                    .isThrownBy(() -> DockerEngine.at(host, certificates))
                    .withMessageContaining("port");
        }
        DockerEngine.at("tcp://[::1]:2376", certificates).close();
    }
}
