package io.emrops.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Progress;
import io.emrops.cache.CacheContents.Namespace;
import io.emrops.cache.ClearPace;
import io.emrops.cache.ClearScope;
import io.emrops.testkit.RequiresEngine;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many keys in a real Redis. */
@RequiresEngine("redis")
@Timeout(180)
class MillionKeysIT {
    private static final int PAGES = 1_000_000;
    private static final int SESSIONS = 50_000;

    @TempDir
    Path directory;

    @Test
    void a_million_keys_go_and_all_others_stay() throws Exception {
        try (var server = RedisProcess.start(directory);
                var application = server.application();
                var redis = Redis.at("127.0.0.1", server.port).build()) {
            application.fill("page:", PAGES);
            application.fill("session:", SESSIONS);

            var contents = redis.contents(ClearScope.database(0), 20_000);
            assertThat(contents.exact()).isFalse();
            assertThat(contents.namespaces()).extracting(Namespace::name).containsExactly("page", "session");
            assertThat(contents.namespaces().get(0).keys()).isBetween(PAGES * 98L / 100, PAGES * 102L / 100);

            var cleared = redis.clear(ClearScope.keys("page:*"), ClearPace.CONSIDERATE, Progress.none());

            assertThat(cleared.removed()).isEqualTo(PAGES);
            assertThat(cleared.exact()).isTrue();
            assertThat(application.keys()).isEqualTo(SESSIONS);
            assertThat(redis.contents(ClearScope.keys("session:*"), SESSIONS).keys())
                    .isEqualTo(SESSIONS);
        }
    }
}
