package io.emrops.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class RecordSetTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void what_means_the_same_is_equal() {
        assertThat(RecordSet.a("X.example.", MINUTE, "10.0.0.2", "10.0.0.1", "10.0.0.2"))
                .isEqualTo(RecordSet.a("x.example", Duration.ofSeconds(60), "10.0.0.1", "10.0.0.2"))
                .hasToString("x.example A: 10.0.0.1, 10.0.0.2, TTL 60 s");
        assertThat(RecordSet.aaaa("x", MINUTE, "FD00:0:0::1", "::FFFF:10.0.0.1", "::ffff:a00:1")
                        .values())
                .containsExactly("::ffff:10.0.0.1", "fd00::1");
        assertThat(RecordSet.alias("x", MINUTE, "Y.Example.").values()).containsExactly("y.example");
    }

    @Test
    void texts_are_written_as_the_dns_has_them() {
        assertThat(RecordSet.text("x", MINUTE, "v=spf1 -all").values()).containsExactly("\"v=spf1 -all\"");
        assertThat(RecordSet.text("x", MINUTE, "a\"b\\ä\n").values()).containsExactly("\"a\\\"b\\\\\\195\\164\\010\"");
        assertThat(RecordSet.text("x", MINUTE, "").values()).containsExactly("\"\"");
        assertThat(RecordSet.text("x", MINUTE, "y".repeat(256)).values())
                .containsExactly("\"" + "y".repeat(255) + "\" \"y\"");
        assertThat(RecordType.TXT.canonical("\t\"\\065\\B\"\"c\" ")).isEqualTo("\"AB\" \"c\"");
    }

    @Test
    void what_is_no_value_is_refused() {
        no(RecordType.A, "10.0.0", "010.0.0.1", "10.0.0.256", "10.0.0.1 ", "::1", "a.example", "", "10.0.0.1\n");
        no(RecordType.AAAA, "10.0.0.1", ":::", "1:2", "g::", "::1%lo", "[::1]", "", "::1 ", "1::2::3", "12345::");
        no(RecordType.CNAME, "", "a b", "..");
        no(
                RecordType.TXT,
                "plain",
                "",
                "\"open",
                "\"a\" b",
                "\"\\",
                "\"\\25\"",
                "\"\\256\"",
                "\"" + "x".repeat(256) + "\"");
    }

    private static void no(RecordType type, String... values) {
        for (var value : values) {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .as(value)
                    .isThrownBy(() -> new RecordSet(new DnsName("x"), type, MINUTE, List.of(value)));
        }
    }

    @Test
    void a_time_to_live_is_one_that_can_be_sent() {
        for (var ttl : new Duration[] {
            Duration.ofSeconds(-1), Duration.ofMillis(1500), Duration.ofSeconds(1L << 31), Duration.ofNanos(-1)
        }) {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> RecordSet.a("x", ttl, "10.0.0.1"));
        }
        assertThat(RecordSet.a("x", Duration.ZERO, "10.0.0.1").ttl()).isZero();
        assertThat(RecordSet.a("x", Duration.ofSeconds(Integer.MAX_VALUE), "10.0.0.1")
                        .content())
                .endsWith("TTL 2147483647 s");
    }

    @Test
    void a_set_has_records_and_an_alias_is_one() {
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> RecordSet.a("x", MINUTE));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new RecordSet(new DnsName("x"), RecordType.CNAME, MINUTE, List.of("a", "b")));
    }

    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
    void whatever_is_given_has_one_writing_or_is_refused(@ForAll RecordType type, @ForAll("values") String value) {
        try {
            var canonical = type.canonical(value);
            assertThat(type.canonical(canonical)).isEqualTo(canonical);
            assertThat(canonical).matches("[ -~]+");
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    @Property(tries = 500)
    void any_text_has_one_writing(@ForAll String text) {
        var written = RecordSet.text("x", MINUTE, text).values().get(0);

        assertThat(RecordType.TXT.canonical(written)).isEqualTo(written);
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(8),
                Arbitraries.strings().withChars("0123456789.").ofMinLength(7).ofMaxLength(15),
                Arbitraries.strings().withChars("0aF:.1").ofMinLength(2).ofMaxLength(24),
                Arbitraries.strings().withChars("\"\\ 0127ab").ofMinLength(2).ofMaxLength(12));
    }
}
