package io.emrops.examples.guide;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.DataSize;
import io.emrops.Engine;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.core.Emrops;
import io.emrops.core.trigger.TriggerWatch;
import io.emrops.testkit.windows.ScriptedWindowsHost;
import io.emrops.testkit.windows.simulated.RawCount;
import io.emrops.testkit.windows.simulated.SimulatedPool;
import io.emrops.testkit.windows.simulated.SimulatedWindows;
import io.emrops.testkit.windows.simulated.SimulatedWorker;
import io.emrops.trigger.Response;
import io.emrops.trigger.Threshold;
import io.emrops.trigger.Trigger;
import io.emrops.windows.PowerShellHost;
import io.emrops.windows.counter.CounterQuery;
import io.emrops.windows.counter.CounterReading;
import io.emrops.windows.counter.CounterSignals;
import io.emrops.windows.counter.CounterUnit;
import io.emrops.windows.counter.HostLimits;
import io.emrops.windows.counter.HostLoad;
import io.emrops.windows.counter.WindowsCounters;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/windows-counters.md. */
@Timeout(60)
final class WindowsCountersTest {
    @TempDir
    private Path directory;

    private static List<String> sample(PowerShellHost app01) throws InterruptedException {
        var lines = new ArrayList<String>();
        // tag::sample[]
        var sample = WindowsCounters.on(app01).sample();
        sample.processor().ifPresent(share -> lines.add("processors: " + Math.round(share * 100) + " %"));
        sample.memory().ifPresent(memory -> lines.add("memory: " + memory.inUse() + " of " + memory.total()));
        for (var worker : sample.workersOf("Scheduler")) {
            lines.add("process " + worker.pid() + ": " + worker.memory().orElseThrow());
        }
        // end::sample[]
        return lines;
    }

    private static CounterReading named(PowerShellHost app01) throws InterruptedException {
        // tag::named[]
        var reads = CounterQuery.of("Win32_PerfRawData_PerfDisk_LogicalDisk", "AvgDisksecPerRead")
                .instance("C:");
        var reading = WindowsCounters.on(app01).over(ofSeconds(5)).read(reads);
        // end::named[]
        return reading;
    }

    private static Runbook check(PowerShellHost app01) {
        return Runbook.define("scheduler", "Look after the scheduler", rb -> {
            // tag::check[]
            var limits = HostLimits.none().processorBelow(0.7).poolMemoryBelow("Scheduler", DataSize.gib(2));
            rb.verify("load", "The host has room", HostLoad.within(WindowsCounters.on(app01), limits, 3));
            // end::check[]
        });
    }

    private TriggerWatch watch(PowerShellHost app01, Engine engine, Runbook restart) {
        // tag::trigger[]
        var busy = Trigger.of(
                        "app01-cpu", "CPU of app01", Threshold.above(80, "%").endsBelow(70))
                .sustainedFor(ofMinutes(5));
        var watch = TriggerWatch.builder(directory.resolve("triggers"), engine)
                .on(
                        busy,
                        CounterSignals.processor(WindowsCounters.on(app01)),
                        Response.start(restart, RunRequest.by("triggers")).asking("on-call", ofMinutes(30)))
                .every(ofSeconds(30))
                .open();
        // end::trigger[]
        return watch;
    }

    // tag::simulated[]
    @Test
    void a_pool_that_takes_too_much_memory_is_noticed() throws Exception {
        try (var scripted = ScriptedWindowsHost.builder().start();
                var host = PowerShellHost.local()
                        .program(scripted.standIn(directory).toString())
                        .build();
                var engine = Emrops.inMemory().build()) {
            var windows = SimulatedWindows.behind(scripted);
            windows.iis().put(new SimulatedPool("Scheduler", true, true, "", true, true, 0, Map.of()));
            windows.counters().processors(4, 0.5);

            assertThat(state(engine, host, windows, DataSize.gib(1))).isEqualTo(RunState.SUCCEEDED);
            assertThat(state(engine, host, windows, DataSize.gib(3))).isEqualTo(RunState.FAILED);
        }
    }
    // end::simulated[]

    private static RunState state(Engine engine, PowerShellHost host, SimulatedWindows windows, DataSize memory)
            throws Exception {
        var worker = new SimulatedWorker(4712, memory.bytes(), 0, Instant.EPOCH);
        windows.iis().workers("Scheduler", List.of(worker));
        return engine.start(check(host), RunRequest.by("m.meier")).await().state();
    }

    @Test
    void load_and_counters_are_read_and_watched() throws Exception {
        try (var scripted = ScriptedWindowsHost.builder().start();
                var host = PowerShellHost.local()
                        .program(scripted.standIn(directory).toString())
                        .build();
                var engine = Emrops.inMemory().build()) {
            var windows = SimulatedWindows.behind(scripted);
            windows.iis().put(new SimulatedPool("Scheduler", true, true, "", true, true, 0, Map.of()));
            windows.iis()
                    .workers(
                            "Scheduler",
                            List.of(new SimulatedWorker(4712, DataSize.mib(300).bytes(), 0, Instant.EPOCH)));
            windows.counters()
                    .put(
                            "Win32_PerfRawData_PerfDisk_LogicalDisk",
                            "AvgDisksecPerRead",
                            "C:",
                            805_438_464,
                            RawCount.of(0, 10, 1),
                            RawCount.of(60_000, 14, 2));

            assertThat(sample(host))
                    .containsExactly("processors: 10 %", "memory: 6 GiB of 16 GiB", "process 4712: 300 MiB");
            assertThat(named(host).value()).hasValue(0.005);
            assertThat(named(host).unit()).isEqualTo(CounterUnit.SECONDS);
            var restart = Runbook.define(
                    "restart", "Restart", rb -> rb.action("it", "It", run -> {}).nothingToUndo("it is an example"));
            try (var watch = watch(host, engine, restart)) {
                assertThat(watch.state("app01-cpu").fires()).isZero();
            }
        }
    }
}
