package io.emrops.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.windows.AnswerFault;
import io.emrops.testkit.windows.PowerShellError;
import io.emrops.testkit.windows.ScriptedWindowsHost;
import io.emrops.testkit.windows.command.Ending;
import io.emrops.testkit.windows.command.SeenCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ScriptedWindowsHostTest {
    private static final String NONCE = "0".repeat(32);

    @TempDir
    private Path directory;

    // tag::script[]
    @Test
    void a_script_has_a_handler() throws Exception {
        try (var host = ScriptedWindowsHost.builder().name("APP01").start()) {
            host.onScript("iis/site-get", call -> {
                if (!call.text("name").equals("emrnext")) {
                    throw PowerShellError.of("PathNotFound", "ObjectNotFound");
                }
                return Map.of("name", "emrnext", "state", "Started");
            });

            var answer = run(host.standIn(directory), "iis/site-get", "{\"name\":\"emrnext\"}");

            assertThat(answer).contains("\"state\":\"Started\"");
            assertThat(host.commands()).extracting(SeenCommand::parameters).containsExactly(Map.of("name", "emrnext"));
            host.requireAllScripted();
        }
    }
    // end::script[]

    // tag::faults[]
    @Test
    void an_answer_is_lost_and_the_script_has_run() throws Exception {
        try (var host = ScriptedWindowsHost.builder().start()) {
            host.onScript("iis/pool-recycle", call -> Map.of("recycled", true));
            host.faults().onNextCommand(AnswerFault.dropAfter(10));

            var answer = run(host.standIn(directory), "iis/pool-recycle", "{}");

            assertThat(answer).isEmpty();
            assertThat(host.commands()).extracting(SeenCommand::ending).containsExactly(Ending.EXITED);
        }
    }
    // end::faults[]

    /** What stands between the marks; empty if there is no whole answer. */
    private static String run(Path powerShell, String id, String parameters) throws Exception {
        var bootstrap = "# emrops-bootstrap 2".getBytes(StandardCharsets.UTF_16LE);
        var process = new ProcessBuilder(
                        powerShell.toString(),
                        "-EncodedCommand",
                        Base64.getEncoder().encodeToString(bootstrap))
                .start();
        send(process, id, parameters);
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        return out.startsWith(NONCE) && out.endsWith(NONCE) && out.length() > 64
                ? new String(Base64.getDecoder().decode(out.substring(32, out.length() - 32)), StandardCharsets.UTF_8)
                : "";
    }

    private static void send(Process process, String id, String parameters) throws Exception {
        var script = "param($p)".getBytes(StandardCharsets.UTF_8);
        var body = base64(script) + " " + base64(parameters.getBytes(StandardCharsets.UTF_8));
        var header = "emrops 2 " + id + " " + sha256(script) + " " + NONCE + " 60 "
                + sha256(body.getBytes(StandardCharsets.US_ASCII));
        try (var in = process.getOutputStream()) {
            in.write((header + "\n" + body.replace(' ', '\n') + "\n.\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new AssertionError("the host was gone before it had its input", e);
        }
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
