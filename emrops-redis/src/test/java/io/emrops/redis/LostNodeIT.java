package io.emrops.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.OutcomeUnknownException;
import io.emrops.Progress;
import io.emrops.cache.ClearPace;
import io.emrops.cache.ClearScope;
import io.emrops.testkit.RequiresEngine;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node of a cluster dies in the middle of a clear. */
@RequiresEngine("redis")
@Timeout(180)
class LostNodeIT {
    private static final int PAGES = 60_000;
    private static final int SESSIONS = 100;

    @TempDir
    Path directory;

    private final List<RedisProcess> nodes = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        var addresses = new ArrayList<String>();
        for (var i = 0; i < 3; i++) {
            addresses.add("127.0.0.1:" + node("node" + i).port);
        }
        RedisProcess.makeCluster(addresses);
        awaitWhole();
    }

    private RedisProcess node(String name) throws Exception {
        var node = RedisProcess.start(
                directory.resolve(name),
                RedisProcess.clusterPort(),
                "cluster-enabled yes",
                "cluster-node-timeout 5000",
                "cluster-replica-validity-factor 0");
        nodes.add(node);
        return node;
    }

    private void awaitWhole() throws Exception {
        for (var each : nodes) {
            each.awaitWholeCluster();
        }
    }

    @AfterEach
    void stop() throws Exception {
        for (var each : nodes) {
            each.close();
        }
    }

    private void fill() {
        var client = RedisClusterClient.create(RedisURI.create("127.0.0.1", nodes.get(0).port));
        try (var application = client.connect()) {
            var sent = new ArrayList<RedisFuture<String>>();
            for (var i = 0; i < PAGES + SESSIONS; i++) {
                sent.add(application.async().set((i < PAGES ? "page:" : "session:") + i, "x"));
            }
            assertThat(LettuceFutures.awaitAll(Duration.ofSeconds(60), sent.toArray(RedisFuture[]::new)))
                    .isTrue();
            for (var each : sent) {
                assertThat(each.toCompletableFuture()).isCompletedWithValue("OK");
            }
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }

    private Redis redis(Duration backWithin) {
        return Redis.cluster("127.0.0.1:" + nodes.get(1).port)
                .answerWithin(Duration.ofSeconds(3))
                .backWithin(backWithin)
                .build();
    }

    /** Kills the node once it has lost some of its keys, and not all of them. */
    private Progress killing(RedisProcess node) {
        var killed = new AtomicBoolean();
        return (seen, total, unit) -> {
            if (!killed.get() && keys(node) < PAGES / 5) {
                killed.set(true);
                try {
                    node.kill();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        };
    }

    private static long keys(RedisProcess node) {
        try {
            return Long.parseLong(node.ask("", "DBSIZE").strip());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void one_without_a_replica_leaves_an_unknown_outcome_that_says_what_is_removed() throws Exception {
        fill();
        try (var redis = redis(Duration.ofSeconds(2))) {
            assertThatExceptionOfType(OutcomeUnknownException.class)
                    .isThrownBy(
                            () -> redis.clear(ClearScope.keys("page:*"), ClearPace.FULL_SPEED, killing(nodes.get(2))))
                    .withMessageMatching("(?s).*not back within 2 s\\. At least [1-9][0-9]{3,4} keys are removed;.*")
                    .withMessageNotContaining("page:");
        }
    }

    @Test
    void a_replica_that_takes_over_is_looked_through_and_nothing_is_left() throws Exception {
        var replica = node("replica");
        replica.joinAsReplica(nodes.get(2));
        awaitWhole();
        fill();
        try (var redis = redis(Duration.ofSeconds(60))) {
            var cleared = redis.clear(ClearScope.keys("page:*"), ClearPace.FULL_SPEED, killing(nodes.get(2)));

            assertThat(cleared.exact()).isFalse();
            assertThat(redis.contents(ClearScope.database(0), PAGES).keys()).isEqualTo(SESSIONS);
        }
    }
}
