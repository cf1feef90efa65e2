package io.emrops.benchmarks.resume;

import io.emrops.spi.Inbox;
import io.emrops.spi.RunStore;
import java.util.List;

/** Marks when a run has been read, and when the first record is about to be written behind it. */
final class MarkingStore implements RunStore {
    private final RunStore store;
    private final Marks marks;
    private boolean written;

    MarkingStore(RunStore store, Marks marks) {
        this.store = store;
        this.marks = marks;
    }

    @Override
    public String name() {
        return store.name();
    }

    @Override
    public void append(Batch batch) {
        synchronized (this) {
            if (!written) {
                written = true;
                marks.passed("taking-up");
            }
        }
        store.append(batch);
    }

    @Override
    public List<byte[]> read(String runId) {
        var records = store.read(runId);
        marks.passed("reading");
        return records;
    }

    @Override
    public List<RunHead> runs() {
        return store.runs();
    }

    @Override
    public Inbox inbox() {
        return store.inbox();
    }

    @Override
    public void close() {
        store.close();
    }
}
