package io.emrops.core.trigger;

import io.emrops.EmropsException;
import io.emrops.PreconditionFailedException;
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
        if (!polling.compareAndSet(false, true)) {
            return;
        }
        try {
            var read = signal.orElseThrow().read();
            if (read.isPresent()) {
                read(read.get());
            } else {
                trouble = signal.get().describe() + " gave no reading";
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            trouble = signal.orElseThrow().describe() + " failed: " + words(e);
            LOG.debug("Trigger {} could not read", trigger.id(), e);
        } finally {
            polling.set(false);
        }
    }

    void read(Reading reading) {
        var age = Duration.between(reading.at(), clock.wall());
        if (age.abs().compareTo(trigger.staleAfter()) > 0) {
            trouble = "readings come with the time " + reading.at() + ", and it is " + clock.wall() + " here";
            return;
        }
        lock.lock();
        try {
            if (!closed) {
                take(detector.read(state, reading, clock.now()));
                attend();
            }
        } finally {
            lock.unlock();
        }
        trouble = "";
    }

    /** Time has passed: looks whether readings still come, and after the run of the open fire. */
    void beat() {
        if (!beating.compareAndSet(false, true)) {
            return;
        }
        lock.lock();
        try {
            if (!closed) {
                take(detector.tick(state, clock.now(), trouble));
                attend();
            }
        } catch (RuntimeException e) {
            LOG.warn("Trigger {} goes on with what it knew before", trigger.id(), e);
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

    private void attend() {
        if (state.open().isEmpty()) {
            return;
        }
        var fire = state.open().get();
        try {
            attend(fire, actions.standing(fire));
        } catch (RuntimeException e) {
            failed(fire, e, true);
        }
    }

    private void attend(Fire fire, Standing standing) {
        if (standing instanceof Standing.Ended ended) {
            end(ended);
        } else if (standing instanceof Standing.Missing) {
            begin(fire);
        } else if (standing instanceof Standing.CutOff) {
            actions.resume(fire);
            startedHere = fire.number();
            underWay = clock.now();
            tell(new TriggerEvent.ActionResumed(trigger.id(), underWay, fire));
        } else {
            underWay = clock.now();
        }
    }

    private void begin(Fire fire) {
        if (startedHere == fire.number()) {
            // The store has forgotten a run that it had.
            end(new Standing.Ended(false, Optional.empty()));
        } else if (state.firesInBreach() == 0) {
            take(detector.withdrawn(state, clock.now()));
        } else {
            start(fire);
        }
    }

    private void start(Fire fire) {
        try {
            actions.start(fire);
        } catch (PreconditionFailedException | IllegalArgumentException e) {
            if (!actions.isThere(fire)) {
                failed(fire, e, false);
                end(new Standing.Ended(false, Optional.empty()));
            }
            return;
        }
        startedHere = fire.number();
        underWay = clock.now();
        failure = "";
        tell(new TriggerEvent.ActionStarted(trigger.id(), underWay, fire, actions.runbook(fire)));
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
