package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CanaryTest {
    private static final String TRICKY = "p\"a/s\\s+ w%ö&rd";

    private final Canary canary = Canary.generate();

    @Test
    void each_canary_is_another_and_tells_nobody() {
        assertThat(canary.value()).isNotEqualTo(Canary.generate().value());
        assertThat(canary.toString()).doesNotContain(canary.value());
        assertThat(canary.in("nothing to be seen here")).isEmpty();
        canary.secret().use(value -> assertThat(new String(value)).isEqualTo(canary.value()));
    }

    @Test
    void it_is_found_raw_and_its_place_is_told() {
        assertThat(Canary.of("correct horse").in("ü: correct horse"))
                .containsExactly(new Canary.Sighting("", "raw", 4));
    }

    @Property
    void it_is_found_in_base64_whatever_stands_around_it(
            @ForAll @Size(max = 7) byte[] before, @ForAll @Size(max = 7) byte[] behind, @ForAll boolean url) {
        var tricky = Canary.of(TRICKY);
        var encoder = url ? Base64.getUrlEncoder() : Base64.getEncoder();
        var secret = TRICKY.getBytes(StandardCharsets.UTF_8);
        var all = new byte[before.length + secret.length + behind.length];
        System.arraycopy(before, 0, all, 0, before.length);
        System.arraycopy(secret, 0, all, before.length, secret.length);
        System.arraycopy(behind, 0, all, before.length + secret.length, behind.length);

        assertThat(tricky.in(encoder.encodeToString(all))).isNotEmpty();
    }

    @Test
    void it_is_found_in_base64_across_lines() {
        var padded = "x".repeat(50) + canary.value() + "x".repeat(100);

        var mime = Base64.getMimeEncoder().encode(padded.getBytes(StandardCharsets.UTF_8));

        assertThat(canary.in(mime)).extracting(Canary.Sighting::encoding).anyMatch(e -> e.contains("across lines"));
    }

    @Test
    void it_is_found_in_hexadecimal_and_in_utf_16() {
        var bytes = TRICKY.getBytes(StandardCharsets.UTF_8);
        var tricky = Canary.of(TRICKY);

        assertThat(tricky.in(HexFormat.of().formatHex(bytes))).isNotEmpty();
        assertThat(tricky.in(HexFormat.of().withUpperCase().formatHex(bytes))).isNotEmpty();
        assertThat(tricky.in(TRICKY.getBytes(StandardCharsets.UTF_16LE))).isNotEmpty();
        assertThat(tricky.in(TRICKY.getBytes(StandardCharsets.UTF_16BE))).isNotEmpty();
    }

    @Test
    void it_is_found_as_urls_write_it() {
        var tricky = Canary.of(TRICKY);
        var form = URLEncoder.encode(TRICKY, StandardCharsets.UTF_8);

        assertThat(tricky.in("q=" + form)).isNotEmpty();
        assertThat(tricky.in(form.replace("+", "%20"))).isNotEmpty();
        assertThat(tricky.in("p%22a%2fs%5cs%2b%20w%25%c3%b6%26rd")).isNotEmpty();
        assertThat(Canary.of("under_score-dot.dash").in("under%5Fscore%2Ddot%2Edash"))
                .isNotEmpty();
    }

    @Test
    void it_is_found_as_json_writes_it() {
        var tricky = Canary.of(TRICKY);

        assertThat(tricky.in("{\"k\":\"p\\\"a/s\\\\s+ w%ö&rd\"}")).isNotEmpty();
        assertThat(tricky.in("{\"k\":\"p\\\"a\\/s\\\\s+ w%\\u00f6&rd\"}")).isNotEmpty();
        assertThat(tricky.in("{\"k\":\"p\\\"a/s\\\\s\\u002b w%ö\\u0026rd\"}")).isNotEmpty();
        assertThat(tricky.in("{\"k\":\"p\\\"a/s\\\\s+ w%\\u00F6&rd\"}")).isNotEmpty();
    }

    @Test
    void it_is_found_as_xml_writes_it() {
        var tricky = Canary.of("a<b>&\"'ücde");

        assertThat(tricky.in("a&lt;b&gt;&amp;&quot;&apos;ücde")).isNotEmpty();
        assertThat(tricky.in("a&#60;b&#x3E;&amp;&#034;&#39;&#xfc;cde")).isNotEmpty();
    }

    @Test
    void characters_that_mean_something_to_a_search_are_taken_as_they_are() {
        var tricky = Canary.of("a.*b\\Q[c]\\E$^😀");

        assertThat(tricky.in("x" + tricky.value())).isNotEmpty();
        assertThat(tricky.in("{\"a.*b\\\\Q[c]\\\\E$^\\ud83d\\uDE00\"}")).isNotEmpty();
        assertThat(tricky.in("aXXb\\Q[c]\\E$^😀")).isEmpty();
    }

    @Test
    void the_core_of_a_generated_one_is_found_in_any_wrapping() {
        var shell = "$'" + canary.value().replace("\"", "\\x22") + "'";

        assertThat(canary.in(shell)).extracting(Canary.Sighting::encoding).contains("raw, the core");
    }

    @Test
    void it_is_found_in_the_contents_and_names_of_files(@TempDir Path directory) throws Exception {
        var named = Canary.of("secret-name");
        Files.createDirectories(directory.resolve("a/b"));
        Files.writeString(directory.resolve("a/b/log"), "x\n" + canary.value());
        Files.writeString(directory.resolve("a/secret-name.txt"), "");

        assertThat(canary.in(directory)).anyMatch(s -> s.where().endsWith("log") && s.offset() == 2);
        assertThat(named.in(directory))
                .singleElement()
                .satisfies(s -> assertThat(s.where()).startsWith("the name of"));
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> canary.requireNotIn(directory))
                .withMessageContaining("log")
                .withMessageNotContaining(canary.value());
        Canary.generate().requireNotIn(directory);
    }

    @Test
    void what_is_too_short_to_be_a_secret_is_no_canary() {
        assertThatIllegalArgumentException().isThrownBy(() -> Canary.of("short"));
    }

    @Test
    void a_text_without_it_passes_and_one_with_it_does_not() {
        canary.requireNotIn("harmless");

        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> canary.requireNotIn("x" + canary.value()));
    }
}
