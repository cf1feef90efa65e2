package io.emrops.certificates.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.Secret;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.certificate.CertificateOrder;
import io.emrops.dns.DnsName;
import io.emrops.dns.DnsUpdater;
import io.emrops.dns.RecordSet;
import io.emrops.dns.RecordType;
import io.emrops.rfc2136.Rfc2136;
import io.emrops.testkit.RequiresEngine;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The ACME server asks the same BIND that the records are put into. */
@RequiresEngine({"pebble", "bind"})
@Timeout(120)
class DnsProofIT {
    private static final String SECRET =
            Base64.getEncoder().encodeToString("a secret of thirty-two bytes, so".getBytes(StandardCharsets.US_ASCII));
    private static final DnsName PROOF = new DnsName("_acme-challenge.emr.hospital.example");
    private static final CertificateOrder ORDER = CertificateOrder.of("emr.hospital.example", "*.emr.hospital.example");

    @TempDir
    Path folder;

    private final int port = Pebble.freePort();
    private @Nullable Process named;
    private @Nullable Pebble pebble;

    @BeforeEach
    void start() throws Exception {
        Files.writeString(folder.resolve("hospital"), """
                $TTL 300
                @ SOA ns1 hostmaster 1 1 1 3600 1
                @ NS ns1
                ns1 A 127.0.0.1
                *.wild TXT "of all"
                """);
        Files.writeString(folder.resolve("named.conf"), """
                controls { };
                key "emrops" { algorithm hmac-sha256; secret "%1$s"; };
                options { directory "%2$s"; pid-file "pid"; session-keyfile "session.key"; recursion no;
                  listen-on port %3$d { 127.0.0.1; }; listen-on-v6 { none; }; dnssec-validation no; };
                zone "hospital.example" { type primary; file "hospital"; update-policy { grant emrops zonesub ANY; }; };
                """.formatted(SECRET, folder, port));
        named = new ProcessBuilder(
                        Optional.ofNullable(System.getenv("EMROPS_BIND")).orElse("named"),
                        "-g",
                        "-n",
                        "1",
                        "-c",
                        folder.resolve("named.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("named.log").toFile())
                .start();
        var until = System.nanoTime() + 20_000_000_000L;
        while (!answers()) {
            assertThat(named.isAlive() && System.nanoTime() < until)
                    .as(Files.readString(folder.resolve("named.log")))
                    .isTrue();
            Thread.sleep(10);
        }
        pebble = Pebble.asking(folder.resolve("pebble"), port);
    }

    private boolean answers() throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected()
                    && Files.readString(folder.resolve("named.log")).contains(" running");
        } catch (java.io.IOException e) {
            return false;
        }
    }

    @AfterEach
    void stop() throws Exception {
        if (pebble != null) {
            pebble.close();
        }
        if (named != null) {
            named.destroy();
            if (!named.waitFor(10, TimeUnit.SECONDS)) {
                named.destroyForcibly();
            }
        }
    }

    private Rfc2136 zone() {
        return Rfc2136.zone("hospital.example", "127.0.0.1", port)
                .key("emrops", Secret.of(SECRET.toCharArray()))
                .build();
    }

    /** The zone, and what it is asked to add. */
    private DnsUpdater watched(Collection<RecordSet> added) {
        var zone = zone();
        return (DnsUpdater) Proxy.newProxyInstance(
                DnsProofIT.class.getClassLoader(), new Class<?>[] {DnsUpdater.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("add")) {
                        added.add((RecordSet) arguments[0]);
                    }
                    try {
                        return method.invoke(zone, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private AcmeIssuer issuer(Pebble pebble, Dns01 proving) {
        return AcmeIssuer.at(pebble.directory(), AccountKey.in(folder.resolve("account.pem")), proving)
                .trusting(pebble.root())
                .agreeingToTerms()
                .within(Duration.ofSeconds(30));
    }

    private AcmeIssuer issuer(Dns01 proving) {
        return issuer(pebble, proving);
    }

    @Test
    void a_name_and_its_wildcard_are_proven_and_nothing_is_left() throws Exception {
        for (var i = 0; i < 3; i++) {
            var issued = issuer(Dns01.through(zone())).issue(ORDER, Progress.none());

            assertThat(ORDER.coveredBy(issued.facts())).isTrue();
            assertThat(zone().find(PROOF, RecordType.TXT)).isEmpty();
        }
    }

    @Test
    void records_of_others_stay() throws Exception {
        var others = RecordSet.text(PROOF.text(), Duration.ofMinutes(7), "of somebody else");
        zone().add(others);

        issuer(Dns01.through(zone())).issue(ORDER, Progress.none());

        assertThat(zone().find(PROOF, RecordType.TXT)).contains(others);
    }

    @Test
    void nothing_is_left_where_it_fails() {
        Progress failing = (done, total, unit) -> {
            throw new IllegalStateException("no");
        };

        assertThatThrownBy(() -> issuer(Dns01.through(zone())).issue(ORDER, failing))
                .isInstanceOf(RuntimeException.class);
        assertThat(zone().find(PROOF, RecordType.TXT)).isEmpty();
    }

    /** It asks another name server, which shows nothing of ours. */
    @Test
    void nothing_is_left_where_the_authority_refuses() throws Exception {
        var added = new ArrayList<RecordSet>();
        try (var elsewhere = Pebble.in(folder.resolve("elsewhere"), Map.of())) {
            var failure = catchThrowableOfType(
                    StepFailedException.class,
                    () -> issuer(elsewhere, Dns01.through(watched(added))).issue(ORDER, Progress.none()));

            assertThat(failure.vendorCode().orElseThrow()).startsWith("urn:ietf:params:acme:error:");
            assertThat(failure.getSuppressed()).isEmpty();
        }
        assertThat(added).isNotEmpty();
        assertThat(zone().find(PROOF, RecordType.TXT)).isEmpty();
    }

    @Test
    void a_name_of_another_zone_is_refused_and_nothing_is_left() {
        var two = CertificateOrder.of("emr.hospital.example", "emr.elsewhere.example");

        assertThatThrownBy(() -> issuer(Dns01.through(zone())).issue(two, Progress.none()))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("emr.elsewhere.example");
        assertThat(zone().find(PROOF, RecordType.TXT)).isEmpty();
    }

    @Test
    void a_wildcard_of_the_zone_is_no_obstacle_and_stays() throws Exception {
        var order = CertificateOrder.of("wild.hospital.example", "emr.wild.hospital.example");
        var proof = new DnsName("_acme-challenge.emr.wild.hospital.example");
        var before = zone().find(proof, RecordType.TXT);
        assertThat(before.orElseThrow().values()).containsExactly("\"of all\"");

        assertThat(order.coveredBy(issuer(Dns01.through(zone()))
                        .issue(order, Progress.none())
                        .facts()))
                .isTrue();
        assertThat(zone().find(proof, RecordType.TXT)).isEqualTo(before);
    }

    @Test
    void a_name_server_that_is_away_is_told_as_that() throws Exception {
        named.destroyForcibly();
        named.waitFor();

        assertThatThrownBy(() -> issuer(Dns01.through(zone())).issue(ORDER, Progress.none()))
                .isInstanceOf(TargetUnavailableException.class);
    }

    @Test
    void an_interrupt_ends_it_and_nothing_is_left() {
        var added = new ArrayList<RecordSet>();
        Progress interrupting = (done, total, unit) -> Thread.currentThread().interrupt();

        assertThatThrownBy(() -> issuer(Dns01.through(watched(added))).issue(ORDER, interrupting))
                .isInstanceOf(InterruptedException.class);
        assertThat(added).isNotEmpty();
        assertThat(zone().find(PROOF, RecordType.TXT)).isEmpty();
    }

    /** In the middle of the proof, when the records have just been put. */
    @Test
    void an_interrupt_while_it_is_being_proven_ends_it_and_nothing_is_left() {
        var added = new ArrayList<RecordSet>() {
            @Override
            public boolean add(RecordSet records) {
                Thread.currentThread().interrupt();
                return super.add(records);
            }
        };

        assertThatThrownBy(() -> issuer(Dns01.through(watched(added))).issue(ORDER, Progress.none()))
                .isInstanceOf(InterruptedException.class);
        assertThat(added).isNotEmpty();
        assertThat(zone().find(PROOF, RecordType.TXT)).isEmpty();
    }
}
