package io.emrops.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.TargetUnavailableException;
import io.emrops.deploy.ReleaseRequest;
import io.emrops.deploy.ServiceStatus;
import io.emrops.docker.process.LocalProcess;
import io.emrops.testkit.RequiresEngine;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An engine of its own that listens on loopback over TLS, and wants to know its clients. */
@RequiresEngine({"docker", "registry", "compose-v1", "compose-v2"})
final class TlsEngineIT {
    private static final Path SCRIPT =
            Path.of("..", "scripts", "engines").toAbsolutePath().normalize();

    private static Path directory;
    private static Path good;
    private static String host;

    @BeforeAll
    static void start() throws Exception {
        assumeThat(System.getProperty("user.name"))
                .as("the user, as only root starts engines")
                .isEqualTo("root");
        directory = Files.createTempDirectory("emrops-tls");
        var tls = Files.createDirectory(directory.resolve("tls"));
        authority(tls);
        signed(tls, tls, "server-", "serverAuth", "30");
        good = client(tls, "good", "30");
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            host = "tcp://127.0.0.1:" + socket.getLocalPort();
            Files.writeString(tls.resolve("port"), Integer.toString(socket.getLocalPort()));
        }
        run(SCRIPT.toString(), "private-docker", "up", directory.toString());
    }

    @AfterAll
    static void stop() throws Exception {
        if (host != null) {
            run(SCRIPT.toString(), "private-docker", "down", directory.toString());
        }
        if (directory != null) {
            run("rm", "-rf", directory.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"EMROPS_COMPOSE_V1", "EMROPS_COMPOSE_V2"})
    void a_release_is_rolled_out_over_tls(String variable) throws Exception {
        try (var engine = DockerEngine.at(host, DockerCertificates.in(good));
                var lab = new Lab(engine)) {
            var app = lab.deployer(ComposeCommand.of(System.getenv(variable))).build();

            var release = app.rollOut(new ReleaseRequest("1.0.0", "run/deploy#1"), Progress.none());

            assertThat(app.find("run/deploy#1")).contains(release);
            assertThat(app.status()).hasSize(2).allMatch(ServiceStatus::ok);
            assertThat(app.security().findings()).noneMatch(f -> f.rule().equals("plain-tcp-engine"));
        }
    }

    @Test
    void an_engine_that_another_authority_has_signed_is_not_trusted() throws Exception {
        var other = Files.createDirectory(directory.resolve("other-authority"));
        authority(other);
        var mixed = copy(good, "mixed");
        Files.copy(other.resolve("ca.pem"), mixed.resolve("ca.pem"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        try (var engine = DockerEngine.at(host, DockerCertificates.in(mixed))) {
            assertThatExceptionOfType(TargetUnavailableException.class)
                    .isThrownBy(engine::version)
                    .withMessageEndingWith("does not answer: its certificate is not from an authority in ca.pem");
        }
    }

    @Test
    void a_certificate_of_another_host_is_not_trusted() throws Exception {
        // The engine's is for 127.0.0.1 alone.
        try (var engine = DockerEngine.at(host.replace("127.0.0.1", "localhost"), DockerCertificates.in(good))) {
            assertThatExceptionOfType(TargetUnavailableException.class)
                    .isThrownBy(engine::version)
                    .withMessageEndingWith("does not answer: its certificate is another host's");
        }
    }

    @Test
    void a_certificate_that_the_engine_does_not_accept_is_told() throws Exception {
        var other = Files.createDirectory(directory.resolve("strangers"));
        authority(other);
        var stranger = client(other, "stranger", "30");
        Files.copy(
                good.resolve("ca.pem"), stranger.resolve("ca.pem"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        try (var engine = DockerEngine.at(host, DockerCertificates.in(stranger))) {
            assertThatExceptionOfType(TargetUnavailableException.class)
                    .isThrownBy(engine::version)
                    .withMessageEndingWith("does not answer: it does not accept our certificate");
        }
    }

    @Test
    void files_that_cannot_do_are_told_before_anything_is_sent() throws Exception {
        var missing = copy(good, "missing");
        Files.delete(missing.resolve("cert.pem"));
        var broken = copy(good, "broken");
        Files.writeString(broken.resolve("key.pem"), "not a key");
        var foreign = copy(good, "foreign");
        Files.copy(
                client(directory.resolve("tls"), "second", "30").resolve("key.pem"),
                foreign.resolve("key.pem"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        var expired = client(directory.resolve("tls"), "expired", "0");

        refused(missing, "cert.pem, which is not there");
        refused(broken, "key.pem holds no private key that can be read");
        refused(foreign, "key.pem is not the key of the certificate in cert.pem");
        refused(expired, "cert.pem has expired, on 20");
    }

    private static void refused(Path certificates, String why) {
        // Nobody listens there: that it is not asked is seen by the error.
        try (var engine = DockerEngine.at("tcp://127.0.0.1:1", DockerCertificates.in(certificates))) {
            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(engine::version)
                    .withMessageContaining(why);
        }
    }

    @Test
    void an_engine_that_wants_tls_is_told_from_one_that_is_away() {
        try (var engine = DockerEngine.at(host);
                var away = DockerEngine.at("tcp://127.0.0.1:1", DockerCertificates.in(good))) {
            assertThatExceptionOfType(TargetUnavailableException.class)
                    .isThrownBy(engine::version)
                    .withMessageEndingWith("answers HTTP 400, as one does that wants TLS");
            assertThatExceptionOfType(TargetUnavailableException.class)
                    .isThrownBy(away::version)
                    .withMessageEndingWith("does not answer");
        }
    }

    private static void authority(Path in) throws Exception {
        run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "30",
                "-subj",
                "/CN=emrops test authority",
                "-keyout",
                in.resolve("ca-key.pem").toString(),
                "-out",
                in.resolve("ca.pem").toString());
    }

    private static Path client(Path authority, String name, String days) throws Exception {
        var in = Files.createDirectory(directory.resolve(name));
        signed(authority, in, "", "clientAuth", days);
        Files.copy(authority.resolve("ca.pem"), in.resolve("ca.pem"));
        return in;
    }

    private static void signed(Path authority, Path in, String prefix, String use, String days) throws Exception {
        var extensions = Files.writeString(
                in.resolve(prefix + "extensions"), "subjectAltName=IP:127.0.0.1\nextendedKeyUsage=" + use + "\n");
        var request = in.resolve(prefix + "request.pem").toString();
        run(
                "openssl",
                "req",
                "-new",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-subj",
                "/CN=" + use,
                "-keyout",
                in.resolve(prefix + "key.pem").toString(),
                "-out",
                request);
        run(
                "openssl",
                "x509",
                "-req",
                "-in",
                request,
                "-days",
                days,
                "-CAcreateserial",
                "-CA",
                authority.resolve("ca.pem").toString(),
                "-CAkey",
                authority.resolve("ca-key.pem").toString(),
                "-extfile",
                extensions.toString(),
                "-out",
                in.resolve(prefix + "cert.pem").toString());
    }

    private static Path copy(Path from, String name) throws Exception {
        var to = directory.resolve(name);
        run("cp", "-r", from.toString(), to.toString());
        return to;
    }

    private static void run(String... command) throws Exception {
        var result = LocalProcess.run(List.of(command), System.getenv(), null);
        assertThat(result.exit())
                .as(String.join(" ", command) + "\n" + result.err())
                .isZero();
    }
}
