package io.emrops.sqlserver.restore;

import io.emrops.EmropsException;
import io.emrops.OutcomeUnknownException;
import io.emrops.TargetUnavailableException;
import io.emrops.sqlserver.session.Sessions;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does again what was lost in the middle, or what somebody was in the way of. Whatever is done here asks the server first how far it has
 * come, so that doing it again is going on.
 */
final class Attempts {
    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

    private final Sessions sessions;
    private final RecoverySettings settings;

    Attempts(Sessions sessions, RecoverySettings settings) {
        this.sessions = sessions;
        this.settings = settings;
    }

    /** What is done, with a connection of its own each time. */
    @FunctionalInterface
    interface Work<T> {
        T attempt() throws InterruptedException;
    }

    <T> T until(Work<T> work) throws InterruptedException {
        OutcomeUnknownException lost = null;
        for (var attempt = 1; ; attempt++) {
            try {
                return work.attempt();
            } catch (OutcomeUnknownException e) {
                lost = e;
                requireMore(attempt, e, null);
            } catch (TargetUnavailableException e) {
                requireMore(attempt, e, lost);
            }
            pause();
        }
    }

    private void requireMore(int attempt, EmropsException failure, @Nullable OutcomeUnknownException lost) {
        if (attempt >= settings.attempts()) {
            if (lost != null) {
                throw lost;
            }
            throw failure;
        }
        LOG.info(
                "Attempt {} of {} did not come to its end, and goes on: {}",
                attempt,
                settings.attempts(),
                failure.getMessage());
    }

    private void pause() throws InterruptedException {
        if (settings.pause().isZero()) {
            return;
        }
        var over = new CountDownLatch(1);
        var timer = sessions.time().schedule(settings.pause(), over::countDown);
        try {
            over.await();
        } finally {
            timer.cancel();
        }
    }
}
