package io.emrops.windows.counter;

import static io.emrops.windows.counter.CounterScene.worker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.data.Offset.offset;

import io.emrops.DataSize;
import io.emrops.PreconditionFailedException;
import io.emrops.testkit.windows.simulated.RawCount;
import io.emrops.testkit.windows.simulated.SimulatedWorker;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class WindowsCountersTest {
    private static final long COUNT = 65_536;
    private static final String CLASS = "Win32_PerfRawData_Hospital_Queue";

    private CounterScene scene;

    @BeforeEach
    void open() throws Exception {
        scene = new CounterScene();
        scene.windows.clock(() -> CounterScene.AT);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void one_call_tells_the_load_of_a_host() throws Exception {
        scene.simulated.processors(8, 0.625);
        scene.simulated.memory(DataSize.gib(16).bytes(), DataSize.gib(6).bytes());
        scene.simulated.disk("D:", 1000, 250);
        scene.simulated.network("vmxnet3", 3_000, 500);

        var sample = scene.counters.sample();

        assertThat(sample.at()).isEqualTo(CounterScene.AT);
        assertThat(sample.processors()).hasValue(8);
        assertThat(sample.processor().orElseThrow()).isCloseTo(0.625, offset(1e-9));
        var memory = sample.memory().orElseThrow();
        assertThat(memory.inUse()).isEqualTo(DataSize.gib(10));
        assertThat(memory.share()).isEqualTo(0.625);
        assertThat(memory.committed()).isEqualTo(DataSize.gib(10));
        assertThat(memory.commitLimit()).isEqualTo(DataSize.gib(20));
        assertThat(sample.disks()).extracting(HostDisk::name).containsExactly("C:", "D:");
        assertThat(sample.disks().get(1).free()).isEqualTo(new DataSize(250));
        assertThat(sample.networks())
                .containsExactly(new HostNetwork("Ethernet", 20_000, 10_000), new HostNetwork("vmxnet3", 3_000, 500));
        assertThat(sample.untold()).isEmpty();
        assertThat(scene.scripts()).containsOnlyOnce("counter/sample");
    }

    @Test
    void worker_processes_and_sites_are_told() throws Exception {
        scene.site("Scheduler", worker(4, 300), worker(8, 200));
        scene.site("Portal");
        scene.simulated.worker(4, 1.5);
        scene.simulated.site("Scheduler", 12, 40);

        var sample = scene.counters.over(Duration.ofSeconds(5)).sample();

        assertThat(sample.iis()).isEqualTo(IisView.SEEN);
        var workers = sample.workersOf("SCHEDULER");
        assertThat(workers).extracting(WorkerLoad::pid).containsExactly(4L, 8L);
        assertThat(workers.get(0).processors().orElseThrow()).isCloseTo(1.5, offset(1e-9));
        assertThat(workers.get(0).memory()).hasValue(new DataSize(300));
        assertThat(sample.workersOf("Portal")).isEmpty();
        assertThat(sample.sites()).extracting(SiteLoad::name).containsExactly("Portal", "Scheduler");
        assertThat(sample.sites().get(1).connections()).hasValue(12L);
        assertThat(sample.sites().get(1).requestsPerSecond().orElseThrow()).isCloseTo(40, offset(1e-6));
    }

    @Test
    void a_host_that_has_no_time_left_says_so() throws Exception {
        scene.simulated.processors(2, 1);

        assertThat(scene.counters.sample().processor()).hasValue(1.0);
    }

    @Test
    void a_host_without_iis_tells_the_rest() throws Exception {
        scene.site("Scheduler", worker(4, 300));
        scene.windows.iis().installed(false);

        var sample = scene.counters.sample();

        assertThat(sample.iis()).isEqualTo(IisView.ABSENT);
        assertThat(sample.workers()).isEmpty();
        assertThat(sample.sites()).isEmpty();
        assertThat(sample.processor()).isPresent();
    }

    @Test
    void who_is_no_administrator_sees_sites_alone() throws Exception {
        scene.site("Scheduler", worker(4, 300));
        scene.windows.administrator(false);

        var sample = scene.counters.sample();

        assertThat(sample.iis()).isEqualTo(IisView.SITES_ALONE);
        assertThat(sample.workers()).isEmpty();
        assertThat(sample.sites()).hasSize(1);
    }

    @Test
    void a_pool_that_is_recycled_meanwhile_has_used_an_unknown_share() throws Exception {
        scene.site("Scheduler", worker(4, 300), worker(8, 200));
        scene.simulated.between(() ->
                scene.windows.iis().workers("Scheduler", List.of(worker(12, 100), worker(8, 200))));

        var workers = scene.counters.sample().workers();

        assertThat(workers).extracting(WorkerLoad::pid).containsExactly(8L, 12L);
        assertThat(workers.get(0).processors()).isPresent();
        assertThat(workers.get(1).processors()).isEmpty();
        assertThat(workers.get(1).memory()).hasValue(new DataSize(100));
    }

    @Test
    void a_process_that_has_the_id_of_the_one_before_is_another_one() throws Exception {
        scene.site("Scheduler", worker(4, 300));
        var later = new SimulatedWorker(4, 100, 0, CounterScene.AT);
        scene.simulated.between(() -> scene.windows.iis().workers("Scheduler", List.of(later)));

        var workers = scene.counters.sample().workers();

        assertThat(workers).hasSize(1);
        assertThat(workers.get(0).processors()).isEmpty();
    }

    @Test
    void what_the_host_does_not_tell_is_absent_and_named() throws Exception {
        scene.simulated.withhold("Win32_PerfRawData_Counters_ProcessorInformation");
        scene.simulated.withhold("Win32_PerfRawData_PerfOS_Memory");
        scene.simulated.lockedDisk("E:");

        var sample = scene.counters.sample();

        assertThat(sample.processor()).isEmpty();
        assertThat(sample.memory()).isEmpty();
        assertThat(sample.disks()).extracting(HostDisk::name).containsExactly("C:");
        assertThat(sample.untold())
                .containsExactly("Win32_PerfRawData_Counters_ProcessorInformation", "Win32_PerfRawData_PerfOS_Memory");
    }

    @Test
    void numbers_that_cannot_be_are_not_told() throws Exception {
        scene.simulated.processors(2, -0.5);
        scene.simulated.memory(1024, 4096);
        scene.simulated.disk("D:", 100, 200);
        scene.site("Scheduler", worker(4, 300));
        scene.simulated.worker(4, 3);

        var sample = scene.counters.sample();

        assertThat(sample.processor()).isEmpty();
        assertThat(sample.memory()).isEmpty();
        assertThat(sample.disks()).extracting(HostDisk::name).containsExactly("C:");
        assertThat(sample.workers().get(0).processors()).isEmpty();
    }

    @Test
    void a_site_whose_service_began_anew_has_no_rate() throws Exception {
        scene.site("Scheduler");
        scene.simulated.site("Scheduler", 1, 50);
        scene.simulated.between(() -> scene.simulated.site("Scheduler", 2, 0));

        var site = scene.counters.sample().sites().get(0);

        assertThat(site.connections()).hasValue(2L);
        assertThat(site.requestsPerSecond()).isEmpty();
    }

    @Test
    void names_arrive_as_data() throws Exception {
        var name = "'\u2019;$(x)`\n*\"]";
        scene.site(name, worker(4, 300));
        scene.simulated.put(CLASS, "Length", name, COUNT, RawCount.of(3, 1), RawCount.of(4, 2));
        scene.simulated.put(CLASS, "Length", "Another", COUNT, RawCount.of(8, 1), RawCount.of(9, 2));

        assertThat(scene.counters.sample().workersOf(name)).hasSize(1);
        assertThat(scene.counters
                        .read(CounterQuery.of(CLASS, "Length").instance(name))
                        .value())
                .hasValue(4.0);
    }

    @Test
    void counters_are_read_by_name_in_one_call() throws Exception {
        scene.simulated.put(CLASS, "Length", "", COUNT, RawCount.of(3, 1), RawCount.of(4, 2));
        scene.simulated.put(CLASS, "OrdersPersec", "", 272_696_320, RawCount.of(100, 10), RawCount.of(150, 12));
        scene.simulated.put(CLASS, "Hits", "", 537_003_008, RawCount.of(1, 2, 1), RawCount.of(3, 4, 2));
        var length = CounterQuery.of(CLASS, "Length");
        var orders = CounterQuery.of(CLASS, "OrdersPersec");
        var hits = CounterQuery.of(CLASS, "Hits");

        assertThat(scene.counters.read(List.of(orders, length, hits)))
                .containsExactly(
                        new CounterReading(orders, Optional.of(25.0), CounterUnit.PER_SECOND),
                        new CounterReading(length, Optional.of(4.0), CounterUnit.COUNT),
                        new CounterReading(hits, Optional.of(0.75), CounterUnit.SHARE));
        assertThat(scene.scripts()).containsOnlyOnce("counter/read");
        assertThat(scene.counters.read(List.of())).isEmpty();
    }

    @Test
    void an_instance_that_goes_meanwhile_has_no_value() throws Exception {
        scene.simulated.put(CLASS, "Length", "a", COUNT, RawCount.of(3, 1), RawCount.gone());

        assertThat(scene.counters
                        .read(CounterQuery.of(CLASS, "Length").instance("A"))
                        .value())
                .isEmpty();
    }

    @Test
    void what_is_not_there_is_refused_by_its_name() throws Exception {
        scene.simulated.put(CLASS, "Length", "a", COUNT, RawCount.of(3, 1), RawCount.of(4, 2));
        scene.simulated.put(CLASS, "Twice", "b", COUNT, RawCount.of(3, 1), RawCount.of(4, 2));
        scene.simulated.put(CLASS, "Twice", "b", COUNT, RawCount.of(3, 1), RawCount.of(4, 2));
        scene.simulated.put(CLASS, "Caption", "a", -1, RawCount.of(3, 1), RawCount.of(4, 2));
        scene.simulated.put(CLASS, "Odd", "a", 2816, RawCount.of(3, 1), RawCount.of(4, 2));

        refused(CounterQuery.of("Win32_PerfRawData_None", "Length"), "there is no class Win32_PerfRawData_None");
        refused(CounterQuery.of(CLASS, "Width").instance("a"), CLASS + " has no property Width");
        refused(CounterQuery.of(CLASS, "Caption").instance("a"), CLASS + ".Caption is no counter");
        refused(CounterQuery.of(CLASS, "Length").instance("c\n*"), CLASS + " has no instance c?*");
        refused(CounterQuery.of(CLASS, "Length"), CLASS + " has instances with names: say which");
        refused(CounterQuery.of(CLASS, "Twice").instance("b"), CLASS + " has several instances b");
        refused(CounterQuery.of(CLASS, "Odd").instance("a"), "is of the type 2816");
    }

    private void refused(CounterQuery query, String why) {
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> scene.counters.read(query))
                .withMessageContaining(why)
                .withMessageContaining("nothing was changed");
    }

    @Test
    void what_no_host_can_have_is_not_sent() {
        for (var name :
                List.of("Win32_Process", "Win32_PerfRawData_*", "Win32_PerfRawData_", "Win32_PerfRawData_a b")) {
            assertThatIllegalArgumentException().isThrownBy(() -> CounterQuery.of(name, "Length"));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> CounterQuery.of(CLASS, "Length'"));
        assertThatIllegalArgumentException().isThrownBy(() -> scene.counters.over(Duration.ofMillis(999)));
        assertThatIllegalArgumentException().isThrownBy(() -> scene.counters.over(Duration.ofSeconds(61)));
        var many = Collections.nCopies(101, CounterQuery.of(CLASS, "Length"));
        assertThatIllegalArgumentException().isThrownBy(() -> scene.counters.read(many));
        assertThat(scene.scripts()).isEmpty();
    }
}
