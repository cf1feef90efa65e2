package io.emrops.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Answer;
import io.emrops.InDoubt;
import io.emrops.Progress;
import io.emrops.Report;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.Secret;
import io.emrops.certificate.CertificateOrder;
import io.emrops.certificate.Certificates;
import io.emrops.certificate.ServiceReload;
import io.emrops.certificates.file.PemFiles;
import io.emrops.certificates.issuer.SelfSigned;
import io.emrops.certificates.issuer.SigningRequests;
import io.emrops.core.Emrops;
import io.emrops.network.Endpoint;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run that waits until an authority that is offline has signed: here, the JDK's own keytool, by hand. */
@Timeout(60)
class SignedBySomebodyTest {
    private static final CertificateOrder ORDER = CertificateOrder.of("emr.example");
    private static final String WORD = "a-password-of-some-length";

    @TempDir
    Path folder;

    private SigningRequests requests;
    private ServiceCertificate emr;
    private Runbook book;

    @BeforeEach
    void prepare() throws Exception {
        var pem = folder.resolve("emr.pem");
        var store = PemFiles.combined(pem);
        store.stage("begin", SelfSigned.issuer().issue(ORDER, Progress.none()));
        store.activate("begin");
        store.finish("begin");
        requests = SigningRequests.in(folder.resolve("requests"), Secret.of(WORD.toCharArray()));
        emr = ServiceCertificate.of("emrnext", "emr.example")
                .place(store, ServiceReload.none(), new Endpoint("127.0.0.1", 1))
                .issuedBy(requests.brought("emr"))
                .seenFrom(new FilesAsServers(pem))
                .shownWithin(Duration.ofSeconds(1))
                .build();
        book = Runbook.define("rotation", "Rotation", rb -> {
            rb.step("request", "Write the request", requests.create("emr", ORDER))
                    .inDoubt(InDoubt.probe());
            rb.manual("signed", "Have it signed");
            rb.step("rotate", "Rotate", Certificates.rotate(emr, ORDER)).inDoubt(InDoubt.rerun());
        });
        keytool(
                "-genkeypair -keystore ca.p12 -alias ca -keyalg EC -dname CN=Hospital -ext bc:c -ext ku:c=keyCertSign -validity 300 -storepass "
                        + WORD);
    }

    private void keytool(String arguments) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments.split(" ")));
        var process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    private void sign(String name) throws Exception {
        keytool(
                "-gencert -keystore ca.p12 -alias ca -infile requests/emr.csr -outfile requests/emr.crt -rfc -validity 90 -ext san=dns:"
                        + name + " -ext eku=serverAuth -storepass " + WORD);
    }

    private Report run(String name) throws Exception {
        try (var engine = Emrops.inMemory().build()) {
            var run = engine.start(book, RunRequest.by("m.meier"));
            assertThat(run.awaitState(state -> state == RunState.WAITING, Duration.ofSeconds(20)))
                    .isTrue();
            assertThat(Files.readString(folder.resolve("requests/emr.csr"))).contains("BEGIN CERTIFICATE REQUEST");
            sign(name);
            run.answer("signed", Answer.confirm("j.ca"));
            return run.await();
        }
    }

    @Test
    void the_run_waits_and_goes_on_with_what_was_signed() throws Exception {
        var report = run("emr.example");

        assertThat(report.succeeded()).as(report.toMarkdown()).isTrue();
        var status = emr.status();
        assertThat(status.faults()).isEmpty();
        assertThat(status.endingFirst().orElseThrow().issuer()).isEqualTo("CN=Hospital");
        assertThat(report.toMarkdown()).doesNotContain(WORD).doesNotContain("PRIVATE KEY");
    }

    @Test
    void one_that_was_signed_for_another_name_is_not_put_anywhere() throws Exception {
        var before = emr.status().endingFirst();

        var report = run("other.example");

        assertThat(report.succeeded()).isFalse();
        assertThat(report.toMarkdown()).contains("not for all of emr.example").contains("nothing was touched");
        assertThat(emr.status().endingFirst()).isEqualTo(before);
        assertThat(folder.resolve("requests/emr.csr"))
                .as("what was signed is kept")
                .exists();
    }
}
