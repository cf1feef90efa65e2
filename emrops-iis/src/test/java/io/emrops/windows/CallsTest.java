package io.emrops.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.Secret;
import io.emrops.Target;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
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
    void parameters_that_the_host_cannot_read_are_refused_before_anything_is_sent() {
        var script = PowerShellScript.reading(CallsTest.class, "test/echo", Asked.class, Asked.class);
        var most = PowerShellCall.LARGEST_PARAMETERS - "{'text':''}".length();

        assertThat(script.with(new Asked("x".repeat(most)))).hasToString("test/echo");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> script.with(new Asked("x".repeat(most + 1))))
                .withMessageContaining("at most 2 MiB");
    }

    @Test
    void secrets_are_lines_of_a_name_and_base64() {
        var lines = SecretLines.of(Map.of("a", Secret.of("q\"\\\u20ac'$(x)".toCharArray())));

        assertThat(lines).singleElement().satisfies(line -> {
            var words = new String(line, StandardCharsets.US_ASCII).split(" ");
            assertThat(words).hasSize(3).startsWith("secret", "a");
            assertThat(new String(Base64.getDecoder().decode(words[2]), StandardCharsets.UTF_8))
                    .isEqualTo("q\"\\\u20ac'$(x)");
        });
    }

    @Test
    void half_a_character_is_no_secret() {
        var call = PowerShellScript.reading(CallsTest.class, "test/echo", Asked.class, Asked.class)
                .with(new Asked(""));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> call.secret("a", Secret.of("staple\uD800x".toCharArray())))
                .withMessageNotContaining("staple");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> call.secret("a", Secret.of("staple-x\uD800".toCharArray())));
    }

    @Test
    void half_a_surrogate_pair_is_written_as_it_is() {
        assertThat(new String(Json.write(new Asked("a\uD800b")))).isEqualTo("{\"text\":\"a\\uD800b\"}");
    }
}
