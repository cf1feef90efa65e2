package io.emrops.core.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Output;
import io.emrops.deploy.Release;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OutputCodecTest {
    public record Host(String name, boolean isPrimary, boolean patched, List<String> roles) {
        public boolean isEmpty() {
            return roles.isEmpty();
        }
    }

    @Test
    void a_record_is_kept_as_its_components_and_nothing_it_computes() throws Exception {
        var host = new Host("app-03", true, false, List.of("api"));

        var kept = OutputCodec.write(Output.of(Host.class), host);

        assertThat(kept.fieldNames()).toIterable().containsExactly("name", "isPrimary", "patched", "roles");
        assertThat(OutputCodec.read(Output.of(Host.class), kept, "step")).isEqualTo(host);
    }

    @Test
    void a_release_that_is_nothing_says_so_by_its_services() throws Exception {
        var kept = OutputCodec.write(Output.of(Release.class), Release.nothing(Instant.EPOCH));

        assertThat(kept.fieldNames()).toIterable().containsExactly("version", "services", "variables", "since");
    }
}
