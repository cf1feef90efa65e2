package io.emrops.redis;

import io.emrops.EmropsException;
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
import org.jspecify.annotations.Nullable;

/**
 * Removes keys by a pattern, batch after batch. A place in a scan means nothing to another server, nor to the same one after a restart: whenever it was lost, it is looked through
 * from the beginning.
 */
final class KeyClearing {
    private static final int LARGE_BATCH = 1000;
    private static final int SMALL_BATCH = 200;
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
        // A primary that was demoted refuses to be written to; sentinels know who has taken over.
        if (e.isRefusal() && !e.word().equals("READONLY")) {
            throw removed == 0 && exact
                    ? servers.nothingDone(e)
                    : new StepFailedException(
                            target + ": " + e.clause() + ". " + done() + "; the others are left", null, target, null);
        }
        if (e.word().equals("READONLY") && removed == 0 && exact) {
            throw servers.nothingDone(e);
        }
    }

    private Session openAgain(NoAnswerException lost) throws InterruptedException {
        var until = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return servers.open();
            } catch (TargetUnavailableException e) {
                if (System.nanoTime() > until) {
                    throw gone(lost, e);
                }
                Thread.sleep(BETWEEN_TRIES.toMillis());
            }
        }
    }

    private EmropsException gone(NoAnswerException lost, TargetUnavailableException e) {
        var unknown = new OutcomeUnknownException(
                target + " was lost in the middle, and not back within " + patience.toSeconds() + " s. " + done()
                        + "; it may be cleared again",
                e,
                target);
        unknown.addSuppressed(lost);
        return unknown;
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

    /** The next page is asked for before this one's keys are removed, so that the server need not wait for us. */
    private long lookThrough(Session session, RedisAsyncCommands<byte[], byte[]> server, long before)
            throws InterruptedException {
        var seen = 0L;
        var page = session.await(server.scan(ScanCursor.INITIAL, scan));
        while (true) {
            var begin = System.nanoTime();
            var removal = remove(session, server, page);
            var next = page.isFinished() || pace == ClearPace.CONSIDERATE ? null : server.scan(page, scan);
            count(session, removal);
            seen += batch();
            progress.report(Math.min(before + seen, lookedAt), lookedAt, "keys");
            if (page.isFinished()) {
                return seen;
            }
            if (next == null) {
                rest(System.nanoTime() - begin);
                next = server.scan(page, scan);
            }
            page = session.await(next);
        }
    }

    private @Nullable RedisFuture<Long> remove(
            Session session, RedisAsyncCommands<byte[], byte[]> server, KeyScanCursor<byte[]> page) {
        if (page.getKeys().isEmpty()) {
            return null;
        }
        sent = true;
        return session.unlink(server, page.getKeys().toArray(byte[][]::new));
    }

    private void count(Session session, @Nullable RedisFuture<Long> removal) throws InterruptedException {
        if (removal != null) {
            removed += session.await(removal);
        }
    }

    /** As long as the server was at work for us, within bounds: others have half of it at least. */
    private static void rest(long nanos) throws InterruptedException {
        Thread.sleep(0, (int) Math.min(Math.max(nanos / 4, 50_000), 999_999));
    }
}
