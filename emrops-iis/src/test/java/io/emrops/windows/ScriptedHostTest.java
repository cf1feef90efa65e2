package io.emrops.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Secret;
import io.emrops.TargetUnavailableException;
import io.emrops.testkit.windows.AnswerFault;
import io.emrops.testkit.windows.PowerShellError;
import io.emrops.testkit.windows.ScriptedWindowsHost;
import io.emrops.windows.PowerShellHostContract.Asked;
import io.emrops.windows.PowerShellHostContract.Echo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The host of the testkit, written by others after the same agreement, and tried with clients that know neither of us. */
final class ScriptedHostTest {
    private static final String PASSWORD = "Passw0rd!";

    @TempDir
    Path directory;

    private ScriptedWindowsHost windows;

    enum Way {
        LOCAL,
        SSH,
        WINRM
    }

    @BeforeEach
    void start() {
        windows = ScriptedWindowsHost.builder()
                .user("ops", PASSWORD)
                .winRm()
                .ssh()
                .start();
        windows.onScript(
                "test/echo",
                call -> Map.of(
                        "text", call.text("text"),
                        "more", call.parameters().get("more"),
                        "bytes", call.payload().length,
                        "sum", call.user()));
        windows.onScript("test/change", call -> {
            throw PowerShellError.of("AccessDenied", "PermissionDenied").saying("MRN 4711");
        });
    }

    @AfterEach
    void stop() {
        windows.close();
    }

    private PowerShellHost open(Way way, String password) throws Exception {
        var secret = Secret.of(password.toCharArray());
        return switch (way) {
            case LOCAL ->
                PowerShellHost.local()
                        .program(windows.standIn(directory).toString())
                        .build();
            case SSH ->
                PowerShellHost.ssh("127.0.0.1")
                        .port(windows.sshPort())
                        .knownHosts(Files.writeString(directory.resolve("known_hosts"), windows.knownHost() + "\n"))
                        .login("ops", secret)
                        .build();
            case WINRM ->
                PowerShellHost.winRm("localhost")
                        .port(windows.winRm().getPort())
                        .login("ops", secret)
                        .trusting(windows.certificate().clientContext())
                        .build();
        };
    }

    @ParameterizedTest
    @EnumSource
    void values_and_payload_arrive(Way way) throws Exception {
        var hostile = List.of("'\u2018\u2019\u201A\u201B\"", "$(x)`;\n\0", "x".repeat(10_000));
        try (var host = open(way, PASSWORD)) {
            var echo = host.run(PowerShellHostContract.ECHO
                    .with(new Asked("", "ä", hostile))
                    .payload(new byte[200_000]));

            assertThat(echo).isEqualTo(new Echo("ä", hostile, 200_000, echo.sum()));
        }
        assertThat(windows.shells()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void an_error_is_told_by_its_id(Way way) throws Exception {
        try (var host = open(way, PASSWORD)) {
            assertThatExceptionOfType(ScriptFailedException.class)
                    .isThrownBy(() -> host.run(PowerShellHostContract.CHANGE.with(new Asked("", "", List.of()))))
                    .withMessageNotContaining("4711")
                    .satisfies(e -> assertThat(e.error().id()).isEqualTo("AccessDenied"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void constrained_language_mode_is_told_and_nothing_was_done(Way way) throws Exception {
        windows.faults().constrainedLanguage(true);
        try (var host = open(way, PASSWORD)) {
            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(() -> host.run(PowerShellHostContract.CHANGE.with(new Asked("", "", List.of()))))
                    .withMessageContaining("Constrained Language Mode")
                    .withMessageContaining("nothing was done");

            windows.faults().constrainedLanguage(false);
            assertThat(host.run(PowerShellHostContract.ECHO.with(new Asked("", "it runs", List.of())))
                            .text())
                    .isEqualTo("it runs");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_connection_that_is_dropped_is_in_doubt(Way way) throws Exception {
        windows.faults().onNextCommand(AnswerFault.dropAfter(5));
        try (var host = open(way, PASSWORD)) {
            assertThatExceptionOfType(OutcomeUnknownException.class)
                    .isThrownBy(() -> host.run(PowerShellHostContract.CHANGE.with(new Asked("", "", List.of()))));
        }
    }

    @ParameterizedTest
    @EnumSource
    void half_a_clixml_is_in_doubt(Way way) throws Exception {
        windows.faults().onNextCommand(AnswerFault.halfCliXml());
        try (var host = open(way, PASSWORD)) {
            assertThatExceptionOfType(OutcomeUnknownException.class)
                    .isThrownBy(() -> host.run(PowerShellHostContract.CHANGE.with(new Asked("", "", List.of()))));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SSH", "WINRM"})
    void a_wrong_password_is_one_attempt(Way way) throws Exception {
        try (var host = open(way, "another one")) {
            assertThatExceptionOfType(PreconditionFailedException.class).isThrownBy(host::identity);
        }
        assertThat(windows.attempts()).hasSize(1);
        assertThat(windows.commands()).isEmpty();
    }

    @Test
    void a_changed_host_key_is_refused_before_a_password_is_sent() throws Exception {
        try (var host = open(Way.SSH, PASSWORD)) {
            windows.changeHostKey();

            assertThatExceptionOfType(PreconditionFailedException.class).isThrownBy(host::identity);
        }
        assertThat(windows.attempts()).isEmpty();
    }

    @Test
    void a_shell_beyond_the_quota_is_unavailable() throws Exception {
        windows.faults().refuseNextShell();
        try (var host = open(Way.WINRM, PASSWORD)) {
            assertThatExceptionOfType(TargetUnavailableException.class)
                    .isThrownBy(host::identity)
                    .withMessageContaining("2150859173");
        }
    }
}
