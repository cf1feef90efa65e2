package io.emrops.vantage;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.certificate.CertificateFacts;
import io.emrops.network.Endpoint;
import io.emrops.reachability.Obstacle.Reason;
import io.emrops.reachability.Obstacle.TlsFailed;
import io.emrops.testkit.tls.TestCertificate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What somebody else says of the same certificates, and servers that this JDK cannot be. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OpenSslIT {
    private static final Authority AUTHORITY = new Authority();
    private static final DateTimeFormatter OPENSSL_TIME = DateTimeFormatter.ofPattern(
                    "MMM ppd HH:mm:ss yyyy 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Servers servers = new Servers();
    private final VantagePoint here = AUTHORITY.trusted().build();

    @TempDir
    private Path directory;

    @BeforeEach
    void hasOpenSsl() throws Exception {
        try {
            openssl("version");
        } catch (IOException e) {
            Assumptions.abort("There is no openssl on this machine");
        }
    }

    @AfterEach
    void close() throws Exception {
        servers.close();
    }

    private static String openssl(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    private Path written(TestCertificate certificate) throws IOException {
        return Files.writeString(directory.resolve("certificate.pem"), certificate.pem());
    }

    private CertificateFacts facts(TestCertificate certificate) throws Exception {
        var server = servers.secure(certificate, Servers::silence);
        return here.tls(server, Authority.NAME).facts().orElseThrow().certificate();
    }

    @Test
    void the_facts_are_those_that_openssl_reads() throws Exception {
        var certificate = AUTHORITY.issue(30, Authority.NAME, "*.emr.example", "10.0.2.10", "2001:db8::1");

        var ours = facts(certificate);
        var theirs = openssl(
                "x509",
                "-noout",
                "-subject",
                "-issuer",
                "-serial",
                "-dates",
                "-fingerprint",
                "-sha256",
                "-ext",
                "subjectAltName",
                "-nameopt",
                "RFC2253",
                "-in",
                written(certificate).toString());

        var fingerprint = ours.sha256().toUpperCase(Locale.ROOT).replaceAll("(..)(?!$)", "$1:");
        assertThat(theirs)
                .contains("subject=" + ours.subject() + "\n")
                .contains("issuer=" + ours.issuer() + "\n")
                .containsIgnoringCase("Fingerprint=" + fingerprint)
                .contains("notBefore=" + OPENSSL_TIME.format(ours.notBefore()))
                .contains("notAfter=" + OPENSSL_TIME.format(ours.notAfter()))
                .contains("DNS:emr.example, DNS:*.emr.example, IP Address:10.0.2.10, IP Address:2001:DB8:0:0:0:0:0:1");
        assertThat(theirs.toLowerCase(Locale.ROOT)).containsPattern("serial=0*" + ours.serial() + "\n");
    }

    @Test
    void names_match_as_openssl_matches_them() throws Exception {
        var certificate = AUTHORITY.issue(30, Authority.NAME, "*.ward.example", "10.0.2.10", "2001:db8::1");
        var file = written(certificate).toString();
        var ours = facts(certificate);

        for (var host : List.of(
                "emr.example",
                "EMR.Example",
                "www.emr.example",
                "example",
                "a.ward.example",
                "A.WARD.example",
                "ward.example",
                "b.a.ward.example",
                "award.example",
                "emr.example.org")) {
            assertThat(ours.isFor(host))
                    .as(host)
                    .isEqualTo(openssl("x509", "-noout", "-checkhost", host, "-in", file)
                            .contains("does match"));
        }
        for (var address : List.of("10.0.2.10", "10.0.2.11", "2001:DB8:0::1", "2001:db8::2")) {
            assertThat(ours.isFor(address))
                    .as(address)
                    .isEqualTo(openssl("x509", "-noout", "-checkip", address, "-in", file)
                            .contains("does match"));
        }
    }

    /** A server that ends with the test. */
    private Process server(Endpoint at, String... arguments) throws Exception {
        openssl(
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-subj",
                "/CN=emr.example",
                "-addext",
                "subjectAltName=DNS:emr.example",
                "-days",
                "2",
                "-keyout",
                directory.resolve("key.pem").toString(),
                "-out",
                directory.resolve("cert.pem").toString());
        var command = new ArrayList<>(List.of(
                "openssl",
                "s_server",
                "-accept",
                at.toString(),
                "-key",
                directory.resolve("key.pem").toString(),
                "-cert",
                directory.resolve("cert.pem").toString()));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("said").toFile())
                .start();
        while (process.isAlive() && here.tcp(at).facts().isEmpty()) {
            Thread.onSpinWait();
        }
        return process;
    }

    private void withServer(Check check, String... arguments) throws Exception {
        var at = Servers.closed();
        var server = server(at, arguments);
        try {
            check.check(at);
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    /** What is so while a server runs. */
    @FunctionalInterface
    private interface Check {
        void check(Endpoint server) throws Exception;
    }

    @Test
    void a_server_of_old_versions_alone_is_named_as_such() throws Exception {
        withServer(
                at -> assertThat(here.tls(at, Authority.NAME).obstacle())
                        .hasValue(new TlsFailed(Reason.PROTOCOL_VERSION, List.of())),
                "-tls1_1",
                "-cipher",
                "ALL:@SECLEVEL=0");
    }

    @Test
    void a_server_that_demands_a_certificate_is_named_as_such() throws Exception {
        for (var version : List.of("-tls1_2", "-tls1_3")) {
            withServer(
                    at -> assertThat(here.tls(at, Authority.NAME).obstacle().orElseThrow())
                            .isInstanceOfSatisfying(TlsFailed.class, failed -> {
                                assertThat(failed.reason()).isEqualTo(Reason.CLIENT_CERTIFICATE_REQUIRED);
                                assertThat(failed.chain()).hasSize(1);
                            }),
                    version,
                    "-Verify",
                    "1",
                    "-verify_return_error");
        }
    }
}
