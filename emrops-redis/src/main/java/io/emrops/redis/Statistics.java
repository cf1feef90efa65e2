package io.emrops.redis;

import io.emrops.DataSize;
import io.emrops.cache.CacheStatistics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** What all primaries have counted, together. */
final class Statistics {
    private Statistics() {}

    static CacheStatistics of(Session session) throws InterruptedException {
        var at = Instant.now();
        var infos = new ArrayList<InfoText>();
        for (var each : session.primaries()) {
            infos.add(new InfoText(session.await(each.info())));
        }
        var keys = new TreeMap<Integer, Long>();
        infos.forEach(info -> info.keys().forEach((database, count) -> keys.merge(database, count, Long::sum)));
        ToLongFunction<String> sum =
                field -> infos.stream().mapToLong(info -> info.number(field)).sum();
        var memory = sum.applyAsLong("used_memory");
        var resident = sum.applyAsLong("used_memory_rss");
        return new CacheStatistics(
                at,
                infos.stream()
                        .map(info -> info.text("run_id").orElse(""))
                        .sorted()
                        .collect(Collectors.joining(",")),
                sum.applyAsLong("keyspace_hits"),
                sum.applyAsLong("keyspace_misses"),
                sum.applyAsLong("evicted_keys"),
                sum.applyAsLong("expired_keys"),
                new DataSize(memory),
                Limits.read(session),
                memory > 0 && resident > 0 ? OptionalDouble.of((double) resident / memory) : OptionalDouble.empty(),
                (int) sum.applyAsLong("connected_clients"),
                (int) sum.applyAsLong("blocked_clients"),
                Map.copyOf(keys));
    }
}
