package io.emrops.core.engine;

import io.emrops.event.RunEvent;
import io.emrops.event.RunListener;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners what happens, each on a thread of its own and in order. For a listener that falls behind, reports of
 * progress are dropped and bodies that talk have to wait; whatever else is told is bounded by what is journalled.
 */
final class Listeners implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);
    private static final int MANY = 1024;
    /** How long a close waits for a listener that does not come to an end. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final List<Queue> queues = new CopyOnWriteArrayList<>();
    private final UnaryOperator<String> scrub;

    /** @param scrub blots secrets out of what is logged about a listener that failed */
    Listeners(UnaryOperator<String> scrub) {
        this.scrub = scrub;
    }

    void add(RunListener listener) {
        add(listener, RunEvent.class);
    }

    /** @param only what this one wants to be told of */
    void add(RunListener listener, Class<? extends RunEvent> only) {
        var queue = new Queue(listener, only, scrub);
        queues.add(queue);
        queue.start();
    }

    /** Never blocks, except for a line that a body says while a listener is far behind. */
    void tell(RunEvent event) {
        for (var queue : queues) {
            queue.tell(event);
        }
    }

    /** Lets bodies talk on without waiting for listeners, so that an engine with one that hangs can be closed. */
    void hurry() {
        queues.forEach(Queue::hurry);
    }

    /** Returns when everything has been told. */
    @Override
    public void close() {
        queues.forEach(Queue::close);
    }

    private static final class Queue implements Runnable {
        private final RunListener listener;
        private final Class<? extends RunEvent> only;
        private final UnaryOperator<String> scrub;
        private final Deque<RunEvent> events = new ArrayDeque<>();
        private final Thread thread;
        private boolean hurried;
        private boolean closed;

        Queue(RunListener listener, Class<? extends RunEvent> only, UnaryOperator<String> scrub) {
            this.listener = listener;
            this.only = only;
            this.scrub = scrub;
            this.thread = new Thread(this, "emrops-listener");
            thread.setDaemon(true);
        }

        void start() {
            thread.start();
        }

        void tell(RunEvent event) {
            if (only.isInstance(event)) {
                take(event);
            }
        }

        private synchronized void take(RunEvent event) {
            if (event instanceof RunEvent.StepProgressed && events.size() >= MANY) {
                return;
            }
            if (event instanceof RunEvent.StepSaid) {
                awaitRoom();
            }
            events.add(event);
            notifyAll();
        }

        private void awaitRoom() {
            try {
                while (events.size() >= MANY && !hurried && Thread.currentThread() != thread) {
                    wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void run() {
            while (true) {
                RunEvent event;
                try {
                    event = next();
                } catch (InterruptedException e) {
                    return;
                }
                if (event == null) {
                    return;
                }
                try {
                    listener.on(event);
                } catch (RuntimeException | Error e) {
                    LOG.warn("A listener failed on {}", event.getClass().getSimpleName(), Scrubbed.of(e, scrub));
                }
            }
        }

        private synchronized @org.jspecify.annotations.Nullable RunEvent next() throws InterruptedException {
            while (events.isEmpty()) {
                if (closed) {
                    return null;
                }
                wait();
            }
            notifyAll();
            return events.remove();
        }

        synchronized void hurry() {
            hurried = true;
            notifyAll();
        }

        void close() {
            hurry();
            synchronized (this) {
                closed = true;
                notifyAll();
            }
            if (Thread.currentThread() == thread) {
                return;
            }
            try {
                thread.join(PATIENCE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
