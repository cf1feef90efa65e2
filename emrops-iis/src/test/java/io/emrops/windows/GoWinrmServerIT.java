package io.emrops.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.Secret;
import io.emrops.TargetUnavailableException;
import io.emrops.testkit.RequiresEngine;
import io.emrops.windows.PowerShellHostContract.Asked;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server of WinRM that nobody here wrote, with a stand-in for PowerShell. It reads our messages with a parser and namespaces of its own,
 * and writes answers that we do: a shell id outside of any body, streams that are empty, answers without a word. It is a loose one: it
 * looks at no selector, option or header but the action, has one shell, and knows neither faults, nor output on the error stream, nor
 * waiting.
 */
@RequiresEngine("go-winrm-server")
final class GoWinrmServerIT {
    @TempDir
    static Path built;

    private static Path program;

    @TempDir
    Path disk;

    @TempDir
    Path here;

    private GoWinrmServer server;

    @BeforeAll
    static void build() throws Exception {
        program = GoWinrmServer.build(built);
    }

    @BeforeEach
    void start() throws Exception {
        var powerShell = new StandInPowerShell(disk).writeProgram(here.resolve("powershell"));
        server = GoWinrmServer.start(program, powerShell, here.resolve("seen"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private WinRmHostBuilder reached(String password) throws Exception {
        return PowerShellHost.winRm("127.0.0.1")
                .port(server.port())
                .login(GoWinrmServer.USER, Secret.of(password.toCharArray()))
                .trusting(server.trust());
    }

    private PowerShellHost open() throws Exception {
        return reached(GoWinrmServer.PASSWORD).build();
    }

    @Test
    void a_host_says_who_it_is() throws Exception {
        try (var host = open()) {
            assertThat(host.identity())
                    .isEqualTo(new MachineIdentity(
                            StandInPowerShell.GUID,
                            "APP01",
                            "10.0.20348.0",
                            true,
                            Instant.parse("2026-03-01T02:00:00.1234567Z")));
        }
        assertThat(server.seen()).containsExactly("Create", "Command", "Send", "Receive", "Signal", "Delete");
    }

    @Test
    void values_and_payload_arrive_whole() throws Exception {
        var hostile = List.of("'\u2018\u2019\u201A\u201B\"", "$(x)`;\n\0", "]]>&amp;", "x".repeat(10_000));
        var bytes = new byte[300_000];
        new Random(11).nextBytes(bytes);

        try (var host = open()) {
            var echo = host.run(PowerShellHostContract.ECHO
                    .with(new Asked("echo", "Zürich 東京", hostile))
                    .payload(bytes));

            assertThat(echo.text()).isEqualTo("Zürich 東京");
            assertThat(echo.more()).isEqualTo(hostile);
            assertThat(echo.sum()).isEqualTo(StandInPowerShell.sha256(bytes));
        }
        assertThat(server.seen()).filteredOn("Send"::equals).hasSizeGreaterThan(5);
    }

    @Test
    void a_script_that_fails_is_told_by_its_id() throws Exception {
        try (var host = open()) {
            assertThatExceptionOfType(ScriptFailedException.class)
                    .isThrownBy(() -> host.run(PowerShellHostContract.CHANGE.with(new Asked("fail", "", List.of()))))
                    .withMessageNotContaining("4711")
                    .satisfies(e -> assertThat(e.error().category()).isEqualTo("ObjectNotFound"));
        }
    }

    @Test
    void a_script_that_ends_without_an_answer_is_in_doubt() throws Exception {
        try (var host = open()) {
            assertThatExceptionOfType(OutcomeUnknownException.class)
                    .isThrownBy(() -> host.run(PowerShellHostContract.CHANGE.with(new Asked("vanish", "", List.of()))))
                    .withMessageContaining("exit 1");
        }
    }

    @Test
    void an_answer_that_does_not_come_in_time_is_in_doubt_and_the_shell_is_deleted() throws Exception {
        try (var host = open()) {
            assertThatExceptionOfType(OutcomeUnknownException.class)
                    .isThrownBy(() -> host.run(PowerShellHostContract.CHANGE
                            .with(new Asked("hang", "", List.of()))
                            .within(Duration.ofSeconds(5))));
        }
        assertThat(server.seen()).containsExactly("Create", "Command", "Send", "Receive", "Signal", "Delete");
    }

    @Test
    void a_file_is_uploaded_in_chunks_once_in_one_shell() throws Exception {
        var bytes = new byte[FileUpload.CHUNK + 1000];
        new Random(12).nextBytes(bytes);
        var file = Files.write(here.resolve("app.zip"), bytes);

        try (var host = open()) {
            assertThat(host.upload(file, "D:\\app.zip", Progress.none()).sent()).isTrue();
            assertThat(host.upload(file, "D:\\app.zip", Progress.none()).sent()).isFalse();
        }

        assertThat(new StandInPowerShell(disk).file("D:\\app.zip")).hasBinaryContent(bytes);
        assertThat(server.seen()).filteredOn("Create"::equals).hasSize(3);
        assertThat(server.seen()).filteredOn("Command"::equals).hasSize(4);
    }

    @Test
    void a_wrong_password_is_one_request() throws Exception {
        try (var host = reached("wrong horse").build()) {
            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(host::identity)
                    .withMessageContaining("does not let the user in");
        }
        assertThat(server.seen()).containsExactly("refused");
    }

    @Test
    void a_certificate_that_is_not_trusted_gets_no_login() throws Exception {
        try (var host = PowerShellHost.winRm("127.0.0.1")
                .port(server.port())
                .login(GoWinrmServer.USER, Secret.of(GoWinrmServer.PASSWORD.toCharArray()))
                .build()) {
            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(host::identity)
                    .withMessageContaining("certificate that is not trusted");
        }
        assertThat(server.seen()).isEmpty();
    }

    @Test
    void a_command_that_is_refused_without_a_word_was_not_run() throws Exception {
        try (var host = reached(GoWinrmServer.PASSWORD).program("pwsh.exe").build()) {
            assertThatExceptionOfType(TargetUnavailableException.class)
                    .isThrownBy(() -> host.run(PowerShellHostContract.CHANGE.with(new Asked("echo", "", List.of()))))
                    .withMessageContaining("HTTP 500")
                    .withMessageContaining("nothing was done");
        }
        assertThat(server.seen()).containsExactly("Create", "Command", "Delete");
    }
}
