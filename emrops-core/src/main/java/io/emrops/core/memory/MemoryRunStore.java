package io.emrops.core.memory;

import io.emrops.StoreException;
import io.emrops.StoreException.Problem;
import io.emrops.core.history.RecordCodec;
import io.emrops.core.history.RunRecord;
import io.emrops.spi.RunStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps runs for as long as the process lives: all that have not ended, those that ended and still hold locks, which
 * somebody has to undo or abandon, and the hundred others that ended last. What an engine of this library appends is kept as
 * it is, and becomes bytes only if somebody reads it. Bytes do not tell of locks.
 */
public final class MemoryRunStore implements RunStore {
    private static final int ENDED_ONES = 100;

    private final RecordCodec codec = new RecordCodec(text -> text);
    private final Map<String, Kept> runs = new LinkedHashMap<>();
    /** Those that have ended and may be forgotten, in the order in which they ended. */
    private final Set<String> over = new LinkedHashSet<>();

    private boolean closed;

    /** A run: each of its records as it came, as bytes or as what they say. */
    private static final class Kept {
        private final List<Object> records = new ArrayList<>();
        private boolean ended;

        private boolean holdsLocks() {
            var held = new HashSet<String>();
            for (var record : records) {
                if (record instanceof RunRecord.LocksTaken taken) {
                    held.addAll(taken.names());
                } else if (record instanceof RunRecord.LocksReleased released) {
                    released.names().forEach(held::remove);
                }
            }
            return !held.isEmpty();
        }
    }

    /** An empty store. */
    public MemoryRunStore() {}

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public void append(Batch batch) {
        append(batch.runId(), batch.expectedSequence(), batch.records(), batch.ended());
    }

    /**
     * As {@link #append(Batch)}, with records that have not been written; they hold no secrets any more.
     *
     * @throws StoreException as that does
     */
    public void keep(String runId, long expectedSequence, List<RunRecord> records, boolean ends) {
        append(runId, expectedSequence, records, ends);
    }

    private synchronized void append(String runId, long expected, List<?> records, boolean ends) {
        requireOpen();
        var kept = runs.get(runId);
        var there = kept == null ? 0 : kept.records.size();
        if (there != expected) {
            throw new StoreException(Problem.CONFLICT, "Run " + runId + " has " + there + " records, not " + expected);
        }
        if (kept == null) {
            kept = new Kept();
            runs.put(runId, kept);
        }
        kept.records.addAll(records);
        kept.ended = ends;
        over.remove(runId);
        if (ends && !kept.holdsLocks()) {
            over.add(runId);
            forgetTheOldest();
        }
    }

    private void forgetTheOldest() {
        if (over.size() > ENDED_ONES) {
            var oldest = over.iterator();
            runs.remove(oldest.next());
            oldest.remove();
        }
    }

    @Override
    public List<byte[]> read(String runId) {
        List<Object> records;
        synchronized (this) {
            requireOpen();
            var kept = runs.get(runId);
            if (kept == null) {
                throw new StoreException(Problem.NOT_FOUND, name() + " has no run " + runId);
            }
            records = List.copyOf(kept.records);
        }
        return records.stream().map(this::bytes).toList();
    }

    private byte[] bytes(Object record) {
        return record instanceof byte[] written
                ? written.clone()
                : codec.write((RunRecord) record).bytes();
    }

    @Override
    public synchronized List<RunHead> runs() {
        requireOpen();
        var heads = new ArrayList<RunHead>(runs.size());
        runs.forEach((runId, kept) -> heads.add(new RunHead(runId, kept.records.size(), kept.ended)));
        return heads;
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreException(Problem.CLOSED, name() + " was closed");
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    @Override
    public String toString() {
        return "MemoryRunStore[" + runs.size() + " runs]";
    }
}
