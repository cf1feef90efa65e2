package io.emrops.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.PreconditionFailedException;
import io.emrops.RunRequest;
import io.emrops.Runbook;
import io.emrops.Secret;
import io.emrops.certificate.CertificateIssuer;
import io.emrops.certificate.CertificateManager;
import io.emrops.certificate.CertificateOrder;
import io.emrops.certificate.CertificateSource;
import io.emrops.certificate.ServiceReload;
import io.emrops.certificates.ServedPlace;
import io.emrops.certificates.ServiceCertificate;
import io.emrops.certificates.acme.AccountKey;
import io.emrops.certificates.acme.AcmeIssuer;
import io.emrops.certificates.acme.Dns01;
import io.emrops.certificates.file.KeyStoreFile;
import io.emrops.certificates.file.PemFiles;
import io.emrops.certificates.file.PemFolder;
import io.emrops.certificates.issuer.InternalAuthority;
import io.emrops.certificates.issuer.SigningRequests;
import io.emrops.core.Emrops;
import io.emrops.dns.DnsUpdater;
import io.emrops.haproxy.HaProxy;
import io.emrops.network.Endpoint;
import io.emrops.runbooks.CertificateCheckRunbook;
import io.emrops.runbooks.CertificateRotationRunbook;
import io.emrops.testkit.FakeCertificates;
import io.emrops.vantage.VantagePoint;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CertificateTest {
    // tag::service[]
    ServiceCertificate service(HaProxy edge, ServiceReload reloadPortal, CertificateIssuer issuer, Secret password) {
        var pem = Path.of("/etc/haproxy/tls/emr.pem");
        var keyStore = Path.of("/etc/portal/server.p12");
        return ServiceCertificate.of("EMRNext", "emr.hospital.example")
                .place(PemFiles.combined(pem), edge.certificate(pem), new Endpoint("10.0.1.10", 443))
                .place(
                        KeyStoreFile.at(keyStore, password).alias("server"),
                        reloadPortal,
                        new Endpoint("10.0.1.21", 8443),
                        new Endpoint("10.0.1.22", 8443))
                .issuedBy(issuer)
                .seenFrom(VantagePoint.here())
                .build();
    }
    // end::service[]

    // tag::issuers[]
    CertificateIssuer ownAuthority(Secret password) {
        return InternalAuthority.in(Path.of("/etc/pki/hospital-ca.p12"), password, "issuing")
                .lifetime(Duration.ofDays(365));
    }

    CertificateIssuer acme(DnsUpdater zone) {
        return AcmeIssuer.at(
                        URI.create("https://acme.hospital.example/directory"),
                        AccountKey.in(Path.of("/var/lib/emrops/acme.pem")),
                        Dns01.through(zone))
                .agreeingToTerms();
    }
    // end::issuers[]

    // tag::rotation[]
    Runbook rotation(CertificateManager emr) {
        return CertificateRotationRunbook.of(
                        "emrnext-certificate",
                        "Rotate the certificate of EMRNext",
                        emr,
                        CertificateOrder.of("emr.hospital.example"))
                .approval("go", "Whoever is on call agrees", "on-call", 1)
                .lock("emrnext-certificate")
                .build();
    }

    Runbook nightly(CertificateManager emr) {
        return CertificateRotationRunbook.of(
                        "emrnext-renewal",
                        "Renew the certificate of EMRNext",
                        emr,
                        CertificateOrder.of("emr.hospital.example"))
                .onlyWithin(30)
                .build();
    }
    // end::rotation[]

    // tag::signed[]
    Runbook signedBySomebody(CertificateManager emr, SigningRequests requests) {
        var order = CertificateOrder.of("emr.hospital.example");
        return CertificateRotationRunbook.of("emrnext-certificate", "Rotate the certificate of EMRNext", emr, order)
                .signedBySomebody(
                        requests.create("emrnext-2026", order)) // emr is issued by requests.brought("emrnext-2026")
                .build();
    }
    // end::signed[]

    // tag::monthly[]
    Runbook monthly(CertificateManager emr, VantagePoint here) {
        List<CertificateSource> places = List.of(
                PemFolder.at(Path.of("/etc/ssl/hospital")),
                ServedPlace.at(here, new Endpoint("scheduler.hospital.example", 443), "scheduler.hospital.example"));
        return CertificateCheckRunbook.of("certificates-monthly", "Monthly check of certificates", 30, places)
                .service("emrnext", "EMRNext", emr)
                .build();
    }
    // end::monthly[]

    @Test
    void a_rotation_of_the_guide_runs_on_the_fake() throws Exception {
        // tag::fake[]
        var emr = FakeCertificates.of("EMRNext", "emr.hospital.example", new Endpoint("10.0.1.10", 443))
                .ending(Duration.ofDays(10));
        try (var engine = Emrops.inMemory().build()) {
            var report = engine.start(nightly(emr), RunRequest.by("m.meier")).await();
            assertThat(report.succeeded()).isTrue();
        }
        assertThat(emr.status().daysLeft()).contains(89L);
        // end::fake[]
    }

    @Test
    void the_runbooks_of_the_guide_are_sound(@TempDir Path folder) throws Exception {
        var emr = FakeCertificates.of("EMRNext", "emr.hospital.example", new Endpoint("10.0.1.10", 443));
        var password = Secret.of("a password of some length".toCharArray());
        var requests = SigningRequests.in(folder, password);

        assertThat(rotation(emr).definition().steps()).isNotEmpty();
        assertThat(monthly(emr, VantagePoint.here()).definition().steps()).hasSize(2);
        assertThat(signedBySomebody(emr, requests).definition().steps()).hasSize(5);
        assertThat(ownAuthority(password).describe()).contains("issuing");
        var edge = HaProxy.at(Path.of("/run/haproxy/admin.sock")).build();
        var service = service(edge, ServiceReload.none(), ownAuthority(password), password);
        assertThatThrownBy(() -> service.foresee("change", CertificateOrder.of("emr.hospital.example")))
                .as("nothing is there")
                .isInstanceOf(PreconditionFailedException.class);
    }
}
