package io.emrops.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Report;
import io.emrops.RunRequest;
import io.emrops.Runbook;
import io.emrops.core.Emrops;
import io.emrops.terminal.OperatorTerminal;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class TerminalSnippetTest {
    @TempDir
    private Path directory;

    private Report attended(Runbook deploy, RunRequest request) throws Exception {
        // tag::attend[]
        try (var terminal = OperatorTerminal.open();
                var engine = Emrops.builder(directory).listener(terminal).build()) {
            return terminal.attend(engine.start(deploy, request));
        }
        // end::attend[]
    }

    @Test
    void a_run_is_attended() throws Exception {
        var book = Runbook.define("noted", "Noted", rb -> {
            rb.action("note", "Take a note", run -> run.log("noted")).nothingToUndo("a note is kept");
        });

        assertThat(attended(book, RunRequest.by("m.meier")).succeeded()).isTrue();
    }
}
