package io.emrops.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The guide shows code that is compiled and run, and leads nowhere that is not there. With {@code -Demrops.golden=write} the
 * code of the pages is written anew from the tests.
 */
final class GuideTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    static final Path CODE = Path.of("src/test/java/io/emrops/examples/guide");

    @TempDir
    private Path directory;

    @Test
    void the_code_of_the_guide_is_that_of_its_tests() throws Exception {
        if ("write".equals(System.getProperty("emrops.golden"))) {
            GuideBook.read(ROOT, CODE).rewrite();
        }

        assertThat(GuideBook.read(ROOT, CODE).codeFaults()).isEmpty();
    }

    @Test
    void links_lead_to_what_is_there() throws Exception {
        assertThat(GuideBook.read(ROOT, CODE).linkFaults()).isEmpty();
    }

    @Test
    void the_index_leads_to_every_page() throws Exception {
        assertThat(GuideBook.read(ROOT, CODE).lonelyPages()).isEmpty();
    }

    private GuideBook book(String page, String code) throws IOException {
        Files.createDirectories(directory.resolve("docs"));
        Files.createDirectories(directory.resolve("code"));
        Files.writeString(directory.resolve("README.md"), "# Read me\n");
        Files.writeString(directory.resolve("docs/README.md"), "[Page](page.md)\n");
        Files.writeString(directory.resolve("docs/page.md"), page);
        Files.writeString(directory.resolve("code/Some.java"), code);
        return GuideBook.read(directory, directory.resolve("code"));
    }

    /** With tags that are none before the replacement, as this file is looked through too. */
    private static final String CODE_OF_SOME = """
            class Some {
                @ tag::one[]
                int one() {
                    return 1;
                }
                @ end::one[]
            }
            """.replace("@", "//");

    @Test
    void code_that_differs_is_found_and_written_anew() throws Exception {
        var page = "Text\n\n<!-- snippet: Some#one -->\n```java\nint one() {\n    return 2;\n}\n```\n\nMore\n";
        var book = book(page, CODE_OF_SOME);

        assertThat(book.codeFaults()).containsExactly("docs/page.md:4: Some#one reads otherwise in the code");
        book.rewrite();

        assertThat(directory.resolve("docs/page.md")).hasContent(page.replace("2", "1"));
        assertThat(book(page.replace("2", "1"), CODE_OF_SOME).codeFaults()).isEmpty();
    }

    @Test
    void code_of_no_test_and_tests_on_no_page_are_found() throws Exception {
        var page = "```java\nint two;\n```\n<!-- snippet: Some#two -->\n```java\n```\n```sh\nls\n```\n";
        var code = "// tag::one[]\n// end::one[]\n// end::three[]\n// tag::four[]\n";

        assertThat(book(page, code).codeFaults())
                .containsExactly(
                        "Some#three ends without a beginning",
                        "Some#four is not ended",
                        "docs/page.md:1: this Java is not said to be a region of a test",
                        "docs/page.md:5: there is no region Some#two",
                        "docs/page.md:7: no test runs these commands, and nobody by hand",
                        "Some#one is on no page");
    }

    @Test
    void code_that_ends_in_the_middle_is_found() throws Exception {
        var code = "// tag::one[]\nif (x) { // {\n    print(\"}\");\n// end::one[]\n}\n";
        var page = "<!-- snippet: Some#one -->\n```java\nif (x) { // {\n    print(\"}\");\n```\n";

        assertThat(book(page, code).codeFaults())
                .containsExactly("Some#one leaves a brace open, or closes one too many");
    }

    @Test
    void links_to_files_and_headings_that_are_not_there_are_found() throws Exception {
        var page = """
                # Page, `first`
                ## Twice
                ## Twice
                [a](README.md) [b](#page-first) [c](#twice-1) [d](https://example.org/x) ![e](../README.md#read-me)
                [f](gone.md) [g](#twice-2) <img src="gone.svg">
                """;

        assertThat(book(page, "").linkFaults())
                .containsExactly(
                        "docs/page.md:5: nothing is at gone.md",
                        "docs/page.md:5: nothing is at #twice-2",
                        "docs/page.md:5: nothing is at gone.svg");
    }

    @Test
    void a_page_that_the_index_forgets_is_found() throws Exception {
        book("# Page\n", "");
        Files.writeString(directory.resolve("docs/lonely.md"), "# Lonely\n");

        assertThat(GuideBook.read(directory, directory.resolve("code")).lonelyPages())
                .containsExactly("lonely.md");
    }
}
