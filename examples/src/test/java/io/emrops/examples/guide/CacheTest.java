package io.emrops.examples.guide;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.DataSize;
import io.emrops.InDoubt;
import io.emrops.RunRequest;
import io.emrops.Runbook;
import io.emrops.Secret;
import io.emrops.cache.CacheManager;
import io.emrops.cache.CacheSettings;
import io.emrops.cache.Caches;
import io.emrops.cache.ClearScope;
import io.emrops.cache.EvictionPolicy;
import io.emrops.core.Emrops;
import io.emrops.redis.Redis;
import io.emrops.runbooks.CacheMaintenanceRunbook;
import io.emrops.testkit.FakeCache;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class CacheTest {
    // tag::connect[]
    Redis single(Secret password) {
        return Redis.at("redis01.hospital.example", 6379)
                .login("ops", password)
                .tls()
                .build();
    }

    Redis behindSentinels(Secret password) {
        return Redis.behindSentinels("emrnext", "10.1.0.7:26379", "10.1.0.8:26379", "10.1.0.9:26379")
                .password(password)
                .build();
    }

    Redis cluster(Secret password) {
        return Redis.cluster("10.1.0.7:6379", "10.1.0.8:6379")
                .password(password)
                .build();
    }
    // end::connect[]

    // tag::clear[]
    Runbook clearing(CacheManager redis, Duration window, Duration atMost) {
        var pages = ClearScope.keys("page:*");
        return Runbook.define("cache", "Clear the pages", rb -> {
            rb.verify("state", "What the cache holds", Caches.reported(redis));
            var before = rb.step("measure", "Measure the hit rate", Caches.measureHitRate(redis, window))
                    .inDoubt(InDoubt.rerun());
            rb.step("clear", "Clear the pages", Caches.clear(redis, pages)).inDoubt(InDoubt.rerun());
            rb.verify("recovered", "The hit rate is back", Caches.recovered(redis, before, 0.9, window))
                    .within(atMost);
        });
    }
    // end::clear[]

    // tag::maintenance[]
    Runbook maintenance(CacheManager redis) {
        return CacheMaintenanceRunbook.of(
                        "emrnext-cache", "Clear the cache of EMRNext", redis, ClearScope.keys("page:*"))
                .whenMemoryAbove(DataSize.gib(4))
                .limit(CacheSettings.of(DataSize.gib(6), EvictionPolicy.ALLKEYS_LRU))
                .recovers(0.9, Duration.ofMinutes(15))
                .lock("emrnext-cache")
                .build();
    }
    // end::maintenance[]

    // tag::limit[]
    Runbook limiting(CacheManager redis) {
        var limit = CacheSettings.of(DataSize.mib(512), EvictionPolicy.ALLKEYS_LRU);
        return Runbook.define("limit", "Limit the cache", rb -> {
            rb.step("limit", "Limit its memory", Caches.configure(redis, limit)).inDoubt(InDoubt.rerun());
            rb.verify("below", "It keeps to it", Caches.memoryBelow(redis, DataSize.mib(520)));
        });
    }
    // end::limit[]

    @Test
    void pages_go_and_sessions_stay() throws Exception {
        var cache = FakeCache.of("redis01").put(0, "page:1", 10).put(0, "session:1", 10);
        try (var engine = Emrops.inMemory().build()) {
            var report = engine.start(clearing(cache, ofMillis(100), ofSeconds(1)), RunRequest.by("m.meier"))
                    .await();

            // Nobody asks it for anything, so nothing is known of its hit rate.
            assertThat(report.succeeded()).isFalse();
            assertThat(cache.has(0, "page:1")).isFalse();
            assertThat(cache.has(0, "session:1")).isTrue();
        }
    }

    @Test
    void a_cache_is_limited() throws Exception {
        var cache = FakeCache.of("redis01");
        try (var engine = Emrops.inMemory().build()) {
            assertThat(engine.start(limiting(cache), RunRequest.by("m.meier"))
                            .await()
                            .succeeded())
                    .isTrue();
        }
        assertThat(cache.settings().toString()).isEqualTo("512 MiB, allkeys-lru");
    }

    @Test
    void all_forms_are_built_without_asking() {
        var password = Secret.of("a long password".toCharArray());
        for (var each : new Redis[] {single(password), behindSentinels(password), cluster(password)}) {
            assertThat(each.target().name()).isNotBlank();
            each.close();
        }
    }
}
