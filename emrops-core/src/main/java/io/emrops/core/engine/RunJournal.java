package io.emrops.core.engine;

import io.emrops.StoreException;
import io.emrops.StoreException.Problem;
import io.emrops.core.history.RecordCodec;
import io.emrops.core.history.RunHistory;
import io.emrops.core.history.RunRecord;
import io.emrops.event.RunEvent;
import io.emrops.spi.RunStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The pen of a run. A record is taken into the history when it is added and becomes durable with the next flush; its
 * events are told only then. Strands that flush at the same time share a write: one of them writes for all.
 */
final class RunJournal {
    private final RunStore store;
    private final String runId;
    private final RecordCodec codec;
    private final Consumer<RunEvent> tell;
    private final RunHistory history;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition written = lock.newCondition();
    private List<byte[]> pending = new ArrayList<>();
    private List<RunEvent> events = new ArrayList<>();
    private long added;
    private long durable;
    private boolean writing;
    private boolean ends;
    private @Nullable StoreException failure;

    private RunJournal(Surroundings around, RunHistory history, long durable) {
        this.store = around.store();
        this.runId = history.runId();
        this.codec = around.codec();
        this.tell = around.listeners()::tell;
        this.history = history;
        this.durable = durable;
        this.added = durable;
    }

    /** A new run; its first record is durable when this returns. */
    static RunJournal create(Surroundings around, String runId, RunRecord.RunStarted first) {
        var written = around.codec().write(first);
        around.store().append(new RunStore.Batch(runId, 0, List.of(written.bytes()), false));
        return new RunJournal(around, RunHistory.of(runId, (RunRecord.RunStarted) written.record()), 1);
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
            var write = codec.write(record);
            history.apply(write.record());
            pending.add(write.bytes());
            events.addAll(List.of(told));
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
        var batch = new RunStore.Batch(runId, durable, pending, ends);
        var told = events;
        pending = new ArrayList<>();
        events = new ArrayList<>();
        writing = true;
        StoreException failed = null;
        lock.unlock();
        try {
            store.append(batch);
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
                durable += batch.records().size();
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
