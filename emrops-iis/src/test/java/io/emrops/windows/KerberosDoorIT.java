package io.emrops.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.emrops.PreconditionFailedException;
import io.emrops.Secret;
import io.emrops.testkit.RequiresEngine;
import io.emrops.testkit.windows.ScriptedWindowsHost;
import io.emrops.testkit.windows.command.Door;
import io.emrops.testkit.windows.command.LoginAttempt;
import io.emrops.testkit.windows.simulated.SimulatedWindows;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The door of the scripted host that takes tickets, with MIT's KDC: our own client, curl, and pywinrm, which both use MIT's library. */
@RequiresEngine({"kerberos", "pywinrm"})
@Timeout(120)
final class KerberosDoorIT {
    private static final String SERVICE = "HTTP/localhost";

    @TempDir
    static Path ground;

    private static KerberosRealm realm;

    @TempDir
    Path here;

    private ScriptedWindowsHost windows;

    private record Said(int status, String out, String err) {}

    @BeforeAll
    static void open() throws Exception {
        Files.setPosixFilePermissions(ground, PosixFilePermissions.fromString("rwxr-xr-x"));
        realm = KerberosRealm.start(ground);
    }

    @AfterAll
    static void shut() throws Exception {
        realm.close();
    }

    @BeforeEach
    void start() {
        windows = host(realm.serviceKeytab(), SERVICE);
    }

    private static ScriptedWindowsHost host(Path keytab, String service) {
        return ScriptedWindowsHost.builder()
                .name("APP01")
                .user(KerberosRealm.USER, "another password")
                .kerberos(keytab, service)
                .winRm()
                .start();
    }

    @AfterEach
    void stop() {
        windows.close();
    }

    private static PowerShellHost reached(ScriptedWindowsHost host) throws Exception {
        return PowerShellHost.winRm("localhost")
                .port(host.winRm().getPort())
                .login(KerberosLogin.byPassword(KerberosRealm.USER, Secret.of(KerberosRealm.PASSWORD.toCharArray())))
                .trusting(host.certificate().clientContext())
                .build();
    }

    private static Said run(String input, String program, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        var environment = KerberosRealm.program(ground, "unused").environment();
        builder.environment().putAll(environment);
        builder.environment().put("KRB5CCNAME", "FILE:" + realm.cache());
        builder.environment().put("PYTHONWARNINGS", "ignore");
        var process = builder.start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), out, err);
    }

    private Path authority() throws IOException {
        return Files.writeString(
                here.resolve("authority.pem"), windows.certificate().pem());
    }

    @Test
    void our_own_client_is_let_in_and_proves_the_host() throws Exception {
        SimulatedWindows.behind(windows);

        try (var host = reached(windows)) {
            assertThat(host.identity().computerName()).isEqualTo("APP01");
        }

        assertThat(windows.attempts())
                .isNotEmpty()
                .containsOnly(new LoginAttempt(Door.WINRM, KerberosRealm.USER, true));
        assertThat(windows.shells()).isZero();
    }

    @Test
    void pywinrm_is_let_in() throws Exception {
        var script = Path.of(Objects.requireNonNull(KerberosDoorIT.class.getResource("ticket.py"))
                .toURI());

        var said = run(
                "",
                "/usr/bin/python3",
                script.toString(),
                windows.winRm().toString(),
                authority().toString(),
                "hostname");

        assertThat(said).isEqualTo(new Said(0, "APP01\r\n", ""));
        assertThat(windows.attempts())
                .isNotEmpty()
                .containsOnly(new LoginAttempt(Door.WINRM, KerberosRealm.USER, true));
    }

    private Said curl(String... more) throws Exception {
        var arguments = new ArrayList<>(List.of(
                "--silent",
                "--include",
                "--cacert",
                authority().toString(),
                "--header",
                "Content-Type: application/soap+xml;charset=UTF-8",
                "--data",
                "no envelope",
                windows.winRm().toString()));
        arguments.addAll(List.of(more));
        return run("", "curl", arguments.toArray(String[]::new));
    }

    @Test
    void curl_is_let_in_and_finds_the_proof_of_the_host() throws Exception {
        var said = curl("--negotiate", "--user", ":");

        // MIT's library in it has read the proof: with a broken one, curl fails.
        assertThat(said.status()).as(said::toString).isZero();
        assertThat(said.out().toLowerCase(java.util.Locale.ROOT))
                .contains("www-authenticate: negotiate ")
                .contains("<s:fault>");
        assertThat(windows.attempts())
                .isNotEmpty()
                .containsOnly(new LoginAttempt(Door.WINRM, KerberosRealm.USER, true));
    }

    @Test
    void who_has_no_ticket_is_told_what_is_offered() throws Exception {
        var said = curl();

        assertThat(said.out())
                .startsWith("HTTP/1.1 401")
                .containsIgnoringCase("WWW-Authenticate: Negotiate\r\n")
                .containsIgnoringCase("WWW-Authenticate: Basic realm=");
        assertThat(windows.attempts()).isEmpty();
    }

    @Test
    void a_user_that_the_host_does_not_know_is_refused() throws Exception {
        try (var strict = ScriptedWindowsHost.builder()
                        .user("somebody", "else")
                        .kerberos(realm.serviceKeytab(), SERVICE)
                        .winRm()
                        .start();
                var host = reached(strict)) {
            assertThatExceptionOfType(PreconditionFailedException.class).isThrownBy(host::identity);
            assertThat(strict.attempts()).containsExactly(new LoginAttempt(Door.WINRM, KerberosRealm.USER, false));
        }
    }

    @Test
    void a_token_that_comes_twice_is_refused_the_second_time() throws Exception {
        SimulatedWindows.behind(windows);
        try (var relay = NegotiatingServer.relaying(
                        windows.winRm().getPort(), windows.certificate().clientContext());
                var host = relay.reached(KerberosLogin.byPassword(
                        KerberosRealm.USER, Secret.of(KerberosRealm.PASSWORD.toCharArray())))) {
            host.identity();

            assertThat(status(relay.tokens().get(0))).isEqualTo(401);
        }
    }

    @Test
    void what_is_no_token_is_refused() throws Exception {
        for (var header : List.of("Negotiate", "Negotiate !!!", "Negotiate AAAA", "Negotiate YIIB", "Kerberos AAAA")) {
            assertThat(status(header)).as(header).isEqualTo(401);
        }
        assertThat(windows.attempts()).isEmpty();
    }

    private int status(String authorization) throws Exception {
        var client = HttpClient.newBuilder()
                .sslContext(windows.certificate().clientContext())
                .build();
        var request = HttpRequest.newBuilder(URI.create(windows.winRm().toString()))
                .header("Authorization", authorization)
                .POST(HttpRequest.BodyPublishers.ofString("no envelope"))
                .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }

    @Test
    void a_host_with_the_key_of_another_service_lets_nobody_in() throws Exception {
        try (var other = host(realm.otherKeytab(), "HTTP/other");
                var host = reached(other)) {
            assertThatExceptionOfType(PreconditionFailedException.class).isThrownBy(host::identity);
            assertThat(other.attempts()).isEmpty();
        }
    }

    @Test
    void a_keytab_that_cannot_be_used_is_told_when_the_host_is_built() {
        for (var keytab : List.of(here.resolve("none"), realm.userKeytab())) {
            assertThatIllegalStateException()
                    .as(keytab.toString())
                    .isThrownBy(() -> ScriptedWindowsHost.builder().kerberos(keytab, SERVICE))
                    .withMessageContaining(SERVICE);
        }
    }
}
