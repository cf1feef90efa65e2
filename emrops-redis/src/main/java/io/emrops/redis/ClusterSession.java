package io.emrops.redis;

import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.models.role.RedisInstance;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** With the nodes of a cluster. */
final class ClusterSession extends Session {
    private final StatefulRedisClusterConnection<byte[], byte[]> connection;

    ClusterSession(StatefulRedisClusterConnection<byte[], byte[]> connection, Duration answerWithin) {
        super(answerWithin);
        this.connection = connection;
    }

    @Override
    List<RedisAsyncCommands<byte[], byte[]>> primaries() {
        return nodes(node -> node.getRole() == RedisInstance.Role.UPSTREAM
                && !node.getSlots().isEmpty());
    }

    @Override
    List<RedisAsyncCommands<byte[], byte[]>> everybody() {
        return nodes(node -> true);
    }

    private List<RedisAsyncCommands<byte[], byte[]>> nodes(Predicate<RedisClusterNode> wanted) {
        try {
            return connection.getPartitions().stream()
                    .filter(wanted)
                    .map(node -> connection.getConnection(node.getNodeId()).async())
                    .toList();
        } catch (RedisException e) {
            throw new NoAnswerException(e);
        }
    }

    /** There is no other than 0. */
    @Override
    void select(int database) {}

    /** A command may be about keys of one slot alone. A slot that has moved meanwhile is refused, and then looked for anew. */
    @Override
    List<RedisFuture<Long>> unlink(RedisAsyncCommands<byte[], byte[]> from, List<byte[]> keys) {
        return keys.stream().collect(Collectors.groupingBy(SlotHash::getSlot)).values().stream()
                .map(ofOneSlot -> from.unlink(ofOneSlot.toArray(byte[][]::new)))
                .toList();
    }

    @Override
    public void close() {
        connection.closeAsync();
    }
}
