package io.emrops.examples.guide;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.InDoubt;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.Secret;
import io.emrops.core.Emrops;
import io.emrops.dns.DnsName;
import io.emrops.dns.DnsRecords;
import io.emrops.dns.DnsUpdater;
import io.emrops.dns.RecordSet;
import io.emrops.dns.RecordType;
import io.emrops.rfc2136.Rfc2136;
import io.emrops.testkit.FakeDnsUpdater;
import org.junit.jupiter.api.Test;

final class DnsTest {
    private static final RecordSet SITE_A = RecordSet.a("emrnext.hospital.example", ofMinutes(5), "10.1.0.7");
    private static final RecordSet SITE_B = RecordSet.a("emrnext.hospital.example", ofMinutes(1), "10.2.0.7");

    // tag::rfc2136[]
    Rfc2136 zone(Secret secret) {
        return Rfc2136.zone("hospital.example", "ns1.hospital.example")
                .key("emrops", secret) // hmac-sha256, in Base64 as in BIND's configuration
                .secondary("ns2.hospital.example")
                .resolver("10.0.0.53")
                .build();
    }
    // end::rfc2136[]

    @Test
    void what_is_only_configured_asks_nobody() {
        assertThat(zone(Secret.of("c2VjcmV0IQ==".toCharArray()))).isNotNull();
    }

    // tag::failover[]
    Runbook failover(DnsUpdater dns) {
        var siteB = RecordSet.a("emrnext.hospital.example", ofMinutes(1), "10.2.0.7");
        return Runbook.define("emrnext-name", "Lead emrnext to site B", rb -> {
            var old =
                    rb.step("old", "What is served", DnsRecords.current(dns, "emrnext.hospital.example", RecordType.A));
            rb.step("name", "Lead the name to site B", DnsRecords.replace(dns, old, siteB))
                    .inDoubt(InDoubt.probe());
            rb.verify("served", "All servers say so", DnsRecords.servedByAll(dns, siteB))
                    .within(ofMinutes(2));
            rb.verify("leads", "Clients are led there", DnsRecords.pointsTo(dns, "portal.hospital.example", "10.2.0.7"))
                    .within(ofMinutes(6)); // the old TTL, and one minute more
        });
    }
    // end::failover[]

    // tag::fake[]
    @Test
    void the_name_leads_to_site_b() throws Exception {
        var dns = FakeDnsUpdater.of("hospital.example")
                .secondary("ns2")
                .holding(SITE_A)
                .holding(RecordSet.alias("portal.hospital.example", ofMinutes(5), "emrnext.hospital.example"));

        try (var engine = Emrops.inMemory().build()) {
            var report = engine.start(failover(dns), RunRequest.by("m.meier")).await();

            assertThat(report.state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(dns.held(SITE_B.name(), RecordType.A)).contains(SITE_B);
        }
    }
    // end::fake[]

    @Test
    void a_zone_is_changed_without_a_runbook_too() {
        var dns = FakeDnsUpdater.of("hospital.example").secondary("ns2").holding(SITE_A);
        // tag::verbs[]
        var name = new DnsName("emrnext.hospital.example");
        var siteB = RecordSet.a("emrnext.hospital.example", ofMinutes(1), "10.2.0.7");
        var old = dns.find(name, RecordType.A).orElseThrow();
        dns.replace(old, siteB); // refused, with what is there, if it is not old any more
        dns.add(RecordSet.text("emrnext.hospital.example", ofMinutes(1), "site B since CHG-4711"));
        dns.served(name, RecordType.A); // what each authoritative server says
        // end::verbs[]

        assertThat(dns.held(name, RecordType.A)).contains(siteB);
        assertThat(dns.changes()).hasSize(2);
    }
}
