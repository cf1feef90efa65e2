package io.emrops.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void values_and_names_are_set_apart_and_text_is_never_markup() {
        var json = new Json()
                .open('{')
                .name("a\"")
                .open('[')
                .number(1)
                .number(0.25)
                .number(Double.NaN)
                .text("b\\\n\u2028é")
                .close(']')
                .name("c")
                .open('{')
                .close('}')
                .name("d")
                .truth(true)
                .close('}');

        assertThat(json.toString()).isEqualTo("{\"a\\\"\":[1,0.25,null,\"b\\\\\\u000a\\u2028é\"],\"c\":{},\"d\":true}");
    }
}
