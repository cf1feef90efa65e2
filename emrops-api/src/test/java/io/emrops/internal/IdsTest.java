package io.emrops.internal;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class IdsTest {
    @Property
    void an_id_is_what_its_pattern_says(@ForAll("almostIds") String text) {
        assertThat(Ids.isId(text)).isEqualTo(text.matches("[a-z0-9][a-z0-9._-]{0,59}"));
    }

    @Provide
    Arbitrary<String> almostIds() {
        return Arbitraries.strings()
                .withChars("az09._-AZ /\n\u00e9`{")
                .ofMaxLength(4)
                .flatMap(odd -> Arbitraries.strings()
                        .withChars("abc-09")
                        .ofMaxLength(61)
                        .map(rest -> odd + rest));
    }
}
