package io.emrops.core.journal;

import io.emrops.StoreException;
import io.emrops.StoreException.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes to a journal. Whatever waits when it comes round is written and forced together; whatever
 * arrives meanwhile waits for the next round. Nobody else holds a reference to the thread, so nobody interrupts it.
 */
final class GroupWriter {
    private static final Logger log = LoggerFactory.getLogger(GroupWriter.class);

    private final Path directory;
    private final FutureTask<Journal> opening;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Spinning spinning = new Spinning();

    // Guarded by the lock.
    private List<Ticket> waiting = new ArrayList<>();
    private volatile boolean called;
    private boolean closing;
    private @Nullable StoreException failure;

    GroupWriter(Path directory, Callable<Journal> opening) {
        this.directory = directory;
        this.opening = new FutureTask<>(opening);
        this.thread = new Thread(this::run, "emrops-journal-writer");
        this.thread.setDaemon(true);
    }

    /** Starts the thread and opens the journal on it. */
    Journal start() throws IOException {
        thread.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return opening.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw opened(Objects.requireNonNullElse(e.getCause(), e));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static IOException opened(Throwable cause) {
        if (cause instanceof StoreException problem) {
            throw problem;
        }
        if (cause instanceof IOException problem) {
            return problem;
        }
        throw new IllegalStateException("The journal could not be opened", cause);
    }

    /** Hands a batch to the writer and waits until it is durable. */
    void append(Ticket ticket) {
        lock.lock();
        try {
            if (closing) {
                throw new StoreException(Problem.CLOSED, directory + " was closed");
            }
            if (failure != null) {
                throw new StoreException(
                        failure.problem(),
                        directory + " takes no more records since a write failed; open it anew",
                        failure);
            }
            waiting.add(ticket);
            called = true;
            work.signal();
        } finally {
            lock.unlock();
        }
        spinning.until(() -> !ticket.open());
        ticket.await();
    }

    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    boolean closed() {
        lock.lock();
        try {
            return closing;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        opening.run();
        Journal journal;
        try {
            journal = opening.get();
        } catch (ExecutionException e) {
            return;
        } catch (InterruptedException e) {
            throw new IllegalStateException("The writer of a journal is never interrupted", e);
        }
        List<Ticket> group = take();
        while (!group.isEmpty()) {
            long from = System.nanoTime();
            commit(journal, group);
            spinning.took(System.nanoTime() - from);
            spinning.until(() -> called);
            group = take();
        }
        journal.close(healthy());
    }

    /** Waits for work; empty once the store is closed and nothing waits any more. */
    private List<Ticket> take() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closing) {
                work.awaitUninterruptibly();
            }
            List<Ticket> group = waiting;
            waiting = new ArrayList<>();
            called = false;
            return group;
        } finally {
            lock.unlock();
        }
    }

    private void commit(Journal journal, List<Ticket> group) {
        if (!healthy()) {
            fail(group, Problem.FAILED, "An earlier write failed", null);
            return;
        }
        try {
            journal.commit(group);
        } catch (IOException e) {
            boolean full = NoRoom.is(e, directory);
            fail(group, full ? Problem.FULL : Problem.FAILED, full ? "No room is left" : "A write or force failed", e);
        } catch (RuntimeException | Error e) {
            fail(group, Problem.FAILED, "A write failed", e);
        }
    }

    private void fail(List<Ticket> group, Problem problem, String what, @Nullable Throwable cause) {
        String message = what + " in " + directory;
        lock.lock();
        try {
            if (failure == null) {
                failure = new StoreException(problem, message, cause);
                log.warn("{}; the store takes no more records", message, cause);
            }
        } finally {
            lock.unlock();
        }
        for (Ticket ticket : group) {
            if (ticket.open()) {
                ticket.fail(problem, message, cause);
            }
        }
    }

    private boolean healthy() {
        lock.lock();
        try {
            return failure == null;
        } finally {
            lock.unlock();
        }
    }

    /** Lets what waits be written, and ends the thread. */
    void close() {
        lock.lock();
        try {
            closing = true;
            called = true;
            work.signal();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
