package io.emrops.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.benchmarks.table.Figure;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OptionsTest {
    private record Named(String name) implements Benchmark {
        @Override
        public List<Figure> run(Effort effort, Path scratch) {
            return List.of();
        }
    }

    private final List<Benchmark> all = List.of(new Named("one"), new Named("two"));

    @Test
    void without_arguments_everything_is_measured_in_full() {
        var options = Options.of(List.of());

        assertThat(options.effort()).isEqualTo(Effort.FULL);
        assertThat(options.page()).isEmpty();
        assertThat(options.chosen(all)).isEqualTo(all);
    }

    @Test
    void what_is_asked_for_is_done() {
        var options = Options.of(List.of("--short", "--write", "page.md", "--commit", "abc", "two"));

        assertThat(options.effort()).isEqualTo(Effort.SHORT);
        assertThat(options.page()).contains(Path.of("page.md"));
        assertThat(options.commit()).isEqualTo("abc");
        assertThat(options.chosen(all)).containsExactly(new Named("two"));
    }

    @Test
    void a_benchmark_that_is_not_there_is_refused_with_those_that_are() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.of(List.of("three")).chosen(all))
                .withMessageContaining("one, two");
    }
}
