package io.emrops.cache;

import io.emrops.Check;
import io.emrops.DataSize;
import io.emrops.Finding;
import io.emrops.InDoubt;
import io.emrops.Operation;
import io.emrops.Progress;
import io.emrops.Value;
import io.emrops.internal.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Steps and checks over a {@link CacheManager}.
 *
 * <pre>{@code
 * var before = rb.step("measure", "Measure the hit rate", Caches.measureHitRate(redis, ofMinutes(1))).inDoubt(rerun());
 * rb.step("clear", "Clear the pages", Caches.clear(redis, ClearScope.keys("page:*"))).inDoubt(rerun());
 * rb.verify("recovered", "The hit rate is back", Caches.recovered(redis, before, 0.9, ofSeconds(30))).within(ofMinutes(15));
 * }</pre>
 */
public final class Caches {
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofHours(1);

    private Caches() {}

    /** Removes what is in the scope, at a {@linkplain ClearPace#CONSIDERATE considerate} pace. Cannot be undone; safe to repeat, so state {@link InDoubt#rerun}. */
    public static Operation<Cleared> clear(CacheManager cache, ClearScope scope) {
        return clear(cache, scope, ClearPace.CONSIDERATE);
    }

    /** Removes what is in the scope. Cannot be undone; safe to repeat, so state {@link InDoubt#rerun}. */
    public static Operation<Cleared> clear(CacheManager cache, ClearScope scope, ClearPace pace) {
        return new ClearCache(cache, scope, pace);
    }

    /** Sets how much the cache may hold and what goes when it is full; undone by the settings that there were. What was evicted does not come back. */
    public static Operation<Configured> configure(CacheManager cache, CacheSettings settings) {
        return new ConfigureCache(cache, settings);
    }

    /**
     * Measures how often the cache has what it is asked for; changes nothing. Look-ups of the whole server count, whatever they are for.
     *
     * @param window how long, from 100 ms to an hour
     */
    public static Operation<HitRate> measureHitRate(CacheManager cache, Duration window) {
        requireWindow(window);
        return new MeasureHitRate(cache, window);
    }

    /**
     * The cache has what it is asked for this often, measured over a window that begins when the check does. Nothing asked for in it is not ok.
     *
     * @param atLeast a share, above 0 and up to 1
     * @param window how long, from 100 ms to an hour
     */
    public static Check hitRate(CacheManager cache, double atLeast, Duration window) {
        requireShare(atLeast);
        requireWindow(window);
        return Check.of(
                "For " + Words.of(window) + " at least " + percent(atLeast) + " of the look-ups find something",
                run -> judged(measured(cache, window, run.progress()), atLeast));
    }

    /**
     * The hit rate is back at a part of what was measured before.
     *
     * @param before what {@link #measureHitRate} measured; where nothing was asked for then, any look-ups now are ok
     * @param part above 0 and up to 1: with 0.9, what was 80 % is back at 72 %
     * @param window how long, from 100 ms to an hour
     */
    public static Check recovered(CacheManager cache, Value<HitRate> before, double part, Duration window) {
        Objects.requireNonNull(before, "before");
        requireShare(part);
        requireWindow(window);
        return Check.of(
                "For " + Words.of(window) + " the hit rate is at least " + percent(part) + " of what it was before",
                run -> judged(
                        measured(cache, window, run.progress()),
                        run.get(before).share().orElse(0) * part));
    }

    /** What the cache holds and how well it serves; always ok, for a look before something is done. Figures since the start of the server. */
    public static Check reported(CacheManager cache) {
        return Check.of("What the cache holds and how well it serves is told", run -> {
            var now = cache.statistics();
            var lines = new ArrayList<String>();
            lines.add("Memory: " + now.memory() + " of " + now.settings());
            now.fragmentation()
                    .ifPresent(times -> lines.add("Given by the operating system: "
                            + String.format(Locale.ROOT, "%.2f", times) + " times as much"));
            lines.add("Evicted: " + now.evicted() + " keys, expired: " + now.expired());
            lines.add("Connections: " + now.clients() + ", blocked: " + now.blocked());
            new TreeMap<>(now.keys())
                    .forEach((database, keys) ->
                            lines.add("Database " + database + ": " + keys + (keys == 1 ? " key" : " keys")));
            return new Finding(true, "Hit rate since the start: " + new HitRate(now.hits(), now.misses()), lines);
        });
    }

    /** What a scope holds by namespace, which is what a clear would remove; always ok. */
    public static Check contentsReported(CacheManager cache, ClearScope scope, int sample) {
        Objects.requireNonNull(scope, "scope");
        return Check.of("What is in the cache is told: " + scope, run -> {
            var found = cache.contents(scope, sample);
            return new Finding(
                    true,
                    (found.exact() ? "" : "about ")
                            + found.keys()
                            + (found.keys() == 1 ? " key, " : " keys, ")
                            + found.memory(),
                    found.namespaces().stream().limit(20).map(Object::toString).toList());
        });
    }

    /** The cache takes less memory than this. */
    public static Check memoryBelow(CacheManager cache, DataSize limit) {
        Objects.requireNonNull(limit, "limit");
        return Check.of("The cache takes less than " + limit, run -> {
            var memory = cache.statistics().memory();
            var text = "It takes " + memory;
            return memory.compareTo(limit) < 0 ? Finding.ok(text) : Finding.notOk(text);
        });
    }

    private static Finding judged(Optional<HitRate> rate, double atLeast) {
        if (rate.isEmpty()) {
            return Finding.notOk("The cache began to count anew meanwhile");
        }
        var share = rate.get().share();
        return share.isPresent() && share.getAsDouble() >= atLeast
                ? Finding.ok("Hit rate: " + rate.get())
                : Finding.notOk("Hit rate: " + rate.get() + ", less than " + percent(atLeast));
    }

    static Optional<HitRate> measured(CacheManager cache, Duration window, Progress progress)
            throws InterruptedException {
        var begin = cache.statistics();
        var end = System.nanoTime() + window.toNanos();
        for (var left = window.toNanos(); left > 0; left = end - System.nanoTime()) {
            progress.report((window.toNanos() - left) / 1_000_000, window.toMillis(), "ms");
            Thread.sleep(Math.min(left / 1_000_000 + 1, 1000));
        }
        return cache.statistics().since(begin);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100).replace(".0 %", " %");
    }

    private static void requireShare(double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("A share is above 0 and at most 1, not " + share);
        }
    }

    private static void requireWindow(Duration window) {
        if (window.compareTo(SHORTEST) < 0 || window.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("A window is from 100 ms to an hour, not " + window);
        }
    }
}
