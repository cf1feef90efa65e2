package io.emrops.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class DrawnTest {
    @Test
    void no_id_is_drawn_twice() {
        assertThat(Stream.generate(Drawn::uuid).limit(10_000)).doesNotHaveDuplicates();
    }

    @Test
    void ids_say_that_they_are_made_in_a_way_of_their_own() {
        UUID id = Drawn.uuid();

        assertThat(id.version()).isEqualTo(8);
        assertThat(id.variant()).isEqualTo(2);
    }

    @Test
    void letters_are_of_the_alphabet() {
        assertThat(Drawn.letters("abc", 200)).hasSize(200).matches("[abc]*").contains("a", "b", "c");
    }
}
