package io.emrops.core.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.Output;
import io.emrops.deploy.Release;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
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

    @Property(tries = 200)
    void the_size_is_told_without_writing_and_is_never_too_small(
            @ForAll @Size(max = 5)
                    List<@Size(max = 5) Map<@StringLength(max = 10) String, @StringLength(max = 30) String>> value)
            throws Exception {
        var node = OutputCodec.tree(value);
        var written = Json.MAPPER.writeValueAsString(node).getBytes(StandardCharsets.UTF_8).length;

        assertThat(OutputCodec.size(node)).isBetween(written, written * 3 / 2 + 2);
    }

    @Test
    void a_result_beyond_the_limit_is_refused_before_it_is_written() {
        var large = "x".repeat(OutputCodec.TOO_LARGE);

        assertThatThrownBy(() -> OutputCodec.write(Output.of(String.class), large))
                .isInstanceOf(OutputCodec.UnkeepableException.class)
                .hasMessageContaining("2048 KiB");
    }

    public record Chain(Optional<Chain> next) {}

    @Test
    void a_result_that_could_not_be_read_back_from_the_journal_is_refused() {
        var chain = new Chain(Optional.empty());
        for (int i = 0; i < 1100; i++) {
            chain = new Chain(Optional.of(chain));
        }
        Map<Output<?>, Object> results =
                Map.of(Output.of(BigInteger.class), BigInteger.TEN.pow(1500), Output.of(Chain.class), chain);

        results.forEach((output, result) -> assertThatThrownBy(() -> {
                    var kept = OutputCodec.write(output, result);
                    var record = new RunRecord.StepDone(Instant.EPOCH, "a", 1, Duration.ZERO, kept, "body");
                    RecordCodec.read(new RecordCodec(text -> text).write(record).bytes(), "run", 1);
                })
                .isInstanceOf(OutputCodec.UnkeepableException.class));
    }
}
