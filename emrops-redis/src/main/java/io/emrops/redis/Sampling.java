package io.emrops.redis;

import io.emrops.DataSize;
import io.emrops.cache.CacheContents;
import io.emrops.cache.CacheContents.Namespace;
import io.emrops.cache.ClearScope;
import io.emrops.cache.LargeKey;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeMap;

/** Looks at some keys, or at all of them where there are few. */
final class Sampling {
    private static final int BATCH = 500;

    private Sampling() {}

    /** A key that was looked at. */
    private record Sample(byte[] key, long bytes) {
        String name() {
            return new String(key, StandardCharsets.ISO_8859_1);
        }
    }

    private interface Taker {
        void take(Sample sample) throws InterruptedException;
    }

    static CacheContents contents(Session session, ClearScope scope, int sample) throws InterruptedException {
        var matches = scope instanceof ClearScope.Keys some ? KeyPattern.of(some.pattern()) : KeyPattern.any();
        var sums = new TreeMap<String, double[]>();
        var exact = true;
        for (var database : Databases.of(session, scope)) {
            session.select(database);
            for (var server : session.primaries()) {
                var keys = session.await(server.dbsize());
                var weight = Math.max(1, (double) keys / sample);
                exact &= keys <= sample;
                look(session, server, keys, sample, each -> {
                    if (matches.matches(each.key())) {
                        var sum = sums.computeIfAbsent(Namespace.of(each.name()), name -> new double[2]);
                        sum[0] += weight;
                        sum[1] += weight * each.bytes();
                    }
                });
            }
        }
        return new CacheContents(
                sums.entrySet().stream()
                        .map(each -> new Namespace(
                                each.getKey(),
                                Math.round(each.getValue()[0]),
                                new DataSize(Math.round(each.getValue()[1]))))
                        .sorted(Comparator.comparing(Namespace::memory).reversed())
                        .toList(),
                exact);
    }

    static List<LargeKey> largest(Session session, int sample, int most) throws InterruptedException {
        var all = new ArrayList<LargeKey>();
        for (var database : Databases.filled(session)) {
            session.select(database);
            for (var server : session.primaries()) {
                var largest = new PriorityQueue<Sample>(Comparator.comparingLong(Sample::bytes));
                var seen = new java.util.HashSet<String>();
                look(session, server, session.await(server.dbsize()), sample, each -> {
                    if (seen.add(each.name())) {
                        largest.add(each);
                    }
                    if (largest.size() > most) {
                        largest.remove();
                    }
                });
                for (var each : largest) {
                    all.add(new LargeKey(
                            database,
                            Namespace.of(each.name()),
                            session.await(server.type(each.key())),
                            new DataSize(each.bytes())));
                }
            }
        }
        return all.stream()
                .sorted(Comparator.comparing(LargeKey::memory).reversed())
                .limit(most)
                .toList();
    }

    private static void look(
            Session session, RedisAsyncCommands<byte[], byte[]> server, long keys, int sample, Taker taker)
            throws InterruptedException {
        if (keys <= sample) {
            lookAtAll(session, server, taker);
        } else {
            for (var left = sample; left > 0; left -= BATCH) {
                var picked = new ArrayList<RedisFuture<byte[]>>();
                for (var i = 0; i < Math.min(left, BATCH); i++) {
                    picked.add(server.randomkey());
                }
                measure(session, server, session.awaitAll(picked), taker);
            }
        }
    }

    private static void lookAtAll(Session session, RedisAsyncCommands<byte[], byte[]> server, Taker taker)
            throws InterruptedException {
        var seen = new java.util.HashSet<String>();
        ScanCursor at = ScanCursor.INITIAL;
        while (!at.isFinished()) {
            var page = session.await(server.scan(at, ScanArgs.Builder.limit(BATCH)));
            // A key may be told twice while the server rearranges its table.
            measure(
                    session,
                    server,
                    page.getKeys().stream()
                            .filter(key -> seen.add(new String(key, StandardCharsets.ISO_8859_1)))
                            .toList(),
                    taker);
            at = page;
        }
    }

    private static void measure(
            Session session, RedisAsyncCommands<byte[], byte[]> server, List<byte[]> keys, Taker taker)
            throws InterruptedException {
        var there = keys.stream().filter(key -> key != null).toList();
        var sizes = session.awaitAll(there.stream().map(server::memoryUsage).toList());
        for (var i = 0; i < there.size(); i++) {
            // One that has gone meanwhile has none.
            if (sizes.get(i) != null) {
                taker.take(new Sample(there.get(i), sizes.get(i)));
            }
        }
    }
}
