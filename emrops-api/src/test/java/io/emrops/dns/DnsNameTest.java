package io.emrops.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class DnsNameTest {
    @Test
    void a_name_is_equal_in_all_its_writings() {
        assertThat(new DnsName("EMRNext.Hospital.example."))
                .isEqualTo(new DnsName("emrnext.hospital.example"))
                .hasToString("emrnext.hospital.example");
        assertThat(new DnsName("_acme-challenge.x").text()).isEqualTo("_acme-challenge.x");
        assertThat(new DnsName("*.x").text()).isEqualTo("*.x");
    }

    @Test
    void what_is_no_name_is_refused() {
        var label = "a".repeat(63);
        for (var text : new String[] {
            "",
            ".",
            "..",
            "a..b",
            ".a",
            "a b",
            "a\\.b",
            "ä.example",
            "a.*",
            "a\n",
            "a.b..",
            label + "a",
            String.join(".", label, label, label, label),
            "\u212A.example",
            "x/y"
        }) {
            assertThatExceptionOfType(IllegalArgumentException.class).as(text).isThrownBy(() -> new DnsName(text));
        }
        assertThat(new DnsName(String.join(".", label, label, label, label.substring(2))).text())
                .hasSize(253);
    }

    @Test
    void a_name_is_in_its_zone_by_whole_labels() {
        var zone = new DnsName("hospital.example");

        assertThat(zone.isIn(zone)).isTrue();
        assertThat(new DnsName("a.b.hospital.example").isIn(zone)).isTrue();
        assertThat(new DnsName("otherhospital.example").isIn(zone)).isFalse();
        assertThat(new DnsName("example").isIn(zone)).isFalse();
    }

    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void whatever_is_given_is_a_name_in_one_writing_or_refused(@ForAll("texts") String text) {
        try {
            var name = new DnsName(text);
            assertThat(name.text())
                    .isEqualTo(name.text().toLowerCase(Locale.ROOT))
                    .matches("[*a-z0-9._-]{1,253}");
            assertThat(new DnsName(name.text())).isEqualTo(name);
            assertThat(new DnsName(text.toUpperCase(Locale.ROOT))).isEqualTo(name);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("No name of the DNS");
        }
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(12),
                Arbitraries.strings().withChars("aZ9-_.*\\").ofMaxLength(300));
    }
}
