package io.emrops.iis;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Done;
import io.emrops.InDoubt;
import io.emrops.Operation;
import io.emrops.PreconditionFailedException;
import io.emrops.Probe;
import io.emrops.Report;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.StepFailedException;
import io.emrops.core.Emrops;
import io.emrops.iis.Doors.Way;
import io.emrops.testkit.windows.simulated.SimulatedIis;
import io.emrops.testkit.windows.simulated.SimulatedPool;
import io.emrops.testkit.windows.simulated.SimulatedSite;
import io.emrops.windows.PowerShellHost;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps over pools, sites and their settings, run by an engine. */
final class IisOperationsTest {
    private static final RunRequest REQUEST = RunRequest.by("m.meier").because("CHG-4711");
    private static final String SITE = "Scheduler";

    @TempDir
    Path directory;

    private Doors doors;
    private SimulatedIis simulated;
    private PowerShellHost host;
    private Iis iis;

    @BeforeEach
    void open() throws Exception {
        doors = new Doors(directory);
        simulated = doors.windows.iis();
        simulated.put(new SimulatedPool(SITE, true, true, "", true, true, 0, Map.of()));
        simulated.put(new SimulatedSite(SITE, 7, true, true, SITE, "C:\\", List.of()));
        host = doors.open(Way.LOCAL);
        iis = Iis.on(host);
    }

    @AfterEach
    void close() {
        host.close();
        doors.close();
    }

    /** The operation, then a step that fails if it is to be undone. */
    private Report run(Operation<Done> operation, boolean goesWrong) throws Exception {
        var book = Runbook.define("ops", "Operate", rb -> {
            rb.step("it", "Do it", operation).inDoubt(InDoubt.rerun());
            rb.action("after", "Look", run -> {
                        if (goesWrong) {
                            throw new StepFailedException("not well");
                        }
                    })
                    .nothingToUndo("looks only")
                    .inDoubt(InDoubt.rerun());
        });
        try (var engine = Emrops.inMemory().build()) {
            var report = engine.start(book, REQUEST).await();
            assertThat(report.state()).isEqualTo(goesWrong ? RunState.ROLLED_BACK : RunState.SUCCEEDED);
            return report;
        }
    }

    private SimulatedPool pool() {
        return simulated.pool(SITE).orElseThrow();
    }

    @Test
    void a_stop_is_undone_by_a_start() throws Exception {
        var before = pool();

        assertThat(run(AppPools.stop(iis, SITE), false).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(pool().started()).isFalse();
        simulated.put(before);
        run(AppPools.stop(iis, SITE), true);

        assertThat(pool()).isEqualTo(before);
    }

    @Test
    void a_start_is_undone_to_what_was_set_for_the_start_of_windows_too() throws Exception {
        simulated.put(new SimulatedPool(SITE, false, true, "", true, true, 0, Map.of()));
        run(AppPools.start(iis, SITE), true);

        assertThat(pool().started()).isFalse();
        assertThat(pool().autoStart()).isTrue();
    }

    @Test
    void a_pool_that_people_start_by_hand_is_started_again_and_not_with_windows() throws Exception {
        var byHand = new SimulatedPool(SITE, true, false, "", true, true, 0, Map.of());
        simulated.put(byHand);

        run(AppPools.stop(iis, SITE), true);

        assertThat(pool()).isEqualTo(byHand);
    }

    @Test
    void a_site_is_stopped_and_comes_back() throws Exception {
        run(Sites.stop(iis, SITE), false);
        assertThat(simulated.site(SITE).orElseThrow().started()).isFalse();
        assertThat(Sites.running(iis, SITE).describe()).isEqualTo("Site Scheduler runs");

        run(Sites.start(iis, SITE), false);

        assertThat(simulated.site(SITE).orElseThrow().started()).isTrue();
    }

    @Test
    void previews_tell_what_would_be_done_and_probes_what_was() throws Exception {
        var stop = AppPools.stop(iis, SITE);
        assertThat(stop.preview(null).changes()).containsExactly("pool Scheduler: started → stopped");
        assertThat(AppPools.start(iis, SITE).preview(null).changes()).isEmpty();
        assertThat(AppPools.recycle(iis, SITE).preview(null).changes())
                .containsExactly("pool Scheduler gets new worker processes");
        assertThat(stop.probe(null)).isInstanceOf(Probe.NotApplied.class);
        iis.stopPool(SITE);
        assertThat(stop.probe(null)).isInstanceOf(Probe.Applied.class);
        assertThat(AppPools.recycle(iis, SITE).probe(null)).isInstanceOf(Probe.Unknown.class);
        org.assertj.core.api.Assertions.assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> AppPools.stop(iis, "Nobody").preview(null))
                .withMessageContaining("there is no application pool Nobody");
        var missing = AppPools.running(iis, "Nobody").check(null);
        assertThat(missing.toString()).contains("There is no application pool Nobody");
    }

    @Test
    void a_check_tells_whether_a_pool_runs() throws Exception {
        assertThat(AppPools.running(iis, SITE).check(null).ok()).isTrue();
        iis.stopPool(SITE);
        assertThat(AppPools.running(iis, SITE).check(null).text()).isEqualTo("Application pool Scheduler is stopped");
        assertThat(AppPools.running(iis, "Nobody").check(null).ok()).isFalse();
    }

    @Test
    void the_optimizer_sets_what_the_document_says_and_nothing_twice() throws Exception {
        var optimizer = IisOptimizer.usual(iis, SITE);
        assertThat(optimizer.preview(null).changes())
                .containsExactly(
                        "site Scheduler urlCompression doStaticCompression: absent → true",
                        "site Scheduler urlCompression doDynamicCompression: absent → true",
                        "site Scheduler caching profile .js: absent → CacheUntilChange/CacheUntilChange",
                        "site Scheduler caching profile .css: absent → CacheUntilChange/CacheUntilChange");
        assertThat(simulated.commits()).isZero();

        run(optimizer, false);
        run(optimizer, false);

        assertThat(simulated.locations().of(SITE))
                .isEqualTo(Map.of(
                        "doStaticCompression", "true",
                        "doDynamicCompression", "true",
                        "profile .js", "CacheUntilChange/CacheUntilChange",
                        "profile .css", "CacheUntilChange/CacheUntilChange"));
        assertThat(simulated.commits()).isEqualTo(1);
        assertThat(optimizer.probe(null)).isInstanceOf(Probe.Applied.class);
    }

    @Test
    void the_optimizer_is_undone_to_exactly_what_was() throws Exception {
        var before =
                Map.of("doStaticCompression", "false", "profile .js", "DontCache/", "profile .png", "DisableCache/");
        simulated.locations().set(SITE, before);

        run(IisOptimizer.usual(iis, SITE), true);

        assertThat(simulated.locations().of(SITE)).isEqualTo(before);
        assertThat(simulated.commits()).isEqualTo(2);
    }

    @Test
    void what_was_absent_is_absent_again() throws Exception {
        run(IisOptimizer.usual(iis, SITE), true);

        assertThat(simulated.locations().of(SITE)).isEmpty();
    }
}
