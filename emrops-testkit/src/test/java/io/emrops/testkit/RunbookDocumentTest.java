package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.Runbook;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunbookDocumentTest {
    private final Runbook runbook = Runbook.define("cold-start", "Cold start", rb -> {
        rb.manual("power", "The power is on");
        rb.manual("network", "The network is up");
    });

    @TempDir
    Path directory;

    @Test
    void a_copy_that_is_the_document_is_up_to_date() throws Exception {
        var markdown = Files.writeString(directory.resolve("cold-start.md"), runbook.toMarkdown());
        var html = Files.writeString(directory.resolve("cold-start.html"), runbook.toHtml());

        assertThatCode(() -> RunbookDocument.assertUpToDate(runbook, markdown)).doesNotThrowAnyException();
        assertThatCode(() -> RunbookDocument.assertUpToDate(runbook, html)).doesNotThrowAnyException();
    }

    @Test
    void version_control_may_have_changed_how_lines_end() throws Exception {
        var copy = directory.resolve("cold-start.md");
        Files.writeString(copy, runbook.toMarkdown().replace("\n", "\r\n"));

        assertThatCode(() -> RunbookDocument.assertUpToDate(runbook, copy)).doesNotThrowAnyException();
    }

    @Test
    void a_copy_that_differs_fails_with_the_lines_that_do() throws Exception {
        var copy = directory.resolve("cold-start.md");
        Files.writeString(copy, runbook.toMarkdown().replace("The power is on", "The lights are on"));

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> RunbookDocument.assertUpToDate(runbook, copy))
                .withMessageStartingWith(
                        copy + " is not up to date: it should be the document of runbook \"cold-start\"")
                .withMessageContaining("-Demrops.documents=write")
                .withMessageContaining(
                        "\n- 1. [ ] **The lights are on** (`power`)\n+ 1. [ ] **The power is on** (`power`)\n")
                .withMessageNotContaining("The network is up");
    }

    @Test
    void a_missing_copy_fails() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> RunbookDocument.assertUpToDate(runbook, directory.resolve("missing.md")))
                .withMessageContaining("missing.md is missing or empty")
                .withMessageContaining("+ # Cold start");
    }

    @Test
    void the_copy_is_written_on_demand() throws Exception {
        var copy = directory.resolve("docs").resolve("cold-start.md");
        System.setProperty("emrops.documents", "write");
        try {
            RunbookDocument.assertUpToDate(runbook, copy);
        } finally {
            System.clearProperty("emrops.documents");
        }

        assertThat(Files.readString(copy)).isEqualTo(runbook.toMarkdown());
        assertThatCode(() -> RunbookDocument.assertUpToDate(runbook, copy)).doesNotThrowAnyException();
    }

    @Test
    void a_document_is_markdown_or_html() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RunbookDocument.assertUpToDate(runbook, directory.resolve("cold-start.pdf")))
                .withMessageContaining("cold-start.pdf");
    }

    @Test
    void differences_are_shown_with_what_is_around_them() {
        var before = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l");
        var after = List.of("a", "b", "c", "D", "e", "f", "g", "h", "i", "j", "l", "m");

        assertThat(LineDiff.of(before, after).lines())
                .containsExactly(
                        "  …", "  b", "  c", "- d", "+ D", "  e", "  f", "  …", "  i", "  j", "- k", "  l", "+ m");
        assertThat(LineDiff.of(before, before)).isEmpty();
    }

    @Test
    void a_long_difference_is_cut() {
        assertThat(LineDiff.of(List.of(), numbers(1000)).lines()).hasSize(201).endsWith("  … (and more)");
        assertThat(LineDiff.of(
                                Stream.concat(
                                                Stream.of("same"),
                                                Stream.generate(() -> "old").limit(1_000))
                                        .toList(),
                                Stream.concat(Stream.of("same"), numbers(5_000).stream())
                                        .toList())
                        .lines())
                .startsWith("  same", "- old", "- old")
                .doesNotContain("+ 0");
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }
}
