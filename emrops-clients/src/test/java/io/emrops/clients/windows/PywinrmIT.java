package io.emrops.clients.windows;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.RequiresEngine;
import io.emrops.testkit.windows.AnswerFault;
import io.emrops.testkit.windows.CommandOutput;
import io.emrops.testkit.windows.ScriptedWindowsHost;
import io.emrops.testkit.windows.command.Door;
import io.emrops.testkit.windows.command.LoginAttempt;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresEngine("pywinrm")
class PywinrmIT {
    private final ScriptedWindowsHost host = ScriptedWindowsHost.builder()
            .name("APP01")
            .user("ops", "Passw0rd")
            .winRm()
            .plainWinRm()
            .start();

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        host.close();
    }

    private Program run(String password, String... arguments) throws Exception {
        return runAt(host.plainWinRm().toString(), "-", password, arguments);
    }

    private static Program runAt(String address, String authority, String password, String... arguments)
            throws Exception {
        var script = Path.of(
                Objects.requireNonNull(PywinrmIT.class.getResource("run.py")).toURI());
        var command = new ArrayList<>(List.of("/usr/bin/python3", script.toString(), address, "ops", authority));
        command.addAll(List.of(arguments));
        return Program.run(Map.of("PYTHONWARNINGS", "ignore"), password + "\n", command);
    }

    @Test
    void a_command_is_run() throws Exception {
        host.onCommand(
                "ipconfig", call -> new CommandOutput("Zürich 東京 " + call.line().arguments(), "oh", 3));

        var said = run("Passw0rd", "cmd", "ipconfig", "/all");

        assertThat(said.out()).isEqualTo("Zürich 東京 [/all]");
        assertThat(said.err()).isEqualTo("oh");
        assertThat(said.status()).isEqualTo(3);
        assertThat(host.shells()).isZero();
    }

    @Test
    void the_commands_that_every_host_has_are_there_over_https() throws Exception {
        var authority = Files.writeString(
                directory.resolve("authority.pem"), host.certificate().pem());

        var said = runAt(host.winRm().toString(), authority.toString(), "Passw0rd", "cmd", "hostname");

        assertThat(said.out()).as(said::toString).isEqualTo("APP01\r\n");
    }

    @Test
    void powershell_is_run() throws Exception {
        host.onPowerShell(call -> CommandOutput.of("<" + call.script() + ">"));

        var said = run("Passw0rd", "ps", "Get-Date 'Zürich 東京'");

        assertThat(said.out()).as(said::toString).isEqualTo("<Get-Date 'Zürich 東京'>");
    }

    @Test
    void long_output_is_put_together() throws Exception {
        host.onCommand("long", call -> CommandOutput.of("東京".repeat(200_000)));

        var said = run("Passw0rd", "protocol", "long", "a b", "c");

        assertThat(said.out()).isEqualTo("東京".repeat(200_000));
        assertThat(host.commands().get(0).line().arguments()).containsExactly("a", "b", "c");
    }

    @Test
    void a_wrong_password_is_refused_and_counted() throws Exception {
        var said = run("wrong", "cmd", "hostname");

        assertThat(said.err()).contains("InvalidCredentialsError");
        assertThat(host.attempts()).containsExactly(new LoginAttempt(Door.WINRM, "ops", false));
    }

    @Test
    void a_quota_of_shells_is_a_fault_it_reads() throws Exception {
        host.faults().refuseNextShell();

        var said = run("Passw0rd", "cmd", "hostname");

        assertThat(said.err()).contains("concurrent shells", "2150859173", "w:QuotaLimit");
    }

    @Test
    void a_connection_that_drops_is_seen() throws Exception {
        host.faults().onNextCommand(AnswerFault.dropAfter(2));

        var said = run("Passw0rd", "cmd", "hostname");

        assertThat(said.status()).as(said::toString).isNotZero();
        assertThat(said.out()).isEmpty();
    }
}
