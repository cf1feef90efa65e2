package io.emrops.testkit;

import io.emrops.Runbook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Keeps the document of a runbook in a repository, where a change of it is seen in review and where people find it when
 * nothing else runs: a test holds the copy against the runbook.
 *
 * <pre>{@code
 * @Test
 * void the_document_is_up_to_date() {
 *     RunbookDocument.assertUpToDate(deploy, Path.of("docs/runbooks/emrnext-deploy.md"));
 *     RunbookDocument.assertUpToDate(deploy, Path.of("docs/runbooks/emrnext-deploy.html"));
 * }
 * }</pre>
 *
 * <p>With the system property {@code emrops.documents=write} the copy is written instead of compared.
 */
public final class RunbookDocument {
    private static final String PROPERTY = "emrops.documents";

    private RunbookDocument() {}

    /**
     * Fails unless the file holds the document of the runbook as it is now. How lines end does not matter, as version
     * control may change that.
     *
     * @param document ends in {@code .md} for Markdown, or in {@code .html}
     * @throws AssertionError with the lines that differ
     * @throws IllegalArgumentException if the file ends in something else
     */
    public static void assertUpToDate(Runbook runbook, Path document) {
        var now = render(runbook, document);
        try {
            if ("write".equals(System.getProperty(PROPERTY))) {
                write(document, now);
                return;
            }
            var kept =
                    Files.exists(document) ? Files.readString(document).lines().toList() : List.<String>of();
            var differences = LineDiff.of(kept, now.lines().toList());
            if (!differences.isEmpty()) {
                throw new AssertionError(document + (kept.isEmpty() ? " is missing or empty" : " is not up to date")
                        + ": it should be the document of runbook \"" + runbook.id() + "\". Run the test with -D"
                        + PROPERTY + "=write to write it, and read what has changed:\n" + differences);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot compare " + document, e);
        }
    }

    private static String render(Runbook runbook, Path document) {
        var name = document.toString();
        if (name.endsWith(".md")) {
            return runbook.toMarkdown();
        }
        if (name.endsWith(".html")) {
            return runbook.toHtml();
        }
        throw new IllegalArgumentException("A document is a file in .md or .html, not " + name);
    }

    private static void write(Path document, String text) throws IOException {
        var directory = document.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        Files.writeString(document, text);
    }
}
