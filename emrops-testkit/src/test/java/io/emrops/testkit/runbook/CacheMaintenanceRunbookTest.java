package io.emrops.testkit.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.DataSize;
import io.emrops.Finding;
import io.emrops.Report;
import io.emrops.Report.StepState;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.cache.CacheSettings;
import io.emrops.cache.ClearScope;
import io.emrops.cache.EvictionPolicy;
import io.emrops.core.Emrops;
import io.emrops.runbooks.CacheMaintenanceRunbook;
import io.emrops.testkit.FakeCache;
import io.emrops.testkit.RunbookDocument;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class CacheMaintenanceRunbookTest {
    private static final Path DOCUMENTS = Path.of("src/test/resources/io/emrops/testkit/runbook");
    private static final RunRequest REQUEST = RunRequest.by("m.meier");

    private final FakeCache cache =
            FakeCache.of("redis01").put(0, "page:home", 100_000).put(0, "session:1", 10);
    private final AtomicBoolean asking = new AtomicBoolean(true);
    private volatile FakeCache asked = cache;
    private Thread application;

    /** Asks for a page, and makes it again where it is gone. */
    @BeforeEach
    void start() {
        application = new Thread(() -> {
            while (asking.get()) {
                var one = asked;
                if (!one.get(0, "page:home")) {
                    one.put(0, "page:home", 100);
                }
                Thread.onSpinWait();
            }
        });
        application.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        asking.set(false);
        application.join();
    }

    private CacheMaintenanceRunbook book() {
        return CacheMaintenanceRunbook.of("cache", "Clear the cache", cache, ClearScope.keys("page:*"))
                .measuredOver(Duration.ofMillis(200))
                .recovers(0.9, Duration.ofSeconds(20));
    }

    private static Report run(CacheMaintenanceRunbook book) throws InterruptedException {
        try (var engine = Emrops.inMemory().build()) {
            return engine.start(book.build(), REQUEST).await();
        }
    }

    private static DataSize memory(FakeCache cache) {
        try {
            return cache.statistics().memory();
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts here", e);
        }
    }

    private static CacheSettings settings(FakeCache cache) {
        try {
            return cache.settings();
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts here", e);
        }
    }

    private static StepState state(Report report, String path) {
        return report.steps().stream()
                .filter(step -> step.path().equals(path))
                .findFirst()
                .orElseThrow()
                .state();
    }

    @Test
    void a_cache_is_cleared_and_serves_again() throws Exception {
        var report = run(book().atFullSpeed());

        assertThat(report.succeeded()).as(report.toMarkdown()).isTrue();
        assertThat(cache.has(0, "session:1")).isTrue();
        assertThat(cache.applied())
                .extracting(Object::toString)
                .containsExactly("clear(keys page:* of database 0, FULL_SPEED)");
    }

    @Test
    void one_under_pressure_is_cleared_and_is_smaller() throws Exception {
        var report = run(book().whenMemoryAbove(DataSize.kib(50)));

        assertThat(report.succeeded()).as(report.toMarkdown()).isTrue();
        assertThat(cache.changes()).hasSize(1);
    }

    @Test
    void one_that_is_small_enough_is_left_alone() throws Exception {
        var report = run(book().whenMemoryAbove(DataSize.mib(1)));

        assertThat(report.succeeded()).as(report.toMarkdown()).isTrue();
        assertThat(state(report, "clear")).isEqualTo(StepState.SKIPPED);
        assertThat(cache.changes()).isEmpty();
    }

    @Test
    void limits_go_back_if_it_is_not_well() throws Exception {
        var before = cache.settings();

        var report = run(book().limit(CacheSettings.of(DataSize.mib(64), EvictionPolicy.ALLKEYS_LFU))
                .verify("never", "It is not to be", run -> Finding.notOk("no")));

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(cache.settings()).isEqualTo(before);
    }

    @Test
    void it_comes_to_its_end_wherever_its_process_dies() throws Exception {
        var deaths = DeathAtEveryRecord.of(() -> {
            var full = FakeCache.of("redis01").put(0, "page:home", 100_000).put(0, "session:1", 10);
            asked = full;
            var book = CacheMaintenanceRunbook.of("cache", "Clear the cache", full, ClearScope.keys("page:*"))
                    .measuredOver(Duration.ofMillis(100))
                    .whenMemoryAbove(DataSize.kib(50))
                    .limit(CacheSettings.of(DataSize.mib(64), EvictionPolicy.ALLKEYS_LFU))
                    .build();
            return new DeathAtEveryRecord.Scene(book, REQUEST, report -> {
                assertThat(report.succeeded()).as(report.toMarkdown()).isTrue();
                assertThat(memory(full)).isLessThan(DataSize.kib(50));
                assertThat(full.has(0, "session:1")).isTrue();
                assertThat(settings(full)).isEqualTo(CacheSettings.of(DataSize.mib(64), EvictionPolicy.ALLKEYS_LFU));
            });
        });

        assertThat(deaths).isGreaterThan(8);
    }

    @Test
    void the_document_is_up_to_date() {
        var book = CacheMaintenanceRunbook.of(
                        "emrnext-cache", "Clear the cache of EMRNext", cache, ClearScope.keys("page:*"))
                .whenMemoryAbove(DataSize.gib(4))
                .limit(CacheSettings.of(DataSize.gib(4), EvictionPolicy.ALLKEYS_LRU))
                .lock("emrnext-cache")
                .approval("go", "Whoever is on call agrees", "on-call", 1)
                .build();

        RunbookDocument.assertUpToDate(book, DOCUMENTS.resolve("cache-maintenance.md"));
    }
}
