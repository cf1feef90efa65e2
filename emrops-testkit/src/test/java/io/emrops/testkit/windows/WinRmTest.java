package io.emrops.testkit.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.testkit.tls.TestCertificate;
import io.emrops.testkit.windows.command.Door;
import io.emrops.testkit.windows.command.Ending;
import io.emrops.testkit.windows.command.LoginAttempt;
import io.emrops.testkit.windows.command.SeenCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WinRmTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String POWERSHELL = "powershell.exe -NoProfile -EncodedCommand " + EmropsClient.ENCODED;

    private final ScriptedWindowsHost host = ScriptedWindowsHost.builder()
            .user("ops", "Zürich-1")
            .shellsPerUser(2)
            .winRm()
            .plainWinRm()
            .start();
    private final HttpClient http = HttpClient.newHttpClient();
    private final WsManClient client = new WsManClient(http, host.plainWinRm(), "ops", "Zürich-1");

    @AfterEach
    void close() {
        host.close();
    }

    private static HttpClient trusting(TestCertificate certificate) {
        return HttpClient.newBuilder().sslContext(certificate.clientContext()).build();
    }

    @Test
    void a_script_is_run_over_https_with_its_input_in_pieces() throws Exception {
        host.onScript("x", call -> Map.of("secret", call.secret("s").length(), "payload", call.payload().length));
        var client = new WsManClient(trusting(host.certificate()), host.winRm(), "ops", "Zürich-1");
        var input =
                EmropsClient.input("x", "{}", "s canary", new byte[48 << 10]).getBytes(StandardCharsets.US_ASCII);
        var shell = client.shell();
        var command = client.command(shell, POWERSHELL);

        client.send(shell, command, Arrays.copyOf(input, 100), false);
        client.send(shell, command, Arrays.copyOfRange(input, 100, input.length), true);
        var said = client.receiveAll(shell, command);

        assertThat(EmropsClient.answer(said[0])).contains("\"secret\":6", "\"payload\":49152");
        assertThat(said[2]).isEqualTo("0");
        assertThat(client.delete(shell).statusCode()).isEqualTo(200);
        assertThat(host.shells()).isZero();
        assertThat(host.commands().toString() + host.attempts() + host).doesNotContain("canary", "Zürich-1");
    }

    @Test
    void long_output_comes_in_pieces_that_fit_the_envelope() throws Exception {
        var text = "Zürich 東京 🏥 ".repeat(2000);
        host.onCommand("type", call -> new CommandOutput(text, "half " + text, 7));
        client.with("<w:MaxEnvelopeSize>20000</w:MaxEnvelopeSize>");
        var shell = client.shell();
        var command = client.command(shell, "type long.txt");

        var first = client.receive(shell, command).body();
        assertThat(first.length()).isLessThanOrEqualTo(20000);
        var said = client.receiveAll(shell, client.command(shell, "type long.txt"));

        assertThat(said[0]).isEqualTo(text);
        assertThat(said[1]).isEqualTo("half " + text);
        assertThat(said[2]).isEqualTo("7");
        assertThat(Integer.parseInt(said[3])).isGreaterThan(5);
    }

    @Test
    void a_wrong_password_is_one_attempt() throws Exception {
        var stranger = new WsManClient(http, host.plainWinRm(), "ops", "wrong");

        assertThat(stranger.create().statusCode()).isEqualTo(401);

        assertThat(host.attempts()).containsExactly(new LoginAttempt(Door.WINRM, "ops", false));
    }

    @Test
    void a_login_is_refused_on_demand() throws Exception {
        host.faults().refuseNextLogin();

        assertThat(client.create().statusCode()).isEqualTo(401);
        assertThat(client.create().statusCode()).isEqualTo(200);
    }

    @Test
    void what_has_nothing_to_say_in_time_is_asked_again_and_ended_by_a_signal() throws Exception {
        host.onCommand("ping", call -> CommandOutput.of("never"));
        host.faults().onNextCommand(AnswerFault.silence());
        client.with("<w:OperationTimeout>PT0.1S</w:OperationTimeout>");
        var shell = client.shell();
        var command = client.command(shell, "ping");

        var answer = client.receive(shell, command);

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("Code=\"2150858793\"", "w:TimedOut");
        assertThat(host.commands()).extracting(SeenCommand::ending).containsExactly(Ending.RUNNING);
        assertThat(client.terminate(shell, command).statusCode()).isEqualTo(200);
        assertThat(host.commands()).extracting(SeenCommand::ending).containsExactly(Ending.TERMINATED);
    }

    @Test
    void deleting_a_shell_ends_what_runs_in_it() throws Exception {
        host.onCommand("more", call -> CommandOutput.of("" + call.wholeInput().length));
        var shell = client.shell();
        client.command(shell, "more");

        client.delete(shell);

        host.awaitCommand(seen -> seen.ending() == Ending.TERMINATED, PATIENCE);
        assertThat(client.delete(shell).body()).contains("Code=\"2150858843\"", "w:InvalidSelectors");
        host.requireAllScripted();
    }

    @Test
    void shells_have_a_quota_and_are_refused_on_demand() throws Exception {
        host.faults().refuseNextShell();
        assertThat(client.create().body()).contains("Code=\"2150859173\"");

        assertThat(List.of(client.create().statusCode(), client.create().statusCode()))
                .containsOnly(200);
        assertThat(client.create().body()).contains("maximum number of 2 concurrent shells");
    }

    @Test
    void the_connection_drops_in_the_middle_of_an_answer() throws Exception {
        host.onScript("x", call -> "done");
        host.faults().onNextCommand(AnswerFault.dropAfter(40));
        var shell = client.shell();
        var command = client.command(shell, POWERSHELL);
        client.send(shell, command, EmropsClient.input("x", "{}", "").getBytes(StandardCharsets.US_ASCII), true);

        assertThatThrownBy(() -> client.receiveAll(shell, command)).isInstanceOf(IOException.class);

        assertThat(host.commands()).extracting(SeenCommand::ending).containsExactly(Ending.EXITED);
    }

    @Test
    void garbage_and_half_a_clixml_come_on_demand() throws Exception {
        host.onScript("x", call -> "done");
        host.faults().onNextCommand(AnswerFault.garbageBefore("WARNING: profile\r\n"));
        host.faults().onNextCommand(AnswerFault.halfCliXml());
        var input = EmropsClient.input("x", "{}", "").getBytes(StandardCharsets.US_ASCII);
        var shell = client.shell();

        var first = client.command(shell, POWERSHELL);
        client.send(shell, first, input, true);
        var garbage = client.receiveAll(shell, first);
        var second = client.command(shell, POWERSHELL);
        client.send(shell, second, input, true);
        var half = client.receiveAll(shell, second);

        assertThat(garbage[0]).startsWith("WARNING: profile\r\n" + EmropsClient.NONCE);
        assertThat(half[1]).startsWith("#< CLIXML").doesNotContain("</Objs>");
        assertThat(half[2]).isEqualTo("1");
    }

    @Test
    void a_host_that_goes_down_is_up_again_on_the_same_port_without_its_shells() throws Exception {
        var shell = client.shell();

        host.shutDown();
        assertThatThrownBy(client::create).isInstanceOf(IOException.class);
        host.startUp();

        assertThat(client.command(client.shell(), "hostname")).isNotEmpty();
        assertThat(client.delete(shell).body()).contains("Code=\"2150858843\"");
    }

    @Test
    void a_slow_link_delays_each_answer() throws Exception {
        var delay = Duration.ofMillis(150);
        host.faults().slowLink(delay);
        var begin = System.nanoTime();

        client.create();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(delay);
    }

    @Test
    void any_bytes_are_a_fault_and_others_go_on() throws Exception {
        var random = new Random(7);
        var valid = new String[] {
            "<s:Envelope xmlns:s=\"s\"><s:Header><a>",
            "<Action>x/Send</Action>",
            "<!DOCTYPE x [<!ENTITY y \"z\">]>",
            "&y;",
            "<x:y/>",
            "</s:Header></s:Envelope>",
            "<Stream>%%</Stream>"
        };
        var shell = client.shell();

        for (var i = 0; i < 300; i++) {
            var body = new ByteArrayOutputStream();
            for (var part = random.nextInt(6); part >= 0; part--) {
                var bytes = new byte[random.nextInt(20)];
                random.nextBytes(bytes);
                body.writeBytes(
                        random.nextBoolean()
                                ? bytes
                                : valid[random.nextInt(valid.length)].getBytes(StandardCharsets.UTF_8));
            }
            assertThat(client.post(body.toByteArray()).statusCode()).isEqualTo(500);
        }
        assertThat(client.post("<a>".repeat(100_000).getBytes(StandardCharsets.UTF_8))
                        .statusCode())
                .isEqualTo(500);
        assertThat(client.post(new byte[600_000]).body()).contains("Code=\"2150858824\"");

        assertThat(client.receiveAll(shell, client.command(shell, "hostname"))[0])
                .isEqualTo("SCRIPTED\r\n");
    }

    @Test
    void any_input_of_a_script_ends_it_and_others_go_on() throws Exception {
        host.onScript("x", call -> call.payload().length);
        var random = new Random(7);
        var good = EmropsClient.input("x", "{\"a\":[1,true,{}]}", "s canary", new byte[10])
                .getBytes(StandardCharsets.US_ASCII);
        var shell = client.shell();

        for (var i = 0; i < 100; i++) {
            var input = good.clone();
            for (var n = random.nextInt(4); n >= 0; n--) {
                input[random.nextInt(input.length)] = (byte) random.nextInt(256);
            }
            var command = client.command(shell, POWERSHELL);
            client.send(shell, command, input, true);
            assertThat(client.receiveAll(shell, command)[2]).isIn("0", "1", "3");
        }

        var command = client.command(shell, POWERSHELL);
        client.send(shell, command, good, true);
        assertThat(EmropsClient.answer(client.receiveAll(shell, command)[0])).isEqualTo("{\"value\":10}");
    }
}
