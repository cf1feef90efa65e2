package io.emrops.redis;

import io.emrops.OutcomeUnknownException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.cache.ClearPace;
import io.emrops.cache.ClearScope;
import io.emrops.cache.Cleared;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Removes keys by a pattern, batch after batch. A place in a scan means nothing to another server, nor to the same one after a restart: whenever it was lost, it is looked through
 * from the beginning.
 */
final class KeyClearing {
    private static final int LARGE_BATCH = 1000;

    /** A server looks at so many keys in a tenth of a millisecond, which is what others wait for. */
    private static final int SMALL_BATCH = 112;

    private static final Duration SLOW = Duration.ofMillis(1);
    private static final Duration LONGEST_REST = Duration.ofMillis(20);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);

    private final Servers servers;
    private final Target target;
    private final Duration patience;
    private final ClearScope.Keys scope;
    private final ClearPace pace;
    private final Progress progress;
    private final ScanArgs scan;
    private long removed;
    private long lookedAt;
    private long removedWhenLost = -1;
    private long until;
    private boolean sent;
    private boolean exact = true;

    KeyClearing(
            Servers servers,
            Target target,
            Duration patience,
            ClearScope.Keys scope,
            ClearPace pace,
            Progress progress) {
        this.servers = servers;
        this.target = target;
        this.patience = patience;
        this.scope = scope;
        this.pace = pace;
        this.progress = progress;
        this.scan = ScanArgs.Builder.matches(scope.pattern().getBytes(StandardCharsets.UTF_8))
                .limit(batch());
    }

    private int batch() {
        return pace == ClearPace.FULL_SPEED ? LARGE_BATCH : SMALL_BATCH;
    }

    Cleared run() throws InterruptedException {
        var begin = System.nanoTime();
        var session = servers.open();
        while (true) {
            try (var each = session) {
                lookThrough(each);
                return new Cleared(removed, lookedAt, exact, Duration.ofNanos(System.nanoTime() - begin));
            } catch (NoAnswerException e) {
                requireLost(e);
                exact = false;
                session = openAgain(e);
            }
        }
    }

    private void requireLost(NoAnswerException e) {
        if (!sent) {
            throw servers.nothingDone(e);
        }
        var untouched = removed == 0 && exact;
        if (e.isRefusal() && !(untouched ? e.hasMoved() : e.isElsewhere())) {
            throw untouched
                    ? servers.nothingDone(e)
                    : new StepFailedException(
                            target + ": " + e.clause() + ". " + done() + "; the others are left", null, target, null);
        }
    }

    /** Once it has removed more, it has the whole time again. */
    private Session openAgain(NoAnswerException lost) throws InterruptedException {
        if (removed > removedWhenLost) {
            removedWhenLost = removed;
            until = System.nanoTime() + patience.toNanos();
        }
        while (System.nanoTime() < until) {
            Thread.sleep(BETWEEN_TRIES.toMillis());
            try {
                return servers.open();
            } catch (TargetUnavailableException e) {
                lost.addSuppressed(e);
            }
        }
        throw new OutcomeUnknownException(
                target + " was lost in the middle, and not back within " + patience.toSeconds() + " s. " + done()
                        + "; it may be cleared again",
                lost,
                target);
    }

    private String done() {
        return (exact ? "" : "At least ") + removed + (removed == 1 ? " key is removed" : " keys are removed");
    }

    private void lookThrough(Session session) throws InterruptedException {
        session.select(scope.database());
        var total = 0L;
        for (var server : session.primaries()) {
            total += session.await(server.dbsize());
        }
        lookedAt = Math.max(lookedAt, total);
        var seen = 0L;
        for (var server : session.primaries()) {
            seen += lookThrough(session, server, seen);
        }
        progress.report(lookedAt, lookedAt, "keys");
    }

    private long lookThrough(Session session, RedisAsyncCommands<byte[], byte[]> server, long before)
            throws InterruptedException {
        return pace == ClearPace.FULL_SPEED
                ? withoutPause(session, server, before)
                : withRests(session, server, before);
    }

    /** The next page is asked for before this one's keys are removed, so that the server need not wait for us. */
    private long withoutPause(Session session, RedisAsyncCommands<byte[], byte[]> server, long before)
            throws InterruptedException {
        var seen = 0L;
        var page = session.await(server.scan(ScanCursor.INITIAL, scan));
        while (true) {
            var removal = remove(session, server, page);
            var next = page.isFinished() ? null : server.scan(page, scan);
            count(session, removal);
            seen += batch();
            tell(before + seen);
            if (next == null) {
                return seen;
            }
            page = session.await(next);
        }
    }

    private long withRests(Session session, RedisAsyncCommands<byte[], byte[]> server, long before)
            throws InterruptedException {
        var seen = 0L;
        var from = ScanCursor.INITIAL;
        while (!from.isFinished()) {
            var begin = System.nanoTime();
            var page = session.await(server.scan(from, scan));
            count(session, remove(session, server, page));
            seen += batch();
            tell(before + seen);
            if (!page.isFinished()) {
                rest(System.nanoTime() - begin);
            }
            from = page;
        }
        return seen;
    }

    private void tell(long seen) {
        progress.report(Math.min(seen, lookedAt), lookedAt, "keys");
    }

    private List<RedisFuture<Long>> remove(
            Session session, RedisAsyncCommands<byte[], byte[]> server, KeyScanCursor<byte[]> page) {
        if (page.getKeys().isEmpty()) {
            return List.of();
        }
        sent = true;
        return session.unlink(server, page.getKeys());
    }

    private void count(Session session, List<RedisFuture<Long>> removal) throws InterruptedException {
        for (var each : removal) {
            removed += session.await(each);
        }
    }

    /** For a part of the time that a page took, if the server or the way to it is slow: it is asked less often then. */
    private static void rest(long nanos) throws InterruptedException {
        if (nanos > SLOW.toNanos()) {
            var until = System.nanoTime() + Math.min(nanos / 4, LONGEST_REST.toNanos());
            // Thread.sleep makes a millisecond of any part of one.
            for (var left = until - System.nanoTime();
                    left > 0 && !Thread.currentThread().isInterrupted();
                    left = until - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
