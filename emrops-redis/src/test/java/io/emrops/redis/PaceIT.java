package io.emrops.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Progress;
import io.emrops.cache.ClearPace;
import io.emrops.cache.ClearScope;
import io.emrops.testkit.RequiresEngine;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A slow server is asked less often. */
@RequiresEngine("redis")
@Timeout(120)
class PaceIT {
    private static final int PAGES = 2_000;

    /** A quarter of what it holds each answer back. */
    private static final Duration REST = Duration.ofMillis(2);

    private static final Duration DELAY = REST.multipliedBy(4);

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"page:*, 2000", "nobody:*, 0"})
    void a_slow_server_rests_between_pages_whether_there_is_something_to_remove_or_not(String pattern, int removed)
            throws Exception {
        try (var server = RedisProcess.start(directory);
                var application = server.application();
                var way = new SlowWay(server.port, DELAY);
                var redis = Redis.at("127.0.0.1", way.port()).build()) {
            application.fill("page:", PAGES);

            var cleared = redis.clear(ClearScope.keys(pattern), ClearPace.CONSIDERATE, Progress.none());

            assertThat(cleared.removed()).isEqualTo(removed);
            var rests = way.rests();
            assertThat(rests).hasSizeGreaterThan(PAGES / 200);
            assertThat(rests.subList(1, rests.size())).allMatch(each -> each.compareTo(REST) >= 0);
        }
    }
}
