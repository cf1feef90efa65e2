package io.emrops.windows.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LinesTest {
    private static final String MARK = "0123456789abcdef0123456789abcdef";

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void the_input_is_a_header_three_lines_the_payload_and_a_point() throws Exception {
        var payload = new byte[InputLines.PAYLOAD_LINE + 1];
        try (var input =
                InputLines.of("emrops 2 a/b", ascii("s"), ascii("{}"), List.of(ascii("secret a eA==")), payload)) {
            var lines = new String(input.readAllBytes(), StandardCharsets.US_ASCII).split("\n");

            assertThat(lines).hasSize(7);
            assertThat(lines[0])
                    .isEqualTo("emrops 2 a/b "
                            + sha256(String.join(" ", List.of(lines).subList(1, 6))));
            assertThat(lines[3]).isEqualTo("secret a eA==");
            assertThat(lines[1]).isEqualTo("cw==");
            assertThat(Base64.getDecoder().decode(lines[4])).hasSize(InputLines.PAYLOAD_LINE);
            assertThat(lines[6]).isEqualTo(".");
        }
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(ascii(text)));
    }

    @Test
    void input_is_handed_over_with_its_last_line_and_not_before() throws Exception {
        try (var input = InputLines.of("h", ascii("s"), ascii("p"), List.of(), new byte[0])) {
            var allButTheLast = ("h " + sha256("cw== cA==") + "\ncw==\ncA==\n").length();

            assertThat(input.readNBytes(allButTheLast)).hasSize(allButTheLast);
            assertThat(input.hasMore()).isTrue();
            assertThat(input.isHandedOver()).isFalse();
            assertThat(input.read()).isEqualTo('.');
            assertThat(input.hasMore()).isTrue();
            assertThat(input.read()).isEqualTo('\n');
            assertThat(input.hasMore()).isFalse();
            assertThat(input.isHandedOver()).isTrue();
            assertThat(input.read()).isEqualTo(-1);
        }
    }

    @Test
    void secrets_are_wiped_and_nothing_is_read_once_it_is_closed() throws Exception {
        var secret = ascii("secret a eA==");
        var input = InputLines.of("h", ascii("s"), ascii("p"), List.of(secret), new byte[10]);
        assertThat(input.readNBytes(5)).hasSize(5);

        input.close();

        assertThat(secret).containsOnly(0);
        assertThat(input.hasMore()).isFalse();
        assertThat(input.read()).isEqualTo(-1);
        assertThat(input.isHandedOver()).isFalse();
    }

    @Test
    void an_answer_is_one_line_between_two_marks_and_only_one() {
        var answer =
                MARK + Base64.getEncoder().encodeToString("{\"value\":\"ä\"}".getBytes(StandardCharsets.UTF_8)) + MARK;

        assertThat(AnswerLine.find("noise\r\n" + answer + "\r\nnoise", MARK)).contains("{\"value\":\"ä\"}");
        assertThat(AnswerLine.find(answer + "\n" + answer, MARK)).isEmpty();
        assertThat(AnswerLine.find("noise " + answer + "more", MARK)).contains("{\"value\":\"ä\"}");
        assertThat(AnswerLine.find("emrops 2 a " + MARK + " 60\n" + answer, MARK))
                .contains("{\"value\":\"ä\"}");
        assertThat(AnswerLine.find(answer + answer, MARK)).isEmpty();
        assertThat(AnswerLine.find(MARK + MARK, MARK)).isEmpty();
        assertThat(AnswerLine.find(answer.substring(1), MARK)).isEmpty();
        assertThat(AnswerLine.find(MARK + "?" + MARK, MARK)).isEmpty();
        assertThat(AnswerLine.find(MARK, MARK)).isEmpty();
    }

    @Test
    void output_beyond_its_bound_is_taken_and_left_out_in_the_middle() throws Exception {
        try (var output = new BoundedOutput(16)) {
            output.write(ascii("0123456789abcdef"));
            assertThat(output.isWhole()).isTrue();
            assertThat(output.text()).isEqualTo("0123456789abcdef");

            for (var c = 'g'; c <= 'z'; c++) {
                output.write(c);
            }
            assertThat(output.text()).isEqualTo("01\nmnopqrstuvwxyz");
            assertThat(output.isWhole()).isFalse();

            output.write(ascii("ABCDEFGHIJKLMNOPQRSTUVWXYZ"));
            assertThat(output.text()).isEqualTo("01\nMNOPQRSTUVWXYZ");
        }
    }
}
