package io.emrops.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A chain is as good as the worst of its certificates, but for a root. */
class CountingDatesTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    private static CertificateFacts of(String subject, String issuer, int from, int until) {
        return new CertificateFacts(
                "CN=" + subject,
                "CN=" + issuer,
                List.of(),
                "1",
                NOW.plus(Duration.ofDays(from)),
                NOW.plus(Duration.ofDays(until)),
                subject,
                new KeyFacts("EC", 256),
                "SHA256withECDSA");
    }

    private static final CertificateFacts ROOT = of("Root", "Root", -5000, -1);

    private static CertificateStatus status(CertificateFacts... chain) {
        return new CertificateStatus(
                NOW,
                "emrnext",
                List.of(new FoundCertificate("a.pem", List.of(chain), KeyState.MATCHES, List.of())),
                List.of(),
                List.of());
    }

    @Test
    void an_authority_that_ends_first_counts_and_a_root_does_not() {
        var server = of("emr", "Issuing", -1, 200);

        assertThat(status(server, of("Issuing", "Root", -1, 50), ROOT).daysLeft())
                .contains(50L);
        assertThat(status(server, of("Issuing", "Root", -1, 50), ROOT).lines())
                .singleElement()
                .asString()
                .contains("50 days left of its authority CN=Issuing");
        assertThat(status(server, ROOT).daysLeft()).contains(200L);
        assertThat(status(ROOT).daysLeft()).contains(-1L);
    }

    @Test
    void one_that_begins_later_is_told_whichever_ends_first() {
        var issuing = of("Issuing", "Root", -1, 50);

        assertThat(CountingDates.early(List.of(of("emr", "Issuing", 10, 200), issuing), NOW))
                .hasValueSatisfying(text -> assertThat(text).startsWith("it is not valid before 2026-06-11"));
        assertThat(CountingDates.early(List.of(of("emr", "Issuing", -1, 20), of("Issuing", "Root", 3, 50)), NOW))
                .hasValueSatisfying(text -> assertThat(text).startsWith("its authority CN=Issuing is not valid"));
        assertThat(CountingDates.early(List.of(of("emr", "Issuing", -1, 20), issuing), NOW))
                .isEmpty();
    }

    @Test
    void what_only_looks_like_an_address_takes_no_time() {
        assertThat(HostNames.isAddress(":".repeat(100_000) + "x")).isFalse();
    }
}
