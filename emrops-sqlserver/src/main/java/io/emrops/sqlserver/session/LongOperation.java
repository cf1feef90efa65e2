package io.emrops.sqlserver.session;

import io.emrops.Progress;
import io.emrops.spi.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One statement that takes its time, such as a {@code BACKUP} or a {@code RESTORE}. All that the server says is heard before anything is
 * said of the outcome: an error may come after the last percent.
 *
 * <pre>{@code
 * try (var session = sessions.dedicated()) {
 *     session.operation(backup.text())
 *             .onProgress(progress)
 *             .stallAfter(Duration.ofMinutes(10), silent -> log.warn("no progress for {}", silent))
 *             .cancelAfter(Duration.ofHours(6))
 *             .run()
 *             .orThrow("The backup of EMRNext", "The database was not changed", target);
 * }
 * }</pre>
 */
public final class LongOperation {
    private static final Logger LOG = LoggerFactory.getLogger(LongOperation.class);
    private static final long CANCEL_AGAIN_MILLIS = 500;

    private final DedicatedSession session;
    private final TimeSource time;
    private final Builder settings;
    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final StatementRun run;

    private final List<TimeSource.Timer> timers = new ArrayList<>();
    private TimeSource.Timer stallTimer = () -> {};
    private TimeSource.Timer lookTimer = () -> {};
    private boolean cancelled;
    private boolean timedOut;
    private boolean interrupted;
    private boolean givenUp;
    private int percent = -1;
    private boolean alarmed;
    private boolean listenerFailed;
    private @Nullable Error thrown;
    private long begin;
    private long lastHeard;

    private LongOperation(Builder settings) {
        this.settings = settings;
        this.session = settings.session;
        this.time = session.time();
        this.run = new StatementRun(
                session,
                settings.statement,
                settings.rows,
                heard -> events.add(new Event.Heard(heard)),
                () -> events.add(Event.Signal.ENDED));
    }

    private sealed interface Event {
        record Heard(int percent) implements Event {}

        enum Signal implements Event {
            ENDED,
            STALL_CHECK,
            LOOK,
            TIME_IS_OVER,
            NO_ANSWER
        }
    }

    /** What is done, and who is told. */
    public static final class Builder {
        private final DedicatedSession session;
        private final String statement;
        private Consumer<OperationProgress> progress = at -> {};
        private Consumer<Duration> stall = silence -> {};
        private @Nullable Duration stallAfter;
        private @Nullable Duration cancelAfter;
        private @Nullable Duration lookEvery;
        private Runnable look = () -> {};
        private Duration cancelWithin = Duration.ofMinutes(5);
        private @Nullable RowReader<?> rows;

        Builder(DedicatedSession session, String statement) {
            this.session = session;
            this.statement = Objects.requireNonNull(statement, "statement");
        }

        /** Told on the caller's thread, as often as the server says a percentage. */
        public Builder onProgress(Consumer<OperationProgress> listener) {
            progress = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /** The same as reports of percent. */
        public Builder onProgress(Progress reports) {
            return onProgress((OperationProgress at) -> reports.report(at.percent(), 100, "percent"));
        }

        /**
         * Told on the caller's thread when the server has said nothing for so long: once, until it says something again. The statement
         * goes on: recovery and zeroing of files are silent.
         */
        public Builder stallAfter(Duration silence, Consumer<Duration> listener) {
            stallAfter = requirePositive(silence);
            stall = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /** Has somebody look from time to time, on the caller's thread, while the statement runs: some say nothing of how far they are. */
        public Builder lookEvery(Duration interval, Runnable watcher) {
            lookEvery = requirePositive(interval);
            look = Objects.requireNonNull(watcher, "watcher");
            return this;
        }

        /** Cancels when it takes longer; never, if nobody says otherwise. A timeout of JDBC would not do: the first percent ends it. */
        public Builder cancelAfter(Duration atMost) {
            cancelAfter = requirePositive(atMost);
            return this;
        }

        /** How long the server may take to stop it; then the connection is ended. 5 minutes if nobody says otherwise. */
        public Builder stopWithin(Duration atMost) {
            cancelWithin = requirePositive(atMost);
            return this;
        }

        /** Takes the rows of the answer; on another thread, before {@link #run} returns. */
        public Builder onRow(RowReader<?> reader) {
            rows = Objects.requireNonNull(reader, "reader");
            return this;
        }

        /**
         * Sends the statement and returns when all of the answer has come. Interrupting the thread cancels it.
         *
         * @throws OperationInterruptedException if the thread was interrupted; what came of the statement is in it
         * @throws io.emrops.StepFailedException if a row could not be read, which says nothing of what the statement did
         * @throws IllegalStateException if the session has ended
         */
        public OperationResult run() throws InterruptedException {
            if (!session.isOpen()) {
                throw new IllegalStateException("The session " + session.id() + " has ended");
            }
            if (Thread.interrupted()) {
                throw new InterruptedException("Interrupted before the statement was sent");
            }
            return new LongOperation(this).await();
        }

        private static Duration requirePositive(Duration duration) {
            if (duration.isZero() || duration.isNegative()) {
                throw new IllegalArgumentException("A time is positive, not " + duration);
            }
            return duration;
        }
    }

    private OperationResult await() throws InterruptedException {
        begin = time.nanoTime();
        lastHeard = begin;
        if (settings.cancelAfter != null) {
            timers.add(time.schedule(settings.cancelAfter, () -> events.add(Event.Signal.TIME_IS_OVER)));
        }
        if (settings.stallAfter != null) {
            checkStallAfter(settings.stallAfter);
        }
        lookLater();
        run.start();
        try {
            while (!ended(next())) {}
        } finally {
            timers.forEach(TimeSource.Timer::cancel);
            stallTimer.cancel();
            lookTimer.cancel();
        }
        var result = run.result(cancelled, givenUp, timedOut, percent, elapsed());
        LOG.info(
                "Statement of session {}: {} after {} ms",
                session.id(),
                result.outcome(),
                elapsed().toMillis());
        if (thrown != null) {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            throw thrown;
        }
        if (interrupted) {
            throw new OperationInterruptedException(result);
        }
        return result;
    }

    /** A cancellation that comes before the statement was sent does nothing: it is sent again until there is an end. */
    private @Nullable Event next() {
        try {
            return cancelled ? events.poll(CANCEL_AGAIN_MILLIS, TimeUnit.MILLISECONDS) : events.take();
        } catch (InterruptedException e) {
            interrupted = true;
            cancel();
            return new Event.Heard(-1);
        }
    }

    private boolean ended(@Nullable Event event) {
        if (event == null) {
            run.cancel();
        } else if (event instanceof Event.Heard heard) {
            heard(heard.percent());
        } else if (event == Event.Signal.STALL_CHECK) {
            checkStall();
        } else if (event == Event.Signal.LOOK) {
            tell(settings.look);
            lookLater();
        } else if (event == Event.Signal.TIME_IS_OVER) {
            timedOut = !cancelled;
            cancel();
        } else if (event == Event.Signal.NO_ANSWER) {
            givenUp = true;
            session.abort();
        }
        return event == Event.Signal.ENDED || givenUp;
    }

    private void cancel() {
        if (!cancelled) {
            cancelled = true;
            timers.add(time.schedule(settings.cancelWithin, () -> events.add(Event.Signal.NO_ANSWER)));
        }
        run.cancel();
    }

    private void heard(int newPercent) {
        lastHeard = time.nanoTime();
        alarmed = false;
        if (newPercent >= 0) {
            percent = newPercent;
            tell(() -> settings.progress.accept(OperationProgress.at(newPercent, elapsed())));
        }
    }

    private void checkStall() {
        var limit = Objects.requireNonNull(settings.stallAfter);
        var silence = Duration.ofNanos(time.nanoTime() - lastHeard);
        if (silence.compareTo(limit) < 0) {
            checkStallAfter(limit.minus(silence));
            return;
        }
        if (!alarmed) {
            alarmed = true;
            tell(() -> settings.stall.accept(silence));
        }
        checkStallAfter(limit);
    }

    private void checkStallAfter(Duration delay) {
        stallTimer.cancel();
        stallTimer = time.schedule(delay, () -> events.add(Event.Signal.STALL_CHECK));
    }

    private void lookLater() {
        if (settings.lookEvery != null) {
            lookTimer = time.schedule(settings.lookEvery, () -> events.add(Event.Signal.LOOK));
        }
    }

    /** A listener that fails must not leave the statement alone; after an error, which ends the caller, it is stopped and heard to its end. */
    private void tell(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException e) {
            if (!listenerFailed) {
                listenerFailed = true;
                LOG.warn("A listener of session {} failed", session.id(), e);
            }
        } catch (Error e) {
            if (thrown == null) {
                thrown = e;
            }
            cancel();
        }
    }

    private Duration elapsed() {
        return Duration.ofNanos(time.nanoTime() - begin);
    }
}
