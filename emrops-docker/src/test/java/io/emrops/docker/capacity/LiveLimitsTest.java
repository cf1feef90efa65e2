package io.emrops.docker.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.dockerjava.api.command.InspectContainerResponse;
import io.emrops.DataSize;
import io.emrops.scaling.Resources;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveLimitsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Resources NONE = Resources.unlimited();

    @Test
    void limits_are_read_as_the_engine_tells_them() throws Exception {
        assertThat(live("{\"NanoCpus\":750000000,\"Memory\":50331648}").resources())
                .isEqualTo(NONE.cpus("0.75").memory(DataSize.mib(48)));
        assertThat(live("{\"NanoCpus\":0,\"Memory\":0}").resources()).isEqualTo(NONE);
        assertThat(live("{\"Memory\":9223372036854771712}").resources()).isEqualTo(NONE);
        assertThat(live("{\"CpuQuota\":50000,\"CpuPeriod\":200000}"))
                .matches(LiveLimits::byQuota)
                .extracting(LiveLimits::resources)
                .isEqualTo(NONE.cpus("0.25"));
        assertThat(live("{\"CpuQuota\":50000}").resources()).isEqualTo(NONE.cpus("0.5"));
        assertThat(live("{\"MemoryReservation\":1024}").reserved()).isEqualTo(1024);
    }

    @Test
    void all_processors_of_the_machine_are_no_limit_unless_the_files_say_so() throws Exception {
        var two = live("{\"NanoCpus\":2000000000}");

        assertThat(two.reading(new BigDecimal(2), true).resources()).isEqualTo(NONE);
        assertThat(two.reading(new BigDecimal(2), false).resources()).isEqualTo(NONE.cpus("2"));
        assertThat(two.reading(new BigDecimal(4), true).resources()).isEqualTo(NONE.cpus("2"));
    }

    @Test
    void the_least_of_instances_that_differ_counts() throws Exception {
        var some = List.of(live("{\"NanoCpus\":500000000}"), live("{\"NanoCpus\":250000000,\"Memory\":6291456}"));

        assertThat(LiveLimits.least(some)).isEqualTo(NONE.cpus("0.25").memory(DataSize.mib(6)));
        assertThat(LiveLimits.least(List.of())).isEqualTo(NONE);
    }

    @Test
    void memory_that_the_kernel_could_take_back_is_not_in_use() throws Exception {
        var v1 =
                "{\"usage\":1000,\"stats\":{\"inactive_file\":1,\"active_file\":1,\"total_inactive_file\":300,\"total_active_file\":200}}";
        var v2 = "{\"usage\":1000,\"stats\":{\"inactive_file\":300,\"active_file\":100}}";

        assertThat(EngineLimits.used(JSON.readTree(v1))).contains(500L);
        assertThat(EngineLimits.used(JSON.readTree(v2))).contains(600L);
        assertThat(EngineLimits.used(JSON.readTree("{}"))).isEmpty();
    }

    private static LiveLimits live(String host) throws Exception {
        return LiveLimits.of(
                1, JSON.readValue("{\"Id\":\"x\",\"HostConfig\":" + host + "}", InspectContainerResponse.class));
    }
}
