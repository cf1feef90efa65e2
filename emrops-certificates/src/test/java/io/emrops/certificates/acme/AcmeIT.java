package io.emrops.certificates.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.Secret;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.certificate.CertificateOrder;
import io.emrops.certificate.KeyKind;
import io.emrops.certificates.x509.Chain;
import io.emrops.certificates.x509.Keys;
import io.emrops.network.Endpoint;
import io.emrops.testkit.RequiresEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Security;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@RequiresEngine("pebble")
@Timeout(120)
class AcmeIT {
    private static final CertificateOrder ORDER = CertificateOrder.of("emr.example", "www.emr.example");

    @TempDir
    Path folder;

    private AcmeIssuer issuer(Pebble pebble, Proving proving) {
        return AcmeIssuer.at(pebble.directory(), AccountKey.in(folder.resolve("account.pem")), proving)
                .trusting(pebble.root())
                .agreeingToTerms()
                .within(Duration.ofSeconds(30));
    }

    private AcmeIssuer issuer(Pebble pebble) {
        return issuer(pebble, listening(pebble));
    }

    private static Http01 listening(Pebble pebble) {
        return Http01.listeningAt(new Endpoint("127.0.0.1", pebble.httpPort()));
    }

    private Pebble pebble() throws Exception {
        return Pebble.in(folder.resolve("pebble"), Map.of());
    }

    private static boolean isTaken(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void a_certificate_is_issued_renewed_and_revoked() throws Exception {
        var providers = List.of(Security.getProviders());
        try (var pebble = pebble()) {
            var first = issuer(pebble).issue(ORDER, Progress.none());

            assertThat(ORDER.coveredBy(first.facts())).isTrue();
            assertThat(Keys.belongTogether(first.key(), first.certificate().getPublicKey()))
                    .isTrue();
            assertThat(first.chain()).hasSizeGreaterThan(1);
            assertThat(Chain.faults(first.chain())).isEmpty();
            assertThat(isTaken(pebble.httpPort())).isFalse();

            var second = issuer(pebble).issue(ORDER.with(KeyKind.RSA_2048), Progress.none());
            assertThat(second.facts().serial()).isNotEqualTo(first.facts().serial());
            assertThat(second.facts().key().algorithm()).isEqualTo("RSA");

            issuer(pebble).revoke(first.certificate());
            issuer(pebble).revoke(first.certificate());
            assertThat(pebble.statusOf(first.facts().serial())).contains("\"Revoked\"");
            assertThat(pebble.statusOf(second.facts().serial())).contains("\"Valid\"");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("account.pem"))))
                    .isEqualTo("rw-------");
        }
        assertThat(List.of(Security.getProviders())).isEqualTo(providers);
    }

    @Test
    void files_of_a_web_server_prove_it_too_and_go_afterwards() throws Exception {
        try (var pebble = pebble()) {
            var root = Files.createDirectories(folder.resolve("root"));
            var process = new ProcessBuilder(
                            "python3", "-m", "http.server", "--bind", "127.0.0.1", "" + pebble.httpPort())
                    .directory(root.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("web.log").toFile())
                    .start();
            try {
                while (!isTaken(pebble.httpPort())) {
                    assertThat(process.isAlive()).isTrue();
                    Thread.sleep(10);
                }
                issuer(pebble, Http01.webroot(root)).issue(ORDER, Progress.none());
                try (var left = Files.list(root.resolve(".well-known/acme-challenge"))) {
                    assertThat(left).isEmpty();
                }
            } finally {
                process.destroyForcibly();
            }
        }
    }

    /** It rejects at random: what was not seen yet is tried again. Ten rejections on end, at which the library gives up, are not to be expected. */
    @Test
    void rejected_nonces_are_asked_for_again() throws Exception {
        try (var pebble = Pebble.in(folder.resolve("pebble"), Map.of("PEBBLE_WFE_NONCEREJECT", "25"))) {
            var orders = 0;
            do {
                issuer(pebble).issue(ORDER, Progress.none());
                orders++;
            } while (orders < 20 && orderRequests(pebble) == orders);

            assertThat(orderRequests(pebble)).isGreaterThan(orders);
        }
    }

    /** One for each order, unless it was rejected. */
    private static long orderRequests(Pebble pebble) throws IOException {
        return pebble.log()
                .lines()
                .filter(line -> line.contains(" POST /order-plz "))
                .count();
    }

    @Test
    void what_was_proven_lately_is_not_proven_again() throws Exception {
        try (var pebble = Pebble.in(folder.resolve("pebble"), Map.of("PEBBLE_AUTHZREUSE", "100"))) {
            issuer(pebble).issue(ORDER, Progress.none());

            var nobody = Http01.webroot(folder.resolve("nobody-shows-this"));
            assertThat(issuer(pebble, nobody)
                            .issue(ORDER, Progress.none())
                            .facts()
                            .isFor("emr.example"))
                    .isTrue();
        }
    }

    /** Somebody else answers where the authority asks, while ours answers elsewhere. */
    @Test
    void a_wrong_answer_is_refused_and_nothing_listens_afterwards() throws Exception {
        var ours = Pebble.freePort();
        var listened = new ConcurrentLinkedQueue<Boolean>();
        try (var pebble = pebble()) {
            var other =
                    HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), pebble.httpPort()), 0);
            other.createContext("/", exchange -> {
                listened.add(isTaken(ours));
                var wrong = "wrong".getBytes(StandardCharsets.US_ASCII);
                exchange.sendResponseHeaders(200, wrong.length);
                exchange.getResponseBody().write(wrong);
                exchange.close();
            });
            other.start();
            try {
                var failure = catchThrowableOfType(
                        StepFailedException.class,
                        () -> issuer(pebble, Http01.listeningAt(new Endpoint("127.0.0.1", ours)))
                                .issue(ORDER, Progress.none()));

                assertThat(failure).hasMessageContaining("nothing was issued");
                assertThat(failure.vendorCode()).contains("urn:ietf:params:acme:error:unauthorized");
            } finally {
                other.stop(0);
            }
        }
        assertThat(listened).isNotEmpty().containsOnly(true);
        assertThat(isTaken(ours)).isFalse();
    }

    @Test
    void a_certificate_is_revoked_by_its_own_key_without_its_account() throws Exception {
        try (var pebble = pebble()) {
            var issued = issuer(pebble).issue(ORDER, Progress.none());
            var another = AcmeIssuer.at(
                            pebble.directory(), AccountKey.in(folder.resolve("another.pem")), listening(pebble))
                    .trusting(pebble.root());

            assertThatThrownBy(() -> another.agreeingToTerms().revoke(issued.certificate()))
                    .isInstanceOf(StepFailedException.class)
                    .hasMessageContaining("nothing was revoked");
            assertThatThrownBy(() -> another.revoke(
                            issued.certificate(), Keys.generate(KeyKind.EC_P256).getPrivate()))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(pebble.statusOf(issued.facts().serial())).contains("\"Valid\"");

            another.revoke(issued.certificate(), issued.key());
            another.revoke(issued.certificate(), issued.key());
            assertThat(pebble.statusOf(issued.facts().serial())).contains("\"Revoked\"");

            pebble.kill();
            assertThatThrownBy(() -> another.revoke(issued.certificate(), issued.key()))
                    .isInstanceOf(TargetUnavailableException.class)
                    .hasMessageContaining("nothing was revoked");
        }
    }

    @Test
    void an_address_is_proven_over_http_too() throws Exception {
        try (var pebble = pebble()) {
            var order = CertificateOrder.of("127.0.0.1");

            assertThat(order.coveredBy(
                            issuer(pebble).issue(order, Progress.none()).facts()))
                    .isTrue();
        }
    }

    @Test
    void two_orders_at_once_take_turns_with_the_one_address() throws Exception {
        try (var pebble = pebble()) {
            var issuer = issuer(pebble);
            var second = new FutureTask<>(() -> issuer.issue(CertificateOrder.of("pacs.example"), Progress.none()));
            new Thread(second).start();

            assertThat(issuer.issue(ORDER, Progress.none()).facts().isFor("emr.example"))
                    .isTrue();
            assertThat(second.get().facts().isFor("pacs.example")).isTrue();
        }
    }

    @Test
    void bad_input_is_refused_before_anything_is_ordered() throws Exception {
        try (var pebble = pebble()) {
            var unagreed = AcmeIssuer.at(
                            pebble.directory(), AccountKey.in(folder.resolve("account.pem")), listening(pebble))
                    .trusting(pebble.root());
            assertThatThrownBy(() -> unagreed.issue(ORDER, Progress.none()))
                    .isInstanceOf(PreconditionFailedException.class)
                    .hasMessageContaining("nobody has agreed");
            assertThatThrownBy(() -> issuer(pebble).issue(CertificateOrder.of("*.emr.example"), Progress.none()))
                    .isInstanceOf(PreconditionFailedException.class)
                    .hasMessageContaining("wildcard");
            var stranger = AcmeIssuer.at(
                            pebble.directory(), AccountKey.in(folder.resolve("account.pem")), listening(pebble))
                    .agreeingToTerms();
            assertThatThrownBy(() -> stranger.issue(ORDER, Progress.none()))
                    .isInstanceOf(TargetUnavailableException.class)
                    .hasMessageContaining("nothing was ordered");
            try (var taken = new java.net.ServerSocket(pebble.httpPort(), 1, InetAddress.getLoopbackAddress())) {
                assertThat(taken.isBound()).isTrue();
                assertThatThrownBy(() -> issuer(pebble).issue(ORDER, Progress.none()))
                        .isInstanceOf(PreconditionFailedException.class)
                        .hasMessageContaining("it is taken");
            }
            assertThat(pebble.log()).doesNotContain("issued certificate");
        }
    }

    @Test
    void a_server_that_is_away_is_told_as_that_and_one_that_comes_back_goes_on() throws Exception {
        try (var pebble = pebble()) {
            issuer(pebble).issue(ORDER, Progress.none());
            pebble.kill();

            assertThatThrownBy(() -> issuer(pebble).issue(ORDER, Progress.none()))
                    .isInstanceOf(TargetUnavailableException.class)
                    .hasMessageContaining("nothing was ordered");

            pebble.start();
            assertThat(issuer(pebble).issue(ORDER, Progress.none()).facts().isFor("emr.example"))
                    .isTrue();
        }
    }

    /** Dies when it has been told to look for the proof: what is ordered is forgotten by this server. */
    @Test
    void a_server_that_dies_in_the_middle_of_an_order_issues_nothing() throws Exception {
        var time = new SkippedTime();
        try (var pebble = pebble()) {
            Progress killing = (done, total, unit) -> {
                if (done == 1) {
                    pebble.kill();
                    time.skip(Duration.ofMinutes(1));
                }
            };

            assertThatThrownBy(() -> issuer(pebble).countingBy(time).issue(ORDER, killing))
                    .isInstanceOf(TargetUnavailableException.class)
                    .hasMessageContaining("nothing was issued");
            assertThat(isTaken(pebble.httpPort())).isFalse();
            pebble.start();
        }
    }

    @Test
    void a_locked_account_opens_with_its_password_alone() throws Exception {
        try (var pebble = pebble()) {
            var key = folder.resolve("locked.pem");
            var right = AccountKey.in(key, Secret.of("a password of some length".toCharArray()));
            AcmeIssuer.at(pebble.directory(), right, listening(pebble))
                    .trusting(pebble.root())
                    .agreeingToTerms()
                    .issue(ORDER, Progress.none());
            assertThat(Files.readString(key)).contains("ENCRYPTED PRIVATE KEY").doesNotContain("BEGIN PRIVATE KEY");

            var wrong = AcmeIssuer.at(
                            pebble.directory(),
                            AccountKey.in(key, Secret.of("another of some length".toCharArray())),
                            listening(pebble))
                    .trusting(pebble.root())
                    .agreeingToTerms();
            assertThatThrownBy(() -> wrong.issue(ORDER, Progress.none()))
                    .isInstanceOf(PreconditionFailedException.class)
                    .hasMessageContaining("locked with another password");
        }
    }

    /** What another client is given for the same names by the same server. */
    @Test
    @RequiresEngine("certbot")
    void certbot_is_given_the_like() throws Exception {
        try (var pebble = pebble()) {
            var command = new ArrayList<>(List.of(
                    "certbot",
                    "certonly",
                    "--standalone",
                    "--non-interactive",
                    "--agree-tos",
                    "--register-unsafely-without-email",
                    "--key-type",
                    "ecdsa",
                    "--http-01-address",
                    "127.0.0.1",
                    "--http-01-port",
                    "" + pebble.httpPort(),
                    "--server",
                    pebble.directory().toString()));
            for (var each : List.of("config", "work", "logs")) {
                command.add("--" + each + "-dir");
                command.add(folder.resolve("certbot").resolve(each).toString());
            }
            ORDER.names().forEach(name -> command.addAll(List.of("-d", name)));
            var builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("certbot.log").toFile());
            builder.environment().put("REQUESTS_CA_BUNDLE", pebble.rootFile().toString());
            var process = builder.start();
            try {
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue())
                        .as(Files.readString(folder.resolve("certbot.log")))
                        .isZero();
            } finally {
                process.destroyForcibly();
            }
            var live = folder.resolve("certbot/config/live/emr.example");
            var theirs = io.emrops.certificates.file.PemFiles.at(
                            live.resolve("fullchain.pem"), live.resolve("privkey.pem"))
                    .inPlace()
                    .orElseThrow();
            var ours = issuer(pebble).issue(ORDER, Progress.none());

            assertThat(theirs.faults()).isEmpty();
            assertThat(theirs.chain()).hasSameSizeAs(ours.chain());
            var facts = theirs.certificate().orElseThrow();
            assertThat(facts.names())
                    .containsExactlyInAnyOrderElementsOf(ours.facts().names());
            assertThat(facts.issuer()).isEqualTo(ours.facts().issuer());
            assertThat(facts.key()).isEqualTo(ours.facts().key());
            assertThat(facts.signature()).isEqualTo(ours.facts().signature());
        }
    }
}
