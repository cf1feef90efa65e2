package io.emrops.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CertificateFactsTest {
    private static final Instant END = Instant.parse("2026-12-01T00:00:00Z");

    private static CertificateFacts of(String... names) {
        return new CertificateFacts(
                "CN=subject.example",
                "CN=Authority",
                List.of(names),
                "1",
                END.minusSeconds(60),
                END,
                "00",
                new KeyFacts("EC", 256),
                "SHA256withECDSA");
    }

    @Test
    void names_are_equal_whatever_their_capitals_and_the_dot_at_their_end() {
        assertThat(of("EMR.example").isFor("emr.EXAMPLE.")).isTrue();
        assertThat(of("emr.example.").isFor("emr.example")).isTrue();
        assertThat(of("emr.example").isFor("www.emr.example")).isFalse();
        assertThat(of("www.emr.example").isFor("emr.example")).isFalse();
    }

    @Test
    void a_wildcard_stands_for_one_whole_label_on_the_left() {
        var wild = of("*.ward.example");

        assertThat(wild.isFor("a.ward.example")).isTrue();
        assertThat(wild.isFor("A.Ward.Example")).isTrue();
        assertThat(wild.isFor("ward.example")).isFalse();
        assertThat(wild.isFor(".ward.example")).isFalse();
        assertThat(wild.isFor("b.a.ward.example")).isFalse();
        assertThat(wild.isFor("award.example")).isFalse();
        assertThat(of("w*.example", "a.*.example", "*.*.example", "*").isFor("ward.example"))
                .isFalse();
        assertThat(of("a.*.example", "*.*.example").isFor("a.ward.example")).isFalse();
    }

    @Test
    void an_address_is_equal_in_all_its_writings_and_matches_no_wildcard() {
        assertThat(of("10.0.2.10", "2001:db8::1").isFor("2001:DB8:0:0::1")).isTrue();
        assertThat(of("10.0.2.10").isFor("10.0.2.10")).isTrue();
        assertThat(of("10.0.2.10").isFor("10.0.2.1")).isFalse();
        assertThat(of("*.0.2.10").isFor("10.0.2.10")).isFalse();
    }

    @Test
    void the_subject_does_not_count() {
        assertThat(of().isFor("subject.example")).isFalse();
    }

    @Test
    void what_is_no_host_is_no_match() {
        for (var odd : List.of("", ".", "a b", "*", "::%x", "\u00e4.example", "1.2.3.4.5")) {
            assertThat(of("emr.example", "*.example").isFor(odd)).as(odd).isEqualTo(odd.equals("\u00e4.example"));
        }
    }

    @Test
    void days_are_whole_ones_that_are_left() {
        var facts = of("emr.example");

        assertThat(facts.daysLeft(END.minus(Duration.ofDays(2)))).isEqualTo(2);
        assertThat(facts.daysLeft(END.minus(Duration.ofDays(2)).plusSeconds(1))).isEqualTo(1);
        assertThat(facts.daysLeft(END)).isZero();
        assertThat(facts.daysLeft(END.plusSeconds(1))).isEqualTo(-1);
    }
}
