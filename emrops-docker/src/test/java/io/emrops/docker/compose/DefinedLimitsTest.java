package io.emrops.docker.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.PreconditionFailedException;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class DefinedLimitsTest {
    /** As Compose 1.29.2 prints it. */
    private static final String V1 = """
            services:
              app:
                command:
                - 'mem_limit: 1g'
                cpus: 0.75
                deploy:
                  resources:
                    limits:
                      cpus: 0.5
                      memory: 128M
                    reservations:
                      memory: 64M
                image: emr/app
                mem_limit: 256m
                memswap_limit: '-1'
              side:
                image: emr/side
                labels:
                  cpus: '7'
            version: '3.9'
            """;

    @Test
    void limits_are_read_from_what_version_1_prints() {
        var read = DefinedLimits.fromYaml(V1);

        assertThat(read).containsOnlyKeys("app", "side");
        assertThat(read.get("side")).isEqualTo(DefinedLimits.NONE);
        var app = read.get("app");
        assertThat(app.memory()).contains("256m");
        assertThat(app.deployMemory()).contains("128M");
        assertThat(app.bytes()).contains(128L << 20);
        assertThat(app.processors()).contains(new BigDecimal("0.5"));
        assertThat(app.bytesAndSwap()).contains(-1L);
        assertThat(app.inDeploy()).isTrue();
    }

    @Test
    void limits_are_read_from_what_version_2_prints() {
        var read = DefinedLimits.fromJson(
                "{\"services\":{\"app\":{\"cpus\":0.75,\"mem_limit\":\"268435456\"},"
                        + "\"side\":{\"deploy\":{\"resources\":{\"limits\":{\"memory\":\"1048576\"}}},\"memswap_limit\":\"0\"}}}");

        assertThat(read.get("app").processors()).contains(new BigDecimal("0.75"));
        assertThat(read.get("app").bytes()).contains(256L << 20);
        assertThat(read.get("side").bytes()).contains(1L << 20);
        assertThat(read.get("side").bytesAndSwap()).isEmpty();
        assertThat(read.get("side").processors()).isEmpty();
    }

    @Test
    void amounts_are_read_as_compose_reads_them() {
        assertThat(DefinedLimits.bytes("1.5GB")).isEqualTo(3L << 29);
        assertThat(DefinedLimits.bytes("64k")).isEqualTo(64L << 10);
        assertThat(DefinedLimits.bytes("100b")).isEqualTo(100);
        assertThat(DefinedLimits.bytes("0")).isZero();
        assertThatExceptionOfType(PreconditionFailedException.class).isThrownBy(() -> DefinedLimits.bytes("much"));
    }
}
