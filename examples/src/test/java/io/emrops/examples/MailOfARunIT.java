package io.emrops.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.emrops.Engine;
import io.emrops.Plan;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.Secret;
import io.emrops.core.Emrops;
import io.emrops.mail.MailNotifier;
import io.emrops.notice.Notice;
import io.emrops.notice.Notices;
import io.emrops.testkit.Canary;
import io.emrops.testkit.RequiresEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run that tells people of itself, over a real mail server. */
@RequiresEngine("smtp")
@Timeout(60)
class MailOfARunIT {
    private static final RunRequest REQUEST = RunRequest.by("m.meier").because("CHG-4711");

    private final String mailbox = "box-" + UUID.randomUUID() + "@hospital.example";

    @TempDir
    Path directory;

    private Path server;
    private Canary password;
    private Engine engine;

    @BeforeEach
    void start() throws IOException {
        server = Path.of(System.getenv("EMROPS_SMTP_DIR"));
        password = Canary.of(Files.readString(server.resolve("password")).strip());
        engine = Emrops.engine(directory);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void the_rehearsal_sends_nothing_and_the_run_sends_what_was_rehearsed() throws Exception {
        var book = telling("stakeholders", mail(password.secret()));

        var plan = engine.plan(book, REQUEST);
        var whenRehearsed = mails();
        var report = engine.start(plan).await();

        assertThat(plan.toMarkdown()).contains("stakeholders would be told: EMRNext is updated tonight", mailbox);
        assertThat(whenRehearsed).isEmpty();
        assertThat(report.state()).isEqualTo(RunState.SUCCEEDED);
        await().pollInterval(Duration.ofMillis(20)).until(() -> !mails().isEmpty());
        assertThat(mails()).singleElement().asString().contains("Subject: EMRNext is updated tonight", "From 2 to 6");
        engine.close();
        password.requireNotIn(directory);
        password.requireNotIn(plan.toMarkdown() + report.toMarkdown());
    }

    @Test
    void an_audience_that_is_not_known_shows_in_the_rehearsal() throws Exception {
        var plan = engine.plan(telling("stakeholder", mail(password.secret())), REQUEST);

        assertThat(plan.steps()).extracting(Plan.PlannedStep::foretold).containsExactly(Plan.Foretold.REFUSED);
        assertThat(plan.toMarkdown()).contains("There is no audience called stakeholder but");
    }

    @Test
    void a_password_that_was_changed_fails_the_run_and_shows_nowhere() throws Exception {
        var wrong = Canary.generate();

        var report = engine.start(telling("stakeholders", mail(wrong.secret())), REQUEST)
                .await();

        assertThat(report.state()).isEqualTo(RunState.FAILED);
        assertThat(report.toMarkdown()).contains("refused the mail at the login (535)");
        engine.close();
        wrong.requireNotIn(directory);
        wrong.requireNotIn(report.toMarkdown());
    }

    private static Runbook telling(String audience, MailNotifier mail) {
        return Runbook.define("tell", "Tell people", rb -> {
            var notice = new Notice(audience, "EMRNext is updated tonight", "From 2 to 6.");
            rb.step("tell", "Tell the stakeholders", Notices.send(mail, notice));
        });
    }

    private MailNotifier mail(Secret secret) throws Exception {
        var address = URI.create("smtp://" + System.getenv("EMROPS_SMTP"));
        return MailNotifier.host(address.getHost())
                .port(address.getPort())
                .trusting(certificateOfTheServer())
                .login("emrops", secret)
                .from("EMR operations <ops@hospital.example>")
                .audience("stakeholders", mailbox)
                .build();
    }

    private SSLContext certificateOfTheServer() throws Exception {
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (var in = Files.newInputStream(server.resolve("certificate.pem"))) {
            trusted.setCertificateEntry(
                    "it", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** What arrived in our mailbox, as it is on the wire. */
    private List<String> mails() throws IOException {
        try (var files = Files.list(server.resolve("mail/new"))) {
            return files.map(MailOfARunIT::read)
                    .filter(mail -> mail.contains(mailbox))
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
