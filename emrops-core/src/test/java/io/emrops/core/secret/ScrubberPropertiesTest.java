package io.emrops.core.secret;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every secret and every text. */
class ScrubberPropertiesTest {
    private static final String LEFT = "«";
    private static final String RIGHT = "»";
    private static final String BLOTTED = "▮";

    @Property
    void a_secret_is_replaced_and_its_surroundings_stay(
            @ForAll("secrets") String secret, @ForAll("texts") String before, @ForAll("texts") String after) {
        var scrubber = knowing(secret);

        var scrubbed = scrubber.scrub(before + LEFT + secret + RIGHT + after);

        assertThat(scrubbed).contains(LEFT + "***" + RIGHT);
        assertThat(scrubbed.replace(Scrubber.BLOT, BLOTTED)).doesNotContain(secret);
    }

    @Property
    void pieces_give_what_the_whole_gives(
            @ForAll("secrets") String secret, @ForAll("secrets") String other, @ForAll List<Integer> cuts) {
        var scrubber = knowing(secret, other);
        var text = "x" + secret + other + secret.substring(0, 7) + encoded(secret) + "y" + other.substring(1) + secret;
        var pieces = new ArrayList<String>();
        var stream = scrubber.stream(pieces::add);

        var at = 0;
        for (var cut : cuts) {
            var to = Math.min(text.length(), at + Math.floorMod(cut, 9));
            stream.write(text.substring(at, to));
            assertThat(stream.heldBack()).isLessThan(scrubber.longest());
            at = to;
        }
        stream.write(text.substring(at));
        stream.close();

        var scrubbed = String.join("", pieces);
        assertThat(scrubbed).isEqualTo(scrubber.scrub(text));
        // A secret may end in the stars that blot out its neighbour; that gives nothing away.
        assertThat(scrubbed.replace(Scrubber.BLOT, BLOTTED))
                .doesNotContain(secret)
                .doesNotContain(other);
    }

    @Property
    void one_character_at_a_time_gives_the_same(@ForAll("secrets") String secret, @ForAll("texts") String around)
            throws Exception {
        var scrubber = knowing(secret);
        var text = around + secret + around;
        var target = new StringWriter();

        try (var writer = scrubber.writer(target)) {
            for (var c : text.toCharArray()) {
                writer.write(c);
            }
        }

        assertThat(target.toString()).isEqualTo(scrubber.scrub(text));
    }

    @Property
    void base64_is_recognised_at_every_alignment(
            @ForAll("secrets") String secret, @ForAll("texts") String before, @ForAll("texts") String after) {
        var scrubber = knowing(secret);
        for (var encoder : List.of(
                Base64.getEncoder(), Base64.getUrlEncoder(), Base64.getEncoder().withoutPadding())) {
            for (var charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE)) {
                var encoded = encoder.encodeToString((before + secret + after).getBytes(charset));

                var scrubbed = scrubber.scrub(encoded);

                var left = before.getBytes(charset).length * 8 / 6 + 1;
                var right = (after.getBytes(charset).length + 2) * 8 / 6 + 2;
                assertThat(scrubbed).contains("***");
                assertThat(scrubbed.indexOf("***")).isLessThanOrEqualTo(left);
                assertThat(scrubbed.length() - scrubbed.lastIndexOf("***") - 3).isLessThanOrEqualTo(right);
            }
        }
    }

    @Property
    void basic_authentication_is_recognised(@ForAll("secrets") String secret, @ForAll("texts") String user) {
        var credentials = Base64.getEncoder().encodeToString((user + ":" + secret).getBytes(StandardCharsets.UTF_8));

        var scrubbed = knowing(secret).scrub("Authorization: Basic " + credentials);

        assertThat(scrubbed).matches("(?s)Authorization: Basic .*\\*\\*\\*=*");
    }

    @Property
    void url_encodings_are_recognised(@ForAll("secrets") String secret) {
        var scrubber = knowing(secret);
        var form = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        var browser = form.replace("+", "%20")
                .replace("%21", "!")
                .replace("%27", "'")
                .replace("%28", "(")
                .replace("%29", ")")
                .replace("%7E", "~");

        for (var spelling : List.of(form, form.replace("+", "%20"), browser, lowerHex(form), lowerHex(browser))) {
            assertThat(scrubber.scrub("?token=" + spelling + "&x=1")).isEqualTo("?token=***&x=1");
        }
    }

    @Property
    void json_escapes_are_recognised(@ForAll("secrets") String secret) throws Exception {
        var scrubber = knowing(secret);
        var plain = new JsonMapper().writeValueAsString(secret);
        var ascii = JsonMapper.builder()
                .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                .build()
                .writeValueAsString(secret);
        var numbers = new StringBuilder();
        secret.chars().forEach(c -> numbers.append(String.format("\\u%04x", c)));

        for (var spelling : List.of(plain, plain.replace("/", "\\/"), ascii)) {
            assertThat(scrubber.scrub(spelling)).isEqualTo("\"***\"");
        }
        assertThat(scrubber.scrub(numbers.toString())).isEqualTo("***");
    }

    @Property
    void json_stays_json_and_says_what_the_scrubbed_text_says(
            @ForAll("secrets") String secret, @ForAll("texts") String before, @ForAll("texts") String after)
            throws Exception {
        var scrubber = knowing(secret);
        var mapper = new JsonMapper();
        var text = before + secret + after;
        var json = mapper.writeValueAsString(Map.of("a", List.of(text, 1.5e3, true), text, "b"));

        var tree = mapper.readTree(scrubber.scrubJson(json));

        assertThat(tree.get("a").get(0).textValue()).isEqualTo(scrubber.scrub(text));
        assertThat(tree.get("a").get(1).doubleValue()).isEqualTo(1500);
        assertThat(tree.get(scrubber.scrub(text)).textValue()).isEqualTo("b");
    }

    @Property
    void a_text_without_the_secret_is_left_alone(@ForAll("secrets") String secret, @ForAll("texts") String text)
            throws Exception {
        var scrubber = knowing(secret);
        var harmless = text.replace(secret.charAt(0), '_');
        var json = new JsonMapper().writeValueAsString(List.of(harmless, 17));

        assertThat(scrubber.scrub("\n" + harmless).replace("***", "")).isEqualTo("\n" + harmless.replace("***", ""));
        assertThat(scrubber.scrubJson(json)).isEqualTo(json);
    }

    @Provide
    Arbitrary<String> secrets() {
        return Arbitraries.oneOf(
                Arbitraries.strings().withCharRange('a', 'c').ofMinLength(8).ofMaxLength(12),
                Arbitraries.strings().withCharRange('!', '~').ofMinLength(8).ofMaxLength(40),
                Arbitraries.strings()
                        .withChars("äß€漢 /+=?&\"\\\n\t<>'%*~")
                        .withCharRange('0', 'Z')
                        .ofMinLength(8)
                        .ofMaxLength(40));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings()
                .withCharRange('d', 'z')
                .withChars("ÄÖ \\\"\n")
                .ofMaxLength(30);
    }

    private static Scrubber knowing(String... secrets) {
        var scrubber = new Scrubber();
        for (var secret : secrets) {
            scrubber.register(secret.toCharArray());
        }
        return scrubber;
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String lowerHex(String encoded) {
        var out = new StringBuilder(encoded);
        for (var i = out.indexOf("%"); i >= 0; i = out.indexOf("%", i + 1)) {
            out.replace(i, i + 3, out.substring(i, i + 3).toLowerCase(java.util.Locale.ROOT));
        }
        return out.toString();
    }
}
