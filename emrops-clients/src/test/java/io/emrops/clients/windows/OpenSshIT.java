package io.emrops.clients.windows;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.clients.Program;
import io.emrops.testkit.RequiresEngine;
import io.emrops.testkit.windows.AnswerFault;
import io.emrops.testkit.windows.CommandOutput;
import io.emrops.testkit.windows.ScriptedWindowsHost;
import io.emrops.testkit.windows.command.Door;
import io.emrops.testkit.windows.command.Ending;
import io.emrops.testkit.windows.command.LoginAttempt;
import io.emrops.testkit.windows.command.SeenCommand;
import io.emrops.testkit.windows.simulated.SimulatedWindows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresEngine("ssh-client")
class OpenSshIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** {@code # emrops-bootstrap 2}. */
    private static final String BOOTSTRAP = "IwAgAGUAbQByAG8AcABzAC0AYgBvAG8AdABzAHQAcgBhAHAAIAAyAA==";
    /** The script {@code 1}, with two seconds to run. */
    private static final String INPUT = "emrops 2 x 6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b "
            + "0".repeat(32) + " 2 9521f7d248b891f51954a5e181465d096385f7d309bb77647de6924674be20f6\nMQ==\ne30=\n.\n";

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
        return Program.run(environment(password), input, command(command));
    }

    private Map<String, String> environment(String password) {
        return Map.of("SSH_ASKPASS", asks.toString(), "SSH_ASKPASS_REQUIRE", "force", "ANSWER", password);
    }

    private List<String> command(String command) {
        return client("ssh", "-p", List.of("ops@127.0.0.1", command));
    }

    /** @param port its option for a port */
    private List<String> client(String program, String port, List<String> arguments) {
        var command = new ArrayList<>(List.of(
                program,
                "-F",
                "none",
                port,
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
                "IdentityAgent=none"));
        command.addAll(arguments);
        return command;
    }

    private Program sftp(String... batch) throws Exception {
        // From a batch file it would ask for no password.
        return Program.run(
                environment("Passw0rd"),
                String.join("\n", batch) + "\n",
                client("sftp", "-P", List.of("-o", "BatchMode=no", "ops@127.0.0.1")));
    }

    @Test
    void files_are_sent_and_fetched() throws Exception {
        var windows = SimulatedWindows.behind(host);
        windows.files().createDirectory("D:\\releases");
        var content = new byte[5_000_000];
        new Random(5).nextBytes(content);
        var file = Files.write(directory.resolve("app.zip"), content);
        var back = directory.resolve("back.zip");

        var said =
                sftp("put " + file + " /D:/releases/app.zip", "ls -l /D:/releases", "get /D:/releases/app.zip " + back);

        assertThat(said.out()).contains("5000000").contains("app.zip");
        assertThat(windows.files().read("D:\\releases\\app.zip"))
                .hasValueSatisfying(there -> assertThat(there).isEqualTo(content));
        assertThat(back).hasBinaryContent(content);

        assertThat(sftp("get /D:/releases/none.zip " + back, "rm /D:/releases/app.zip")
                        .err())
                .contains("not found");
        assertThat(windows.files().read("D:\\releases\\app.zip")).isEmpty();
    }

    @Test
    void a_host_without_files_refuses_sftp() throws Exception {
        assertThat(sftp("ls").err()).contains("subsystem request failed");
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
    void a_script_outlives_its_channel_until_its_watchdog_ends_it() throws Exception {
        host.onScript("x", call -> "done");
        host.faults().onNextCommand(AnswerFault.silence());
        var builder = new ProcessBuilder(command("powershell.exe -EncodedCommand " + BOOTSTRAP));
        builder.environment().putAll(environment("Passw0rd"));
        var ssh = builder.start();
        try (var in = ssh.getOutputStream()) {
            in.write(INPUT.getBytes(StandardCharsets.US_ASCII));
        }
        host.awaitCommand(seen -> seen.scriptId().isPresent(), PATIENCE);

        ssh.destroyForcibly();

        host.awaitCommand(seen -> seen.ending() == Ending.TIMED_OUT, PATIENCE);
        host.requireAllScripted();
    }

    @Test
    void a_host_that_went_down_is_up_again_on_the_same_port_with_the_same_key() throws Exception {
        host.shutDown();
        assertThat(ssh("Passw0rd", "", "hostname").err()).contains("refused");
        host.startUp();

        assertThat(ssh("Passw0rd", "", "hostname").out()).isEqualTo("APP01\r\n");
    }
}
