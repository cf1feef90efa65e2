package io.emrops.redis;

import io.emrops.DataSize;
import io.emrops.StepFailedException;
import io.emrops.cache.CacheSettings;
import io.emrops.cache.Configured;
import io.emrops.cache.EvictionPolicy;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** {@code maxmemory} and {@code maxmemory-policy}; each server of a cluster has its own, and all are set alike. */
final class Limits {
    private static final String MEMORY = "maxmemory";
    private static final String POLICY = "maxmemory-policy";

    private Limits() {}

    /** Of the first primary. */
    static CacheSettings read(Session session) throws InterruptedException {
        return read(session, session.primaries().get(0));
    }

    private static CacheSettings read(Session session, RedisAsyncCommands<byte[], byte[]> server)
            throws InterruptedException {
        var bytes = Long.parseLong(value(session, server, MEMORY));
        var policy = value(session, server, POLICY);
        return new CacheSettings(
                Optional.of(bytes).filter(limit -> limit > 0).map(DataSize::new),
                EvictionPolicy.of(policy)
                        .orElseThrow(() -> new StepFailedException(
                                "The cache has an eviction policy that is not known here; nothing was changed")));
    }

    private static String value(Session session, RedisAsyncCommands<byte[], byte[]> server, String name)
            throws InterruptedException {
        return session.await(server.configGet(name)).getOrDefault(name, "");
    }

    /** What was set is set back where a later server refuses. */
    static Configured write(Session session, CacheSettings wanted) throws InterruptedException {
        var before = read(session);
        var changed = new LinkedHashMap<RedisAsyncCommands<byte[], byte[]>, CacheSettings>();
        var kept = true;
        for (var server : session.everybody()) {
            var now = read(session, server);
            try {
                if (!now.equals(wanted)) {
                    // The policy first, or a limit below what is held would have the old one choose what goes.
                    setPolicy(session, server, wanted);
                    changed.put(server, now);
                    setMemory(session, server, wanted);
                }
                kept &= rewritten(session, server);
            } catch (NoAnswerException e) {
                if (e.isRefusal()) {
                    setBack(session, changed);
                }
                throw e;
            }
        }
        return new Configured(before, kept);
    }

    private static void setPolicy(Session session, RedisAsyncCommands<byte[], byte[]> server, CacheSettings wanted)
            throws InterruptedException {
        session.await(server.configSet(POLICY, wanted.policy().toString()));
    }

    private static void setMemory(Session session, RedisAsyncCommands<byte[], byte[]> server, CacheSettings wanted)
            throws InterruptedException {
        session.await(server.configSet(
                MEMORY, Long.toString(wanted.memory().map(DataSize::bytes).orElse(0L))));
    }

    private static void setBack(Session session, Map<RedisAsyncCommands<byte[], byte[]>, CacheSettings> changed)
            throws InterruptedException {
        for (var each : changed.entrySet()) {
            try {
                setPolicy(session, each.getKey(), each.getValue());
                setMemory(session, each.getKey(), each.getValue());
            } catch (NoAnswerException e) {
                throw new StepFailedException(
                        "The cache refused new limits half-way, and the old ones too: " + e.clause()
                                + ". Its limits are to be looked at",
                        e);
            }
        }
    }

    private static boolean rewritten(Session session, RedisAsyncCommands<byte[], byte[]> server)
            throws InterruptedException {
        try {
            session.await(server.configRewrite());
            return true;
        } catch (NoAnswerException e) {
            if (e.isRefusal()) {
                return false; // no file, one that cannot be written, or no right to
            }
            throw e;
        }
    }
}
