package io.emrops.redis;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.List;

/** With one server. */
final class SingleSession extends Session {
    private final StatefulRedisConnection<byte[], byte[]> connection;

    SingleSession(StatefulRedisConnection<byte[], byte[]> connection, Duration answerWithin) {
        super(answerWithin);
        this.connection = connection;
    }

    @Override
    List<RedisAsyncCommands<byte[], byte[]>> primaries() {
        return List.of(connection.async());
    }

    @Override
    List<RedisAsyncCommands<byte[], byte[]>> everybody() {
        return primaries();
    }

    @Override
    void select(int database) throws InterruptedException {
        await(connection.async().select(database));
    }

    @Override
    List<RedisFuture<Long>> unlink(RedisAsyncCommands<byte[], byte[]> from, List<byte[]> keys) {
        return List.of(from.unlink(keys.toArray(byte[][]::new)));
    }

    @Override
    public void close() {
        connection.closeAsync();
    }
}
