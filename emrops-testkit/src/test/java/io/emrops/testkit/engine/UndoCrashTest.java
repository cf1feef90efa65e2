package io.emrops.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.OutcomeUnknownException;
import io.emrops.Report;
import io.emrops.ResumeRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.StoreException;
import io.emrops.TargetUnavailableException;
import io.emrops.core.history.RunHistory;
import io.emrops.core.history.RunRecord;
import io.emrops.testkit.CrashingRunStore;
import io.emrops.testkit.InMemoryLeases;
import io.emrops.testkit.InMemoryRunStore;
import io.emrops.testkit.SimulatedCrash;
import io.emrops.testkit.engine.Scenario.Fault;
import io.emrops.testkit.engine.Scenario.Shape;
import io.emrops.testkit.engine.Scenario.Spec;
import io.emrops.testkit.engine.Scenario.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The process dies at every record of an undo in which some undos fail; then another one undoes on. */
@Timeout(120)
final class UndoCrashTest {
    private static Spec spec(String id, Style style) {
        return new Spec(id, style, Fault.NONE, false);
    }

    private static List<Shape> shapes(Spec last) {
        return List.of(
                new Shape.One(spec("first", Style.UNDO).failingToUndo()),
                new Shape.One(spec("second", Style.COMPENSATION)),
                new Shape.Part("part", List.of(new Shape.One(spec("third", Style.BOTH)))),
                new Shape.Fan(
                        "fan",
                        List.of(
                                spec("a", Style.ATTEMPT),
                                spec("b", Style.ATTEMPT).failingToUndo())),
                new Shape.One(spec("fourth", Style.NOTHING)),
                new Shape.One(spec("fifth", Style.COMPENSATION).failingToUndo()),
                new Shape.One(last));
    }

    /** Undos that fail, and one that stops before what cannot be undone. */
    static List<Scenario> scenarios() {
        return List.of(
                new Scenario(shapes(spec("last", Style.BOTH).failing(Fault.FAILED)), false),
                new Scenario(shapes(spec("last", Style.UNDO).failing(Fault.UNKNOWN_GIVEN_UP)), false),
                new Scenario(
                        List.of(
                                new Shape.One(spec("first", Style.UNDO)),
                                new Shape.One(spec("out", Style.IRREVERSIBLE)),
                                new Shape.One(spec("last", Style.ATTEMPT))),
                        true));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void an_undo_goes_on_wherever_it_was_cut_off(Scenario plan) throws Exception {
        var records = recordsOf(plan);
        var begin = records.indexOf("undo-began");
        assertThat(begin).isPositive();
        for (int record = begin; record <= records.size(); record++) {
            cut(plan.copy(), record, false);
            cut(plan.copy(), record, true);
        }
    }

    private static List<String> recordsOf(Scenario plan) throws Exception {
        var scenario = plan.copy();
        var store = new InMemoryRunStore();
        try (var engine = Scenarios.engine(store, new InMemoryLeases(), scenario)) {
            Scenarios.ended(engine.start(scenario.runbook(), EngineFixture.REQUEST));
        }
        return store.read(store.runs().get(0).runId()).stream()
                .map(UndoCrashTest::kind)
                .toList();
    }

    private static String kind(byte[] record) {
        return new String(record, java.nio.charset.StandardCharsets.UTF_8)
                .replaceFirst("(?s).*?\"record\":\"([a-z-]+)\".*", "$1");
    }

    private static void cut(Scenario scenario, int record, boolean after) throws Exception {
        var where = (after ? "after" : "before") + " record " + record;
        var expected = scenario.predict();
        var store = new InMemoryRunStore();
        var leases = new InMemoryLeases();
        var crashing = CrashingRunStore.over(store);
        if (after) {
            crashing.crashAfter(record);
        } else {
            crashing.crashBefore(record);
        }
        try (var first = Scenarios.engine(crashing, leases, scenario)) {
            Scenarios.ended(first.start(scenario.runbook(), EngineFixture.REQUEST));
        } catch (StoreException | SimulatedCrash e) {
            assertThat(crashing.crashed()).as(where).isTrue();
        }
        var id = store.runs().get(0).runId();
        var before = RunHistory.read(id, store.read(id));
        try (var second = Scenarios.engine(store, leases, scenario)) {
            if (before.ended().isPresent()) {
                assertThat(second.report(id).state()).as(where).isEqualTo(expected.state());
                return;
            }
            var undoneBefore = scenario.seen.size();
            var report = Scenarios.ended(second.resume(
                    scenario.runbook(), id, ResumeRequest.by("operator").because("it died")));

            requireExpected(scenario, report, expected, where);
            requireNotAgain(scenario.seen.subList(undoneBefore, scenario.seen.size()), before, where);
        }
    }

    private static void requireExpected(Scenario scenario, Report report, Scenario.Expected expected, String where) {
        var what = where + "\n" + report.toMarkdown();
        assertThat(report.state()).as(what).isEqualTo(expected.state());
        assertThat(report.leftChanged().stream().map(l -> l.substring(0, l.indexOf(" ("))))
                .as(what)
                .containsExactlyElementsOf(expected.left());
        assertThat(withoutRepetitions(scenario.seen)).as(what).containsExactlyElementsOf(expected.seen());
        assertThat(report.steps().stream()
                        .filter(s -> s.state() == Report.StepState.UNDO_FAILED)
                        .map(Report.StepReport::path))
                .as(what)
                .containsExactlyInAnyOrderElementsOf(expected.undoFailures());
    }

    /** What was cut off is done again right after; nothing else is. */
    private static List<String> withoutRepetitions(List<String> seen) {
        var once = new ArrayList<String>();
        for (var word : seen) {
            if (once.isEmpty() || !once.get(once.size() - 1).equals(word)) {
                once.add(word);
            }
        }
        return once;
    }

    /** What the journal knew to be undone, or to have failed, is left alone. */
    private static void requireNotAgain(List<String> afterwards, RunHistory before, String where) {
        for (var record : before.records()) {
            var path = record instanceof RunRecord.UndoDone done
                    ? done.path()
                    : record instanceof RunRecord.UndoFailed failed ? failed.path() : "";
            if (!path.isEmpty()) {
                assertThat(afterwards).as(where).noneMatch(word -> word.endsWith(" " + path));
            }
        }
    }

    @Test
    void whatever_an_undo_throws_is_told_and_the_others_are_undone() throws Exception {
        var kinds = List.<Supplier<Throwable>>of(
                () -> new TargetUnavailableException("gone"),
                () -> new io.emrops.PreconditionFailedException("not so"),
                () -> new OutcomeUnknownException("cut off"),
                () -> new IllegalStateException("foreign words"),
                () -> new StackOverflowError("deep"),
                () -> new AssertionError("foreign error"),
                () -> new java.io.IOException("checked words"),
                () -> new InterruptedException("interrupted"));
        for (var kind : kinds) {
            try (var fixture = new EngineFixture()) {
                var book = Runbook.define("undo", "Undo", rb -> {
                    rb.action("one", "One", run -> {}).undo(run -> fixture.say("undo one"));
                    rb.action("two", "Two", run -> {}).undo(run -> throwIt(kind.get()));
                    rb.action("three", "Three", run -> {}).undo(run -> fixture.say("undo three"));
                    rb.verify("end", "End", run -> io.emrops.Finding.notOk("bad"));
                });

                var report = fixture.run(book);

                assertThat(report.state()).as("%s", kind.get()).isEqualTo(RunState.ROLLBACK_FAILED);
                assertThat(fixture.done).containsExactly("undo three", "undo one");
                assertThat(report.leftChanged())
                        .singleElement()
                        .asString()
                        .startsWith("two (Two): ")
                        .doesNotContain("foreign", "checked");
            }
        }
    }

    private static void throwIt(Throwable thrown) throws Exception {
        if (thrown instanceof Exception e) {
            throw e;
        }
        throw (Error) thrown;
    }
}
