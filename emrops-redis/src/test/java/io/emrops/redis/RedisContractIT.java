package io.emrops.redis;

import io.emrops.cache.CacheManager;
import io.emrops.testkit.CacheManagerContract;
import io.emrops.testkit.RequiresEngine;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real Redis keeps to the contract. */
@RequiresEngine("redis")
@Timeout(120)
class RedisContractIT extends CacheManagerContract {
    @TempDir
    static Path directory;

    private static RedisProcess server;
    private static RedisProcess.Application application;
    private static Redis redis;

    @BeforeAll
    static void start() throws Exception {
        server = RedisProcess.start(directory);
        application = server.application();
        redis = Redis.at("127.0.0.1", server.port).build();
    }

    @AfterAll
    static void stop() throws Exception {
        redis.close();
        application.close();
        server.close();
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
}
