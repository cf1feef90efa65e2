package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.emrops.DataSize;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.cache.CacheContents;
import io.emrops.cache.CacheManager;
import io.emrops.cache.CacheSettings;
import io.emrops.cache.ClearPace;
import io.emrops.cache.ClearScope;
import io.emrops.cache.Cleared;
import io.emrops.cache.EvictionPolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link CacheManager} keeps to. Extend it and say how keys get there. Each test begins with an empty cache without a limit. */
public abstract class CacheManagerContract {
    private static final int SAMPLE = 1000;

    private CacheManager cache;

    /** For subclasses. */
    @SuppressWarnings("NullAway.Init")
    protected CacheManagerContract() {}

    /** Empty and without a limit. */
    protected abstract CacheManager cache() throws Exception;

    /** An application writes a key. */
    protected abstract void put(int database, String key, int bytes) throws Exception;

    /** An application looks a key up. */
    protected abstract boolean get(int database, String key) throws Exception;

    /** Whether there are more databases than 0. */
    protected boolean hasDatabases() {
        return true;
    }

    @BeforeEach
    final void prepare() throws Exception {
        cache = cache();
    }

    private Cleared clear(ClearScope scope) throws InterruptedException {
        return cache.clear(scope, ClearPace.FULL_SPEED, Progress.none());
    }

    private void fill(int database, String... keys) throws Exception {
        for (var key : keys) {
            put(database, key, 10);
        }
    }

    private long keys(int database) throws InterruptedException {
        return cache.statistics().keys().getOrDefault(database, 0L);
    }

    @Test
    void a_cache_says_which_one_it_is() {
        assertThat(cache.target().identity())
                .isNotBlank()
                .isEqualTo(cache.target().identity());
    }

    @Test
    void keys_of_a_pattern_go_and_others_stay() throws Exception {
        keysOfAPatternGoAndOthersStay(ClearPace.FULL_SPEED);
    }

    @Test
    void so_they_do_at_a_considerate_pace() throws Exception {
        keysOfAPatternGoAndOthersStay(ClearPace.CONSIDERATE);
    }

    private void keysOfAPatternGoAndOthersStay(ClearPace pace) throws Exception {
        for (var i = 0; i < 2500; i++) {
            put(0, "page:" + i, 10);
        }
        fill(0, "page", "pages:1", "session:page:1", "Page:1");

        var cleared = cache.clear(ClearScope.keys("page:*"), pace, Progress.none());

        assertThat(cleared.removed()).isEqualTo(2500);
        assertThat(cleared.lookedAt()).isGreaterThanOrEqualTo(2500);
        assertThat(keys(0)).isEqualTo(4);
        for (var key : new String[] {"page", "pages:1", "session:page:1", "Page:1"}) {
            assertThat(get(0, key)).as(key).isTrue();
        }
        assertThat(clear(ClearScope.keys("page:*")).removed()).isZero();
    }

    @Test
    void a_pattern_means_what_redis_means() throws Exception {
        matches("a?c", List.of("abc", "a?c", "a*c"), List.of("ac", "abbc"));
        matches("a[bc]d", List.of("abd", "acd"), List.of("aed", "a[bc]d"));
        matches("a[^b]c", List.of("acc"), List.of("abc"));
        matches("a[b-d]e", List.of("abe", "ade"), List.of("aee"));
        matches("a\\*c", List.of("a*c"), List.of("abc"));
        matches("a\\?c", List.of("a?c"), List.of("abc"));
        matches("a\\[b", List.of("a[b"), List.of("ab"));
        matches("*:1", List.of("x:1", ":1"), List.of("x:2", "x:11"));
        matches("h*llo", List.of("hllo", "heeeello"), List.of("hell"));
        matches("{slot}:*", List.of("{slot}:1"), List.of("slot:1"));
        matches("\u00E4*", List.of("\u00E4b", "\u00E4"), List.of("a", "b\u00E4"));
    }

    private void matches(String pattern, List<String> matching, List<String> others) throws Exception {
        clear(ClearScope.database(0));
        fill(0, matching.toArray(String[]::new));
        fill(0, others.toArray(String[]::new));

        assertThat(clear(ClearScope.keys(pattern)).removed()).as(pattern).isEqualTo(matching.size());
        for (var key : others) {
            assertThat(get(0, key)).as(pattern + " and " + key).isTrue();
        }
    }

    @Test
    void keys_with_any_characters_are_removed() throws Exception {
        fill(0, "x:", "x:\n", "x:\u0000", "x: ", "x:'\"$()`", "x:\uD83D\uDE00", "x:" + "l".repeat(10_000), "y");

        assertThat(clear(ClearScope.keys("x:*")).removed()).isEqualTo(7);
        assertThat(keys(0)).isEqualTo(1);
    }

    @Test
    void a_database_is_emptied_and_the_others_stay() throws Exception {
        assumeTrue(hasDatabases());
        fill(0, "a");
        fill(1, "a", "b");
        fill(2, "a");

        assertThat(clear(ClearScope.database(1)).removed()).isEqualTo(2);

        assertThat(cache.statistics().keys()).isEqualTo(Map.of(0, 1L, 2, 1L));
        assertThat(clear(new ClearScope.Keys(2, "b*")).removed()).isZero();
        assertThat(clear(new ClearScope.Keys(2, "a*")).removed()).isEqualTo(1);
        assertThat(get(0, "a")).isTrue();
    }

    @Test
    void the_whole_server_is_emptied_only_if_all_that_hold_keys_are_named() throws Exception {
        assumeTrue(hasDatabases());
        fill(0, "a");
        fill(3, "a", "b");

        for (Predicate<ClearScope> ask : Set.<Predicate<ClearScope>>of(this::clears, this::tells)) {
            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(() -> ask.test(ClearScope.wholeServer(Set.of(0))))
                    .withMessageContaining("3");
        }
        assertThat(keys(0) + keys(3)).isEqualTo(3);

        assertThat(cache.contents(ClearScope.wholeServer(Set.of(0, 3)), SAMPLE).keys())
                .isEqualTo(3);
        assertThat(clear(ClearScope.wholeServer(Set.of(0, 3, 5))).removed()).isEqualTo(3);
        assertThat(cache.statistics().keys()).isEmpty();
    }

    private boolean clears(ClearScope scope) {
        try {
            return clear(scope).removed() > 0;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private boolean tells(ClearScope scope) {
        try {
            return cache.contents(scope, SAMPLE).keys() > 0;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_database_that_is_not_there_is_refused() {
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> clear(ClearScope.database(100_000)));
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> cache.contents(ClearScope.database(100_000), SAMPLE));
    }

    @Test
    void contents_are_told_by_namespace_and_stay() throws Exception {
        for (var i = 0; i < 20; i++) {
            put(0, "session:" + i, 2000);
            put(0, "page4711:" + i, 10);
        }
        fill(0, "alone");

        var all = cache.contents(ClearScope.database(0), SAMPLE);

        assertThat(all.exact()).isTrue();
        assertThat(all.namespaces()).extracting(CacheContents.Namespace::name).containsExactly("session", "page", "");
        assertThat(all.namespaces()).extracting(CacheContents.Namespace::keys).containsExactly(20L, 20L, 1L);
        assertThat(all.namespaces().get(0).memory()).isGreaterThan(DataSize.kib(39));
        assertThat(cache.contents(ClearScope.keys("page4*"), SAMPLE).keys()).isEqualTo(20);
        assertThat(cache.contents(ClearScope.keys("none:*"), SAMPLE).namespaces())
                .isEmpty();
        assertThat(keys(0)).isEqualTo(41);
    }

    @Test
    void look_ups_are_counted() throws Exception {
        fill(0, "a");
        var before = cache.statistics();

        for (var i = 0; i < 3; i++) {
            get(0, "a");
        }
        get(0, "b");
        var rate = cache.statistics().since(before).orElseThrow();

        assertThat(rate.hits()).isEqualTo(3);
        assertThat(rate.misses()).isEqualTo(1);
        assertThat(rate.share().orElseThrow()).isEqualTo(0.75);
    }

    @Test
    void looking_is_no_look_up() throws Exception {
        fill(0, "a", "b");
        var before = cache.statistics();

        cache.contents(ClearScope.database(0), SAMPLE);
        cache.slowCommands(10);
        clear(ClearScope.keys("x*"));

        assertThat(cache.statistics().since(before).orElseThrow().lookups()).isZero();
    }

    @Test
    void settings_are_set_and_told_with_what_they_were() throws Exception {
        var first = cache.settings();
        var wanted = CacheSettings.of(DataSize.mib(64), EvictionPolicy.ALLKEYS_LRU);
        try {
            assertThat(cache.configure(wanted).before()).isEqualTo(first);
            assertThat(cache.settings()).isEqualTo(wanted);
            assertThat(cache.statistics().settings()).isEqualTo(wanted);
            assertThat(cache.configure(wanted).before()).isEqualTo(wanted);
        } finally {
            cache.configure(first);
        }
        assertThat(cache.settings()).isEqualTo(first);
        assertThat(first.memory()).isEqualTo(Optional.empty());
    }

    @Test
    void the_largest_keys_are_told_first_and_not_by_name() throws Exception {
        for (var i = 0; i < 50; i++) {
            put(0, "small:" + i, 10);
        }
        put(0, "large:4711", 100_000);

        var found = cache.largeKeys(SAMPLE, 3);

        assertThat(found).hasSize(3);
        assertThat(found.get(0).namespace()).isEqualTo("large");
        assertThat(found.get(0).type()).isEqualTo("string");
        assertThat(found.get(0).memory()).isGreaterThan(DataSize.kib(95));
        assertThat(found.toString()).doesNotContain("4711");
    }

    @Test
    void samples_that_cannot_be_are_refused() {
        for (var sample : new int[] {0, -1, 1_000_001}) {
            assertThatIllegalArgumentException().isThrownBy(() -> cache.contents(ClearScope.database(0), sample));
            assertThatIllegalArgumentException().isThrownBy(() -> cache.largeKeys(sample, 1));
        }
    }

    @Test
    void a_clear_says_how_far_it_is() throws Exception {
        fill(0, IntStream.range(0, 100).mapToObj(i -> "k:" + i).toArray(String[]::new));
        var seen = new TreeSet<Long>();

        cache.clear(ClearScope.keys("k:*"), ClearPace.CONSIDERATE, (done, total, unit) -> seen.add(done));

        assertThat(seen).isNotEmpty();
        assertThat(seen.last()).isEqualTo(100);
    }
}
