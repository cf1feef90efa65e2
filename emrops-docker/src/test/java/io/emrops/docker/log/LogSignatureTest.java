package io.emrops.docker.log;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotBlank;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LogSignatureTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-03-01T02:00:00.123Z ERROR emr.api database: login failed|ERROR emr.api database: login failed",
                "ERROR Patient 4711 'Jane Doe' could not be saved|ERROR Patient * could not be saved",
                "ERROR Patient Jane Doe (MRN A-123456) not found|ERROR Patient *) not found",
                "ERROR no answer from 10.1.2.3:1433 for 550e8400-e29b-41d4-a716-446655440000|ERROR no answer from * for *",
                "ERROR cannot open /var/lib/emr/doe-jane.pdf|ERROR cannot open *",
                "ERROR mail to jane.doe@example.org bounced|ERROR mail to * bounced",
                "ERROR GET https://emr.example/p/doe?x=1 gave 500|ERROR GET * gave *",
                "ERROR save failed patient=doe mrn=7 took=3ms|ERROR save failed patient=* mrn=* took=*",
                "java.lang.IllegalStateException: Doe^Jane|java.lang.IllegalStateException: *"
            })
    void what_a_programmer_wrote_stays_and_the_rest_goes(String line, String signature) {
        assertThat(LogSignature.of(line)).isEqualTo(signature);
    }

    @Test
    void names_in_messages_of_hl7_go() {
        assertThat(LogSignature.of("ERROR bad segment PID|1||4711^^^HOSP|DOE^JANE||19700101|F"))
                .isEqualTo("ERROR bad segment *");
    }

    @Test
    void of_json_the_message_stays_not_its_values() {
        var line =
                "{\"@t\":\"2026-03-01\",\"@l\":\"Error\",\"@mt\":\"cannot save {Patient}\",\"Patient\":\"Jane Doe\"}";

        assertThat(LogSignature.of(line)).isEqualTo("ERROR cannot save {Patient}");
    }

    @Property
    void no_digit_ever_remains(@ForAll String line) {
        assertThat(LogSignature.of(line).chars()).noneMatch(Character::isDigit);
    }

    @Test
    void a_very_long_line_costs_no_more_than_its_beginning() {
        var begun = System.nanoTime();

        for (var line :
                new String[] {"ERROR " + "x/".repeat(4000), "*(".repeat(4000), "\"\\".repeat(4000), "a".repeat(8000)}) {
            assertThat(LogSignature.of(line)).hasSizeLessThanOrEqualTo(200);
        }

        assertThat(System.nanoTime() - begun).isLessThan(30_000_000_000L);
    }

    @Property
    void it_is_never_long(@ForAll @StringLength(max = 5000) String line) {
        assertThat(LogSignature.of(line)).hasSizeLessThanOrEqualTo(200);
    }

    @Property
    void lines_that_differ_in_a_number_have_one_signature(
            @ForAll @IntRange(min = 0) int a, @ForAll @IntRange(min = 0) int b) {
        assertThat(LogSignature.of("ERROR order " + a + " was not stored"))
                .isEqualTo(LogSignature.of("ERROR order " + b + " was not stored"));
    }

    @Property
    void what_is_quoted_is_never_told(@ForAll @AlphaChars @NotBlank @StringLength(min = 12, max = 30) String name) {
        assertThat(LogSignature.of("ERROR cannot find \"" + name + "\" and '" + name + "'"))
                .doesNotContain(name);
        assertThat(LogSignature.of(
                        "{\"level\":\"error\",\"msg\":\"not found: '" + name + "'\",\"p\":\"" + name + "\"}"))
                .doesNotContain(name);
    }

    @Property
    void capitals_that_nobody_knows_are_never_told(@ForAll @AlphaChars @StringLength(min = 3, max = 30) String name) {
        var surname = "Q" + name;

        assertThat(LogSignature.of("ERROR not found: " + surname + " in ward")).isEqualTo("ERROR not found: * in ward");
    }
}
