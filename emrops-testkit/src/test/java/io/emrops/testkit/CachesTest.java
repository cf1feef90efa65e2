package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.DataSize;
import io.emrops.Finding;
import io.emrops.InDoubt;
import io.emrops.Report;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.cache.CacheSettings;
import io.emrops.cache.Caches;
import io.emrops.cache.ClearScope;
import io.emrops.cache.EvictionPolicy;
import io.emrops.core.Emrops;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Caches in runbooks. */
@Timeout(60)
class CachesTest {
    private static final RunRequest REQUEST = RunRequest.by("m.meier");
    private static final Duration WINDOW = Duration.ofMillis(200);

    private final FakeCache cache = FakeCache.of("redis01")
            .put(0, "page:1", 100)
            .put(0, "session:1", 10)
            .put(1, "page:1", 10);

    private static Report run(Runbook runbook) throws InterruptedException {
        try (var engine = Emrops.inMemory().build()) {
            return engine.start(runbook, REQUEST).await();
        }
    }

    @Test
    void a_cache_is_measured_cleared_and_watched_until_it_serves_again() throws Exception {
        var application = new AtomicBoolean(true);
        var asking = new Thread(() -> {
            while (application.get()) {
                if (!cache.get(0, "page:1")) {
                    cache.put(0, "page:1", 100);
                }
                Thread.onSpinWait();
            }
        });
        asking.start();
        try {
            var report = run(Runbook.define("cache", "Cache", rb -> {
                rb.verify("before", "What it holds", Caches.reported(cache));
                rb.verify("contents", "What would go", Caches.contentsReported(cache, ClearScope.keys("page:*"), 1000));
                var before = rb.step("measure", "Measure", Caches.measureHitRate(cache, WINDOW))
                        .inDoubt(InDoubt.rerun());
                rb.step("clear", "Clear the pages", Caches.clear(cache, ClearScope.keys("page:*")))
                        .inDoubt(InDoubt.rerun());
                rb.verify("recovered", "It serves again", Caches.recovered(cache, before, 0.9, WINDOW))
                        .within(Duration.ofSeconds(20));
            }));

            assertThat(report.succeeded()).as(report.toMarkdown()).isTrue();
            assertThat(report.toMarkdown()).contains("1 key, 164 B").contains("page: 1 key");
        } finally {
            application.set(false);
            asking.join();
        }
        assertThat(cache.has(0, "session:1")).isTrue();
        assertThat(cache.has(1, "page:1")).isTrue();
    }

    @Test
    void a_hit_rate_that_nothing_is_known_of_is_not_ok() throws Exception {
        var report = run(Runbook.define(
                "rate", "Rate", rb -> rb.verify("rate", "It serves", Caches.hitRate(cache, 0.5, WINDOW))));

        assertThat(report.succeeded()).isFalse();
        assertThat(report.toMarkdown()).contains("no look-ups, less than 50 %");
    }

    @Test
    void settings_are_undone() throws Exception {
        var before = cache.settings();
        var report = run(Runbook.define("limit", "Limit", rb -> {
            rb.step(
                    "limit",
                    "Limit",
                    Caches.configure(cache, CacheSettings.of(DataSize.mib(64), EvictionPolicy.ALLKEYS_LRU)));
            rb.verify("never", "It is not to be", run -> Finding.notOk("no"));
        }));

        assertThat(report.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(cache.settings()).isEqualTo(before);
        assertThat(cache.changes()).hasSize(2);
    }

    @Test
    void a_server_whose_other_databases_were_not_named_stays_as_it_is() throws Exception {
        var report = run(Runbook.define(
                "all",
                "All",
                rb -> rb.step("all", "All", Caches.clear(cache, ClearScope.wholeServer(Set.of(0))))
                        .inDoubt(InDoubt.rerun())));

        assertThat(report.succeeded()).isFalse();
        assertThat(report.verdict()).contains("[1] hold keys too");
        assertThat(cache.statistics().keys()).hasSize(2);
    }

    @Test
    void a_pattern_that_matches_all_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> ClearScope.keys("**"));
        assertThatIllegalArgumentException().isThrownBy(() -> ClearScope.keys(""));
        assertThatIllegalArgumentException().isThrownBy(() -> ClearScope.wholeServer(Set.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> ClearScope.database(-1));
    }
}
