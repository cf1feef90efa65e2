package io.emrops.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.OutcomeUnknownException;
import io.emrops.Progress;
import io.emrops.Secret;
import io.emrops.StepFailedException;
import io.emrops.cache.ClearPace;
import io.emrops.cache.ClearScope;
import io.emrops.cache.Cleared;
import io.emrops.testkit.RequiresEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers that die in the middle of a clear. */
@RequiresEngine("redis")
@Timeout(180)
class LostServerIT {
    private static final int PAGES = 100_000;

    @TempDir
    Path directory;

    private interface Deed {
        void run() throws Exception;
    }

    /** Does it once, as soon as some keys are removed. */
    private static Progress half(Deed deed) {
        var done = new AtomicBoolean();
        return (seen, total, unit) -> {
            if (seen > total / 2 && !done.getAndSet(true)) {
                try {
                    deed.run();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }
        };
    }

    private static Cleared clear(Redis redis, Progress progress) throws InterruptedException {
        return redis.clear(ClearScope.keys("page:*"), ClearPace.FULL_SPEED, progress);
    }

    @Test
    void one_that_stays_dead_leaves_an_unknown_outcome_that_says_what_is_removed() throws Exception {
        try (var server = RedisProcess.start(directory);
                var application = server.application();
                var redis = Redis.at("127.0.0.1", server.port)
                        .backWithin(Duration.ofSeconds(1))
                        .build()) {
            application.fill("page:", PAGES);

            assertThatExceptionOfType(OutcomeUnknownException.class)
                    .isThrownBy(() -> clear(redis, half(server::kill)))
                    .withMessageMatching("(?s).*not back within 1 s\\. At least [1-9][0-9]{4} keys are removed;.*");
        }
    }

    @Test
    void a_right_that_is_taken_away_in_the_middle_says_what_is_removed() throws Exception {
        try (var server = RedisProcess.start(directory, "user ops on >right-password ~* &* +@all");
                var application = server.application();
                var redis = Redis.at("127.0.0.1", server.port)
                        .login("ops", Secret.of("right-password".toCharArray()))
                        .build()) {
            application.fill("page:", PAGES);

            assertThatExceptionOfType(StepFailedException.class)
                    .isThrownBy(() -> clear(redis, half(() -> server.ask("", "ACL", "SETUSER", "ops", "-unlink"))))
                    .withMessageMatching(
                            "(?s).*no right to do that there\\. [1-9][0-9]{4} keys are removed; the others are left")
                    .withMessageNotContaining("page:");
            assertThat(application.keys()).isBetween(1L, PAGES / 2L);
        }
    }

    @Test
    void one_that_comes_back_is_looked_through_from_the_beginning() throws Exception {
        // What it holds outlives its death.
        try (var server = RedisProcess.start(directory, "appendonly yes", "appendfsync always");
                var application = server.application();
                var redis = Redis.at("127.0.0.1", server.port).build()) {
            application.fill("page:", PAGES);
            application.fill("session:", 10);

            var cleared = clear(redis, half(() -> {
                server.kill();
                server.startAgain();
            }));

            assertThat(cleared.exact()).isFalse();
            assertThat(cleared.removed()).isBetween(PAGES - 2000L, (long) PAGES);
            assertThat(redis.statistics().keys()).containsEntry(0, 10L).hasSize(1);
        }
    }

    @Test
    void a_replica_that_takes_over_is_looked_through_and_nothing_is_left() throws Exception {
        var sentinelPort = RedisProcess.freePort();
        try (var primary = RedisProcess.start(directory.resolve("one"));
                var replica = RedisProcess.start(directory.resolve("two"), "replicaof 127.0.0.1 " + primary.port);
                var sentinel = RedisProcess.sentinel(
                        directory.resolve("three"),
                        sentinelPort,
                        "sentinel monitor emrnext 127.0.0.1 " + primary.port + " 1",
                        "sentinel down-after-milliseconds emrnext 500",
                        "sentinel failover-timeout emrnext 5000");
                var application = primary.application();
                var after = replica.application();
                var redis = Redis.behindSentinels("emrnext", "127.0.0.1:" + sentinel.port)
                        .answerWithin(Duration.ofSeconds(3))
                        .backWithin(Duration.ofSeconds(60))
                        .build()) {
            application.fill("page:", PAGES);
            application.fill("session:", 10);
            application.connection.sync().waitForReplication(1, 30_000);
            sentinel.awaitAnswer("1", "SENTINEL", "MASTER", "emrnext", "num-slaves");

            var cleared = clear(redis, half(primary::kill));

            assertThat(cleared.exact()).isFalse();
            assertThat(redis.statistics().keys()).containsEntry(0, 10L);
            assertThat(after.keys()).isEqualTo(10);
        }
    }
}
