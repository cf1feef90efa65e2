package io.emrops.core.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.Secret;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class ScrubberTest {
    private final Scrubber scrubber = new Scrubber();

    @Test
    void nothing_registered_changes_nothing() {
        var text = "any text";

        assertThat(scrubber.scrub(text)).isSameAs(text);
        assertThat(scrubber.scrubJson("{\"a\":1}")).isEqualTo("{\"a\":1}");
    }

    @Test
    void a_short_secret_is_refused_and_not_told() {
        assertThatThrownBy(() -> scrubber.register("hunter2".toCharArray()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void the_array_of_the_caller_is_left_alone_and_may_be_wiped() {
        var secret = "correct horse".toCharArray();
        scrubber.register(secret);

        assertThat(secret).isEqualTo("correct horse".toCharArray());
        Arrays.fill(secret, 'x');

        assertThat(scrubber.scrub("a correct horse")).isEqualTo("a ***");
    }

    @Test
    void a_secret_of_the_api_is_registered() {
        scrubber.register(Secret.of("battery staple".toCharArray()));

        assertThat(scrubber.scrub("a battery staple!")).isEqualTo("a ***!");
    }

    @Test
    void a_secret_that_begins_with_another_leaves_nothing_behind() {
        scrubber.register("password".toCharArray());
        scrubber.register("password-and-more".toCharArray());

        assertThat(scrubber.scrub("password-and-more password-and-less")).isEqualTo("*** ***-and-less");
    }

    @Test
    void overlapping_secrets_are_one_blot() {
        scrubber.register("abcdefgh".toCharArray());
        scrubber.register("efghijkl".toCharArray());

        assertThat(scrubber.scrub("-abcdefghijkl-")).isEqualTo("-***-");
    }

    @Test
    void lines_of_a_key_are_blotted_out_one_by_one() {
        scrubber.register("-----BEGIN KEY-----\r\nMIIEvQIBADANBg\r\nshort\r\n-----END KEY-----\n".toCharArray());

        assertThat(scrubber.scrub("1: MIIEvQIBADANBg")).isEqualTo("1: ***");
        assertThat(scrubber.scrub("short of time")).isEqualTo("short of time");
    }

    @Test
    void a_trailing_line_break_is_no_part_of_the_secret() {
        scrubber.register("from-a-file\n".toCharArray());

        assertThat(scrubber.scrub("password=from-a-file;")).isEqualTo("password=***;");
    }

    @Test
    void json_escaped_by_dotnet_is_recognised() {
        scrubber.register("it's<a>+\"b\"&c".toCharArray());

        assertThat(scrubber.scrub("{\"k\":\"it\\u0027s\\u003Ca\\u003E\\u002B\\u0022b\\u0022\\u0026c\"}"))
                .isEqualTo("{\"k\":\"***\"}");
    }

    @Test
    void a_number_that_is_a_secret_becomes_a_text() {
        scrubber.register("4711471147".toCharArray());

        assertThat(scrubber.scrubJson("[4711471147, -1.0]")).isEqualTo("[\"***\", -1.0]");
    }

    @Test
    void an_escape_before_a_secret_look_alike_does_not_break_json() {
        scrubber.register("nightfall".toCharArray());

        assertThat(scrubber.scrubJson("[\"\\nightfall\"]")).isEqualTo("[\"\\nightfall\"]");
    }

    @Test
    void what_is_not_json_is_scrubbed_as_text() {
        scrubber.register("nightfall".toCharArray());

        assertThat(scrubber.scrubJson("{\"a\": \"nightfall")).isEqualTo("{\"a\": \"***");
        assertThat(scrubber.scrubJson("# nightfall")).isEqualTo("# ***");
        assertThat(scrubber.scrubJson("\"nightfall\\u00\"")).isEqualTo("\"***\\u00\"");
    }

    @Test
    void a_stream_passes_on_what_cannot_be_a_secret_at_once() {
        scrubber.register("nightfall".toCharArray());
        var pieces = new ArrayList<String>();
        var stream = scrubber.stream(pieces::add);

        stream.write("password: night");
        assertThat(String.join("", pieces)).isEqualTo("password: ");

        stream.write("fall.");
        assertThat(String.join("", pieces)).isEqualTo("password: ***.");
    }

    @Test
    void a_secret_registered_in_mid_stream_is_found_from_then_on() {
        scrubber.register("nightfall".toCharArray());
        var pieces = new ArrayList<String>();
        var stream = scrubber.stream(pieces::add);
        stream.write("nightfall nigh");
        scrubber.register("nightingale".toCharArray());

        stream.write("tingale nightfall");
        stream.close();

        assertThat(String.join("", pieces)).isEqualTo("*** *** ***");
    }

    @Test
    void many_threads_may_register_and_scrub() throws Exception {
        var threads = Executors.newFixedThreadPool(4);
        try {
            var tasks = new ArrayList<Callable<String>>();
            for (var i = 0; i < 200; i++) {
                var secret = "secret-number-" + i;
                tasks.add(() -> {
                    scrubber.register(secret.toCharArray());
                    return scrubber.scrub("<" + secret + ">");
                });
            }

            for (var result : threads.invokeAll(tasks)) {
                assertThat(result.get()).matches("<\\*\\*\\*\\d*>");
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
