package io.emrops.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class DocumentsTest {
    @TempDir
    private Path directory;

    private ScriptProcess documents(String... scripts) throws Exception {
        return ScriptProcess.documents(directory.resolve("out"), scripts);
    }

    private String script(String name, String source) throws Exception {
        return Files.writeString(directory.resolve(name), source).toString();
    }

    @Test
    void each_runbook_in_a_variable_has_its_document_in_both_forms() throws Exception {
        var two = script("two.jsh", """
                var plain = Runbook.define("plain", "Plain", rb -> rb.manual("told", "The wards were told"));
                var more = List.of(plain, Runbook.define("other", "Other", rb -> rb.manual("told", "They know")));
                """);

        var ended = documents(two, Path.of("runbooks", "session-limit.jsh").toString());

        assertThat(ended.output()).isEqualToNormalizingNewlines("""
                %1$s/other.html  Other
                %1$s/plain.html  Plain
                %1$s/session-limit.html  Change the limit of sessions
                """.formatted(directory.resolve("out")));
        assertThat(ended.exit()).isZero();
        assertThat(directory.resolve("out").resolve("other.md")).content().startsWith("# Other\n");
        assertThat(directory.resolve("out").resolve("session-limit.html"))
                .content()
                .startsWith("<!DOCTYPE html>")
                .contains("pager 4711");
    }

    @Test
    void a_script_without_a_runbook_is_a_mistake() throws Exception {
        var none = script("none.jsh", "var x = 1;\n");

        var ended = documents(none);

        assertThat(ended).isEqualTo(new ScriptProcess(1, none + " leaves no runbook in a variable\n"));
        assertThat(directory.resolve("out")).doesNotExist();
    }

    @Test
    void two_runbooks_of_one_id_are_a_mistake() throws Exception {
        var source = "var a = Runbook.define(\"a\", \"A\", rb -> rb.manual(\"told\", \"They know\"));\n";

        var ended = documents(script("one.jsh", source), script("two.jsh", source));

        assertThat(ended).isEqualTo(new ScriptProcess(1, "Two runbooks have the id a\n"));
        assertThat(directory.resolve("out")).doesNotExist();
    }
}
