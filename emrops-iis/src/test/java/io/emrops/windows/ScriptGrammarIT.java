package io.emrops.windows;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.RequiresEngine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The grammar is tree-sitter's: it finds what is broken, and not all that PowerShell would refuse. */
@RequiresEngine("powershell-grammar")
final class ScriptGrammarIT {
    @TempDir
    Path directory;

    @Test
    void every_script_is_powershell() throws Exception {
        assertThat(broken(ScriptRulesTest.scripts())).isEmpty();
    }

    @Test
    void a_script_that_is_broken_is_found() throws Exception {
        var good = script("good", "if ($a) { 'b' }\n");
        var open = script("open", "if ($a) { 'b'\n");
        var text = script("text", "$a = 'b\n");
        var halves = script(
                "halves",
                Files.readString(ScriptRulesTest.SCRIPTS.resolve("windows/file-put.ps1"))
                        .replace("} finally {", "} finaly {{"));

        assertThat(broken(List.of(good, open, text, halves)))
                .containsExactly(open.toString(), text.toString(), halves.toString());
    }

    private Path script(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name + ".ps1"), text);
    }

    /** Those that cannot be parsed, as the program prints them. */
    private static List<String> broken(List<Path> files) throws Exception {
        var command = new ArrayList<>(List.of(
                "node",
                "--liftoff-only",
                "src/test/resources/powershell-grammar.cjs",
                System.getenv("EMROPS_POWERSHELL_GRAMMAR")));
        files.forEach(file -> command.add(file.toString()));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed.lines().toList();
    }
}
