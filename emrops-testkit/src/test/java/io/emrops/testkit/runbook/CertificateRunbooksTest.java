package io.emrops.testkit.runbook;

import static java.time.Duration.ofDays;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Finding;
import io.emrops.Report;
import io.emrops.Report.StepState;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.certificate.CertificateFacts;
import io.emrops.certificate.CertificateOrder;
import io.emrops.certificate.CertificateSource;
import io.emrops.certificate.FoundCertificate;
import io.emrops.certificate.KeyState;
import io.emrops.core.Emrops;
import io.emrops.network.Endpoint;
import io.emrops.runbooks.CertificateCheckRunbook;
import io.emrops.runbooks.CertificateRotationRunbook;
import io.emrops.testkit.FakeCertificates;
import io.emrops.testkit.RunbookDocument;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class CertificateRunbooksTest {
    private static final Path DOCUMENTS = Path.of("src/test/resources/io/emrops/testkit/runbook");
    private static final RunRequest REQUEST = RunRequest.by("m.meier");
    private static final CertificateOrder ORDER = CertificateOrder.of("emr.example");
    private static final Endpoint ONE = new Endpoint("10.0.1.10", 443);
    private static final Endpoint TWO = new Endpoint("10.0.1.11", 443);

    private final FakeCertificates emr = service().ending(ofDays(20));

    private static FakeCertificates service() {
        return FakeCertificates.of("emrnext", "emr.example", ONE, TWO);
    }

    private CertificateRotationRunbook rotation() {
        return CertificateRotationRunbook.of("emrnext-certificate", "Rotate the certificate of EMRNext", emr, ORDER);
    }

    private static Report run(Runbook book) throws InterruptedException {
        try (var engine = Emrops.inMemory().build()) {
            return engine.start(book, REQUEST).await();
        }
    }

    private static StepState state(Report report, String path) {
        return report.steps().stream()
                .filter(step -> step.path().equals(path))
                .findFirst()
                .orElseThrow()
                .state();
    }

    @Test
    void a_new_certificate_is_served() throws Exception {
        var before = emr.shownBy(ONE);

        var report = run(rotation().build());

        assertThat(report.succeeded()).as(report.toMarkdown()).isTrue();
        assertThat(emr.shownBy(TWO)).isNotEqualTo(before).isEqualTo(emr.shownBy(ONE));
    }

    @Test
    void a_server_that_goes_on_with_the_old_one_fails_the_run_and_all_is_as_before() throws Exception {
        var before = emr.shownBy(ONE);
        emr.stubborn(TWO);

        var report = run(rotation().build());

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(emr.shownBy(ONE)).isEqualTo(before);
        assertThat(report.toMarkdown()).contains("earlier certificate is in its place again");
    }

    @Test
    void a_later_failure_puts_the_old_one_back() throws Exception {
        var before = emr.shownBy(ONE);

        var report = run(rotation()
                .verify("never", "It is not to be", run -> Finding.notOk("no"))
                .build());

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(emr.shownBy(ONE)).isEqualTo(before);
    }

    @Test
    void one_that_is_valid_for_long_is_left_alone_and_one_that_is_not_is_renewed() throws Exception {
        var left = run(rotation().onlyWithin(15).build());
        assertThat(left.succeeded()).as(left.toMarkdown()).isTrue();
        assertThat(state(left, "rotate")).isEqualTo(StepState.SKIPPED);
        assertThat(emr.changes()).isEmpty();

        var renewed = run(rotation().onlyWithin(30).build());
        assertThat(renewed.succeeded()).as(renewed.toMarkdown()).isTrue();
        assertThat(emr.changes()).hasSize(1);
    }

    @Test
    void it_comes_to_its_end_wherever_its_process_dies() throws Exception {
        var deaths = DeathAtEveryRecord.of(() -> {
            var service = service();
            var before = service.shownBy(ONE);
            var book = CertificateRotationRunbook.of("emrnext-certificate", "Rotate", service, ORDER)
                    .onlyWithin(60)
                    .validFor(60)
                    .build();
            return new DeathAtEveryRecord.Scene(book, REQUEST, report -> {
                assertThat(report.succeeded()).as(report.toMarkdown()).isTrue();
                assertThat(service.shownBy(ONE)).isNotEqualTo(before).isEqualTo(service.shownBy(TWO));
                assertThat(service.applied()).hasSize(1);
            });
        });

        assertThat(deaths).isGreaterThan(7);
    }

    /** A folder with these certificates. */
    private record Folder(List<FoundCertificate> certificates) implements CertificateSource {
        @Override
        public Target target() {
            return new Target("folder", "folder", "folder");
        }
    }

    /** One that nobody can look at. */
    private record Gone() implements CertificateSource {
        @Override
        public Target target() {
            return new Target("folder", "gone", "gone");
        }

        @Override
        public List<FoundCertificate> certificates() {
            throw new TargetUnavailableException("The folder cannot be looked at");
        }
    }

    private static FoundCertificate found(String place, CertificateFacts facts) {
        return new FoundCertificate(place, List.of(facts), KeyState.MATCHES, List.of());
    }

    private static CertificateFacts ending(int days) {
        return service()
                .clock(() -> Instant.now())
                .ending(ofDays(days).plusHours(1))
                .shownBy(ONE);
    }

    @Test
    void what_ends_soon_is_told_first() throws Exception {
        var folder = new Folder(List.of(
                found("a.pem", ending(200)),
                found("b.pem", ending(5)),
                found("c.pem", ending(-2)),
                FoundCertificate.unreadable("d.pem", "its PEM block 1 is damaged")));

        var report = run(CertificateCheckRunbook.of("monthly", "Monthly check", 30, List.of(folder, new Gone()))
                .build());

        assertThat(report.state()).isEqualTo(RunState.FAILED);
        var text = report.toMarkdown();
        assertThat(text)
                .contains("3 of 4 certificates want attention; 1 place without any, or that could not be looked at");
        assertThat(List.of(
                        "Not looked at",
                        "d.pem: its PEM block 1",
                        "EXPIRED 2 days ago",
                        "5 days left",
                        "200 days left"))
                .isSortedAccordingTo(Comparator.comparing(text::indexOf))
                .allMatch(text::contains);
    }

    @Test
    void a_place_without_any_is_no_good_news() throws Exception {
        var report = run(CertificateCheckRunbook.of(
                        "monthly",
                        "Monthly check",
                        30,
                        List.of(new Folder(List.of(found("a.pem", ending(200)))), new Folder(List.of())))
                .build());

        assertThat(report.state()).isEqualTo(RunState.FAILED);
        assertThat(report.toMarkdown()).contains("folder: there is no certificate");
    }

    @Test
    void all_that_is_well_passes() throws Exception {
        var report = run(CertificateCheckRunbook.of(
                        "monthly", "Monthly check", 10, List.of(new Folder(List.of(found("a.pem", ending(200))))))
                .service("emrnext", "EMRNext", emr)
                .build());

        assertThat(report.succeeded()).as(report.toMarkdown()).isTrue();
        assertThat(report.toMarkdown()).contains("1 certificate, none ends within 10 days");
    }

    @Test
    void the_documents_are_up_to_date() {
        RunbookDocument.assertUpToDate(
                rotation()
                        .lock("emrnext-certificate")
                        .approval("go", "Whoever is on call agrees", "on-call", 1)
                        .build(),
                DOCUMENTS.resolve("certificate-rotation.md"));
        RunbookDocument.assertUpToDate(
                CertificateRotationRunbook.of(
                                "scheduler-renewal", "Renew the certificate of Hospital Scheduler", emr, ORDER)
                        .onlyWithin(30)
                        .build(),
                DOCUMENTS.resolve("certificate-renewal.md"));
        RunbookDocument.assertUpToDate(
                CertificateCheckRunbook.of(
                                "certificates-monthly", "Monthly check of certificates", 30, List.of(new Gone()))
                        .service("emrnext", "EMRNext", emr)
                        .build(),
                DOCUMENTS.resolve("certificate-check.md"));
    }
}
