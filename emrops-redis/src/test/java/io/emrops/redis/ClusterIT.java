package io.emrops.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.cache.CacheManager;
import io.emrops.cache.ClearPace;
import io.emrops.cache.ClearScope;
import io.emrops.testkit.CacheManagerContract;
import io.emrops.testkit.RequiresEngine;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real cluster of three keeps to the contract. */
@RequiresEngine("redis")
@Timeout(180)
class ClusterIT extends CacheManagerContract {
    @TempDir
    static Path directory;

    private static final List<RedisProcess> NODES = new ArrayList<>();
    private static RedisClusterClient client;
    private static StatefulRedisClusterConnection<byte[], byte[]> application;
    private static Redis redis;

    @BeforeAll
    static void start() throws Exception {
        var addresses = new ArrayList<String>();
        for (var i = 0; i < 3; i++) {
            var port = RedisProcess.clusterPort();
            NODES.add(RedisProcess.start(
                    directory.resolve("node" + i), port, "cluster-enabled yes", "cluster-node-timeout 30000"));
            addresses.add("127.0.0.1:" + port);
        }
        RedisProcess.makeCluster(addresses);
        for (var each : NODES) {
            each.awaitWholeCluster();
        }
        client = RedisClusterClient.create(RedisURI.create("127.0.0.1", NODES.get(0).port));
        application = client.connect(ByteArrayCodec.INSTANCE);
        redis = Redis.cluster(addresses.get(0)).build();
    }

    @AfterAll
    static void stop() throws Exception {
        redis.close();
        application.close();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        for (var each : NODES) {
            each.close();
        }
    }

    @Override
    protected CacheManager cache() {
        application.sync().flushall();
        return redis;
    }

    @Override
    protected void put(int database, String key, int bytes) {
        application.sync().set(key.getBytes(StandardCharsets.UTF_8), new byte[bytes]);
    }

    @Override
    protected boolean get(int database, String key) {
        return application.sync().get(key.getBytes(StandardCharsets.UTF_8)) != null;
    }

    @Override
    protected boolean hasDatabases() {
        return false;
    }

    @Test
    void it_has_one_database() {
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> redis.clear(ClearScope.database(1), ClearPace.CONSIDERATE, Progress.none()))
                .withMessageContaining("database 0 alone; nothing was changed");
    }

    @Test
    void the_whole_of_it_is_emptied() throws Exception {
        cache();
        for (var i = 0; i < 300; i++) {
            put(0, "k:" + i, 10);
        }

        var cleared = redis.clear(ClearScope.wholeServer(java.util.Set.of(0)), ClearPace.CONSIDERATE, Progress.none());

        assertThat(cleared.removed()).isEqualTo(300);
        assertThat(redis.statistics().keys()).isEmpty();
    }
}
