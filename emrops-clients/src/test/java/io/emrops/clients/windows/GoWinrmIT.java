package io.emrops.clients.windows;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.RequiresEngine;
import io.emrops.testkit.windows.CommandOutput;
import io.emrops.testkit.windows.ScriptedWindowsHost;
import io.emrops.testkit.windows.command.Ending;
import io.emrops.testkit.windows.command.SeenCommand;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresEngine("go-winrm")
class GoWinrmIT {
    @TempDir
    private static Path directory;

    private static Path program = Path.of("");

    private final ScriptedWindowsHost host = ScriptedWindowsHost.builder()
            .name("APP01")
            .user("ops", "Passw0rd")
            .winRm()
            .plainWinRm()
            .start();

    @BeforeAll
    static void build() throws Exception {
        var source = Path.of(
                Objects.requireNonNull(GoWinrmIT.class.getResource("run.go")).toURI());
        program = directory.resolve("run");
        var built = Program.run(
                Map.of(
                        "GOPATH", "/usr/share/gocode",
                        "GO111MODULE", "off",
                        "GOCACHE", directory.resolve("cache").toString()),
                "",
                List.of("go", "build", "-o", program.toString(), source.toString()));
        assertThat(built.status()).as(built::toString).isZero();
    }

    @AfterEach
    void close() {
        host.close();
    }

    private Program run(String input, String command) throws Exception {
        return run(host.plainWinRm(), "-", input, command);
    }

    private static Program run(URI address, String authority, String input, String command) throws Exception {
        return Program.run(
                Map.of(), input, List.of(program.toString(), "" + address.getPort(), "ops", authority, command));
    }

    @Test
    void a_command_is_run_and_its_output_put_together() throws Exception {
        var text = "Zürich 東京 ".repeat(20_000);
        host.onCommand("type", call -> new CommandOutput(text, "oh", 3));

        var said = run("Passw0rd\n", "type \"long file.txt\"");

        assertThat(said.out()).isEqualTo(text);
        assertThat(said.err()).isEqualTo("oh");
        assertThat(said.status()).isEqualTo(3);
        assertThat(host.commands().get(0).line().arguments()).containsExactly("long file.txt");
        assertThat(host.shells()).isZero();
    }

    @Test
    void input_reaches_the_command() throws Exception {
        host.onCommand("more", call -> CommandOutput.of(new String(call.wholeInput(), StandardCharsets.UTF_8)));

        var said = run("Passw0rd\nfür Zürich\n", "more");

        assertThat(said.out()).as(said::toString).isEqualTo("für Zürich\n");
    }

    @Test
    void https_is_spoken_under_the_certificate_of_the_host() throws Exception {
        var authority = Files.writeString(
                directory.resolve("authority.pem"), host.certificate().pem());

        var said = run(host.winRm(), authority.toString(), "Passw0rd\n", "hostname");

        assertThat(said.out()).as(said::toString).isEqualTo("APP01\r\n");
        assertThat(host.commands()).extracting(SeenCommand::ending).containsExactly(Ending.EXITED);
    }

    @Test
    void a_wrong_password_is_one_attempt() throws Exception {
        var said = run("wrong\n", "hostname");

        assertThat(said.err()).contains("401");
        assertThat(host.attempts()).hasSize(1);
    }
}
