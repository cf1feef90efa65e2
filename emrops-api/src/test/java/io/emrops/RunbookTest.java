package io.emrops;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.spi.Handle;
import java.lang.reflect.Method;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunbookTest {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    @Test
    void the_block_runs_exactly_once() {
        var calls = new AtomicInteger();

        var runbook = Runbook.define("test", "Test", rb -> {
            calls.incrementAndGet();
            rb.manual("a", "A");
        });
        runbook.toMarkdown();
        runbook.definition().fingerprint();

        assertThat(calls).hasValue(1);
    }

    @Test
    void the_block_of_an_included_runbook_runs_once_for_each_inclusion() {
        var calls = new AtomicInteger();
        var inner = Runbook.define("inner", "Inner", rb -> {
            calls.incrementAndGet();
            rb.manual("a", "A");
        });

        Runbook.define("outer", "Outer", rb -> {
            rb.include("one", inner);
            rb.include("two", inner);
        });

        assertThat(calls).hasValue(3);
    }

    @Test
    void nothing_of_the_bodies_runs_while_a_runbook_is_only_written_or_read() {
        var runbook = Runbook.define("test", "Test", rb -> {
            var param = rb.param("p", String.class).check("never asked without a default", RunbookTest::fail);
            rb.secret("s");
            rb.require("a", "A", run -> fail("check"));
            rb.verify("b", "B", Handmade.check("described"))
                    .onlyIf("x", run -> fail("condition"))
                    .within(ofMinutes(1));
            var step = rb.step("c", "C", String.class, run -> fail("body"))
                    .undo((run, result) -> fail("undo"))
                    .undoAttempt(run -> fail("undoAttempt"))
                    .inDoubt(InDoubt.probe(run -> fail("probe")))
                    .onlyIf("x", run -> fail("condition"));
            rb.action("d", "D", run -> fail("action")).undo(run -> fail("undo")).needs(step);
            rb.step("e", "E", Operation.of(Done.class, in -> fail("choice")));
            rb.step("f", "F", Handmade.Commands.run("ls")).irreversible("x");
            rb.forEach("g", "G", param.items(p -> fail("items"), k -> fail("keys")), (run, item) -> fail("body"))
                    .undo((run, item, done) -> fail("undo"));
            rb.forEachOperation("h", "H", Items.of(List.of("x"), x -> x), Done.class, item -> fail("operation"));
        });

        assertThat(runbook.toMarkdown()).contains("described");
        assertThat(runbook.definition().fingerprint().hash()).hasSize(64);
    }

    private static <T> T fail(Object what) {
        throw new AssertionError(what + " was called");
    }

    @Test
    void what_a_block_throws_is_thrown() {
        var thrown = new IllegalStateException("no such file");

        assertThatThrownBy(() -> Runbook.define("test", "Test", rb -> {
                    throw thrown;
                }))
                .isSameAs(thrown);
        assertThatNullPointerException()
                .isThrownBy(() -> Runbook.define("test", "Test", null))
                .withMessage("block");
    }

    @Test
    void it_prints_its_id_and_title() {
        var runbook = Runbook.define("test", "Test it", rb -> rb.manual("a", "A"));

        assertThat(runbook).hasToString("Runbook test (Test it)");
        assertThat(runbook.id()).isEqualTo("test");
        assertThat(runbook.title()).isEqualTo("Test it");
    }

    @Test
    void handles_are_known_to_the_runbook_that_made_them_and_to_no_other() {
        var handles = new ArrayList<Value<?>>();
        var mine = Runbook.define("mine", "Mine", rb -> {
            handles.add(rb.param("p", String.class));
            handles.add(rb.include("part", "Part", part -> part.manual("a", "A")));
        });
        var other = Runbook.define("mine", "Mine", rb -> rb.manual("a", "A"));

        assertThat(handles).allSatisfy(h -> {
            assertThat(mine.definition().owns(h)).isTrue();
            assertThat(other.definition().owns(h)).isFalse();
        });
        assertThat(handles).extracting(Value::id).containsExactly("p", "part/a");
    }

    @Test
    void values_are_read_from_what_a_run_has_come_to() {
        var handles = new ArrayList<Value<?>>();
        Runbook.define("test", "Test", rb -> {
            handles.add(rb.param("p", String.class));
            handles.add(rb.step("done", "Done", String.class, run -> "").nothingToUndo("x"));
            handles.add(rb.step("maybe", "Maybe", String.class, run -> "")
                    .nothingToUndo("x")
                    .onlyIf("on Sundays", run -> true));
            handles.add(rb.step("not", "Not", String.class, run -> "")
                    .nothingToUndo("x")
                    .onlyIf("on Sundays", run -> true));
            handles.add(rb.manual("skipped", "Skipped").onlyIf("on Sundays", run -> true));
            handles.add(rb.forEach("none", "None", Items.of(List.of("x"), x -> x), (run, item) -> {})
                    .nothingToUndo("x")
                    .onlyIf("on Sundays", run -> true));
        });
        var results = new Handle.Results() {
            @Override
            public Object param(String id) {
                return "param " + id;
            }

            @Override
            public Object result(String path) {
                return "result " + path;
            }

            @Override
            public boolean skipped(String path) {
                return List.of("not", "skipped", "none").contains(path);
            }
        };

        assertThat(handles.subList(0, 4).stream().map(h -> (Object) Handle.read(h, results)))
                .containsExactly("param p", "result done", Optional.of("result maybe"), Optional.empty());
        assertThat((Object) Handle.read(handles.get(5), results)).isEqualTo(Map.of());
        assertThatThrownBy(() -> Handle.read(handles.get(4), results))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Step \"skipped\" was skipped: its condition \"on Sundays\" did not hold");
    }

    /** What JShell tempts people to: going on with a handle after the block. */
    @TestFactory
    Stream<DynamicTest> verbs_throw_after_the_definition() {
        var late = new ArrayList<Map.Entry<String, Runnable>>();
        Runbook.define("test", "Test", rb -> {
            collect(late, rb);
            rb.manual("only", "Only");
        });
        var steps = new ArrayList<Map.Entry<String, Runnable>>();
        Runbook.define("test", "Test", rb -> {
            var param = rb.param("p", String.class);
            add(steps, "Param.matches", () -> param.matches("x"));
            add(steps, "Param.orElse", () -> param.orElse("x"));
            add(steps, "Param.check", () -> param.check("x", p -> true));
            add(steps, "Param.describedAs", () -> param.describedAs("x"));
            var step = rb.step("a", "A", String.class, run -> "").nothingToUndo("x");
            add(steps, "Step.note", () -> step.note("x"));
            add(steps, "Step.needs", () -> step.needs(param));
            add(steps, "Step.timeout", () -> step.timeout(ofMinutes(1)));
            add(steps, "Step.attempts", () -> step.attempts(2, Backoff.none()));
            add(steps, "Step.undo", () -> step.undo((run, r) -> {}));
            add(steps, "Step.undoAttempt", () -> step.undoAttempt(run -> {}));
            add(steps, "Step.nothingToUndo", () -> step.nothingToUndo("x"));
            add(steps, "Step.irreversible", () -> step.irreversible("x"));
            add(steps, "Step.inDoubt", () -> step.inDoubt(InDoubt.ask()));
            add(steps, "Step.version", () -> step.version(2));
            add(steps, "Step.onlyIf", () -> step.onlyIf("x", run -> true));
            var action = rb.action("b", "B", run -> {}).nothingToUndo("x");
            add(steps, "ActionStep.undo", () -> action.undo(run -> {}));
            add(steps, "ActionStep.undoAttempt", () -> action.undoAttempt(run -> {}));
            add(steps, "ActionStep.irreversible", () -> action.irreversible("x"));
            add(steps, "ActionStep.inDoubt", () -> action.inDoubt(InDoubt.ask()));
            add(steps, "ActionStep.onlyIf", () -> action.onlyIf("x", run -> true));
            var check = rb.verify("c", "C", Handmade.check(""));
            add(steps, "CheckStep.within", () -> check.within(ofMinutes(1)));
            add(steps, "CheckStep.every", () -> check.every(ofMinutes(1)));
            var manual = rb.manual("d", "D");
            add(steps, "ManualStep.by", () -> manual.by("x"));
            add(steps, "ManualStep.expires", () -> manual.expires(ofMinutes(1)));
            var approval = rb.approval("e", "E").by("board");
            add(steps, "Approval.by", () -> approval.by("x"));
            add(steps, "Approval.atLeast", () -> approval.atLeast(2));
            add(steps, "Approval.notTheStarter", approval::notTheStarter);
            add(steps, "Approval.expires", () -> approval.expires(ofMinutes(1)));
            var each = rb.forEach("f", "F", Items.of(List.of("x"), x -> x), (run, item) -> {})
                    .nothingToUndo("x");
            add(steps, "ForEach.atMost", () -> each.atMost(2));
            add(steps, "ForEach.stopAfterFailures", () -> each.stopAfterFailures(2));
            add(steps, "ForEach.onlyIf", () -> each.onlyIf("x", run -> true));
            add(steps, "ForEach.undo", () -> each.undo((run, item, done) -> {}));
            add(steps, "ForEach.undoAttempt", () -> each.undoAttempt((run, item) -> {}));
            add(steps, "ForEach.nothingToUndo", () -> each.nothingToUndo("x"));
            add(steps, "ForEach.irreversible", () -> each.irreversible("x"));
            add(steps, "ForEach.inDoubt", () -> each.inDoubt(InDoubt.ask()));
            var parallel = rb.parallel("g", "G");
            parallel.branch("x", "X", x -> x.manual("a", "A"));
            add(steps, "Parallel.atMost", () -> parallel.atMost(2));
            add(steps, "Parallel.branch", () -> parallel.branch("y", "Y", y -> y));
            var window = rb.window(MaintenanceWindow.daily("02:00", "03:00", NEW_YORK));
            add(steps, "WindowRule.whenItCloses", () -> window.whenItCloses(WindowRule.WhenItCloses.UNDO));
            var included = rb.include("h", Runbook.define("inner", "Inner", in -> in.manual("a", "A")));
            add(steps, "Included.bind", () -> included.bind("x", param));
        });

        return Stream.concat(late.stream(), steps.stream())
                .map(verb -> DynamicTest.dynamicTest(
                        verb.getKey(),
                        () -> assertThatThrownBy(() -> verb.getValue().run())
                                .isInstanceOf(IllegalStateException.class)
                                .hasMessage("The runbook is defined; it cannot be changed any more")));
    }

    private static void collect(List<Map.Entry<String, Runnable>> late, RunbookBuilder rb) {
        add(late, "purpose", () -> rb.purpose("x"));
        add(late, "owner", () -> rb.owner("x"));
        add(late, "contact", () -> rb.contact(new Contact("x", "x", 1, ofMinutes(1))));
        add(late, "link", () -> rb.link("x", URI.create("https://x.example")));
        add(late, "version", () -> rb.version(2));
        add(late, "withoutAutomaticUndo", rb::withoutAutomaticUndo);
        add(late, "deadline", () -> rb.deadline(ofMinutes(1)));
        add(late, "param", () -> rb.param("x", String.class));
        add(late, "secret", () -> rb.secret("x"));
        add(late, "section", () -> rb.section("x"));
        add(late, "note", () -> rb.note("x"));
        add(late, "lock", () -> rb.lock("x"));
        add(late, "window", () -> rb.window(MaintenanceWindow.weekly(DayOfWeek.SUNDAY, "02:00", "03:00", NEW_YORK)));
        add(late, "manual", () -> rb.manual("x", "X"));
        add(late, "approval", () -> rb.approval("x", "X"));
        add(late, "require", () -> rb.require("x", "X", Handmade.check("")));
        add(late, "verify", () -> rb.verify("x", "X", Handmade.check("")));
        add(late, "step", () -> rb.step("x", "X", String.class, run -> ""));
        add(late, "action", () -> rb.action("x", "X", run -> {}));
        add(late, "forEach", () -> rb.forEach("x", "X", Items.of(List.<String>of(), x -> x), (run, item) -> {}));
        add(late, "parallel", () -> rb.parallel("x", "X"));
        add(late, "include", () -> rb.include("x", "X", part -> part));
    }

    private static void add(List<Map.Entry<String, Runnable>> verbs, String name, Runnable verb) {
        verbs.add(Map.entry(name, verb));
    }

    /** Else a chain loses its type in the middle and does not compile. */
    @ParameterizedTest
    @ValueSource(
            classes = {
                Step.class,
                ActionStep.class,
                CheckStep.class,
                ManualStep.class,
                Approval.class,
                ForEach.class,
                Param.class,
                Parallel.class,
                WindowRule.class,
                Included.class
            })
    void each_handle_declares_its_verbs_with_its_own_type(Class<?> handle) {
        var verbs = Arrays.stream(handle.getMethods())
                .filter(m -> !m.getName().equals("id")
                        && !m.getName().equals("items")
                        && !m.getName().equals("branch"))
                .toList();

        assertThat(verbs).isNotEmpty().allSatisfy(verb -> {
            assertThat(verb.getDeclaringClass()).isEqualTo(handle);
            assertThat(verb.getReturnType()).isEqualTo(handle);
        });
        if (!List.of(Param.class, Parallel.class, WindowRule.class, Included.class)
                .contains(handle)) {
            assertThat(verbs).extracting(Method::getName).contains("note", "needs");
        }
    }
}
