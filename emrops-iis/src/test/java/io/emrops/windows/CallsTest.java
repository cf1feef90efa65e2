package io.emrops.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.Secret;
import io.emrops.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CallsTest {
    record Asked(String text) {}

    @Test
    void a_script_is_known_by_its_id_and_its_hash() throws Exception {
        var script = PowerShellScript.reading(CallsTest.class, "test/echo", Asked.class, Asked.class);

        assertThat(script.id()).isEqualTo("test/echo");
        assertThat(script.sha256()).isEqualTo(StandInPowerShell.sha256(script.text()));
        assertThat(script.reads()).isTrue();
        assertThat(PowerShellScript.changing(CallsTest.class, "test/change", Asked.class, Asked.class)
                        .reads())
                .isFalse();
    }

    @Test
    void ids_that_are_none_or_nowhere_are_refused() {
        for (var id : List.of("", "echo", "../echo", "test/../echo", "Test/Echo", "test/echo ", "test/nothing")) {
            assertThatIllegalArgumentException()
                    .as(id)
                    .isThrownBy(() -> PowerShellScript.reading(CallsTest.class, id, Asked.class, Asked.class));
        }
    }

    @Test
    void a_call_has_bounds_and_shows_its_script_alone() {
        var call = PowerShellScript.reading(CallsTest.class, "test/echo", Asked.class, Asked.class)
                .with(new Asked("MRN 4711"));

        assertThatIllegalArgumentException().isThrownBy(() -> call.within(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> call.within(Duration.ofDays(2)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> call.payload(new byte[PowerShellCall.LARGEST_PAYLOAD + 1]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> call.secret("a b", Secret.of("battery staple".toCharArray())));
        assertThat(call).hasToString("test/echo");
    }

    @Test
    void what_does_not_look_like_an_id_is_left_out_of_an_error() {
        var thrown = new ScriptError("MRN 4711 is gone", "a b", "x\ny", 0);

        assertThat(thrown).isEqualTo(new ScriptError("", "", "", 0)).hasToString("an error without an id");
        assertThat(new ScriptError("", "", "System.IO.IOException", 0x80070020))
                .hasToString("System.IO.IOException (0x80070020)");
        assertThat(new ScriptFailedException("m", new Target("windows", "a", "b"), thrown).error())
                .isEqualTo(thrown);
    }

    @Test
    void secrets_are_written_without_a_character_that_means_something() {
        var json = new String(Json.secrets(Map.of("a", Secret.of("q\"\\\u20ac'$(x)".toCharArray()))));

        assertThat(json).matches("\\{\"a\":\"(\\\\u[0-9a-f]{4})+\"}");
    }

    @Test
    void half_a_surrogate_pair_is_written_as_it_is() {
        assertThat(new String(Json.write(new Asked("a\uD800b")))).isEqualTo("{\"text\":\"a\\uD800b\"}");
    }
}
