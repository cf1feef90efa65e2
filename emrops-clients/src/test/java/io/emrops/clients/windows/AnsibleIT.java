package io.emrops.clients.windows;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.clients.Program;
import io.emrops.testkit.RequiresEngine;
import io.emrops.testkit.windows.CommandCall;
import io.emrops.testkit.windows.CommandOutput;
import io.emrops.testkit.windows.ScriptedWindowsHost;
import io.emrops.testkit.windows.command.Ending;
import io.emrops.testkit.windows.command.SeenCommand;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ansible brings files and modules by the input of PowerShell, with messages of its own beside pywinrm's. */
@RequiresEngine("ansible")
class AnsibleIT {
    private static final Pattern NESTED = Pattern.compile("PowerShell .* -EncodedCommand (\\S+)");

    private final ScriptedWindowsHost host = ScriptedWindowsHost.builder()
            .name("APP01")
            .user("ops", "Passw0rd")
            .plainWinRm()
            .start();

    private final ConcurrentLinkedQueue<String> wrapped = new ConcurrentLinkedQueue<>();
    private final ByteArrayOutputStream file = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    private Path inventory = Path.of("");

    @BeforeEach
    void write() throws Exception {
        Files.writeString(directory.resolve("ansible.cfg"), "[defaults]\n"); // nobody else's
        inventory = Files.writeString(
                directory.resolve("hosts.ini"), """
                app01 ansible_host=127.0.0.1 ansible_port=%d ansible_user=ops ansible_password=Passw0rd \
                ansible_connection=winrm ansible_winrm_scheme=http ansible_winrm_transport=plaintext
                """.formatted(host.plainWinRm().getPort()));
    }

    @AfterEach
    void close() {
        host.close();
    }

    private Program ansible(String module, String argument) throws Exception {
        return Program.run(
                Map.of(
                        "HOME",
                        directory.toString(),
                        "ANSIBLE_NOCOLOR",
                        "1",
                        "ANSIBLE_CONFIG",
                        directory.resolve("ansible.cfg").toString()),
                "",
                List.of("/usr/bin/ansible", "-i", inventory.toString(), "app01", "-m", module, "-a", argument));
    }

    /** Plays what Ansible writes: a temporary directory, the end of a file that comes by input, what runs it, which comes so too. */
    private CommandOutput play(CommandCall call) {
        var script = unwrapped(call.script());
        if (script.contains("New-Item")) {
            return CommandOutput.of("C:\\Temp\\ansible-tmp-1\r\n");
        }
        if (script.contains("FromBase64String($input)")) {
            return CommandOutput.of("{\"sha1\":\"" + receive(call.wholeInput()) + "\"}\r\n");
        }
        if (script.contains("Remove-Item")) {
            return CommandOutput.of("");
        }
        wrapped.add(new String(call.wholeInput(), StandardCharsets.UTF_8));
        return CommandOutput.of("done\r\n");
    }

    /** A script may be one that starts PowerShell with another. */
    private static String unwrapped(String script) {
        var nested = NESTED.matcher(script);
        return nested.find()
                ? new String(Base64.getDecoder().decode(nested.group(1)), StandardCharsets.UTF_16LE)
                : script;
    }

    private String receive(byte[] lines) {
        for (var line : new String(lines, StandardCharsets.US_ASCII).split("\r\n")) {
            file.writeBytes(Base64.getDecoder().decode(line));
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(file.toByteArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_command_is_run() throws Exception {
        host.onPowerShell(call -> new CommandOutput("Zürich 東京 <" + call.script() + ">", "", 0));

        var said = ansible("raw", "hostname.exe");

        assertThat(said.out()).as(said::toString).contains("app01 | CHANGED | rc=0", "Zürich 東京 <hostname.exe>");
        assertThat(host.shells()).isZero();
    }

    @Test
    void a_file_and_what_runs_it_come_by_input() throws Exception {
        var script = "# Zürich 東京\r\n".repeat(40_000);
        var source = Files.writeString(directory.resolve("app.ps1"), script);
        host.onPowerShell(this::play);

        var said = ansible("script", source.toString());

        assertThat(said.out()).as(said::toString).contains("app01 | CHANGED", "\"stdout\": \"done\\r\\n\"");
        assertThat(file.toString(StandardCharsets.UTF_8)).isEqualTo(script);
        assertThat(wrapped)
                .singleElement()
                .asString()
                .contains("\"module_entry\"")
                .endsWith("}");
        assertThat(host.commands()).extracting(SeenCommand::ending).containsOnly(Ending.EXITED);
        assertThat(host.shells()).isZero();
    }

    @Test
    void a_wrong_password_is_told() throws Exception {
        Files.writeString(inventory, Files.readString(inventory).replace("Passw0rd", "wrong"));

        var said = ansible("raw", "hostname.exe");

        assertThat(said.out()).as(said::toString).contains("UNREACHABLE", "credentials were rejected");
        assertThat(host.attempts()).hasSize(1).noneMatch(attempt -> attempt.accepted());
    }
}
