package io.emrops.testkit.sqlserver.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ServerCollationTest {
    private static final String LETTERS = "aAbBoOsSzZ\u00e4\u00c4\u00e5\u00e9\u00c9\u00e6\u00c6\u00f8\u00d8\u00f6\u00df"
            + "\u00ff\u0178\u0131\u0130\u00b5\u03bc\u039c\u0308\u1ea4\0\1 1~";

    private final ServerCollation collation = new ServerCollation();

    private int compared(String one, String other) {
        return Integer.signum(collation.compareString(one, other, false));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(LETTERS.chars().mapToObj(letter -> (char) letter).toList())
                .list()
                .ofMaxSize(4)
                .map(letters -> letters.stream().map(String::valueOf).reduce("", String::concat));
    }

    @Test
    void accents_stand_behind_their_letters() {
        var words = Stream.of(
                        "z", "\u00c9", "f", "Ost", "\u00d6zil", "eb", "\u00e9a", "Pol", "e", "O\u00df", "\u00d8st")
                .sorted((one, other) -> collation.compareString(one, other, false));

        assertThat(words)
                .containsExactly(
                        "e", "\u00c9", "\u00e9a", "eb", "f", "O\u00df", "Ost", "\u00d8st", "\u00d6zil", "Pol", "z");
    }

    @Property(tries = 5000, edgeCases = EdgeCasesMode.NONE)
    void only_case_and_blanks_at_the_end_make_no_difference(
            @ForAll("texts") String one, @ForAll("texts") String other) {
        var isSame = CollationKeys.withoutCase(CollationKeys.withoutBlanks(one))
                .equals(CollationKeys.withoutCase(CollationKeys.withoutBlanks(other)));

        assertThat(compared(one, other) == 0).isEqualTo(isSame);
        assertThat(compared(one, other + "  ")).isEqualTo(compared(one, other));
    }

    @Property(tries = 5000, edgeCases = EdgeCasesMode.NONE)
    void the_order_is_total(@ForAll("texts") String one, @ForAll("texts") String other, @ForAll("texts") String third) {
        assertThat(compared(one, other)).isEqualTo(-compared(other, one));
        if (compared(one, other) <= 0 && compared(other, third) <= 0) {
            assertThat(compared(one, third)).isNotPositive();
        }
    }

    @Property(tries = 5000, edgeCases = EdgeCasesMode.NONE)
    void keys_have_the_same_order(@ForAll("texts") String one, @ForAll("texts") String other) {
        var ofKeys = ServerCollation.key(one).compareTo(ServerCollation.key(other));

        assertThat(Integer.signum(ofKeys)).isEqualTo(compared(one, other));
    }
}
