package io.emrops.windows.counter;

import static io.emrops.windows.counter.CounterScene.worker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.DataSize;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.core.Emrops;
import io.emrops.core.trigger.TriggerWatch;
import io.emrops.testkit.ManualTime;
import io.emrops.trigger.Response;
import io.emrops.trigger.Threshold;
import io.emrops.trigger.Trigger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HostLoadTest {
    private static final HostLimits LIMITS = HostLimits.none()
            .processorBelow(0.7)
            .memoryBelow(DataSize.gib(8))
            .freeAbove("c:", DataSize.gib(10))
            .poolProcessorBelow("scheduler", 0.5)
            .poolMemoryBelow("scheduler", DataSize.gib(2));

    @TempDir
    private Path directory;

    private CounterScene scene;

    @BeforeEach
    void open() throws Exception {
        scene = new CounterScene();
        scene.site(
                "Scheduler",
                worker(4, DataSize.gib(1).bytes()),
                worker(8, DataSize.mib(512).bytes()));
        scene.simulated.worker(4, 1);
        scene.simulated.worker(8, 0.5);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private String report(HostLimits limits, int samples, RunState expected) throws Exception {
        var book = Runbook.define(
                "load",
                "The host has room",
                rb -> rb.verify("load", "It has", HostLoad.within(scene.counters, limits, samples)));
        try (var engine = Emrops.inMemory().build()) {
            var report = engine.start(book, RunRequest.by("m.meier")).await();
            assertThat(report.state()).isEqualTo(expected);
            return report.toMarkdown();
        }
    }

    @Test
    void what_was_measured_is_told_where_all_is_kept_to() throws Exception {
        assertThat(report(LIMITS, 3, RunState.SUCCEEDED))
                .contains("in 3 samples: processor below 70.0 %, memory in use below 8 GiB")
                .contains("processor 10.0 % on average")
                .contains("memory in use 6 GiB at most")
                .contains("free on c: 40 GiB at least")
                .contains("processor of pool scheduler 37.5 % on average")
                .contains("memory of pool scheduler 1.5 GiB at most");
        assertThat(scene.scripts()).filteredOn("counter/sample"::equals).hasSize(3);
    }

    @Test
    void a_processor_is_held_against_the_average() throws Exception {
        var shares = List.of(0.95, 0.5, 0.5);

        assertThat(averaged(shares, 0.7, RunState.SUCCEEDED)).contains("processor 65.0 % on average");
        assertThat(averaged(shares, 0.6, RunState.FAILED)).contains("processor 65.0 % on average, which is not");
    }

    private String averaged(List<Double> shares, double limit, RunState expected) throws Exception {
        var next = new AtomicInteger();
        scene.simulated.processors(4, shares.get(0));
        scene.simulated.between(
                () -> scene.simulated.processors(4, shares.get(next.incrementAndGet() % shares.size())));
        return report(HostLimits.none().processorBelow(limit), shares.size(), expected);
    }

    @Test
    void one_sample_of_too_much_memory_is_too_much() throws Exception {
        var samples = new AtomicInteger();
        scene.simulated.between(() -> scene.simulated.memory(
                DataSize.gib(16).bytes(),
                DataSize.gib(samples.incrementAndGet() == 2 ? 4 : 12).bytes()));

        assertThat(report(HostLimits.none().memoryBelow(DataSize.gib(8)), 3, RunState.FAILED))
                .contains("memory in use 12 GiB at most, which is not below 8 GiB");
    }

    @Test
    void a_limit_that_is_reached_is_not_kept_to() throws Exception {
        assertThat(report(HostLimits.none().memoryBelow(DataSize.gib(6)), 1, RunState.FAILED))
                .contains("which is not below 6 GiB");
        assertThat(report(HostLimits.none().freeAbove("C:", DataSize.gib(40)), 1, RunState.FAILED))
                .contains("which is not above 40 GiB");
    }

    @Test
    void a_busy_host_is_not_well() throws Exception {
        scene.simulated.processors(4, 1);

        assertThat(report(LIMITS, 2, RunState.FAILED))
                .contains("processor 100.0 % on average, which is not below 70.0 %");
    }

    @Test
    void what_is_not_known_is_not_taken_for_good() throws Exception {
        scene.simulated.withhold("Win32_PerfRawData_Counters_ProcessorInformation");
        scene.windows.iis().workers("Scheduler", List.of());

        assertThat(report(LIMITS, 2, RunState.FAILED))
                .contains("processor is not known in 2 of 2 samples")
                .contains("processor of pool scheduler is not known in 2 of 2 samples")
                .contains("memory of pool scheduler is not known in 2 of 2 samples")
                .contains("The host does not tell Win32_PerfRawData_Counters_ProcessorInformation");
    }

    @Test
    void a_pool_whose_process_is_new_is_not_known() throws Exception {
        scene.simulated.between(() ->
                scene.windows.iis().workers("Scheduler", List.of(worker(12, 100), worker(8, 100))));

        assertThat(report(HostLimits.none().poolProcessorBelow("Scheduler", 0.9), 2, RunState.FAILED))
                .contains("is not known in 1 of 2 samples");
    }

    @Test
    void limits_that_say_nothing_are_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> HostLoad.within(scene.counters, HostLimits.none(), 1));
        assertThatIllegalArgumentException().isThrownBy(() -> HostLoad.within(scene.counters, LIMITS, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> LIMITS.processorBelow(0));
        assertThatIllegalArgumentException().isThrownBy(() -> LIMITS.processorBelow(70));
        assertThatIllegalArgumentException().isThrownBy(() -> LIMITS.poolProcessorBelow("a", Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> LIMITS.memoryBelow(new DataSize(0)));
    }

    @Test
    void signals_read_what_the_host_says_by_its_clock() throws Exception {
        scene.windows.clock(() -> CounterScene.AT);
        scene.simulated.site("Scheduler", 3, 20);

        assertThat(CounterSignals.processor(scene.counters).read().orElseThrow().at())
                .isEqualTo(CounterScene.AT);
        assertThat(CounterSignals.processor(scene.counters).read().orElseThrow().value())
                .isBetween(9.999, 10.001);
        assertThat(CounterSignals.memory(scene.counters).read().orElseThrow().value())
                .isEqualTo(37.5);
        assertThat(CounterSignals.poolProcessor(scene.counters, "Scheduler")
                        .read()
                        .orElseThrow()
                        .value())
                .isBetween(37.499, 37.501);
        assertThat(CounterSignals.poolMemory(scene.counters, "Scheduler")
                        .read()
                        .orElseThrow()
                        .value())
                .isEqualTo(1536);
        assertThat(CounterSignals.requests(scene.counters, "scheduler")
                        .read()
                        .orElseThrow()
                        .value())
                .isBetween(19.999, 20.001);
        assertThat(CounterSignals.poolMemory(scene.counters, "None").read()).isEmpty();
        assertThat(CounterSignals.requests(scene.counters, "None").read()).isEmpty();
    }

    @Test
    void a_trigger_starts_a_runbook_once_the_host_was_busy_for_long_enough() throws Exception {
        var book = Runbook.define(
                "look",
                "Look after the host",
                rb -> rb.verify("room", "It has a processor", HostLoad.within(scene.counters, LIMITS, 1)));
        var trigger = Trigger.of("cpu", "CPU of app01", Threshold.above(80, "%").endsBelow(70))
                .sustainedFor(Duration.ofMinutes(3))
                .maxGap(Duration.ofSeconds(90));
        var time = ManualTime.at(CounterScene.AT);
        scene.windows.clock(time::wallClock);
        var signal = CounterSignals.processor(scene.counters);
        try (var engine = Emrops.inMemory().build();
                var watch = TriggerWatch.builder(directory, engine)
                        .fed(trigger, Response.start(book, RunRequest.by("triggers")))
                        .time(time)
                        .open()) {
            for (var minute = 0; minute < 8; minute++) {
                scene.simulated.processors(4, minute < 2 ? 0.3 : 0.9);
                watch.accept("cpu", signal.read().orElseThrow());
                assertThat(watch.state("cpu").fires()).as("minute " + minute).isEqualTo(minute < 5 ? 0 : 1);
                time.advance(Duration.ofMinutes(1));
            }

            for (var live : engine.run(engine.runs().get(0).runId()).stream().toList()) {
                live.await();
            }
            assertThat(engine.runs().get(0).known().orElseThrow().state()).isEqualTo(RunState.FAILED);
            assertThat(engine.runs()).hasSize(1);
        }
    }
}
