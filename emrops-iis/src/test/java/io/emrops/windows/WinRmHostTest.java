package io.emrops.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Secret;
import io.emrops.TargetUnavailableException;
import io.emrops.core.guard.GuardSettings;
import io.emrops.core.guard.Guards;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class WinRmHostTest extends PowerShellHostContract {
    private static final String PASSWORD = "correct hörse";

    private static final String NOTHING_YET = "2150858793";

    private LoopbackWinRm server;

    @Override
    PowerShellHost open(StandInPowerShell powerShell) throws Exception {
        server = new LoopbackWinRm(powerShell, "ops", PASSWORD);
        return withPassword(PASSWORD);
    }

    private PowerShellHost withPassword(String password) throws Exception {
        return PowerShellHost.winRm("localhost")
                .port(server.port())
                .login("ops", Secret.of(password.toCharArray()))
                .trusting(server.trust())
                .rawErrors(words::add)
                .build();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    String lastCommand() {
        return server.lastCommand;
    }

    private static Asked asked(String mode) {
        return new Asked(mode, "", List.of());
    }

    @Test
    void a_shell_is_deleted_whatever_becomes_of_its_command() throws Exception {
        var host = withPassword(PASSWORD);

        host.identity();
        assertThatExceptionOfType(ScriptFailedException.class).isThrownBy(() -> host.run(ECHO.with(asked("fail"))));

        assertThat(server.actions)
                .filteredOn(action -> action.equals("Create") || action.equals("Delete"))
                .containsExactly("Create", "Delete", "Create", "Delete");
    }

    @Override
    void requireEnded() {
        assertThat(server.actions).endsWith("Signal", "Delete");
    }

    @Test
    void a_wrong_password_is_one_request() throws Exception {
        var host = withPassword("wrong horse");

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(host::identity)
                .withMessageContaining("does not let the user in")
                .withMessageContaining("nothing was done");
        assertThat(server.actions).containsExactly("Create");
    }

    @Test
    void a_certificate_that_is_not_trusted_gets_no_login() {
        var host = PowerShellHost.winRm("localhost")
                .port(server.port())
                .login("ops", Secret.of(PASSWORD.toCharArray()))
                .build();

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(host::identity)
                .withMessageContaining("certificate that is not trusted");
        assertThat(server.actions).isEmpty();
    }

    @Test
    void a_host_that_goes_away_in_the_middle_of_a_handshake_is_not_distrusted() throws Exception {
        try (var mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var gone = CompletableFuture.runAsync(() -> closeAfterHello(mute));
            var host = PowerShellHost.winRm("localhost")
                    .port(mute.getLocalPort())
                    .login("ops", Secret.of(PASSWORD.toCharArray()))
                    .build();

            assertThatExceptionOfType(TargetUnavailableException.class)
                    .isThrownBy(host::identity)
                    .withMessageContaining("nothing was done");
            gone.join();
        }
    }

    private static void closeAfterHello(ServerSocket server) {
        try (var client = server.accept()) {
            assertThat(client.getInputStream().readNBytes(8)).hasSize(8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_host_without_room_for_a_shell_is_unavailable() throws Exception {
        server.refuseCreateWith = "2150859174";

        assertThatExceptionOfType(TargetUnavailableException.class)
                .isThrownBy(() -> withPassword(PASSWORD).identity())
                .withMessageContaining("2150859174")
                .withMessageNotContaining("4711");
    }

    @Test
    void a_connection_that_is_cut_before_the_script_has_begun_says_so() throws Exception {
        for (var action : List.of("Create", "Command")) {
            server.dropAt = action;

            assertThatExceptionOfType(TargetUnavailableException.class)
                    .as(action)
                    .isThrownBy(() -> withPassword(PASSWORD).run(CHANGE.with(asked("echo"))))
                    .withMessageContaining("nothing was done");
        }
    }

    @Test
    void a_connection_that_is_cut_later_is_in_doubt() throws Exception {
        for (var action : List.of("Send", "Receive")) {
            server.dropAt = action;

            assertThatExceptionOfType(OutcomeUnknownException.class)
                    .as(action)
                    .isThrownBy(() -> withPassword(PASSWORD).run(CHANGE.with(asked("echo"))));
        }
    }

    @Test
    void a_host_that_has_begun_nothing_yet_is_asked_again() throws Exception {
        server.faults.put("Command", new ArrayDeque<>(List.of(NOTHING_YET, NOTHING_YET)));

        assertThat(withPassword(PASSWORD).identity().computerName()).isEqualTo("APP01");
        assertThat(server.actions).startsWith("Create", "Command", "Command", "Command", "Send");
    }

    @Test
    void input_of_which_nobody_knows_whether_it_was_taken_is_not_sent_twice() throws Exception {
        server.faults.put("Send", new ArrayDeque<>(List.of("+" + NOTHING_YET, "170", "+" + NOTHING_YET)));
        var payload = new byte[100_000];

        var echo = withPassword(PASSWORD).run(CHANGE.with(asked("echo")).payload(payload));

        assertThat(echo.bytes()).isEqualTo(payload.length);
    }

    @Test
    void input_with_a_hole_runs_nothing() throws Exception {
        for (var faults : List.of(List.of(NOTHING_YET), List.of("", NOTHING_YET))) {
            server.faults.put("Send", new ArrayDeque<>(faults));

            assertThatExceptionOfType(TargetUnavailableException.class)
                    .as(faults.toString())
                    .isThrownBy(() -> withPassword(PASSWORD)
                            .run(CHANGE.with(asked("echo")).payload(new byte[200_000])))
                    .withMessageContaining("nothing was done");
        }
    }

    @Test
    void what_is_lost_before_the_last_part_is_sent_was_not_done() throws Exception {
        server.faults.put("Send", new ArrayDeque<>(List.of("1")));

        // Two parts: the last line is in the second, which nobody has sent.
        assertThatExceptionOfType(TargetUnavailableException.class)
                .isThrownBy(() ->
                        withPassword(PASSWORD).run(CHANGE.with(asked("echo")).payload(new byte[48 << 10])))
                .withMessageContaining("fault 1); nothing was done");
    }

    @Test
    void guards_of_the_core_keep_calls_from_a_host_that_does_not_answer() throws Exception {
        var guarded = Guards.create().guard(PowerShellHost.class, withPassword(PASSWORD), GuardSettings.defaults());
        guarded.target();
        server.close();

        for (var i = 0; i < 100; i++) {
            assertThatExceptionOfType(TargetUnavailableException.class).isThrownBy(guarded::identity);
        }

        assertThatExceptionOfType(TargetUnavailableException.class)
                .isThrownBy(guarded::identity)
                .withMessageContaining("no call is let through");
    }

    @Test
    void names_that_are_none_are_refused() throws IOException {
        for (var name : List.of("", "a b", "https://app01", "app_01", "app01:5986", "a/b")) {
            assertThatIllegalArgumentException().as(name).isThrownBy(() -> PowerShellHost.winRm(name));
        }
    }
}
