package io.emrops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Runbooks that are parts of others. */
class IncludedRunbookTest {
    private static List<String> faults(Consumer<RunbookBuilder> block) {
        var e = catchThrowableOfType(RunbookDefinitionException.class, () -> Runbook.define("test", "Test", block));
        return e == null ? List.of() : e.faults();
    }

    private static Runbook inner() {
        return Runbook.define("inner", "Inner", rb -> {
            rb.param("version", String.class);
            rb.manual("a", "A");
        });
    }

    @Test
    void an_included_runbook_bound_to_a_parameter_it_does_not_have() {
        assertThat(faults(rb -> {
                    var version = rb.param("version", String.class);
                    rb.include("part", inner()).bind("versoin", version);
                }))
                .containsExactly("part: binds \"versoin\", which is no parameter of it");
    }

    @Test
    void an_included_runbook_bound_to_a_value_of_another() {
        var others = new ArrayList<Param<String>>();
        Runbook.define("other", "Other", rb -> {
            others.add(rb.param("version", String.class));
            rb.manual("a", "A");
        });

        assertThat(faults(rb -> rb.include("part", inner()).bind("version", others.get(0))))
                .containsExactly("param part/version: is bound to \"version\" of another runbook");
    }

    @Test
    void an_included_runbook_is_checked_where_it_is_included() {
        var included = inner();

        assertThat(faults(rb -> {
                    rb.include("one", included);
                    rb.include("one", included);
                }))
                .contains("one: the id is used twice");
    }

    @Test
    void its_parameters_used_to_be_fed_from_steps_that_come_later() {
        assertThat(faults(rb -> {
                    var part = rb.include("part", inner());
                    var later =
                            rb.step("later", "Later", String.class, run -> "").nothingToUndo("x");
                    part.bind("version", later);
                }))
                .containsExactly("param part/version: is bound to \"later\", which does not come before the part");
    }

    @Test
    void its_parameters_used_to_be_fed_from_sibling_branches() {
        assertThat(faults(rb -> {
                    var both = rb.parallel("both", "Both");
                    var left = both.branch(
                            "left",
                            "Left",
                            x -> x.step("a", "A", String.class, run -> "").nothingToUndo("x"));
                    both.branch(
                            "right", "Right", x -> x.include("part", inner()).bind("version", left));
                }))
                .containsExactly(
                        "param both/right/part/version: is bound to \"both/left/a\", which does not come before"
                                + " the part");
    }

    @Test
    void its_parameters_are_fed_from_what_comes_before() {
        var outer = Runbook.define("outer", "Outer", rb -> {
            var version = rb.param("version", String.class);
            rb.include("inner", inner()).bind("version", version);
        });

        var definition = Runbook.define("outermost", "Outermost", rb -> {
                    var before =
                            rb.step("before", "Before", String.class, run -> "").nothingToUndo("x");
                    rb.include("outer", outer).bind("version", before);
                })
                .definition();

        assertThat(definition.params())
                .extracting(p -> p.id() + " from " + p.boundTo().orElseThrow().id())
                .containsExactly("outer/version from before", "outer/inner/version from outer/version");
    }

    @Test
    void its_parameters_used_to_be_fed_with_values_of_another_type() {
        var inner = Runbook.define("inner", "Inner", rb -> {
            rb.param("count", int.class);
            rb.param("name", String.class);
            rb.secret("password");
            rb.manual("a", "A");
        });

        assertThat(faults(rb -> {
                    var count = rb.param("count", Integer.class);
                    var password = rb.secret("password");
                    rb.include("well", inner).bind("count", count).bind("password", password);
                    var name = rb.step("name", "Name", String.class, run -> "").nothingToUndo("x");
                    var maybe = rb.step("maybe", "Maybe", String.class, run -> "")
                            .nothingToUndo("x")
                            .onlyIf("on Sundays", run -> true);
                    rb.include("badly", inner)
                            .bind("count", name)
                            .bind("name", maybe)
                            .bind("password", name);
                    rb.include("openly", inner).bind("name", password);
                }))
                .containsExactly(
                        "param badly/count: is bound to \"name\", which is String and not int",
                        "param badly/name: is bound to \"maybe\", which is empty if its step is skipped",
                        "param badly/password: is bound to \"name\", which is String and not Secret",
                        "param openly/name: is bound to \"password\", which is Secret and not String");
    }
}
