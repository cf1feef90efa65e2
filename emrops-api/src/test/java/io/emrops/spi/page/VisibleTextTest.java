package io.emrops.spi.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VisibleTextTest {
    private static Stream<Arguments> hidden() {
        return Stream.of(
                arguments("\u001B[1;31mred\u001B[0m", "red"),
                arguments("\u009B31mred\u009B0m", "red"),
                arguments("\u001B]0;title\u0007text", "text"),
                arguments("\u001B]8;;https://evil.example\u001B\\link\u001B]8;;\u001B\\", "link"),
                arguments("\u001B(Btext", "text"),
                arguments("\u001B7text\u001B8", "text"),
                arguments("\u001B]unfinished", "‹U+001B›]unfinished"),
                arguments("bell\u0007", "bell‹U+0007›"),
                arguments("\u202Eevil\u202C", "‹U+202E›evil‹U+202C›"),
                arguments("zero\u200Bwidth", "zero‹U+200B›width"),
                arguments("lone\uD800surrogate", "lone‹U+D800›surrogate"),
                arguments("no\uFFFEcharacter\uFDD0", "no‹U+FFFE›character‹U+FDD0›"),
                arguments("\uDB40\uDC41tag", "‹U+E0041›tag"));
    }

    @ParameterizedTest
    @MethodSource("hidden")
    void what_nobody_sees_is_taken_out_or_told_by_its_number(String text, String seen) {
        assertThat(VisibleText.of(text)).isEqualTo(seen);
    }

    @Test
    void what_people_write_stays() {
        var written = "Zo\u00EB \u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645 \uD83D\uDC68\u200D\u2695\uFE0F 1 → 2";

        assertThat(VisibleText.of(written)).isEqualTo(written);
    }

    @Test
    void white_space_and_line_ends_are_one_space_in_a_line() {
        assertThat(VisibleText.line("a \t\r\n b\u2028c\u0085\u00A0d\u3000")).isEqualTo("a b c d ");
        assertThat(VisibleText.of("a  b\tc\n")).isEqualTo("a  b c ");
    }

    @Property
    @Domain(HostileWords.class)
    void what_is_visible_stays_as_it_is(@ForAll String words) {
        assertThat(VisibleText.of(VisibleText.of(words))).isEqualTo(VisibleText.of(words));
        assertThat(VisibleText.line(VisibleText.line(words))).isEqualTo(VisibleText.line(words));
    }
}
