package io.emrops;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything a definition refuses, word for word. */
class DefinitionFaultsTest {
    private static final String IDS = "use 1 to 60 of a-z 0-9 . _ - and begin with a letter or digit";
    private static final Action NOT_CALLED = run -> {
        throw new AssertionError("A body was called");
    };

    private static List<String> faults(Consumer<RunbookBuilder> block) {
        var e = catchThrowableOfType(RunbookDefinitionException.class, () -> Runbook.define("test", "Test", block));
        return e == null ? List.of() : e.faults();
    }

    private static ActionStep action(RunbookBuilder rb, String id) {
        return rb.action(id, "Title of " + id, NOT_CALLED);
    }

    @Test
    void all_faults_are_told_at_once() {
        assertThatThrownBy(() -> Runbook.define("Test", " ", rb -> {
                    rb.param("p q", String.class);
                    action(rb, "a").timeout(Duration.ZERO);
                    rb.approval("b", "");
                }))
                .isInstanceOf(RunbookDefinitionException.class)
                .hasMessage("""
                        Runbook "Test" has 7 faults:
                          - Test: "Test" is not an id; %s
                          - Test: the title is blank
                          - param p q: "p q" is not an id; %s
                          - a: the timeout must be positive, not PT0S
                          - a: does not say how it is undone; state undo, undoAttempt, nothingToUndo or irreversible
                          - b: the title is blank
                          - b: does not say who approves; state by(group)""".formatted(IDS, IDS));
    }

    @Test
    void a_single_fault_is_told_in_the_singular() {
        assertThatThrownBy(() -> Runbook.define("test", "Test", rb -> {}))
                .hasMessage("Runbook \"test\" has a fault:\n  - test: has no steps");
    }

    @Test
    void sections_notes_locks_and_windows_are_no_steps() {
        assertThat(faults(rb -> {
                    rb.section("Section");
                    rb.note("Note");
                    rb.lock("lock");
                    rb.include("part", "Part", part -> part);
                }))
                .containsExactly("test: has no steps");
    }

    // ids

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "A", "-a", ".a", "_a", "a b", "a/b", "a[b]", "ä", "a\n", "a:b"})
    void ids_that_are_none(String id) {
        var message = "\"" + id + "\" is not an id; " + IDS;

        assertThat(faults(rb -> action(rb, id).nothingToUndo("x"))).containsExactly(id + ": " + message);
        assertThat(faults(rb -> {
                    rb.param(id, String.class);
                    rb.manual("a", "A");
                }))
                .containsExactly("param " + id + ": " + message);
        assertThat(faults(rb -> rb.include(id, "Part", part -> part.manual("a", "A"))))
                .containsExactly(id + ": " + message);
        assertThat(faults(rb -> rb.parallel("p", "P").branch(id, "Branch", part -> part.manual("a", "A"))))
                .containsExactly("p/" + id + ": " + message);
        assertThat(faults(rb -> rb.include(id, Runbook.define("inner", "Inner", in -> in.manual("a", "A")))))
                .containsExactly(id + ": " + message);
    }

    @Test
    void an_id_of_61_characters_is_none_and_one_of_60_is() {
        assertThat(faults(rb -> rb.manual("a".repeat(60), "A"))).isEmpty();
        assertThat(faults(rb -> rb.manual("a".repeat(61), "A"))).hasSize(1);
    }

    @Test
    void ids_used_twice() {
        assertThat(faults(rb -> {
                    rb.param("version", String.class);
                    rb.param("version", int.class);
                    rb.manual("a", "A");
                    rb.require("a", "A", Handmade.check(""));
                    rb.include("part", "Part", part -> {
                        part.manual("a", "A");
                        return part.manual("a", "A");
                    });
                    var both = rb.parallel("both", "Both");
                    both.branch("x", "X", x -> x.manual("a", "A"));
                    both.branch("x", "X", x -> x.manual("b", "B"));
                    rb.parallel("a", "A").branch("x", "X", x -> x.manual("a", "A"));
                }))
                .containsExactly(
                        "param version: the id is used twice",
                        "a: the id is used twice",
                        "part/a: the id is used twice",
                        "both/x: the id is used twice");
    }

    @Test
    void the_same_id_in_different_surroundings_is_fine() {
        assertThat(faults(rb -> {
                    rb.manual("a", "A");
                    rb.include("part", "Part", part -> {
                        part.param("a", String.class);
                        return part.manual("a", "A");
                    });
                    var both = rb.parallel("both", "Both");
                    both.branch("x", "X", x -> x.manual("a", "A"));
                    both.branch("y", "Y", y -> y.manual("a", "A"));
                }))
                .isEmpty();
    }

    // order

    @Test
    void needs_of_what_does_not_come_before() {
        assertThat(faults(rb -> {
                    var first = rb.manual("first", "First");
                    var second = rb.manual("second", "Second");
                    first.needs(second);
                }))
                .containsExactly("first: needs \"second\", which does not come before it");
    }

    @Test
    void needs_that_go_in_a_circle() {
        assertThat(faults(rb -> {
                    var a = rb.manual("a", "A");
                    var b = rb.manual("b", "B").needs(a);
                    var c = rb.manual("c", "C").needs(b);
                    a.needs(c);
                    var d = rb.manual("d", "D");
                    d.needs(d);
                }))
                .containsExactly("a: needs \"c\", which needs it in turn", "d: needs \"d\", which needs it in turn");
    }

    @Test
    void needs_of_another_runbook() {
        var others = new ArrayList<Value<?>>();
        Runbook.define("other", "Other", rb -> {
            others.add(rb.param("version", String.class));
            others.add(rb.manual("a", "A"));
        });

        assertThat(faults(rb -> rb.manual("b", "B").needs(others.get(0), others.get(1))))
                .containsExactly("b: needs \"version\" of another runbook", "b: needs \"a\" of another runbook");
    }

    @Test
    void needs_of_a_sibling_branch() {
        assertThat(faults(rb -> {
                    var both = rb.parallel("both", "Both");
                    var left = both.branch("left", "Left", x -> x.manual("a", "A"));
                    both.branch("right", "Right", x -> x.manual("b", "B").needs(left));
                    rb.manual("behind", "Behind").needs(left);
                }))
                .containsExactly("both/right/b: needs \"both/left/a\", which does not come before it");
    }

    @Test
    void needs_of_what_comes_before_are_fine() {
        assertThat(faults(rb -> {
                    var version = rb.param("version", String.class);
                    var a = rb.manual("a", "A").needs(version);
                    rb.include("part", "Part", part -> part.manual("b", "B").needs(a, version));
                }))
                .isEmpty();
    }

    // undo

    @Test
    void steps_that_do_not_say_how_they_are_undone() {
        var message = ": does not say how it is undone; state undo, undoAttempt, nothingToUndo or irreversible";

        assertThat(faults(rb -> {
                    rb.step("a", "A", String.class, run -> "");
                    rb.step("b", "B", Output.listOf(String.class), run -> List.of());
                    action(rb, "c");
                    rb.forEach("d", "D", Items.of(List.of("x"), x -> x), (run, item) -> {});
                    rb.forEach("e", "E", Items.of(List.of("x"), x -> x), String.class, (run, item) -> "");
                    rb.step("f", "F", Handmade.Commands.run("ls"));
                }))
                .containsExactly(
                        "a" + message, "b" + message, "c" + message, "d" + message, "e" + message, "f" + message);
    }

    @Test
    void operations_that_say_it_themselves_need_not_be_told() {
        assertThat(faults(rb -> {
                    rb.step("a", "A", Operation.of(Done.class, in -> Handmade.Commands.run("ls")));
                    rb.forEachOperation("b", "B", Items.of(List.of("x"), x -> x), Done.class, Handmade.Commands::run);
                }))
                .isEmpty();
    }

    @Test
    void statements_about_undo_that_contradict_each_other() {
        assertThat(faults(rb -> {
                    action(rb, "a").undo(NOT_CALLED).nothingToUndo("x");
                    action(rb, "b").undoAttempt(NOT_CALLED).nothingToUndo("x");
                    action(rb, "c").undo(NOT_CALLED).irreversible("x");
                    action(rb, "d").nothingToUndo("x").irreversible("x");
                    rb.forEach("e", "E", Items.of(List.of("x"), x -> x), (run, item) -> {})
                            .undo((run, item, done) -> {})
                            .nothingToUndo("x");
                    action(rb, "f").undoAttempt(NOT_CALLED).irreversible("x");
                    action(rb, "g").undoAttempt(NOT_CALLED).undo(NOT_CALLED);
                }))
                .containsExactly(
                        "a: states both an undo and nothingToUndo",
                        "b: states both an undo and nothingToUndo",
                        "c: states both an undo and irreversible",
                        "d: states both nothingToUndo and irreversible",
                        "e: states both an undo and nothingToUndo");
    }

    @Test
    void statements_about_undo_that_are_made_twice_or_without_a_reason() {
        assertThat(faults(rb -> {
                    action(rb, "a").undo(NOT_CALLED).undo(NOT_CALLED);
                    action(rb, "b").undoAttempt(NOT_CALLED).undoAttempt(NOT_CALLED);
                    action(rb, "c").nothingToUndo("x").nothingToUndo("x");
                    action(rb, "d").irreversible("x").irreversible("x");
                    action(rb, "e").nothingToUndo(" ");
                    action(rb, "f").irreversible("");
                }))
                .containsExactly(
                        "a: states undo twice",
                        "b: states undoAttempt twice",
                        "c: states nothingToUndo twice",
                        "d: states irreversible twice",
                        "e: nothingToUndo gives no reason",
                        "f: irreversible gives no reason");
    }

    // what can be kept

    static class Mutable {}

    record Tree(String name, List<Tree> children) {}

    record Bare(@SuppressWarnings("rawtypes") List names) {}

    record ByNumber(Map<Integer, String> names) {}

    @Sensitive
    record Patient(String name) {}

    record Ward(String name, Set<Patient> patients) {}

    record Wildcard(List<?> of) {}

    @Test
    void results_that_cannot_be_kept() {
        assertThat(faults(rb -> {
                    step(rb, "a", Mutable.class);
                    step(rb, "b", List.class);
                    step(rb, "c", Tree.class);
                    step(rb, "d", Bare.class);
                    step(rb, "e", ByNumber.class);
                    step(rb, "f", Patient.class);
                    step(rb, "g", Ward.class);
                    step(rb, "h", Secret.class);
                    step(rb, "i", Wildcard.class);
                    step(rb, "j", String[].class);
                    rb.step("k", "K", Output.listOf(Mutable.class), run -> List.of())
                            .nothingToUndo("x");
                    rb.forEach("l", "L", Items.of(List.of("x"), x -> x), Object.class, (run, item) -> item)
                            .nothingToUndo("x");
                }))
                .containsExactly(
                        "a: its result cannot be kept: " + Mutable.class.getTypeName() + unfit(),
                        "b: its result cannot be kept: a bare List does not say of what; declare its type arguments",
                        "c: its result cannot be kept: children: Tree contains itself",
                        "d: its result cannot be kept: names: a bare List does not say of what; declare its type"
                                + " arguments",
                        "e: its result cannot be kept: names: the keys of a Map must be String, not java.lang.Integer",
                        "f: its result cannot be kept: Patient is marked as sensitive and must not be kept",
                        "g: its result cannot be kept: patients: Patient is marked as sensitive and must not be kept",
                        "h: its result cannot be kept: io.emrops.Secret" + unfit(),
                        "i: its result cannot be kept: of: ? is not a type whose values can be read back",
                        "j: its result cannot be kept: java.lang.String[]" + unfit(),
                        "k: its result cannot be kept: " + Mutable.class.getTypeName() + unfit(),
                        "l: its result cannot be kept: java.lang.Object" + unfit());
    }

    private static <T> void step(RunbookBuilder rb, String id, Class<T> type) {
        rb.<T>step(id, "Title", type, run -> {
                    throw new AssertionError("A body was called");
                })
                .nothingToUndo("x");
    }

    private static String unfit() {
        return " cannot be kept; use records, enums, text, numbers, java.time, or List, Set, Map, Optional of these";
    }

    // parameters

    @Test
    void parameters_that_cannot_be_kept_or_contradict_themselves() {
        assertThat(faults(rb -> {
                    rb.manual("m", "M");
                    rb.param("a", Mutable.class);
                    rb.param("b", Patient.class);
                    rb.param("c", String.class).matches("(");
                    rb.param("d", String.class).matches("\\d+").orElse("x");
                    rb.secret("e").orElse(Secret.of("12345678".toCharArray()));
                    rb.secret("f").matches("x");
                    rb.secret("g").check("long enough", s -> {
                        throw new AssertionError("A secret was looked at");
                    });
                }))
                .containsExactly(
                        "param a: cannot be journalled: " + Mutable.class.getTypeName() + unfit(),
                        "param b: cannot be journalled: Patient is marked as sensitive and must not be kept",
                        "param c: \"(\" is not a regular expression: Unclosed group",
                        "param d: its own default \"x\" is refused: must match \\d+",
                        "param e: is a secret; it has neither demands nor a default",
                        "param f: is a secret; it has neither demands nor a default",
                        "param g: is a secret; it has neither demands nor a default");
    }

    // policies

    @Test
    void amounts_that_make_no_sense() {
        var late = ofMinutes(-1);

        assertThat(faults(rb -> {
                    rb.deadline(Duration.ZERO);
                    rb.version(0);
                    action(rb, "a")
                            .nothingToUndo("x")
                            .timeout(late)
                            .attempts(0, Backoff.none())
                            .version(0);
                    rb.manual("b", "B").expires(late);
                    rb.approval("c", "C").by("board").expires(late).atLeast(0);
                    rb.verify("d", "D", Handmade.check(""))
                            .within(late)
                            .every(late)
                            .timeout(late);
                    rb.forEach("e", "E", Items.of(List.of("x"), x -> x), (run, item) -> {})
                            .nothingToUndo("x")
                            .timeout(late)
                            .atMost(0)
                            .stopAfterFailures(0)
                            .attempts(0, Backoff.none());
                    rb.parallel("f", "F").atMost(0).branch("x", "X", x -> x.manual("a", "A"));
                }))
                .containsExactly(
                        "test: the deadline must be positive, not PT0S",
                        "test: versions are counted from 1, not 0",
                        "a: the timeout must be positive, not PT-1M",
                        "a: attempts are counted from 1, not 0",
                        "a: versions are counted from 1, not 0",
                        "b: the expiry must be positive, not PT-1M",
                        "c: the expiry must be positive, not PT-1M",
                        "c: asks for 0 people; at least one decides",
                        "d: the time to look again within must be positive, not PT-1M",
                        "d: the interval must be positive, not PT-1M",
                        "d: the timeout must be positive, not PT-1M",
                        "e: the timeout must be positive, not PT-1M",
                        "e: works on 0 items at once; one at least",
                        "e: stops after 0 failures; one at least",
                        "e: attempts are counted from 1, not 0",
                        "f: runs 0 branches at once; one at least");
    }

    @Test
    void people_without_a_group() {
        assertThat(faults(rb -> {
                    rb.approval("a", "A");
                    rb.manual("b", "B").by(" ");
                }))
                .containsExactlyInAnyOrder(
                        "a: does not say who approves; state by(group)", "b: is confirmed by a group without a name");
    }

    @Test
    void parallel_without_branches() {
        assertThat(faults(rb -> {
                    rb.manual("a", "A");
                    rb.parallel("p", "P");
                }))
                .containsExactly("p: has no branches");
    }

    @Test
    void locks_in_the_wrong_place() {
        assertThat(faults(rb -> {
                    rb.lock("emrnext");
                    rb.lock("emrnext");
                    rb.lock(" ");
                    rb.parallel("p", "P").branch("x", "X", x -> {
                        x.lock("inside");
                        return x.include("part", "Part", part -> {
                            part.lock("deeper");
                            return part.manual("a", "A");
                        });
                    });
                }))
                .containsExactly(
                        "lock:emrnext: the lock is taken twice",
                        "lock: : a lock has a name",
                        "p/x/lock:inside: a lock is taken before the branches, not inside one: it belongs to the run",
                        "p/x/part/lock:deeper: a lock is taken before the branches, not inside one: it belongs to the"
                                + " run");
    }

    @Test
    void a_window_inside_a_branch_used_to_hold_for_nobody_knew_how_long() {
        assertThat(faults(rb -> {
                    rb.window(MaintenanceWindow.daily("02:00", "06:00", ZoneOffset.UTC));
                    rb.parallel("p", "P").branch("x", "X", x -> {
                        x.window(MaintenanceWindow.daily("03:00", "04:00", ZoneOffset.UTC));
                        return x.include("part", "Part", part -> {
                            part.window(MaintenanceWindow.daily("03:00", "04:00", ZoneOffset.UTC));
                            return part.manual("a", "A");
                        });
                    });
                }))
                .containsExactly(
                        "p/x/window:1: a window is stated before the branches, not inside one: it holds for the run from"
                                + " there on",
                        "p/x/part/window:1: a window is stated before the branches, not inside one: it holds for the run"
                                + " from there on");
    }

    @Test
    void a_probe_where_there_is_none_used_to_mean_asking_a_person() {
        var why = ": states inDoubt(probe()), and what it does has no probe; state ask(), rerun() or probe(run -> ...)";

        assertThat(faults(rb -> {
                    action(rb, "a").nothingToUndo("x").inDoubt(InDoubt.probe());
                    rb.step("b", "B", String.class, run -> "")
                            .nothingToUndo("x")
                            .inDoubt(InDoubt.probe());
                    rb.step("c", "C", Handmade.Commands.run("x"))
                            .nothingToUndo("x")
                            .inDoubt(InDoubt.probe());
                    rb.forEach("d", "D", Items.of(List.of("x"), x -> x), (run, item) -> {})
                            .nothingToUndo("x")
                            .inDoubt(InDoubt.probe());
                    rb.include(
                            "part",
                            "Part",
                            part -> action(part, "e").nothingToUndo("x").inDoubt(InDoubt.probe()));
                }))
                .containsExactly("a" + why, "b" + why, "c" + why, "d" + why, "part/e" + why);
    }

    @Test
    void a_probe_may_be_given_by_the_step_or_by_an_operation_that_is_chosen_later() {
        assertThat(faults(rb -> {
                    action(rb, "a").nothingToUndo("x").inDoubt(InDoubt.probe(run -> Probe.notApplied()));
                    rb.step("b", "B", Operation.of(Done.class, in -> Handmade.Commands.run("x")))
                            .nothingToUndo("x")
                            .inDoubt(InDoubt.probe());
                }))
                .isEmpty();
    }

    @Test
    void an_included_runbook_may_take_the_lock_its_surroundings_have() {
        var inner = Runbook.define("inner", "Inner", rb -> {
            rb.lock("emrnext");
            rb.manual("a", "A");
        });

        assertThat(faults(rb -> {
                    rb.lock("emrnext");
                    rb.include("one", inner);
                    rb.include("two", inner);
                }))
                .isEmpty();
    }

    @Test
    void conditions_come_last_and_once() {
        assertThat(faults(rb -> {
                    rb.step("a", "A", String.class, run -> "")
                            .nothingToUndo("x")
                            .onlyIf("on Sundays", run -> true)
                            .inDoubt(InDoubt.ask());
                    rb.step("b", "B", String.class, run -> "")
                            .nothingToUndo("x")
                            .onlyIf("on Sundays", run -> true)
                            .onlyIf("in summer", run -> true);
                    action(rb, "c")
                            .nothingToUndo("x")
                            .onlyIf("on Sundays", run -> true)
                            .onlyIf("in summer", run -> true);
                }))
                .containsExactly(
                        "a: states inDoubt behind onlyIf; onlyIf comes last",
                        "b: has two conditions; join them in one onlyIf",
                        "c: has two conditions; join them in one onlyIf");
    }

    @Test
    void other_verbs_behind_a_condition_still_work() {
        assertThat(faults(rb -> {
                    Step<Optional<String>> a = rb.step("a", "A", String.class, run -> "")
                            .onlyIf("on Sundays", run -> true)
                            .note("note")
                            .needs()
                            .timeout(ofMinutes(1))
                            .attempts(2, Backoff.none())
                            .version(2)
                            .undo((run, result) -> {})
                            .undoAttempt(NOT_CALLED);
                    rb.step("b", "B", String.class, run -> "")
                            .onlyIf("on Sundays", run -> true)
                            .needs(a)
                            .irreversible("x");
                    rb.step("c", "C", String.class, run -> "")
                            .onlyIf("on Sundays", run -> true)
                            .nothingToUndo("x");
                }))
                .isEmpty();
    }

    // what used to slip through

    @Test
    void titles_of_other_things_than_steps_used_to_be_allowed_to_be_blank() {
        assertThat(faults(rb -> {
                    rb.section(" ");
                    rb.include("part", "", part -> part.manual("a", "A"));
                    rb.parallel("both", " ").branch("x", "\t", x -> x.manual("a", "A"));
                }))
                .containsExactly(
                        "section:1: the title is blank",
                        "part: the title is blank",
                        "both: the title is blank",
                        "both/x: the title is blank");
    }

    @Test
    void conditions_used_to_be_allowed_without_words() {
        assertThat(faults(rb -> rb.manual("a", "A").onlyIf(" ", run -> true)))
                .containsExactly("a: onlyIf gives no reason");
    }

    @Test
    void fan_outs_used_to_be_allowed_to_state_an_undo_twice_or_without_a_reason() {
        Items<String> items = Items.of(List.of("x"), x -> x);

        assertThat(faults(rb -> {
                    rb.forEach("a", "A", items, (run, item) -> {})
                            .undo((run, item, done) -> {})
                            .undo((run, item, done) -> {});
                    rb.forEach("b", "B", items, (run, item) -> {})
                            .undoAttempt((run, item) -> {})
                            .undoAttempt((run, item) -> {});
                    rb.forEach("c", "C", items, (run, item) -> {})
                            .nothingToUndo("")
                            .nothingToUndo("x");
                    rb.forEach("d", "D", items, (run, item) -> {})
                            .irreversible(" ")
                            .irreversible("x");
                }))
                .containsExactly(
                        "a: states undo twice",
                        "b: states undoAttempt twice",
                        "c: nothingToUndo gives no reason",
                        "c: states nothingToUndo twice",
                        "d: irreversible gives no reason",
                        "d: states irreversible twice");
    }

    @Sensitive
    enum Diagnosis {
        FLU
    }

    @Test
    void a_sensitive_enum_used_to_be_kept() {
        assertThat(faults(rb -> step(rb, "a", Diagnosis.class)))
                .containsExactly("a: its result cannot be kept: Diagnosis is marked as sensitive and must not be kept");
    }

    @Test
    void a_demand_that_cannot_bear_the_default_used_to_hide_all_other_faults() {
        assertThat(faults(rb -> {
                    rb.param("p", String.class).orElse("x").check("a number", s -> Integer.parseInt(s) > 0);
                    rb.manual("a", "");
                }))
                .containsExactly(
                        "param p: its own default \"x\" is refused: a number (NumberFormatException)",
                        "a: the title is blank");
    }

    @Test
    void a_lock_used_to_be_taken_twice_inside_a_part() {
        assertThat(faults(rb -> rb.include("part", "Part", part -> {
                    part.lock("emrnext");
                    part.lock("emrnext");
                    return part.manual("a", "A");
                })))
                .containsExactly("part/lock:emrnext: the lock is taken twice");
    }

    @Test
    void verbs_behind_a_condition_used_to_be_allowed_after_the_definition() {
        var steps = new ArrayList<Step<Optional<String>>>();
        Runbook.define(
                "test",
                "Test",
                rb -> steps.add(rb.step("a", "A", String.class, run -> "")
                        .nothingToUndo("x")
                        .onlyIf("on Sundays", run -> true)));

        assertThatThrownBy(() -> steps.get(0).inDoubt(InDoubt.ask())).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> steps.get(0).onlyIf("in summer", run -> true))
                .isInstanceOf(IllegalStateException.class);
    }
}
