package io.emrops.redis;

import io.emrops.Progress;
import io.emrops.cache.ClearScope;
import io.emrops.cache.Cleared;
import io.lettuce.core.FlushMode;
import java.time.Duration;

/** Empties databases, one after the other; the server frees their memory beside its work. */
final class DatabaseClearing {
    private DatabaseClearing() {}

    static Cleared run(Session session, ClearScope scope, Progress progress) throws InterruptedException {
        var begin = System.nanoTime();
        var removed = 0L;
        for (var database : Databases.of(session, scope)) {
            session.select(database);
            for (var server : session.primaries()) {
                removed += session.await(server.dbsize());
                session.await(server.flushdb(FlushMode.ASYNC));
                progress.report(removed, 0, "keys");
            }
        }
        progress.report(removed, removed, "keys");
        return new Cleared(removed, removed, true, Duration.ofNanos(System.nanoTime() - begin));
    }
}
