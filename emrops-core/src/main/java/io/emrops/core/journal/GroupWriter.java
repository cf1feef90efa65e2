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
 * Sees to it that one thread at a time writes to a journal. A caller who comes alone writes and forces by itself, which
 * saves two switches of threads. Who comes while somebody is at it waits for the writer thread: whatever waits when that
 * comes round is written and forced together. The writer thread does everything that an interrupt could disturb; nobody
 * else holds a reference to it.
 */
final class GroupWriter {
    private static final Logger log = LoggerFactory.getLogger(GroupWriter.class);

    private final Path directory;
    private final FutureTask<Journal> opening;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();

    // Guarded by the lock.
    private List<Ticket> waiting = new ArrayList<>();
    private @Nullable Journal journal;
    private boolean writing;
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

    /** Writes a batch, or has it written, and returns when it is durable. */
    void append(Ticket ticket) {
        Journal mine = takeOrQueue(ticket);
        if (mine != null) {
            try {
                commit(mine, List.of(ticket));
            } finally {
                handOver();
            }
        }
        ticket.await();
    }

    /** The journal, if the caller is to write to it now; otherwise the batch waits for the writer thread. */
    private @Nullable Journal takeOrQueue(Ticket ticket) {
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
            Journal here = journal;
            boolean alone = !writing && waiting.isEmpty() && SegmentFile.UNINTERRUPTIBLE;
            if (alone && here != null && here.takesAtOnce(ticket)) {
                writing = true;
                return here;
            }
            waiting.add(ticket);
            if (!writing) {
                work.signal();
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void handOver() {
        lock.lock();
        try {
            writing = false;
            if (closing || !waiting.isEmpty()) {
                work.signal();
            }
        } finally {
            lock.unlock();
        }
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
        lend(journal);
        for (List<Ticket> group = take(); !group.isEmpty(); group = take()) {
            try {
                commit(journal, group);
            } finally {
                handOver();
            }
        }
        journal.close();
    }

    private void lend(Journal opened) {
        lock.lock();
        try {
            journal = opened;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for work, and for whoever is writing; empty once the store is closed and nothing waits any more. */
    private List<Ticket> take() {
        lock.lock();
        try {
            while (writing || waiting.isEmpty() && !closing) {
                work.awaitUninterruptibly();
            }
            List<Ticket> group = waiting;
            waiting = new ArrayList<>();
            writing = !group.isEmpty();
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
        boolean first;
        lock.lock();
        try {
            first = failure == null;
            if (first) {
                failure = new StoreException(problem, message, cause);
            }
        } finally {
            lock.unlock();
        }
        for (Ticket ticket : group) {
            if (ticket.open()) {
                ticket.fail(problem, message, cause);
            }
        }
        if (first) {
            log.warn("{}; the store takes no more records", message, cause);
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
