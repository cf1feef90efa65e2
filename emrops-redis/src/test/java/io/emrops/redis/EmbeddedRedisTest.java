package io.emrops.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.cache.CacheManager;
import io.emrops.testkit.CacheManagerContract;
import io.lettuce.core.RedisURI;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import redis.embedded.RedisServer;

/** So does the oldest one that is supported, 6.2, which comes in a jar. For Windows that jar has an older one. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(120)
class EmbeddedRedisTest extends CacheManagerContract {
    private static RedisServer server;
    private static RedisProcess.Application application;
    private static Redis redis;

    @BeforeAll
    static void start() throws IOException {
        var port = RedisProcess.freePort();
        server = RedisServer.newRedisServer()
                .port(port)
                .setting("bind 127.0.0.1")
                .setting("save \"\"")
                .build();
        server.start();
        application = new RedisProcess.Application(RedisURI.create("127.0.0.1", port));
        redis = Redis.at("127.0.0.1", port).build();
    }

    @AfterAll
    static void stop() throws IOException {
        redis.close();
        application.close();
        server.stop();
    }

    @Override
    protected CacheManager cache() {
        application.connection.sync().flushall();
        return redis;
    }

    @Override
    protected void put(int database, String key, int bytes) {
        application.put(database, key, bytes);
    }

    @Override
    protected boolean get(int database, String key) {
        return application.get(database, key);
    }

    @Test
    void it_is_6_2() {
        assertThat(application.connection.sync().info("server")).contains("redis_version:6.2.");
    }
}
