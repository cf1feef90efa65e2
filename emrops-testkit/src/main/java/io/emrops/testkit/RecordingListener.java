package io.emrops.testkit;

import io.emrops.event.RunEvent;
import io.emrops.event.RunListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Keeps every event, and lets a test wait for one instead of sleeping.
 *
 * <pre>{@code
 * var events = new RecordingListener();
 * engine.addListener(events);
 * events.await(RunEvent.StepStarted.class, e -> e.path().equals("deploy"), Duration.ofSeconds(10));
 * }</pre>
 *
 * <p>Safe for use by several threads.
 */
public final class RecordingListener implements RunListener {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition happened = lock.newCondition();
    private final List<RunEvent> events = new ArrayList<>();

    @Override
    public void on(RunEvent event) {
        lock.lock();
        try {
            events.add(event);
            happened.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Everything so far, in the order in which it was told. */
    public List<RunEvent> events() {
        lock.lock();
        try {
            return List.copyOf(events);
        } finally {
            lock.unlock();
        }
    }

    /** Everything so far that is of this kind. */
    public <E extends RunEvent> List<E> events(Class<E> kind) {
        return events().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Forgets what was told so far, so that only later events are found. */
    public void clear() {
        lock.lock();
        try {
            events.clear();
        } finally {
            lock.unlock();
        }
    }

    /** The first event of this kind, waited for if it is still to come; see {@link #await(Class, Predicate, Duration)}. */
    public <E extends RunEvent> E await(Class<E> kind, Duration atMost) throws InterruptedException {
        return await(kind, event -> true, atMost);
    }

    /**
     * The first event that is as wished, waited for if it is still to come.
     *
     * @param atMost by the real clock
     * @throws AssertionError if there is none in time; tells what happened instead
     */
    public <E extends RunEvent> E await(Class<E> kind, Predicate<? super E> wish, Duration atMost)
            throws InterruptedException {
        Predicate<RunEvent> wanted = event -> kind.isInstance(event) && wish.test(kind.cast(event));
        awaitHistory(history -> history.stream().anyMatch(wanted), atMost);
        return events().stream().filter(wanted).map(kind::cast).findFirst().orElseThrow();
    }

    /**
     * Blocks until all that happened so far is as wished, such as that a step failed twice.
     *
     * @param wish is asked behind each event, with the events so far
     * @param atMost by the real clock
     * @throws AssertionError if it is not in time; tells what happened instead
     */
    public void awaitHistory(Predicate<List<RunEvent>> wish, Duration atMost) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            var left = atMost.toNanos();
            while (!wish.test(List.copyOf(events))) {
                if (left <= 0) {
                    throw new AssertionError("Not within " + atMost + ", but:\n"
                            + String.join(
                                    "\n",
                                    events.stream().map(RunEvent::toString).toList()));
                }
                left = happened.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
