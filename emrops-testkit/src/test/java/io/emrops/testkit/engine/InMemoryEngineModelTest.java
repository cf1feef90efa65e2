package io.emrops.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.core.memory.MemoryRunStore;
import io.emrops.spi.RunStore;
import io.emrops.testkit.InMemoryLeases;
import io.emrops.testkit.InMemoryRunStore;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Records that are kept as they are tell the same as those that were written and read again. */
final class InMemoryEngineModelTest {
    @Provide
    Arbitrary<Scenario> scenarios() {
        return new RandomFailuresTest().scenarios();
    }

    @Property(tries = 100, shrinking = ShrinkingMode.BOUNDED)
    void a_run_in_memory_tells_what_a_run_with_a_journal_tells(@ForAll("scenarios") Scenario scenario)
            throws Exception {
        assertThat(reportOf(scenario.copy(), new MemoryRunStore()))
                .isEqualTo(reportOf(scenario.copy(), new InMemoryRunStore()));
    }

    /** All of it but the id and the times. */
    private static String reportOf(Scenario scenario, RunStore store) throws Exception {
        try (var engine = Scenarios.engine(store, new InMemoryLeases(), scenario)) {
            var report = Scenarios.ended(engine.start(scenario.runbook(), EngineFixture.REQUEST));
            var stored = engine.report(report.runId());
            assertThat(stored).isEqualTo(report);
            return stored.toJson()
                    .replace(report.runId(), "ID")
                    .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME")
                    .replaceAll("PT[0-9.]+S|\\b[0-9.]+ m?s\\b", "DURATION");
        }
    }
}
