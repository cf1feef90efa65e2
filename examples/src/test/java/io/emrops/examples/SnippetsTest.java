package io.emrops.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documentation tells people to paste into JShell: each block of Java behind the comment {@code jsh}. */
@Timeout(120)
final class SnippetsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    Path directory;

    static List<Path> documents() throws Exception {
        try (var docs = Files.walk(ROOT.resolve("docs"));
                var top = Files.list(ROOT)) {
            return Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .filter(SnippetsTest::hasSnippets)
                    .map(ROOT::relativize)
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void snippets_run_in_order_in_one_shell(Path document) throws Exception {
        runs(Jdks.own(), document);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void snippets_run_on_a_newer_jdk_too(Path document) throws Exception {
        runs(Jdks.newer(), document);
    }

    private void runs(Path jdk, Path document) throws Exception {
        var script = directory.resolve(document.getFileName());
        Files.write(script, script(ROOT.resolve(document)));

        var ended = ScriptProcess.run(jdk, script);

        assertThat(ended.exit()).as(ended.output()).isZero();
    }

    private static boolean hasSnippets(Path file) {
        try {
            return Files.isRegularFile(file) && Files.readString(file).contains("<!-- jsh -->");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The snippets at their lines, and nothing in all others, so that errors name the lines of the document. */
    private static List<String> script(Path document) throws Exception {
        var script = new ArrayList<String>();
        boolean marked = false;
        boolean inside = false;
        for (var line : Files.readAllLines(document)) {
            if (inside && line.equals("```")) {
                inside = false;
                marked = false;
            }
            script.add(inside ? line : "");
            if (line.equals("<!-- jsh -->")) {
                marked = true;
            } else if (line.equals("```java") && marked) {
                inside = true;
            } else if (!inside && !line.isBlank()) {
                marked = false;
            }
        }
        assertThat(inside).as("a block of " + document + " that is not closed").isFalse();
        assertThat(script).as("snippets of " + document).anyMatch(line -> !line.isBlank());
        return script;
    }
}
