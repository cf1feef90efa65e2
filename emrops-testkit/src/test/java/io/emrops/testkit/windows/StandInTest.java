package io.emrops.testkit.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.emrops.testkit.windows.command.Ending;
import io.emrops.testkit.windows.command.SeenCommand;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandInTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ScriptedWindowsHost host = ScriptedWindowsHost.builder().start();

    @TempDir
    private Path directory;

    private Path program = Path.of("");

    @BeforeEach
    void write() {
        program = host.standIn(directory);
    }

    @AfterEach
    void close() {
        host.close();
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        program.toString(), "-NoProfile", "-NonInteractive", "-EncodedCommand", EmropsClient.ENCODED)
                .start();
    }

    private static void send(Process process, String input) throws IOException {
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static String text(InputStream stream) throws IOException {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void a_script_gets_parameters_secrets_and_payload_and_answers() throws Exception {
        host.onScript(
                "iis/site-get",
                call -> Map.of(
                        "name", call.text("name"),
                        "id", call.number("id"),
                        "secret", call.secret("password").length(),
                        "payload", new String(call.payload(), StandardCharsets.UTF_8)));
        var process = start();

        send(
                process,
                EmropsClient.input(
                        "iis/site-get",
                        "{\"name\":\"Zürich 東京 🏥\",\"id\":7,\"none\":null}",
                        "password s3cret",
                        "ab".getBytes(StandardCharsets.UTF_8),
                        "c".getBytes(StandardCharsets.UTF_8)));

        var answer = EmropsClient.answer(text(process.getInputStream()));
        assertThat(answer)
                .contains("\"name\":\"Zürich 東京 \\ud83c\\udfe5\"", "\"id\":7", "\"secret\":6", "\"payload\":\"abc\"");
        assertThat(process.waitFor()).isZero();
        assertThat(host.commands()).hasSize(1).first().satisfies(seen -> {
            assertThat(seen.scriptId()).contains("iis/site-get");
            assertThat(seen.parameters()).containsEntry("name", "Zürich 東京 🏥").doesNotContainKey("none");
            assertThat(seen.ending()).isEqualTo(Ending.EXITED);
            assertThat(seen.toString()).doesNotContain("s3cret");
        });
        host.requireAllScripted();
    }

    @Test
    void an_error_of_a_script_is_an_answer() throws Exception {
        host.onScript("x", call -> {
            throw PowerShellError.of("PathNotFound", "ObjectNotFound").from("System.IO.IOException", -1);
        });
        var process = start();

        send(process, EmropsClient.input("x", "{}", ""));

        assertThat(EmropsClient.answer(text(process.getInputStream())))
                .isEqualTo(
                        "{\"error\":{\"id\":\"PathNotFound\",\"category\":\"ObjectNotFound\",\"type\":\"System.IO.IOException\","
                                + "\"hresult\":-1,\"message\":\"It failed.\"}}");
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void input_without_its_last_line_runs_nothing() throws Exception {
        host.onScript("x", call -> "no");
        var process = start();

        send(process, EmropsClient.input("x", "{}", "").replace("\n.\n", "\n"));

        assertThat(text(process.getInputStream())).isEqualTo("emrops incomplete\r\n");
        assertThat(process.waitFor()).isEqualTo(3);
        assertThat(host.commands()).extracting(SeenCommand::scriptId).containsExactly(Optional.empty());
    }

    @Test
    void a_script_of_another_hash_and_input_with_a_hole_are_refused_by_an_answer() throws Exception {
        host.onScript("x", call -> "no");
        var good = EmropsClient.input("x", "{}", "", new byte[] {1}, new byte[] {2});

        assertThat(answer(good.replaceFirst("x [0-9a-f]{64}", "x " + "0".repeat(64))))
                .isEqualTo("refused emrops.ScriptDiffers");
        assertThat(answer(good.replace("AQ==\n", ""))).isEqualTo("refused emrops.InputDiffers");
        assertThat(host.commands())
                .extracting(SeenCommand::scriptId)
                .containsExactly(Optional.empty(), Optional.empty());
    }

    private String answer(String input) throws Exception {
        var process = start();
        send(process, input);
        var out = text(process.getInputStream());
        assertThat(process.waitFor()).isZero();
        return EmropsClient.answer(out);
    }

    @Test
    void an_answer_that_cannot_be_written_says_that_the_script_ran() throws Exception {
        host.onScript("x", call -> "yes");
        host.faults().onNextCommand(AnswerFault.unanswerable());

        assertThat(answer(EmropsClient.input("x", "{}", ""))).startsWith("unanswerable ");
    }

    @Test
    void the_watchdog_begins_with_the_first_line_of_the_input() throws Exception {
        var process = start();
        var header = EmropsClient.input("x", "{}", "", 1).lines().findFirst().orElseThrow();

        try (var stdin = process.getOutputStream()) {
            stdin.write((header + "\n").getBytes(StandardCharsets.US_ASCII));
            stdin.flush();
            host.awaitCommand(seen -> seen.ending() == Ending.TIMED_OUT, PATIENCE);
        }
        assertThat(process.waitFor()).isNotZero();
    }

    @Test
    void a_script_without_a_handler_is_refused_and_said() throws Exception {
        var process = start();

        send(process, EmropsClient.input("iis/none", "{}", ""));

        assertThat(text(process.getErrorStream())).contains("emrops.Unscripted");
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(catchThrowable(host::requireAllScripted)).hasMessageContaining("iis/none");
    }

    @Test
    void a_program_that_is_killed_ends_its_command() throws Exception {
        host.onScript("x", call -> "done");
        host.faults().onNextCommand(AnswerFault.silence());
        var process = start();
        send(process, EmropsClient.input("x", "{}", ""));
        host.awaitCommand(seen -> seen.scriptId().isPresent(), PATIENCE);

        process.destroyForcibly();

        host.awaitCommand(seen -> seen.ending() == Ending.TERMINATED, PATIENCE);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void what_nobody_ends_is_ended_by_its_watchdog() throws Exception {
        host.onScript("x", call -> "done");
        host.faults().onNextCommand(AnswerFault.silence());
        var process = start();

        send(process, EmropsClient.input("x", "{}", "", 1));

        assertThat(text(process.getInputStream())).isEmpty();
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(host.commands()).extracting(SeenCommand::ending).isEqualTo(List.of(Ending.TIMED_OUT));
    }

    @Test
    void a_host_that_goes_down_loses_its_commands() throws Exception {
        host.faults().onNextCommand(AnswerFault.silence());
        host.onScript("x", call -> "done");
        var process = start();
        send(process, EmropsClient.input("x", "{}", ""));
        host.awaitCommand(seen -> seen.scriptId().isPresent(), PATIENCE);

        host.shutDown();

        assertThat(process.waitFor()).isNotZero();
        assertThat(host.commands()).extracting(SeenCommand::ending).containsExactly(Ending.LOST);
    }
}
