package io.emrops.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Authorizer;
import io.emrops.Engine;
import io.emrops.Question;
import io.emrops.Report;
import io.emrops.ResumeRequest;
import io.emrops.Run;
import io.emrops.RunState;
import io.emrops.StoreException;
import io.emrops.core.Emrops;
import io.emrops.event.RunEvent;
import io.emrops.event.RunListener;
import io.emrops.spi.RunStore;
import io.emrops.testkit.InMemoryLeases;
import io.emrops.testkit.InMemoryRunStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Runs scenarios and holds them against their models. */
final class Scenarios {
    private Scenarios() {}

    /** An engine with somebody at hand who answers questions about what is in doubt. */
    static Engine engine(RunStore store, InMemoryLeases leases, Scenario scenario) {
        var answering = new Answering(scenario);
        var engine = Emrops.builder(store, leases)
                .authorizer(Authorizer.groups(Map.of(Authorizer.OPERATORS, List.of("operator"))))
                .listener(answering)
                .build();
        answering.engine = engine;
        return engine;
    }

    private static final class Answering implements RunListener {
        private final Scenario scenario;
        private volatile Engine engine;

        Answering(Scenario scenario) {
            this.scenario = scenario;
        }

        @Override
        public void on(RunEvent event) {
            if (event instanceof RunEvent.Asked asked && asked.question().kind() == Question.Kind.IN_DOUBT) {
                var path = asked.question().stepPath();
                try {
                    engine.run(asked.runId()).orElseThrow().answer(path, scenario.answer(path));
                } catch (StoreException e) {
                    assertThat(e.problem()).isEqualTo(StoreException.Problem.FAILED);
                }
            }
        }
    }

    static Report ended(Run run) throws InterruptedException {
        assertThat(run.awaitState(RunState::ended, Duration.ofSeconds(20)))
                .as("The run ends and is not %s", run.state())
                .isTrue();
        return run.report();
    }

    /** Runs it, undoes it again if something was left, and compares both with the model. */
    static void check(Scenario scenario) throws Exception {
        var store = new InMemoryRunStore();
        try (var engine = engine(store, new InMemoryLeases(), scenario)) {
            var book = scenario.runbook();
            var expected = scenario.predict();

            var report = ended(engine.start(book, EngineFixture.REQUEST));

            require(scenario, report, expected);
            requireSameFromJournal(scenario, report, store);
            if (expected.left().isEmpty()) {
                return;
            }
            scenario.heal();
            scenario.seen.clear();
            var second = scenario.predictSecondUndo(expected);
            var again = engine.undo(
                    book,
                    report.runId(),
                    ResumeRequest.by("operator").because("it is mended").passIrreversible("it has to stay"));
            require(scenario, ended(again), second);
        }
    }

    /** Another process reads the same from the journal. */
    private static void requireSameFromJournal(Scenario scenario, Report report, InMemoryRunStore store) {
        try (var other = engine(store, new InMemoryLeases(), scenario)) {
            assertThat(other.report(report.runId())).as("%s", scenario).isEqualTo(report);
        }
    }

    static void require(Scenario scenario, Report report, Scenario.Expected expected) {
        var what = scenario + "\n" + report.toMarkdown();
        assertThat(report.state()).as(what).isEqualTo(expected.state());
        assertThat(scenario.seen).as(what).containsExactlyElementsOf(expected.seen());
        assertThat(report.leftChanged().stream().map(l -> l.substring(0, l.indexOf(" ("))))
                .as(what)
                .containsExactlyElementsOf(expected.left());
        assertThat(report.steps().stream()
                        .filter(s -> s.state() == Report.StepState.UNDO_FAILED)
                        .map(Report.StepReport::path))
                .as(what)
                .containsExactlyInAnyOrderElementsOf(expected.undoFailures());
        for (var path : expected.undoFailures()) {
            var told = report.steps().stream()
                    .filter(s -> s.path().equals(path))
                    .findFirst()
                    .orElseThrow();
            assertThat(told.undo().orElseThrow().succeeded()).as(what).isFalse();
            assertThat(String.join("\n", report.leftChanged()))
                    .as(what)
                    .contains(path + " (")
                    .contains(told.undo().get().outcome());
        }
    }
}
