package io.emrops.core.engine;

import io.emrops.TargetUnavailableException;
import io.emrops.core.time.Durations;
import io.emrops.spi.TimeSource;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Asks targets who they are and what would change. Such a question changes nothing, so that one without an answer is
 * interrupted and left behind when its time is up, even if it does not come to rest. For what may change something, see
 * {@link Watchdog}.
 */
final class Inquiries {
    private final TimeSource time;
    private final Executor executor;
    private final Duration patience;
    private final Set<Inquiry<?>> open = new HashSet<>();
    private boolean closed;

    /** @param patience how long a target has for an answer */
    Inquiries(TimeSource time, Executor executor, Duration patience) {
        this.time = time;
        this.executor = executor;
        this.patience = patience;
    }

    /** The target did not answer in time, or the question to it was interrupted. */
    static final class Unanswered extends TargetUnavailableException {
        private static final long serialVersionUID = 1L;

        private Unanswered(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** The engine was closed before there was an answer; what was asked for is asked again after a resume. */
    static final class Closed extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        private Closed() {
            super("The engine is closed");
        }
    }

    private static final class Inquiry<T extends @Nullable Object> extends FutureTask<T> {
        private volatile boolean late;

        private Inquiry(Callable<T> question) {
            super(question);
        }

        private void tooLate() {
            late = true;
            cancel(true);
        }
    }

    /**
     * Asks, on another thread, and waits for the answer.
     *
     * @throws Unanswered if there is none in time
     * @throws Closed if the engine is closed before
     * @throws InterruptedException if whoever asks is interrupted
     * @throws Exception what the target answers with
     */
    <T extends @Nullable Object> T ask(Callable<T> question) throws Exception {
        var inquiry = open(new Inquiry<>(question));
        var timer = time.schedule(patience, inquiry::tooLate);
        try {
            executor.execute(inquiry);
            return inquiry.get();
        } catch (CancellationException e) {
            if (inquiry.late) {
                throw new Unanswered("it did not answer within " + Durations.words(patience), null);
            }
            throw new Closed();
        } catch (ExecutionException e) {
            throw thrown(e.getCause());
        } finally {
            timer.cancel();
            inquiry.cancel(true);
            done(inquiry);
        }
    }

    /** An interrupt of the other thread is not one of this. */
    private static Exception thrown(@Nullable Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof InterruptedException || !(cause instanceof Exception exception)
                ? new Unanswered("the question to it was interrupted", cause)
                : exception;
    }

    private synchronized <T extends @Nullable Object> Inquiry<T> open(Inquiry<T> inquiry) {
        if (closed) {
            throw new Closed();
        }
        open.add(inquiry);
        return inquiry;
    }

    private synchronized void done(Inquiry<?> inquiry) {
        open.remove(inquiry);
    }

    /** Leaves all open questions, and asks no more. */
    synchronized void close() {
        closed = true;
        open.forEach(inquiry -> inquiry.cancel(true));
    }
}
