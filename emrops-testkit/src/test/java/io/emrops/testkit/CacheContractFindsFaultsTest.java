package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Progress;
import io.emrops.cache.CacheContents;
import io.emrops.cache.CacheManager;
import io.emrops.cache.CacheStatistics;
import io.emrops.cache.ClearPace;
import io.emrops.cache.ClearScope;
import io.emrops.cache.Cleared;
import io.emrops.cache.Configured;
import io.emrops.cache.LargeKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** See {@link ContractsFindFaultsTest}. */
@Timeout(120)
class CacheContractFindsFaultsTest {
    private static List<String> failures(Faulty.Fault fault) {
        return ContractsFindFaultsTest.failures(CacheManagerContract.class, () -> new FakeCacheContractTest() {
            @Override
            protected CacheManager cache() {
                return Faulty.faulty(CacheManager.class, fake, fault);
            }
        });
    }

    /** What a clear does in place of the sound one. */
    private interface Clear {
        Object of(FakeCache cache, ClearScope scope, Progress progress) throws InterruptedException;
    }

    private static List<String> failuresOfClear(Clear clear) {
        return ContractsFindFaultsTest.failures(CacheManagerContract.class, () -> new FakeCacheContractTest() {
            @Override
            protected CacheManager cache() {
                return Faulty.faulty(
                        CacheManager.class,
                        fake,
                        (method, args, sound) -> method.equals("clear")
                                ? clear.of(fake, (ClearScope) args[0], (Progress) args[2])
                                : sound.call());
            }
        });
    }

    @Test
    void a_sound_one_passes() {
        assertThat(failures((method, args, sound) -> sound.call())).isEmpty();
    }

    @Test
    void one_that_empties_the_server_is_found_out() {
        assertThat(failuresOfClear((cache, scope, progress) ->
                        cache.clear(ClearScope.wholeServer(Set.of(0, 1, 2, 3, 5)), ClearPace.FULL_SPEED, progress)))
                .contains("keys_of_a_pattern_go_and_others_stay", "a_database_is_emptied_and_the_others_stay");
    }

    @Test
    void one_that_takes_a_pattern_for_a_prefix_is_found_out() {
        assertThat(failuresOfClear((cache, scope, progress) -> cache.clear(
                        scope instanceof ClearScope.Keys some
                                ? new ClearScope.Keys(
                                        some.database(), some.pattern().replaceAll("[\\[?*\\\\].*", "") + "*x*")
                                : scope,
                        ClearPace.FULL_SPEED,
                        progress)))
                .contains("a_pattern_means_what_redis_means");
    }

    @Test
    void one_that_counts_wrong_is_found_out() {
        assertThat(failures((method, args, sound) -> method.equals("clear") && sound.call() instanceof Cleared cleared
                        ? new Cleared(cleared.lookedAt(), cleared.lookedAt(), true, cleared.took())
                        : sound.call()))
                .containsExactly(
                        "a_database_is_emptied_and_the_others_stay",
                        "a_pattern_means_what_redis_means",
                        "keys_of_a_pattern_go_and_others_stay",
                        "keys_with_any_characters_are_removed",
                        "so_they_do_at_a_considerate_pace");
    }

    @Test
    void one_that_does_not_look_for_other_databases_is_found_out() {
        assertThat(failuresOfClear((cache, scope, progress) -> cache.clear(
                        scope instanceof ClearScope.WholeServer
                                ? ClearScope.wholeServer(
                                        cache.statistics().keys().isEmpty()
                                                ? Set.of(0)
                                                : cache.statistics().keys().keySet())
                                : scope,
                        ClearPace.FULL_SPEED,
                        progress)))
                .containsExactly("the_whole_server_is_emptied_only_if_all_that_hold_keys_are_named");
    }

    @Test
    void one_whose_look_is_a_look_up_is_found_out() {
        assertThat(ContractsFindFaultsTest.failures(CacheManagerContract.class, () -> new FakeCacheContractTest() {
                    @Override
                    protected CacheManager cache() {
                        return Faulty.faulty(CacheManager.class, fake, (method, args, sound) -> {
                            if (method.equals("contents")) {
                                fake.get(0, "a");
                            }
                            return sound.call();
                        });
                    }
                }))
                .containsExactly("looking_is_no_look_up");
    }

    @Test
    void one_that_tells_keys_is_found_out() {
        assertThat(failures((method, args, sound) -> method.equals("largeKeys")
                        ? ((List<?>) sound.call())
                                .stream()
                                        .map(LargeKey.class::cast)
                                        .map(key -> new LargeKey(
                                                key.database(), key.namespace() + ":4711", key.type(), key.memory()))
                                        .toList()
                        : sound.call()))
                .containsExactly("the_largest_keys_are_told_first_and_not_by_name");
    }

    @Test
    void one_that_forgets_what_was_set_before_is_found_out() {
        assertThat(failures((method, args, sound) ->
                        method.equals("configure") && sound.call() instanceof Configured configured
                                ? new Configured(
                                        io.emrops.cache.CacheSettings.of(
                                                io.emrops.DataSize.kib(1),
                                                configured.before().policy()),
                                        configured.kept())
                                : sound.call()))
                .containsExactly("settings_are_set_and_told_with_what_they_were");
    }

    @Test
    void one_that_counts_look_ups_of_others_is_found_out() {
        assertThat(failures((method, args, sound) ->
                        method.equals("statistics") && sound.call() instanceof CacheStatistics now
                                ? new CacheStatistics(
                                        now.at(),
                                        now.counters(),
                                        now.hits() * 2,
                                        now.misses(),
                                        now.evicted(),
                                        now.expired(),
                                        now.memory(),
                                        now.settings(),
                                        now.fragmentation(),
                                        now.clients(),
                                        now.blocked(),
                                        Map.copyOf(now.keys()))
                                : sound.call()))
                .containsExactly("look_ups_are_counted");
    }

    @Test
    void one_that_says_exact_of_nothing_is_found_out() {
        assertThat(failures((method, args, sound) ->
                        method.equals("contents") ? new CacheContents(List.of(), true) : sound.call()))
                .contains("contents_are_told_by_namespace_and_stay");
    }
}
