package io.emrops.windows.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

final class LinesTest {
    private static final String MARK = "0123456789abcdef0123456789abcdef";

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void the_input_is_a_header_three_lines_the_payload_and_a_point() throws Exception {
        var payload = new byte[InputLines.PAYLOAD_LINE + 1];
        try (var input = InputLines.of("emrops 1 a/b", ascii("s"), ascii("{}"), ascii("{}"), payload)) {
            var lines = new String(input.readAllBytes(), StandardCharsets.US_ASCII).split("\n");

            assertThat(lines).hasSize(7);
            assertThat(lines[0]).isEqualTo("emrops 1 a/b");
            assertThat(lines[1]).isEqualTo("cw==");
            assertThat(Base64.getDecoder().decode(lines[4])).hasSize(InputLines.PAYLOAD_LINE);
            assertThat(lines[6]).isEqualTo(".");
        }
    }

    @Test
    void input_is_handed_over_with_its_last_line_and_not_before() throws Exception {
        try (var input = InputLines.of("h", ascii("s"), ascii("p"), ascii("x"), new byte[0])) {
            var allButTheLast = "h\ncw==\ncA==\neA==\n".length();

            assertThat(input.readNBytes(allButTheLast)).hasSize(allButTheLast);
            assertThat(input.isHandedOver()).isFalse();
            assertThat(input.readAllBytes()).isEqualTo(ascii(".\n"));
            assertThat(input.isHandedOver()).isTrue();
        }
    }

    @Test
    void secrets_are_wiped_and_nothing_is_read_once_it_is_closed() {
        var secrets = ascii("secret");
        var input = InputLines.of("h", ascii("s"), ascii("p"), secrets, new byte[10]);

        input.close();

        assertThat(secrets).containsOnly(0);
        assertThat(input.isHandedOver()).isFalse();
    }

    @Test
    void an_answer_is_one_line_between_two_marks_and_only_one() {
        var answer =
                MARK + Base64.getEncoder().encodeToString("{\"value\":\"ä\"}".getBytes(StandardCharsets.UTF_8)) + MARK;

        assertThat(AnswerLine.find("noise\r\n" + answer + "\r\nnoise", MARK)).contains("{\"value\":\"ä\"}");
        assertThat(AnswerLine.find(answer + "\n" + answer, MARK)).isEmpty();
        assertThat(AnswerLine.find("noise " + answer, MARK)).isEmpty();
        assertThat(AnswerLine.find(answer.substring(1), MARK)).isEmpty();
        assertThat(AnswerLine.find(MARK + "?" + MARK, MARK)).isEmpty();
        assertThat(AnswerLine.find(MARK, MARK)).isEmpty();
    }

    @Test
    void output_beyond_its_bound_is_taken_and_left_out() throws Exception {
        try (var output = new BoundedOutput(3)) {
            output.write(ascii("ab"));
            assertThat(output.isWhole()).isTrue();

            output.write(ascii("cde"));

            assertThat(output.text()).isEqualTo("abc");
            assertThat(output.isWhole()).isFalse();
        }
    }
}
