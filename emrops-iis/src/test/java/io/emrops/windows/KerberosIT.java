package io.emrops.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.PreconditionFailedException;
import io.emrops.Secret;
import io.emrops.TargetUnavailableException;
import io.emrops.testkit.Canary;
import io.emrops.testkit.RequiresEngine;
import io.emrops.windows.PowerShellHostContract.Asked;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Negotiate with servers that nobody here wrote: MIT's KDC, Apache with mod_auth_gssapi on MIT's library, which keeps tokens from coming
 * twice, and behind it the server of {@link GoWinrmServerIT}.
 */
@RequiresEngine({"kerberos", "go-winrm-server"})
final class KerberosIT {
    @TempDir
    static Path ground;

    private static KerberosRealm realm;
    private static Path program;

    @TempDir
    Path disk;

    @TempDir
    Path here;

    private GoWinrmServer server;
    private ApacheFront apache;

    @BeforeAll
    static void open() throws Exception {
        Files.setPosixFilePermissions(ground, PosixFilePermissions.fromString("rwxr-xr-x"));
        realm = KerberosRealm.start(ground);
        program = GoWinrmServer.build(Files.createDirectory(ground.resolve("go")));
    }

    @AfterAll
    static void shut() throws Exception {
        realm.close();
    }

    @BeforeEach
    void start() throws Exception {
        var powerShell = new StandInPowerShell(disk).writeProgram(here.resolve("powershell"));
        server = GoWinrmServer.start(program, powerShell, here.resolve("seen"));
        apache = ApacheFront.start(ground, realm.serviceKeytab(), server.port());
    }

    @AfterEach
    void stop() throws Exception {
        apache.close();
        server.close();
    }

    private PowerShellHost reached(KerberosLogin login) throws Exception {
        return PowerShellHost.winRm("localhost")
                .port(apache.port())
                .login(login)
                .trusting(apache.trust())
                .build();
    }

    private static KerberosLogin as(String user) {
        return KerberosLogin.byPassword(user, Secret.of(KerberosRealm.PASSWORD.toCharArray()));
    }

    @Test
    void a_password_a_keytab_and_a_cache_of_tickets_log_in() throws Exception {
        for (var login : List.of(
                as(KerberosRealm.USER),
                as(KerberosRealm.USER + "@" + KerberosRealm.REALM),
                KerberosLogin.byKeytab(KerberosRealm.USER, realm.userKeytab()),
                KerberosLogin.byTicketCache(realm.cache()),
                as(KerberosRealm.USER).service("HTTP/localhost"),
                as(KerberosRealm.USER).service("HTTP/localhost@" + KerberosRealm.REALM))) {
            try (var host = reached(login)) {
                assertThat(host.identity().computerName()).isEqualTo("APP01");
            }
        }
        assertThat(server.seen()).startsWith("Create", "Command", "Send", "Receive", "Signal", "Delete");
        assertThat(apache.seen().lines().distinct().toList())
                .containsExactly("200 " + KerberosRealm.USER + "@" + KerberosRealm.REALM);
    }

    @Test
    void each_of_many_requests_has_a_token_that_the_host_has_not_seen_before() throws Exception {
        var bytes = new byte[300_000];
        new Random(11).nextBytes(bytes);

        try (var host = reached(as(KerberosRealm.USER))) {
            var echo = host.run(PowerShellHostContract.ECHO
                    .with(new Asked("echo", "Zürich", List.of()))
                    .payload(bytes));

            assertThat(echo.sum()).isEqualTo(StandInPowerShell.sha256(bytes));
        }
        assertThat(server.seen()).filteredOn("Send"::equals).hasSizeGreaterThan(5);
    }

    @Test
    void one_login_and_one_ticket_of_the_service_are_enough_for_a_connection() throws Exception {
        var before = realm.log().length();

        try (var host = reached(as(KerberosRealm.USER))) {
            host.identity();
        }

        var log = realm.log().substring(before);
        assertThat(log.lines().filter(line -> line.contains("AS_REQ") && line.contains("ISSUE")))
                .hasSize(1);
        assertThat(log.lines().filter(line -> line.contains("TGS_REQ") && line.contains("ISSUE")))
                .hasSize(1);
    }

    @Test
    void a_ticket_that_is_almost_over_is_replaced_while_a_connection_lasts() throws Exception {
        var before = realm.log().length();

        try (var host = reached(as(KerberosRealm.BRIEF_USER))) {
            assertThat(host.identity().computerName()).isEqualTo("APP01");
        }

        var log = realm.log().substring(before);
        assertThat(log.lines().filter(line -> line.contains("AS_REQ") && line.contains("ISSUE")))
                .hasSizeGreaterThanOrEqualTo(6);
    }

    @Test
    void a_wrong_password_is_one_attempt_and_the_host_is_not_asked() throws Exception {
        var before = realm.log().length();
        var canary = Canary.generate();

        try (var host = reached(KerberosLogin.byPassword(KerberosRealm.USER, canary.secret()))) {
            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(host::identity)
                    .withMessageContaining("no Kerberos ticket for the user (Kerberos error 24, one attempt was made)")
                    .withMessageContaining("nothing was done")
                    .satisfies(e -> {
                        var trace = new StringWriter();
                        e.printStackTrace(new PrintWriter(trace));
                        assertThat(canary.in(trace.toString())).isEmpty();
                    });
        }

        var log = realm.log().substring(before);
        assertThat(log.lines().filter(line -> line.contains("PREAUTH_FAILED"))).hasSize(1);
        assertThat(server.seen()).isEmpty();
    }

    @Test
    void what_a_realm_does_not_know_is_told_by_its_number() throws Exception {
        requireRefused(as("nobody"), "for the user (Kerberos error 6");
        requireRefused(
                as(KerberosRealm.USER).service("HTTP/unknown@" + KerberosRealm.REALM),
                "this service (Kerberos error 7");
        requireRefused(KerberosLogin.byTicketCache(here.resolve("none")), "for the user");
        requireRefused(KerberosLogin.byKeytab("other", realm.userKeytab()), "for the user");
        assertThat(server.seen()).isEmpty();
    }

    private void requireRefused(KerberosLogin login, String clause) throws Exception {
        try (var host = reached(login)) {
            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(host::identity)
                    .withMessageContaining(clause)
                    .withMessageContaining("nothing was done");
        }
    }

    @Test
    void a_kdc_that_is_not_there_or_does_not_answer_makes_the_host_unavailable() throws Exception {
        try (var host = reached(as("ops@NOBODY.EXAMPLE"))) {
            assertThatExceptionOfType(TargetUnavailableException.class)
                    .isThrownBy(host::identity)
                    .withMessageContaining("no KDC of the realm answers");
        }
        try (var host = PowerShellHost.winRm("localhost")
                .port(apache.port())
                .login(as("ops@MUTE.EXAMPLE"))
                .trusting(apache.trust())
                .connectWithin(Duration.ofSeconds(1))
                .build()) {
            assertThatExceptionOfType(TargetUnavailableException.class)
                    .isThrownBy(host::identity)
                    .withMessageContaining("no KDC answered in time");
        }
    }

    @Test
    void a_host_without_the_key_of_its_service_lets_nobody_in() throws Exception {
        try (var impostor = ApacheFront.start(ground, realm.otherKeytab(), server.port());
                var host = PowerShellHost.winRm("localhost")
                        .port(impostor.port())
                        .login(as(KerberosRealm.USER))
                        .trusting(impostor.trust())
                        .build()) {
            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(host::identity)
                    .withMessageContaining("does not let the user in");
        }
        assertThat(server.seen()).isEmpty();
    }

    @Test
    void a_host_that_proves_nothing_is_not_believed() throws Exception {
        var proofs = new ArrayList<String>();
        try (var genuine = NegotiatingServer.relaying(apache.port(), apache.trust())) {
            try (var host = genuine.reached(as(KerberosRealm.USER))) {
                host.identity();
            }
            proofs.addAll(genuine.proofs());
            assertThat(genuine.tokens()).hasSize(6).doesNotHaveDuplicates();
        }
        assertThat(proofs).hasSize(6);

        for (var forged : ForgedProofs.of(proofs.get(0))) {
            try (var impostor = NegotiatingServer.saying(forged);
                    var host = impostor.reached(as(KerberosRealm.USER))) {
                assertThatExceptionOfType(PreconditionFailedException.class)
                        .as(forged.toString())
                        .isThrownBy(host::identity)
                        .withMessageContaining("did not prove by Kerberos that it is this host")
                        .withMessageContaining("nothing was done");
                assertThat(impostor.tokens()).hasSize(1);
            }
        }
    }

    @Test
    void a_proof_that_was_altered_on_its_way_is_none() throws Exception {
        for (UnaryOperator<String> alters :
                List.<UnaryOperator<String>>of(ForgedProofs::spoiled, ForgedProofs::rejected)) {
            try (var relay = NegotiatingServer.relaying(apache.port(), apache.trust(), alters);
                    var host = relay.reached(as(KerberosRealm.USER))) {
                assertThatExceptionOfType(PreconditionFailedException.class)
                        .isThrownBy(host::identity)
                        .withMessageContaining("did not prove by Kerberos that it is this host");
                assertThat(relay.tokens()).hasSize(1);
            }
        }
    }
}
