package io.emrops.core.engine;

import io.emrops.StoreException;
import io.emrops.StoreException.Problem;
import io.emrops.core.history.RunHistory;
import io.emrops.core.history.RunRecord;
import io.emrops.event.RunEvent;
import io.emrops.spi.RunStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The pen of a run. A record is taken into the history when it is added and becomes durable with the next flush; its
 * events are told only then. Strands that flush at the same time share a write: one of them writes for all.
 */
final class RunJournal {
    private final RunStore store;
    private final String runId;
    private final Supplier<Sheet> blank;
    private final Consumer<RunEvent> tell;
    private final RunHistory history;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition written = lock.newCondition();
    private Sheet pending;
    private List<RunEvent> events = new ArrayList<>();
    private long added;
    private long durable;
    private boolean writing;
    private boolean ends;
    private @Nullable StoreException failure;

    private RunJournal(Surroundings around, RunHistory history, long durable) {
        this.store = around.store();
        this.runId = history.runId();
        this.blank = around.sheets();
        this.pending = blank.get();
        this.tell = around.listeners()::tell;
        this.history = history;
        this.durable = durable;
        this.added = durable;
    }

    /** A new run; its first record is durable when this returns. */
    static RunJournal create(Surroundings around, String runId, RunRecord.RunStarted first) {
        var sheet = around.sheets().get();
        var written = (RunRecord.RunStarted) sheet.write(first);
        sheet.append(runId, 0, false);
        return new RunJournal(around, RunHistory.of(runId, written), 1);
    }

    /** A run that the store knows. */
    static RunJournal open(Surroundings around, RunHistory history) {
        return new RunJournal(around, history, history.size());
    }

    /** Guards the history, and with it everything that is decided from it. */
    ReentrantLock lock() {
        return lock;
    }

    /** Looks at the history; what is returned must not be a live part of it. */
    <T> T look(Function<RunHistory, T> at) {
        lock.lock();
        try {
            return at.apply(history);
        } finally {
            lock.unlock();
        }
    }

    /** Adds a record, and what is to be told once it is durable. */
    void add(RunRecord record, RunEvent... told) {
        lock.lock();
        try {
            requireWritable();
            history.apply(pending.write(record));
            Collections.addAll(events, told);
            ends = record instanceof RunRecord.RunEnded;
            added++;
        } finally {
            lock.unlock();
        }
    }

    /** Adds a record and returns when it is durable. */
    void write(RunRecord record, RunEvent... told) {
        add(record, told);
        flush();
    }

    /** Returns when everything added so far is durable. */
    void flush() {
        lock.lock();
        try {
            var ticket = added;
            while (durable < ticket) {
                requireWritable();
                if (writing) {
                    written.awaitUninterruptibly();
                } else {
                    writePending();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void writePending() {
        var sheet = pending;
        var told = events;
        var last = ends;
        pending = blank.get();
        events = new ArrayList<>();
        writing = true;
        StoreException failed = null;
        lock.unlock();
        try {
            sheet.append(runId, durable, last);
            told.forEach(tell);
        } catch (StoreException e) {
            failed = e;
        } catch (RuntimeException | Error e) {
            failed = new StoreException(
                    Problem.FAILED, "The store \"" + store.name() + "\" failed under run " + runId, e);
        } finally {
            lock.lock();
            writing = false;
            if (failed == null) {
                durable += sheet.size();
            } else {
                failure = failed;
            }
            written.signalAll();
        }
    }

    private void requireWritable() {
        if (failure != null) {
            throw new JournalLost(failure);
        }
    }
}
