package io.emrops.certificates.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.InDoubt;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.Secret;
import io.emrops.TargetUnavailableException;
import io.emrops.certificate.CertificateOrder;
import io.emrops.certificate.KeyKind;
import io.emrops.certificates.x509.Chain;
import io.emrops.certificates.x509.Encodings;
import io.emrops.certificates.x509.Keys;
import io.emrops.core.Emrops;
import io.emrops.testkit.tls.TestCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IssuersTest {
    private static final CertificateOrder ORDER = CertificateOrder.of("emr.example", "10.0.1.10", "2001:db8::1");
    private static final char[] WORD = "a password of some length".toCharArray();
    private static final Secret PASSWORD = Secret.of(WORD);
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    @TempDir
    Path folder;

    /** An authority, and the store that its key is in. */
    private X509Certificate authority(Instant end, boolean mayIssue, PrivateKey otherKey) throws Exception {
        var keys = Keys.generate(KeyKind.EC_P256);
        var name = new X500Name("CN=Hospital Issuing");
        var builder = new JcaX509v3CertificateBuilder(
                        name,
                        java.math.BigInteger.TEN,
                        java.util.Date.from(NOW.minus(Duration.ofDays(100))),
                        java.util.Date.from(end),
                        name,
                        keys.getPublic())
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(mayIssue))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
        var certificate = Encodings.certificate(
                builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                        .getEncoded());
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "issuing", otherKey == null ? keys.getPrivate() : otherKey, WORD, new Certificate[] {certificate});
        try (var out = Files.newOutputStream(folder.resolve("ca.p12"))) {
            store.store(out, WORD);
        }
        return certificate;
    }

    private InternalAuthority issuer() {
        return InternalAuthority.in(folder.resolve("ca.p12"), PASSWORD, "issuing")
                .clock(() -> NOW);
    }

    @Test
    void an_authority_gives_what_was_ordered() throws Exception {
        var authority = authority(NOW.plus(Duration.ofDays(1000)), true, null);
        for (var kind : List.of(KeyKind.EC_P256, KeyKind.EC_P384, KeyKind.RSA_2048)) {
            var issued = issuer().issue(ORDER.with(kind).validFor(Duration.ofDays(10)), Progress.none());

            assertThat(ORDER.coveredBy(issued.facts())).isTrue();
            assertThat(issued.facts().key().toString())
                    .isEqualTo(kind.toString().replace("P-", ""));
            assertThat(issued.facts().daysLeft(NOW)).isEqualTo(10);
            assertThat(issued.chain()).as("without the root").hasSize(1);
            assertThat(Chain.signed(issued.certificate(), authority)).isTrue();
            assertThat(Chain.distrust(issued.chain(), List.of(authority), NOW)).isEmpty();
            assertThat(Keys.belongTogether(issued.key(), issued.certificate().getPublicKey()))
                    .isTrue();
            assertThat(issued.toString()).doesNotContain("PRIVATE").contains("CN=emr.example");
        }
    }

    @Test
    void a_certificate_ends_with_its_authority_at_the_latest() throws Exception {
        authority(NOW.plus(Duration.ofDays(20)), true, null);

        var issued = issuer().lifetime(Duration.ofDays(365)).issue(ORDER, Progress.none());

        assertThat(issued.facts().notAfter()).isEqualTo(NOW.plus(Duration.ofDays(20)));
    }

    @Test
    void an_authority_that_cannot_issue_is_told_as_that() throws Exception {
        assertThatExceptionOfType(TargetUnavailableException.class)
                .isThrownBy(() -> issuer().issue(ORDER, Progress.none()))
                .withMessageContaining("could not be opened");
        authority(NOW.minus(Duration.ofDays(1)), true, null);
        refused("it expired");
        authority(NOW.plus(Duration.ofDays(1000)), false, null);
        refused("no authority's");
        authority(
                NOW.plus(Duration.ofDays(1000)),
                true,
                Keys.generate(KeyKind.EC_P256).getPrivate());
        refused("key is that of another certificate");
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> InternalAuthority.in(folder.resolve("ca.p12"), PASSWORD, "nobody")
                        .issue(ORDER, Progress.none()))
                .withMessageContaining("no authority of the name nobody");
        var wrong = InternalAuthority.in(
                folder.resolve("ca.p12"), Secret.of("another of some length".toCharArray()), "issuing");
        assertThatExceptionOfType(TargetUnavailableException.class)
                .isThrownBy(() -> wrong.issue(ORDER, Progress.none()));
    }

    private void refused(String why) {
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> issuer().issue(ORDER, Progress.none()))
                .withMessageContaining(why)
                .withMessageContaining("nothing was issued");
    }

    private SigningRequests requests() {
        return SigningRequests.in(folder.resolve("requests"), PASSWORD);
    }

    private RunState run(Runbook book) throws InterruptedException {
        try (var engine = Emrops.inMemory().build()) {
            return engine.start(book, RunRequest.by("m.meier")).await().state();
        }
    }

    private Runbook requesting(boolean failing) {
        return Runbook.define("request", "Request", rb -> {
            rb.step("request", "Request", requests().create("emr", ORDER)).inDoubt(InDoubt.probe());
            rb.action("then", "Then", run -> {
                        if (failing) {
                            throw new IllegalStateException();
                        }
                    })
                    .nothingToUndo("no");
        });
    }

    @Test
    void a_request_is_written_once_and_its_key_is_locked() throws Exception {
        assertThat(run(requesting(false))).isEqualTo(RunState.SUCCEEDED);
        var first = Files.readString(folder.resolve("requests/emr.csr"));
        assertThat(run(requesting(false))).isEqualTo(RunState.SUCCEEDED);

        assertThat(folder.resolve("requests/emr.csr")).hasContent(first);
        assertThat(Files.readString(folder.resolve("requests/emr.key"))).contains("ENCRYPTED PRIVATE KEY");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("requests/emr.key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void an_undo_removes_a_request_that_it_has_written_and_no_other() throws Exception {
        assertThat(run(requesting(true))).isEqualTo(RunState.ROLLED_BACK);
        assertThat(folder.resolve("requests/emr.csr")).doesNotExist();
        assertThat(folder.resolve("requests/emr.key")).doesNotExist();

        assertThat(run(requesting(false))).isEqualTo(RunState.SUCCEEDED);
        assertThat(run(requesting(true))).isEqualTo(RunState.ROLLED_BACK);
        assertThat(folder.resolve("requests/emr.csr")).exists();
    }

    @Test
    void what_was_not_signed_or_for_another_key_is_told_as_that() throws Exception {
        var brought = requests().brought("emr");
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> brought.issue(ORDER, Progress.none()))
                .withMessageContaining("no request of the name emr");
        run(requesting(false));
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> brought.issue(ORDER, Progress.none()))
                .withMessageContaining("Nothing was signed yet");
        var signed = folder.resolve("requests/emr.crt");
        Files.writeString(
                signed, Encodings.pem(List.of(TestCertificate.forLocalhost().certificate())));
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> brought.issue(ORDER, Progress.none()))
                .withMessageContaining("is not for the key of the request");
        Files.writeString(signed, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> brought.issue(ORDER, Progress.none()))
                .withMessageContaining("cannot be read");
        var locked = SigningRequests.in(folder.resolve("requests"), Secret.of("another of some length".toCharArray()));
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> locked.brought("emr").issue(ORDER, Progress.none()))
                .withMessageContaining("another password");
    }

    @Test
    void a_request_for_something_else_is_not_taken_for_this_one() throws Exception {
        run(requesting(false));
        var first = Files.readString(folder.resolve("requests/emr.csr"));
        for (var other : List.of(CertificateOrder.of("other.example"), ORDER.with(KeyKind.RSA_2048))) {
            var book = Runbook.define(
                    "request",
                    "Request",
                    rb -> rb.step("request", "Request", requests().create("emr", other))
                            .inDoubt(InDoubt.probe()));
            try (var engine = Emrops.inMemory().build()) {
                var report = engine.start(book, RunRequest.by("m.meier")).await();
                assertThat(report.state()).isEqualTo(RunState.FAILED);
                assertThat(report.toMarkdown()).contains("is there already, and is for something else");
            }
        }
        assertThat(folder.resolve("requests/emr.csr")).hasContent(first);
    }

    @Test
    void a_name_that_is_too_long_for_a_subject_is_no_obstacle() throws Exception {
        var host = "a".repeat(63) + "." + "b".repeat(63) + ".example";
        authority(NOW.plus(Duration.ofDays(400)), true, null);

        for (var issued : List.of(
                issuer().issue(CertificateOrder.of(host), Progress.none()),
                io.emrops.certificates.issuer.SelfSigned.issuer().issue(CertificateOrder.of(host), Progress.none()))) {
            assertThat(issued.facts().isFor(host)).isTrue();
        }
    }

    @Test
    void names_and_lifetimes_that_cannot_be_are_refused() {
        for (var odd : List.of("", "../x", "a/b", ".", "a b", "a".repeat(101), "a\n")) {
            assertThatIllegalArgumentException().isThrownBy(() -> requests().brought(odd));
        }
        for (var odd : List.of(
                "",
                "a b.example",
                "-a.example",
                "*",
                "*.*.example",
                "a..b",
                "emr.example\n",
                "1.2.3.4.5;",
                "256.1.1.1",
                "1.2.3.4567",
                "1::2::3",
                ":::")) {
            assertThatIllegalArgumentException().as(odd).isThrownBy(() -> CertificateOrder.of(odd));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> CertificateOrder.of());
        assertThatIllegalArgumentException().isThrownBy(() -> ORDER.validFor(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> issuer().lifetime(Duration.ofDays(-1)));
    }
}
