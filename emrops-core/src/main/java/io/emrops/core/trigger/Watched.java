package io.emrops.core.trigger;

import io.emrops.EmropsException;
import io.emrops.PreconditionFailedException;
import io.emrops.RunRequest;
import io.emrops.StoreException;
import io.emrops.core.trigger.Actions.Standing;
import io.emrops.trigger.Detector;
import io.emrops.trigger.Fire;
import io.emrops.trigger.Observed;
import io.emrops.trigger.Reading;
import io.emrops.trigger.Signal;
import io.emrops.trigger.Trigger;
import io.emrops.trigger.TriggerEvent;
import io.emrops.trigger.TriggerListener;
import io.emrops.trigger.TriggerState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One trigger of a watch: what it sees is written down, then told, then acted upon. */
final class Watched {
    private static final Logger LOG = LoggerFactory.getLogger(Watched.class);
    private static final Standing.Ended NEVER = new Standing.Ended(false, Optional.empty());

    private final Trigger trigger;
    private final Detector detector;
    private final Optional<Signal> signal;
    private final Actions actions;
    private final StateFile file;
    private final WatchClock clock;
    private final TriggerListener listener;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicBoolean polling = new AtomicBoolean();
    private final AtomicBoolean beating = new AtomicBoolean();
    private final AtomicBoolean requesting = new AtomicBoolean();
    private volatile String trouble = "";

    // Guarded by the lock.
    private TriggerState state;
    private String failure = "";
    private long startedHere;
    private Instant underWay;
    private boolean unwritten;
    private boolean closed;

    Watched(
            Trigger trigger,
            Optional<Signal> signal,
            Actions actions,
            StateFile file,
            TriggerState state,
            WatchClock clock,
            TriggerListener listener) {
        this.trigger = trigger;
        this.detector = Detector.of(trigger);
        this.signal = signal;
        this.actions = actions;
        this.file = file;
        this.state = state;
        this.underWay = state.heard();
        this.clock = clock;
        this.listener = listener;
    }

    Optional<Signal> signal() {
        return signal;
    }

    TriggerState state() {
        lock.lock();
        try {
            return state;
        } finally {
            lock.unlock();
        }
    }

    /** Asks the signal, unless it has not yet answered the last time. */
    void poll() {
        if (polling.compareAndSet(false, true)) {
            ask().ifPresent(this::start);
        }
    }

    private Optional<Fire> ask() {
        try {
            var read = signal.orElseThrow().read();
            if (read.isPresent()) {
                return count(read.get());
            }
            trouble = signal.get().describe() + " gave no reading";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            trouble = signal.orElseThrow().describe() + " failed: " + words(e);
            LOG.debug("Trigger {} could not read", trigger.id(), e);
        } finally {
            polling.set(false);
        }
        return Optional.empty();
    }

    void read(Reading reading) {
        count(reading).ifPresent(this::start);
    }

    private Optional<Fire> count(Reading reading) {
        var age = Duration.between(reading.at(), clock.wall());
        if (age.abs().compareTo(trigger.staleAfter()) > 0) {
            trouble = "readings come with the time " + reading.at() + ", and it is " + clock.wall() + " here";
            return Optional.empty();
        }
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("The watch is closed");
            }
            take(detector.read(state, reading, clock.now()));
            trouble = "";
            return attend();
        } finally {
            lock.unlock();
        }
    }

    /** Time has passed: looks whether readings still come, and after the run of the open fire. */
    void beat() {
        if (beating.compareAndSet(false, true)) {
            tick().ifPresent(this::start);
        }
    }

    private Optional<Fire> tick() {
        lock.lock();
        try {
            if (closed) {
                return Optional.empty();
            }
            take(detector.tick(state, clock.now(), trouble));
            return attend();
        } catch (RuntimeException e) {
            LOG.warn("Trigger {} goes on with what it knew before", trigger.id(), e);
            return Optional.empty();
        } finally {
            lock.unlock();
            beating.set(false);
        }
    }

    /** Nothing is written or started behind this. */
    void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    private void take(Observed observed) {
        if (!observed.state().equals(state)) {
            save(observed.state());
            state = observed.state();
        }
        observed.events().forEach(this::tell);
    }

    private void save(TriggerState next) {
        try {
            file.save(new StateFile.Kept(trigger.toString(), next));
            unwritten = false;
        } catch (StoreException e) {
            if (!unwritten) {
                unwritten = true;
                tell(new TriggerEvent.NotWritten(trigger.id(), clock.now(), words(e)));
            }
            throw e;
        }
    }

    /** Looks after the run of the open fire; gives the fire if this thread is to start it, when it has let go of the lock. */
    private Optional<Fire> attend() {
        var missing = state.open().filter(this::isMissing);
        return missing.isPresent() && requesting.compareAndSet(false, true) ? missing : Optional.empty();
    }

    /** Looks after this run, whatever its state; what is missing may be started. */
    private boolean isMissing(Fire fire) {
        try {
            return lookAfter(fire, actions.standing(fire));
        } catch (RuntimeException e) {
            failed(fire, e, true);
            return false;
        }
    }

    private boolean lookAfter(Fire fire, Standing standing) {
        if (standing instanceof Standing.Missing) {
            return !isOver(fire);
        } else if (standing instanceof Standing.Ended ended) {
            end(ended);
        } else if (standing instanceof Standing.CutOff) {
            actions.resume(fire);
            startedHere = fire.number();
            underWay = clock.now();
            tell(new TriggerEvent.ActionResumed(trigger.id(), underWay, fire));
        } else {
            underWay = clock.now();
        }
        return false;
    }

    private boolean isOver(Fire fire) {
        if (startedHere == fire.number()) {
            // The store has forgotten a run that it had.
            end(NEVER);
        } else if (state.firesInBreach() == 0) {
            take(detector.withdrawn(state, clock.now()));
        } else {
            return false;
        }
        return true;
    }

    /** What is asked for the request may hang: that is done without the lock, and by one thread at a time. */
    private void start(Fire fire) {
        try {
            startUnlessOver(fire, request(fire));
        } finally {
            requesting.set(false);
        }
    }

    private Runnable request(Fire fire) {
        try {
            var request = actions.request(fire);
            return () -> start(fire, request);
        } catch (RuntimeException e) {
            return () -> notStarted(fire, e);
        }
    }

    private void startUnlessOver(Fire fire, Runnable next) {
        lock.lock();
        try {
            if (!closed
                    && state.open().filter(fire::equals).filter(this::isMissing).isPresent()) {
                next.run();
            }
        } catch (RuntimeException e) {
            failed(fire, e, true);
        } finally {
            lock.unlock();
        }
    }

    private void start(Fire fire, RunRequest request) {
        try {
            actions.start(fire, request);
        } catch (RuntimeException e) {
            notStarted(fire, e);
            return;
        }
        startedHere = fire.number();
        underWay = clock.now();
        failure = "";
        tell(new TriggerEvent.ActionStarted(trigger.id(), underWay, fire, actions.runbook(fire)));
    }

    private void notStarted(Fire fire, RuntimeException e) {
        if (!(e instanceof PreconditionFailedException || e instanceof IllegalArgumentException)) {
            failed(fire, e, true);
        } else if (!actions.isThere(fire)) {
            failed(fire, e, false);
            end(NEVER);
        }
    }

    /** A run has a clock of its own, which may have begun before this machine's was set, or behind it. */
    private void end(Standing.Ended ended) {
        var now = clock.now();
        Instant at = ended.at().filter(end -> end.isBefore(now)).orElse(now);
        take(detector.actionEnded(state, at.isBefore(underWay) ? underWay : at, ended.succeeded()));
        failure = "";
    }

    private void failed(Fire fire, RuntimeException e, boolean again) {
        LOG.debug("Run {} could not be started or gone on with", fire.runId(), e);
        if (!failure.equals(words(e)) || !again) {
            failure = words(e);
            tell(new TriggerEvent.ActionFailed(trigger.id(), clock.now(), fire, failure, again));
        }
    }

    /** Texts of others may quote what must not be told. */
    private static String words(Exception e) {
        var ours = e instanceof EmropsException || e instanceof IllegalArgumentException;
        return ours && e.getMessage() != null ? e.getMessage() : e.getClass().getSimpleName();
    }

    private void tell(TriggerEvent event) {
        LOG.info("Trigger {}: {}", trigger.id(), event.text());
        try {
            listener.on(event);
        } catch (RuntimeException e) {
            LOG.warn("A listener failed on {}", event.getClass().getSimpleName(), e);
        }
    }
}
