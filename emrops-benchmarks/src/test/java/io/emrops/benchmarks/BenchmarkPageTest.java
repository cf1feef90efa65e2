package io.emrops.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.benchmarks.table.Figure;
import io.emrops.benchmarks.table.Goal;
import io.emrops.benchmarks.table.Quantity;
import io.emrops.benchmarks.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchmarkPageTest {
    private static final List<String> ORDER = List.of("steps", "logs");

    @Test
    void what_is_measured_anew_replaces_its_own_section_alone() {
        var first = BenchmarkPage.of("").with("logs", "here", of(1)).with("steps", "there", of(2));
        var again = BenchmarkPage.of(first.markdown(ORDER)).with("logs", "elsewhere", of(3));

        assertThat(again.markdown(ORDER))
                .containsSubsequence("# Benchmarks", "## steps", "there", "| 2 s |", "## logs", "elsewhere", "| 3 s |")
                .doesNotContain(
                        "here.\n\n| figure | ours | peer | ratio | goal | met |\n|---|--:|---|--:|--:|---|\n| x | 1 s")
                .endsWith("0 of 0 goals met.\n");
    }

    @Test
    void a_page_that_is_read_is_written_again_to_the_byte() {
        var page = BenchmarkPage.of("")
                .with("steps", "here", of(1))
                .with("logs", "there", of(2))
                .markdown(ORDER);

        assertThat(BenchmarkPage.of(page).markdown(ORDER)).isEqualTo(page);
    }

    @Test
    void the_page_of_the_documentation_is_as_it_would_be_written() throws IOException {
        var page = Files.readString(Path.of("../docs/benchmarks.md")).replace("\r\n", "\n");

        assertThat(BenchmarkPage.of(page).markdown(Benchmarks.names())).isEqualTo(page);
    }

    @Test
    void a_benchmark_that_is_no_more_leaves_the_page() {
        var page = BenchmarkPage.of("").with("old", "here", of(1)).markdown(List.of("old"));

        assertThat(BenchmarkPage.of(page).markdown(ORDER)).doesNotContain("## old", "Measured");
    }

    private static Table of(double seconds) {
        return new Table(List.of(Figure.of("x", new Quantity(seconds, "s"), Goal.NONE)));
    }
}
