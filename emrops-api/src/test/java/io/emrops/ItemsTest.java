package io.emrops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ItemsTest {
    private static final Inputs NOTHING = new Inputs() {
        @Override
        public <T> T get(Value<T> value) {
            throw new AssertionError("Nothing is known yet");
        }
    };

    @Test
    void items_keep_their_order() {
        var items = Items.of(List.of("b", "a", "c"), name -> "key-" + name);

        assertThat(items.resolve(NOTHING).keySet()).containsExactly("key-b", "key-a", "key-c");
        assertThat(items.resolve(NOTHING).values()).containsExactly("b", "a", "c");
        assertThat(items.describe()).isEqualTo("each of key-b, key-a, key-c");
        assertThat(items.source()).isEmpty();
    }

    @Test
    void the_list_may_be_changed_afterwards() {
        var names = new ArrayList<>(List.of("a"));

        var items = Items.of(names, name -> name);
        names.add("b");

        assertThat(items.resolve(NOTHING)).containsOnlyKeys("a");
    }

    @Test
    void no_items_are_fine() {
        var items = Items.of(List.<String>of(), name -> name);

        assertThat(items.resolve(NOTHING)).isEmpty();
        assertThat(items.describe()).isEqualTo("no items");
    }

    @Test
    void items_inside_a_value_are_read_when_they_are_needed() {
        var values = new ArrayList<Step<String>>();
        Runbook.define(
                "test",
                "Test",
                rb -> values.add(
                        rb.step("hosts", "Hosts", String.class, run -> "").nothingToUndo("x")));
        var items = values.get(0).items(text -> List.of(text.split(" ")), name -> name);

        var resolved = items.resolve(new Inputs() {
            @Override
            @SuppressWarnings("unchecked")
            public <T> T get(Value<T> value) {
                return (T) "app-01 app-02";
            }
        });

        assertThat(resolved).containsOnlyKeys("app-01", "app-02");
        assertThat(items.describe()).isEqualTo("each item of \"hosts\"");
        assertThat(items.source()).contains(values.get(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "a[0]", "]", "a\nb", "\u0000", "\u007F", "\u0085", "\u202Ea", "a\u2028b", "\uD83D"})
    void keys_that_are_none(String key) {
        assertThatIllegalStateException()
                .isThrownBy(() -> Items.of(List.of("x"), x -> key))
                .withMessageStartingWith("Not a key for an item: \"")
                .withMessageEndingWith("\"; keys are short, printable words");
    }

    @Test
    void keys_are_up_to_200_characters_and_unique() {
        assertThat(Items.of(List.of("x"), x -> "k".repeat(200)).resolve(NOTHING))
                .hasSize(1);
        assertThatIllegalStateException().isThrownBy(() -> Items.of(List.of("x"), x -> "k".repeat(201)));
        assertThatIllegalStateException()
                .isThrownBy(() -> Items.of(List.of("x", "y"), x -> "same"))
                .withMessage("Two items have the key \"same\"; keys are unique");
    }
}
