package io.emrops.clients.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudsoft.winrm4j.winrm.WinRmTool;
import io.emrops.testkit.windows.AnswerFault;
import io.emrops.testkit.windows.CommandOutput;
import io.emrops.testkit.windows.ScriptedWindowsHost;
import io.emrops.testkit.windows.command.Door;
import io.emrops.testkit.windows.command.LoginAttempt;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On Apache CXF. Without TLS: with Basic authentication it passes over what it is told to trust. */
class Winrm4jTest {
    /** Held, as loggers are forgotten otherwise. */
    private static final Logger SAAJ = Logger.getLogger("javax.xml.soap");

    private final ScriptedWindowsHost host = ScriptedWindowsHost.builder()
            .name("APP01")
            .user("ops", "Passw0rd")
            .plainWinRm()
            .start();

    @BeforeAll
    static void silence() {
        SAAJ.setLevel(Level.OFF);
        System.setProperty("org.apache.cxf.Logger", "org.apache.cxf.common.logging.Slf4jLogger");
    }

    @AfterEach
    void close() {
        host.close();
    }

    private WinRmTool tool(String password) {
        var tool = WinRmTool.Builder.builder("127.0.0.1", "ops", password)
                .authenticationScheme("Basic")
                .useHttps(false)
                .port(host.plainWinRm().getPort())
                .build();
        tool.setRetriesForConnectionFailures(0);
        return tool;
    }

    @Test
    void a_command_is_run() {
        host.onCommand(
                "ipconfig", call -> new CommandOutput("Zürich 東京 " + call.line().arguments(), "oh", 3));

        var said = tool("Passw0rd").executeCommand("ipconfig /all");

        assertThat(said.getStdOut()).isEqualTo("Zürich 東京 [/all]");
        assertThat(said.getStdErr()).isEqualTo("oh");
        assertThat(said.getStatusCode()).isEqualTo(3);
        assertThat(host.shells()).isZero();
    }

    @Test
    void powershell_is_run() {
        host.onPowerShell(call -> CommandOutput.of("<" + call.script() + ">"));

        var said = tool("Passw0rd").executePs("Get-Date 'Zürich 東京'");

        assertThat(said.getStdOut()).isEqualTo("<Get-Date 'Zürich 東京'>");
    }

    @Test
    void long_output_is_put_together() {
        host.onCommand("long", call -> CommandOutput.of("x".repeat(600_000)));

        assertThat(tool("Passw0rd").executeCommand("long").getStdOut()).isEqualTo("x".repeat(600_000));
    }

    @Test
    void a_wrong_password_is_refused_and_counted() {
        assertThatThrownBy(() -> tool("wrong").executeCommand("hostname"))
                .hasRootCauseMessage("HTTP response '401: Unauthorized' when communicating with " + host.plainWinRm());

        assertThat(host.attempts()).containsExactly(new LoginAttempt(Door.WINRM, "ops", false));
    }

    @Test
    void a_quota_of_shells_is_a_fault_it_reads() {
        host.faults().refuseNextShell();

        assertThatThrownBy(() -> tool("Passw0rd").executeCommand("hostname"))
                .hasStackTraceContaining("concurrent shells");
    }

    @Test
    void a_connection_that_drops_is_seen() {
        host.faults().onNextCommand(AnswerFault.dropAfter(2));

        assertThatThrownBy(() -> tool("Passw0rd").executeCommand("hostname")).isInstanceOf(RuntimeException.class);
    }
}
