package io.emrops.redis;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Connections to the servers of a cache, for one call. */
abstract class Session implements AutoCloseable {
    private final Duration answerWithin;

    Session(Duration answerWithin) {
        this.answerWithin = answerWithin;
    }

    /** Those that take writes. */
    abstract List<RedisAsyncCommands<byte[], byte[]>> primaries();

    /** Those, and those that may take over from them. */
    abstract List<RedisAsyncCommands<byte[], byte[]>> everybody();

    /** Has what comes next be about this database. */
    abstract void select(int database) throws InterruptedException;

    /** Removes keys that one of the primaries has told; the answers say how many were there. */
    abstract List<RedisFuture<Long>> unlink(RedisAsyncCommands<byte[], byte[]> from, List<byte[]> keys);

    @Override
    public abstract void close();

    /** Waits for an answer. */
    <T> T await(Future<T> answer) throws InterruptedException {
        try {
            return answer.get(answerWithin.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new NoAnswerException(e.getCause() == null ? e : e.getCause());
        } catch (java.util.concurrent.TimeoutException e) {
            throw new NoAnswerException(e);
        }
    }

    <T> List<T> awaitAll(List<RedisFuture<T>> answers) throws InterruptedException {
        var all = new ArrayList<T>(answers.size());
        for (var each : answers) {
            all.add(await(each));
        }
        return all;
    }
}
