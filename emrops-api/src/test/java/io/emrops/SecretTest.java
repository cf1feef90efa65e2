package io.emrops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class SecretTest {
    private static final String SHORT = "A secret of fewer than 8 characters cannot be kept out of logs reliably";

    private static String read(Secret secret) {
        var seen = new StringBuilder();
        secret.use(seen::append);
        return seen.toString();
    }

    @Test
    void it_prints_as_asterisks() {
        assertThat(Secret.of("correct horse".toCharArray())).hasToString("***");
        assertThat("with " + Secret.from(() -> "correct horse".toCharArray())).isEqualTo("with ***");
    }

    @Test
    void it_can_be_used_again_and_again() {
        var secret = Secret.of("correct horse".toCharArray());

        assertThat(read(secret)).isEqualTo(read(secret)).isEqualTo("correct horse");
    }

    @Test
    void the_callers_array_is_the_callers_to_wipe() {
        var array = "correct horse".toCharArray();

        var secret = Secret.of(array);
        array[0] = 'X';

        assertThat(read(secret)).isEqualTo("correct horse");
    }

    @Test
    void what_is_lent_is_wiped_even_if_the_user_throws() {
        var lent = new ArrayList<char[]>();
        var secret = Secret.from(() -> "correct horse".toCharArray());

        secret.use(lent::add);
        assertThatIllegalStateException()
                .isThrownBy(() -> secret.use(value -> {
                    lent.add(value);
                    throw new IllegalStateException("no");
                }));

        assertThat(lent).hasSize(2).allSatisfy(value -> assertThat(value).containsOnly('\0'));
    }

    @Test
    void a_secret_that_is_fetched_is_fetched_each_time() {
        var calls = new int[1];
        var secret = Secret.from(() -> ("number " + ++calls[0]).toCharArray());

        assertThat(read(secret)).isEqualTo("number 1");
        assertThat(read(secret)).isEqualTo("number 2");
    }

    @Test
    void fewer_than_eight_characters_are_refused_and_wiped() {
        var fetched = "1234567".toCharArray();
        var given = "1234567".toCharArray();

        assertThatIllegalArgumentException().isThrownBy(() -> Secret.of(given)).withMessage(SHORT);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Secret.from(() -> fetched).use(value -> {}))
                .withMessage(SHORT);

        assertThat(given).as("the caller's own").isEqualTo("1234567".toCharArray());
        assertThat(fetched).containsOnly('\0');
        assertThat(read(Secret.of("12345678".toCharArray()))).isEqualTo("12345678");
    }
}
