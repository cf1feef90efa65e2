package io.emrops.clients.windows;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.RequiresEngine;
import io.emrops.testkit.windows.AnswerFault;
import io.emrops.testkit.windows.CommandOutput;
import io.emrops.testkit.windows.ScriptedWindowsHost;
import io.emrops.testkit.windows.command.Door;
import io.emrops.testkit.windows.command.Ending;
import io.emrops.testkit.windows.command.LoginAttempt;
import io.emrops.testkit.windows.command.SeenCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresEngine("ssh-client")
class OpenSshIT {
    private final ScriptedWindowsHost host = ScriptedWindowsHost.builder()
            .name("APP01")
            .user("ops", "Passw0rd")
            .ssh()
            .start();

    @TempDir
    private Path directory;

    private Path knownHosts = Path.of("");
    private Path asks = Path.of("");

    @BeforeEach
    void write() throws IOException {
        knownHosts = Files.writeString(directory.resolve("known_hosts"), host.knownHost() + "\n");
        asks = Files.writeString(directory.resolve("asks"), "#!/bin/sh\necho \"$ANSWER\"\n");
        Files.setPosixFilePermissions(asks, PosixFilePermissions.fromString("rwx------"));
    }

    @AfterEach
    void close() {
        host.close();
    }

    private Program ssh(String password, String input, String command) throws Exception {
        return Program.run(
                Map.of("SSH_ASKPASS", asks.toString(), "SSH_ASKPASS_REQUIRE", "force", "ANSWER", password),
                input,
                List.of(
                        "ssh",
                        "-F",
                        "none",
                        "-p",
                        "" + host.sshPort(),
                        "-o",
                        "UserKnownHostsFile=" + knownHosts,
                        "-o",
                        "GlobalKnownHostsFile=none",
                        "-o",
                        "StrictHostKeyChecking=yes",
                        "-o",
                        "NumberOfPasswordPrompts=1",
                        "-o",
                        "IdentityFile=none",
                        "-o",
                        "IdentityAgent=none",
                        "ops@127.0.0.1",
                        command));
    }

    @Test
    void a_command_gets_its_input_and_says_both_streams_and_its_exit_code() throws Exception {
        host.onCommand(
                "more", call -> new CommandOutput(new String(call.wholeInput(), StandardCharsets.UTF_8), "oh", 3));

        var said = ssh("Passw0rd", "Zürich 東京".repeat(50_000), "more");

        assertThat(said.out()).isEqualTo("Zürich 東京".repeat(50_000));
        assertThat(said.err()).endsWith("oh");
        assertThat(said.status()).isEqualTo(3);
    }

    @Test
    void a_wrong_password_is_one_attempt() throws Exception {
        var said = ssh("wrong", "", "hostname");

        assertThat(said.err()).contains("Permission denied");
        assertThat(host.attempts()).containsExactly(new LoginAttempt(Door.SSH, "ops", false));
        assertThat(host.commands()).isEmpty();
    }

    @Test
    void another_host_key_is_refused_before_a_password_comes() throws Exception {
        host.changeHostKey();

        var said = ssh("Passw0rd", "", "hostname");

        assertThat(said.err()).contains("REMOTE HOST IDENTIFICATION HAS CHANGED");
        assertThat(host.attempts()).isEmpty();
    }

    @Test
    void the_connection_drops_in_the_middle_of_the_output() throws Exception {
        host.onCommand("type", call -> CommandOutput.of("0123456789"));
        host.faults().onNextCommand(AnswerFault.dropAfter(4));

        var said = ssh("Passw0rd", "", "type x");

        assertThat(said.status()).isEqualTo(255);
        assertThat("0123").startsWith(said.out());
        assertThat(host.commands()).extracting(SeenCommand::ending).containsExactly(Ending.EXITED);
    }

    @Test
    void a_host_that_went_down_is_up_again_on_the_same_port_with_the_same_key() throws Exception {
        host.shutDown();
        assertThat(ssh("Passw0rd", "", "hostname").err()).contains("refused");
        host.startUp();

        assertThat(ssh("Passw0rd", "", "hostname").out()).isEqualTo("APP01\r\n");
    }
}
