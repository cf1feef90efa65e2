package io.emrops.docker.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.DataSize;
import io.emrops.PreconditionFailedException;
import io.emrops.docker.compose.DefinedLimits;
import io.emrops.scaling.Resources;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsDocumentTest {
    private static final Resources BOTH = Resources.unlimited().cpus("0.5").memory(DataSize.mib(64));
    private static final DefinedLimits PLAIN = new DefinedLimits(
            Optional.of("1"), Optional.of("32m"), Optional.empty(), Optional.empty(), Optional.empty());
    private static final DefinedLimits DEPLOY = new DefinedLimits(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.of("32M"), Optional.empty());

    @Test
    void the_first_limits_make_a_file_of_them_alone() {
        var text = LimitsDocument.read("").with("api", BOTH, DefinedLimits.NONE).text();

        assertThat(text).isEqualTo("""
                {
                  "services" : {
                    "api" : {
                      "cpus" : "0.5",
                      "mem_limit" : "67108864"
                    }
                  }
                }
                """);
        assertThat(LimitsDocument.read(text).without("api").isEmpty()).isTrue();
    }

    @Test
    void limits_stand_where_the_other_files_have_them() {
        var empty = LimitsDocument.read("");

        assertThat(empty.with("api", BOTH, DEPLOY).text())
                .contains("\"deploy\"", "\"memory\" : \"67108864\"", "\"cpus\" : \"0.5\"")
                .doesNotContain("mem_limit");
        var twice = new DefinedLimits(
                Optional.of("1"), Optional.of("32m"), Optional.of("1"), Optional.of("32m"), Optional.empty());
        assertThat(empty.with("api", BOTH, twice).text()).contains("mem_limit", "\"memory\"");
    }

    @Test
    void no_limit_is_said_only_where_another_file_has_one() {
        var empty = LimitsDocument.read("");

        assertThat(empty.with("api", Resources.unlimited(), DefinedLimits.NONE).isEmpty())
                .isTrue();
        assertThat(empty.with("api", Resources.unlimited(), PLAIN).text())
                .contains("\"cpus\" : \"0\"", "\"mem_limit\" : \"0\"");
        assertThat(empty.with("api", Resources.unlimited(), DEPLOY).text())
                .contains("\"memory\" : \"0\"")
                .doesNotContain("cpus");
    }

    @Test
    void what_is_not_ours_stays() {
        var text = "{\"x-team\":{\"n\":1.10,\"e\":1e400},\"services\":{\"api\":{\"image\":\"a\",\"deploy\":"
                + "{\"resources\":{\"limits\":{\"pids\":5}}}}}}";

        var changed = LimitsDocument.read(text).with("api", BOTH, DEPLOY);

        assertThat(changed.text()).contains("1.10", "\"pids\" : 5", "\"image\" : \"a\"", "\"cpus\" : \"0.5\"");
        assertThat(changed.without("api")).isEqualTo(LimitsDocument.read(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"services: {}", "{} # mine", "[]", "{\"a\":1,\"a\":2}", "{", "{} {}", "null"})
    void a_file_that_would_lose_something_is_refused(String text) {
        assertThatExceptionOfType(PreconditionFailedException.class).isThrownBy(() -> LimitsDocument.read(text));
    }

    @Test
    void a_section_of_another_kind_is_refused() {
        var document = LimitsDocument.read("{\"services\":{\"api\":[]}}");

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> document.with("api", BOTH, PLAIN))
                .withMessageContaining("api");
    }

    @Test
    void the_former_content_comes_back_to_the_byte_unless_another_service_has_changed() {
        var before = Optional.of("{ \"services\":{ } ,  \"x-a\" : 1.0}");
        var ours = Optional.of(
                LimitsDocument.read(before.get()).with("api", BOTH, PLAIN).text());
        var both = Optional.of(
                LimitsDocument.read(ours.get()).with("web", BOTH, PLAIN).text());

        assertThat(Resizing.restored("api", ours, before)).isEqualTo(before);
        assertThat(Resizing.restored("api", before, before)).isEqualTo(before);
        assertThat(Resizing.restored("api", both, before))
                .hasValueSatisfying(text -> assertThat(LimitsDocument.read(text))
                        .isEqualTo(LimitsDocument.read(both.get()).without("api")));
        assertThat(Resizing.restored("api", ours, Optional.empty()))
                .hasValueSatisfying(text -> assertThat(text).contains("x-a"));
        var alone = Optional.of(LimitsDocument.read("").with("api", BOTH, PLAIN).text());
        assertThat(Resizing.restored("api", alone, Optional.empty())).isEmpty();
        assertThat(Resizing.restored("api", Optional.empty(), alone)).isEqualTo(alone);
    }

    /** Whatever was changed in whatever order: each service's undo takes back its own change and nothing else. */
    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void undo_of_one_service_leaves_those_of_others(
            @ForAll("limits") Resources first, @ForAll("limits") Resources second, @ForAll("limits") Resources other) {
        var before = LimitsDocument.read("").with("api", first, PLAIN);
        var now = before.with("api", second, PLAIN).with("web", other, PLAIN);

        var back = Resizing.restored("api", Optional.of(now.text()), Optional.of(before.text()))
                .map(LimitsDocument::read)
                .orElseThrow();

        assertThat(back).isEqualTo(before.with("web", other, PLAIN));
    }

    @Provide
    Arbitrary<Resources> limits() {
        return Arbitraries.integers()
                .between(0, 4)
                .flatMap(c -> Arbitraries.integers()
                        .between(0, 4)
                        .map(m -> new Resources(
                                c == 0 ? Optional.empty() : Optional.of(new java.math.BigDecimal(c)),
                                m == 0 ? Optional.empty() : Optional.of(DataSize.mib(16L * m)))));
    }

    @Test
    void the_lines_that_change_are_told() {
        var before = "{\n  \"a\" : 1,\n  \"b\" : 2\n}\n";
        var after = "{\n  \"a\" : 1,\n  \"c\" : 2\n}\n";

        assertThat(LineChanges.between(before, after)).containsExactly("-   \"b\" : 2", "+   \"c\" : 2");
        assertThat(LineChanges.between(before, before)).isEmpty();
        assertThat(LineChanges.between("", "x\n")).containsExactly("+ x");
        assertThat(LineChanges.between("x\n", "")).containsExactly("- x");
    }
}
