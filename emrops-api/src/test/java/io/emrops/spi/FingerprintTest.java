package io.emrops.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Backoff;
import io.emrops.Done;
import io.emrops.Handmade;
import io.emrops.Inputs;
import io.emrops.Items;
import io.emrops.MaintenanceWindow;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Preview;
import io.emrops.Runbook;
import io.emrops.RunbookBuilder;
import io.emrops.Secret;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;
import io.emrops.WindowRule;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FingerprintTest {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    record One(String name) {}

    static final class Other {
        record One(String name, int count) {}
    }

    record Two(String name, int count) {}

    /** An operation whose every trait can be chosen. */
    record Op(String kind, int version, Map<String, String> configuration, Undoing<Done> undoing)
            implements Operation<Done> {
        static Op plain() {
            return new Op("plain", 1, Map.of("a", "1", "b", "2"), Undoing.nothing("x"));
        }

        @Override
        public String describe() {
            return "Do it";
        }

        @Override
        public Output<Done> output() {
            return Output.of(Done.class);
        }

        @Override
        public Target target() {
            throw new AssertionError("The target was asked");
        }

        @Override
        public Preview<Done> preview(Inputs in) {
            throw new AssertionError("The target was asked");
        }

        @Override
        public Done execute(StepContext run) {
            throw new AssertionError("It was done");
        }
    }

    private static String hash(Consumer<RunbookBuilder> block) {
        return Runbook.define("test", "Test", block).definition().fingerprint().hash();
    }

    private static void base(RunbookBuilder rb) {
        rb.param("p", String.class);
        rb.lock("emrnext");
        rb.window(MaintenanceWindow.daily("02:00", "06:00", NEW_YORK));
        rb.manual("m", "Manual");
        rb.approval("ok", "Approval").by("board");
        rb.require("r", "Require", Handmade.check(""));
        rb.step("s", "Step", One.class, run -> new One("")).nothingToUndo("x");
        rb.step("o", "Operation", Op.plain());
        rb.forEach("f", "For each", Items.of(List.of("a"), x -> x), (run, item) -> {})
                .nothingToUndo("x");
        rb.parallel("b", "Branches").branch("x", "X", x -> x.manual("a", "A"));
    }

    @Test
    void the_same_definition_has_the_same_fingerprint() {
        assertThat(hash(FingerprintTest::base))
                .isEqualTo(hash(FingerprintTest::base))
                .matches("[0-9a-f]{64}");
    }

    @Test
    void a_known_definition_keeps_its_fingerprint_from_release_to_release() {
        var fingerprint = Runbook.define("test", "Test", FingerprintTest::base)
                .definition()
                .fingerprint();

        assertThat(fingerprint.entries())
                .extracting(e -> e.path() + ": " + e.text())
                .containsExactly(
                        "param p: text",
                        "lock:emrnext: lock",
                        "window:1: window Daily 02:00–06:00 America/New_York FINISH",
                        "m: manual v1 -> Decision{by:text,at:instant,remark:text} operators",
                        "ok: approval v1 -> Decision{by:text,at:instant,remark:text} board 1false",
                        "r: require v1 -> Finding{ok:boolean,text:text,details:list<text>,objectives:list<Objective{name:text,"
                                + "target:duration,achievable:optional<duration>,measured:optional<duration>,missed:optional<text>}>}",
                        "s: step v1 -> One{name:text} nothing body v1 StatedByStep",
                        "o: step v1 -> Done{} unstated plain v1 NothingToUndo {a=1, b=2}",
                        "f: for-each v1 -> map<Done{}> nothing body",
                        "b: parallel",
                        "b/x/a: manual v1 -> Decision{by:text,at:instant,remark:text} operators");
    }

    @Test
    void words_and_patience_may_change_freely() {
        var reworded = hash(rb -> {
            rb.purpose("Purpose");
            rb.owner("Owner");
            rb.deadline(Duration.ofHours(1));
            rb.withoutAutomaticUndo();
            rb.param("p", String.class).describedAs("Words").orElse("x").matches(".*");
            rb.section("Section");
            rb.note("Note");
            rb.lock("emrnext");
            rb.window(MaintenanceWindow.daily("02:00", "06:00", NEW_YORK));
            rb.manual("m", "Other").note("note").expires(Duration.ofHours(1));
            rb.approval("ok", "Other").by("board").expires(Duration.ofHours(1));
            rb.require("r", "Other", Handmade.check("other"))
                    .within(Duration.ofMinutes(1))
                    .every(Duration.ofMinutes(1))
                    .timeout(Duration.ofMinutes(1));
            rb.step("s", "Other", One.class, run -> new One("other"))
                    .nothingToUndo("another reason")
                    .note("note")
                    .timeout(Duration.ofMinutes(1))
                    .attempts(3, Backoff.none());
            rb.step("o", "Other", Op.plain()).attempts(2, Backoff.none());
            rb.forEach("f", "Other", Items.of(List.of("b"), x -> x), (run, item) -> {})
                    .nothingToUndo("x")
                    .atMost(5)
                    .stopAfterFailures(2);
            rb.parallel("b", "Other").atMost(1).branch("x", "Other", x -> x.manual("a", "Other"));
        });

        assertThat(reworded).isEqualTo(hash(FingerprintTest::base));
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                change("id", rb -> rb.manual("a", "A"), rb -> rb.manual("b", "A")),
                change(
                        "kind",
                        rb -> rb.manual("a", "A"),
                        rb -> rb.approval("a", "A").by("operators")),
                change(
                        "require or verify",
                        rb -> rb.require("a", "A", Handmade.check("")),
                        rb -> rb.verify("a", "A", Handmade.check(""))),
                change(
                        "shape of the result",
                        rb -> rb.step("a", "A", One.class, run -> new One("")).nothingToUndo("x"),
                        rb -> rb.step("a", "A", Two.class, run -> new Two("", 1))
                                .nothingToUndo("x")),
                change(
                        "shape of an item's result",
                        rb -> rb.forEach("a", "A", Items.of(List.of("x"), x -> x), One.class, (run, i) -> new One(""))
                                .nothingToUndo("x"),
                        rb -> rb.forEach(
                                        "a", "A", Items.of(List.of("x"), x -> x), Two.class, (run, i) -> new Two("", 1))
                                .nothingToUndo("x")),
                change(
                        "undo",
                        rb -> rb.action("a", "A", run -> {}).nothingToUndo("x"),
                        rb -> rb.action("a", "A", run -> {}).irreversible("x")),
                change(
                        "undo of attempts",
                        rb -> rb.action("a", "A", run -> {}).undo(run -> {}),
                        rb -> rb.action("a", "A", run -> {}).undo(run -> {}).undoAttempt(run -> {})),
                change(
                        "condition",
                        rb -> rb.action("a", "A", run -> {}).nothingToUndo("x"),
                        rb -> rb.action("a", "A", run -> {}).nothingToUndo("x").onlyIf("x", run -> true)),
                change(
                        "version of a step",
                        rb -> rb.action("a", "A", run -> {}).nothingToUndo("x"),
                        rb -> rb.action("a", "A", run -> {}).nothingToUndo("x").version(2)),
                change("version of the whole", rb -> rb.manual("a", "A"), rb -> {
                    rb.manual("a", "A");
                    rb.version(2);
                }),
                change(
                        "order",
                        rb -> {
                            rb.manual("a", "A");
                            rb.manual("b", "B");
                        },
                        rb -> {
                            rb.manual("b", "B");
                            rb.manual("a", "A");
                        }),
                change("one step more", rb -> rb.manual("a", "A"), rb -> {
                    rb.manual("a", "A");
                    rb.manual("b", "B");
                }),
                change(
                        "kind of operation",
                        rb -> rb.step("a", "A", Op.plain()),
                        rb -> rb.step(
                                "a",
                                "A",
                                new Op(
                                        "other",
                                        1,
                                        Op.plain().configuration(),
                                        Op.plain().undoing()))),
                change(
                        "version of an operation",
                        rb -> rb.step("a", "A", Op.plain()),
                        rb -> rb.step(
                                "a",
                                "A",
                                new Op(
                                        "plain",
                                        2,
                                        Op.plain().configuration(),
                                        Op.plain().undoing()))),
                change(
                        "configuration of an operation",
                        rb -> rb.step("a", "A", Op.plain()),
                        rb -> rb.step(
                                "a",
                                "A",
                                new Op(
                                        "plain",
                                        1,
                                        Map.of("a", "1", "b", "3"),
                                        Op.plain().undoing()))),
                change(
                        "undo of an operation",
                        rb -> rb.step("a", "A", Op.plain()),
                        rb -> rb.step(
                                "a", "A", new Op("plain", 1, Op.plain().configuration(), Undoing.irreversible("x")))),
                change("shape of a parameter", withParam("p", One.class), withParam("p", Other.One.class)),
                change("secrecy of a parameter", withParam("p", String.class), withParam("p", Secret.class)),
                change("type of a parameter", withParam("p", String.class), withParam("p", Integer.class)),
                change("name of a parameter", withParam("p", String.class), withParam("q", String.class)),
                change("lock", withLock("a"), withLock("b")),
                change(
                        "window",
                        withWindow("02:00", WindowRule.WhenItCloses.FINISH),
                        withWindow("03:00", WindowRule.WhenItCloses.FINISH)),
                change(
                        "what follows when a window closes",
                        withWindow("02:00", WindowRule.WhenItCloses.FINISH),
                        withWindow("02:00", WindowRule.WhenItCloses.UNDO)),
                change(
                        "who approves",
                        rb -> rb.approval("a", "A").by("board"),
                        rb -> rb.approval("a", "A").by("nurses")),
                change(
                        "how many approve",
                        rb -> rb.approval("a", "A").by("board"),
                        rb -> rb.approval("a", "A").by("board").atLeast(2)),
                change(
                        "whether the starter may approve",
                        rb -> rb.approval("a", "A").by("board"),
                        rb -> rb.approval("a", "A").by("board").notTheStarter()),
                change(
                        "path",
                        rb -> rb.include("x", "X", part -> part.manual("a", "A")),
                        rb -> rb.include("y", "X", part -> part.manual("a", "A"))),
                change(
                        "side by side or one after the other",
                        rb -> rb.parallel("p", "P").branch("x", "X", x -> x.manual("a", "A")),
                        rb -> rb.include("p", "P", p -> p.include("x", "X", x -> x.manual("a", "A")))));
    }

    private static Consumer<RunbookBuilder> withParam(String id, Class<?> type) {
        return rb -> {
            rb.param(id, type);
            rb.manual("a", "A");
        };
    }

    private static Consumer<RunbookBuilder> withLock(String name) {
        return rb -> {
            rb.lock(name);
            rb.manual("a", "A");
        };
    }

    private static Consumer<RunbookBuilder> withWindow(String from, WindowRule.WhenItCloses then) {
        return rb -> {
            rb.window(MaintenanceWindow.daily(from, "06:00", NEW_YORK)).whenItCloses(then);
            rb.manual("a", "A");
        };
    }

    private static Arguments change(String name, Consumer<RunbookBuilder> before, Consumer<RunbookBuilder> after) {
        return Arguments.of(name, before, after);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void what_matters_to_a_run_in_flight_changes_it(
            String name, Consumer<RunbookBuilder> before, Consumer<RunbookBuilder> after) {
        assertThat(hash(after)).isNotEqualTo(hash(before));
    }

    @Test
    void the_order_in_which_an_operation_lists_its_settings_does_not_matter() {
        var forth = new java.util.LinkedHashMap<String, String>();
        forth.put("a", "1");
        forth.put("b", "2");
        var back = new java.util.LinkedHashMap<String, String>();
        back.put("b", "2");
        back.put("a", "1");

        assertThat(hash(rb -> rb.step("a", "A", new Op("plain", 1, forth, Undoing.nothing("x")))))
                .isEqualTo(hash(rb -> rb.step("a", "A", new Op("plain", 1, back, Undoing.nothing("x")))));
    }

    @Test
    void the_id_of_the_runbook_matters_and_its_title_does_not() {
        var one = Runbook.define("one", "One", rb -> rb.manual("a", "A")).definition();
        var renamed = Runbook.define("two", "One", rb -> rb.manual("a", "A")).definition();
        var reworded = Runbook.define("one", "Other", rb -> rb.manual("a", "A")).definition();

        assertThat(renamed.fingerprint().hash()).isNotEqualTo(one.fingerprint().hash());
        assertThat(reworded.fingerprint()).isEqualTo(one.fingerprint());
    }
}
