package io.emrops.testkit;

import io.emrops.DataSize;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.cache.CacheContents;
import io.emrops.cache.CacheManager;
import io.emrops.cache.CacheSettings;
import io.emrops.cache.CacheStatistics;
import io.emrops.cache.ClearPace;
import io.emrops.cache.ClearScope;
import io.emrops.cache.Cleared;
import io.emrops.cache.Configured;
import io.emrops.cache.EvictionPolicy;
import io.emrops.cache.LargeKey;
import io.emrops.cache.SlowCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A {@link CacheManager} in memory, with sixteen databases. Its contents are exact, and it never evicts.
 *
 * <pre>{@code
 * var cache = FakeCache.of("redis01").put(0, "session:1", 100).put(1, "page:home", 2000);
 * }</pre>
 */
public final class FakeCache extends Fake<FakeCache> implements CacheManager {
    private static final Set<String> READING =
            Set.of("target", "statistics", "contents", "settings", "slowCommands", "largeKeys");
    private static final Set<String> CHANGING = Set.of("clear", "configure");
    private static final int DATABASES = 16;
    private static final long EACH_KEY = 64;

    private final TreeMap<Integer, TreeMap<String, Long>> keys = new TreeMap<>();
    private final List<SlowCommand> slow = new ArrayList<>();
    private CacheSettings settings = new CacheSettings(Optional.empty(), EvictionPolicy.NOEVICTION);
    private boolean hasFile = true;
    private long hits;
    private long misses;
    private int starts = 1;

    private FakeCache(String name) {
        super("fake-cache", name, READING, CHANGING);
    }

    /** An empty one without a limit. */
    public static FakeCache of(String name) {
        return new FakeCache(name);
    }

    /**
     * Writes a key, in place of what it held.
     *
     * @param database from 0 to 15
     * @param bytes of its value
     */
    public FakeCache put(int database, String key, int bytes) {
        requireDatabase(database);
        return arrange(
                () -> keys.computeIfAbsent(database, d -> new TreeMap<>()).put(key, (long) bytes));
    }

    /** Looks a key up, as an application does; counts as a hit or as a miss. */
    public boolean get(int database, String key) {
        return observe(() -> {
            var found = has(database, key);
            hits += found ? 1 : 0;
            misses += found ? 0 : 1;
            return found;
        });
    }

    /** Whether a key is there, as an onlooker sees it. Not a look-up. */
    public boolean has(int database, String key) {
        return observe(() -> keys.getOrDefault(database, new TreeMap<>()).containsKey(key));
    }

    /** It remembers a command as slow. */
    public FakeCache slow(SlowCommand command) {
        return arrange(() -> slow.add(command));
    }

    /** It has no file for its settings: they do not outlive its next start. */
    public FakeCache withoutFile() {
        return arrange(() -> hasFile = false);
    }

    /** It is started anew: what it holds stays, and it begins to count anew. */
    public FakeCache restart() {
        return arrange(() -> {
            starts++;
            hits = 0;
            misses = 0;
        });
    }

    private static void requireDatabase(int database) {
        if (database >= DATABASES) {
            throw new PreconditionFailedException(
                    "There is no database " + database + ", but 0 to " + (DATABASES - 1) + "; nothing was changed");
        }
    }

    @Override
    public CacheStatistics statistics() throws InterruptedException {
        return readingLong(
                "statistics",
                List.of(),
                () -> new CacheStatistics(
                        Instant.now(),
                        Integer.toString(starts),
                        hits,
                        misses,
                        0,
                        0,
                        memory(),
                        settings,
                        OptionalDouble.of(1),
                        1,
                        0,
                        keys.entrySet().stream()
                                .filter(each -> !each.getValue().isEmpty())
                                .collect(Collectors.toMap(Map.Entry::getKey, each ->
                                        (long) each.getValue().size()))));
    }

    private DataSize memory() {
        return new DataSize(keys.values().stream()
                .flatMap(each -> each.values().stream())
                .mapToLong(bytes -> bytes + EACH_KEY)
                .sum());
    }

    @Override
    public CacheContents contents(ClearScope scope, int sample) throws InterruptedException {
        requireSample(sample);
        return readingLong("contents", List.of(scope.toString(), Integer.toString(sample)), () -> {
            require(scope);
            var sums = new TreeMap<String, long[]>();
            databases(scope)
                    .forEach(database -> keys.getOrDefault(database, new TreeMap<>())
                            .forEach((key, bytes) -> {
                                if (matching(scope).test(key)) {
                                    var sum = sums.computeIfAbsent(CacheContents.Namespace.of(key), n -> new long[2]);
                                    sum[0]++;
                                    sum[1] += bytes + EACH_KEY;
                                }
                            }));
            return new CacheContents(
                    sums.entrySet().stream()
                            .map(each -> new CacheContents.Namespace(
                                    each.getKey(), each.getValue()[0], new DataSize(each.getValue()[1])))
                            .sorted(Comparator.comparing(CacheContents.Namespace::memory)
                                    .reversed())
                            .toList(),
                    true);
        });
    }

    private static void requireSample(int sample) {
        if (sample < 1 || sample > 1_000_000) {
            throw new IllegalArgumentException("From 1 to 1000000 keys are sampled, not " + sample);
        }
    }

    private void require(ClearScope scope) {
        if (scope instanceof ClearScope.WholeServer server) {
            var others = new TreeSet<>(filled());
            others.removeAll(server.databases());
            if (!others.isEmpty()) {
                throw new PreconditionFailedException(
                        "Databases " + others + " hold keys too, and were not named; nothing was removed");
            }
        } else {
            databases(scope).forEach(FakeCache::requireDatabase);
        }
    }

    private Set<Integer> filled() {
        return keys.entrySet().stream()
                .filter(each -> !each.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private Set<Integer> databases(ClearScope scope) {
        if (scope instanceof ClearScope.Keys some) {
            return Set.of(some.database());
        }
        return scope instanceof ClearScope.WholeDatabase whole ? Set.of(whole.database()) : filled();
    }

    private static Predicate<String> matching(ClearScope scope) {
        return scope instanceof ClearScope.Keys some ? new Glob(some.pattern())::matches : key -> true;
    }

    @Override
    public Cleared clear(ClearScope scope, ClearPace pace, Progress progress) throws InterruptedException {
        return changing("clear", List.of(scope.toString(), pace.name()), () -> {
            require(scope);
            var removed = 0L;
            var lookedAt = 0L;
            for (var database : databases(scope)) {
                var there = keys.getOrDefault(database, new TreeMap<>());
                var before = there.size();
                there.keySet().removeIf(matching(scope));
                removed += before - there.size();
                lookedAt += before;
            }
            progress.report(lookedAt, lookedAt, "keys");
            return new Cleared(removed, lookedAt, true, Duration.ZERO);
        });
    }

    @Override
    public CacheSettings settings() throws InterruptedException {
        return readingLong("settings", List.of(), () -> settings);
    }

    @Override
    public Configured configure(CacheSettings newSettings) throws InterruptedException {
        return changing("configure", List.of(newSettings.toString()), () -> {
            var before = settings;
            settings = newSettings;
            return new Configured(before, hasFile);
        });
    }

    @Override
    public List<SlowCommand> slowCommands(int most) throws InterruptedException {
        requireMost(most);
        return readingLong(
                "slowCommands",
                List.of(Integer.toString(most)),
                () -> slow.stream()
                        .sorted(Comparator.comparing(SlowCommand::took).reversed())
                        .limit(most)
                        .toList());
    }

    private static void requireMost(int most) {
        if (most < 1 || most > 1000) {
            throw new IllegalArgumentException("From 1 to 1000 are told, not " + most);
        }
    }

    @Override
    public List<LargeKey> largeKeys(int sample, int most) throws InterruptedException {
        requireSample(sample);
        requireMost(most);
        return readingLong(
                "largeKeys",
                List.of(Integer.toString(sample), Integer.toString(most)),
                () -> keys.entrySet().stream()
                        .flatMap(database -> database.getValue().entrySet().stream()
                                .map(key -> new LargeKey(
                                        database.getKey(),
                                        CacheContents.Namespace.of(key.getKey()),
                                        "string",
                                        new DataSize(key.getValue() + EACH_KEY))))
                        .sorted(Comparator.comparing(LargeKey::memory).reversed())
                        .limit(most)
                        .toList());
    }

    @Override
    FakeCache self() {
        return this;
    }

    @Override
    void restore(Tables from) {
        keys.clear();
        from.rows("keys")
                .forEach(row -> keys.computeIfAbsent(Integer.valueOf(row.get(0)), d -> new TreeMap<>())
                        .put(row.get(1), Long.valueOf(row.get(2))));
        var row = from.rows("cache").get(0);
        hits = Long.parseLong(row.get(0));
        misses = Long.parseLong(row.get(1));
        starts = Integer.parseInt(row.get(2));
        hasFile = Boolean.parseBoolean(row.get(3));
        var limit = Long.parseLong(row.get(4));
        settings = new CacheSettings(
                Optional.of(limit).filter(bytes -> bytes > 0).map(DataSize::new), EvictionPolicy.valueOf(row.get(5)));
    }

    @Override
    void save(Tables to) {
        keys.forEach((database, there) -> there.forEach(
                (key, bytes) -> to.add("keys", List.of(Integer.toString(database), key, Long.toString(bytes)))));
        to.add(
                "cache",
                List.of(
                        Long.toString(hits),
                        Long.toString(misses),
                        Integer.toString(starts),
                        Boolean.toString(hasFile),
                        Long.toString(settings.memory().map(DataSize::bytes).orElse(0L)),
                        settings.policy().name()));
    }
}
