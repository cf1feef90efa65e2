package io.emrops.testkit;

import io.emrops.spi.Inbox;
import io.emrops.spi.RunStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Kills the process at a chosen record, as far as the user of the store can tell: everything after that, by any thread, ends
 * with {@link SimulatedCrash}, and what was stored until then is what the next process finds.
 *
 * <pre>{@code
 * var disk = new InMemoryRunStore();
 * for (var n = 1; n <= recordsOfAWholeRun; n++) {
 *     var store = CrashingRunStore.over(disk).crashAfter(n);
 *     // ... start a run with an engine over store, store.awaitCrash(...), resume with another engine over disk.reopen()
 * }
 * }</pre>
 *
 * <p>Records are counted from 1 over all runs, as this instance passes them on; those that the store refuses do not count. A crash in the middle of a batch leaves a
 * prefix of it stored, which is what {@link RunStore#append} allows.
 */
public final class CrashingRunStore implements RunStore {
    private final RunStore store;
    private final CountDownLatch crash = new CountDownLatch(1);
    private final List<String> kinds = new ArrayList<>();
    private Function<byte[], String> kindOf = record -> "record";
    /** How many records may be passed on before the crash. */
    private long room = Long.MAX_VALUE;

    private boolean hearsOfTheLast = true;

    private CrashingRunStore(RunStore store) {
        this.store = store;
    }

    /** Passes everything on to this store until the crash. The store is the caller's to close after that. */
    public static CrashingRunStore over(RunStore store) {
        return new CrashingRunStore(Objects.requireNonNull(store, "store"));
    }

    /** The n-th record is not stored. */
    public synchronized CrashingRunStore crashBefore(long n) {
        return crash(n - 1, true);
    }

    /** The n-th record is stored, and its writer never hears of it. */
    public synchronized CrashingRunStore crashAfter(long n) {
        return crash(n, false);
    }

    /** How to tell the kind of a record, for {@link #kinds}. */
    public synchronized CrashingRunStore namingRecordsBy(Function<byte[], String> kindOf) {
        this.kindOf = Objects.requireNonNull(kindOf, "kindOf");
        return this;
    }

    /** How many records have been stored through this instance. */
    public synchronized int records() {
        return kinds.size();
    }

    /** The kinds of the records that have been stored through this instance, in their order. */
    public synchronized List<String> kinds() {
        return List.copyOf(kinds);
    }

    /** Whether the crash has happened. */
    public boolean crashed() {
        return crash.getCount() == 0;
    }

    /**
     * Blocks until the crash has happened.
     *
     * @param atMost by the real clock
     * @throws AssertionError if it has not happened in time
     */
    public void awaitCrash(Duration atMost) throws InterruptedException {
        if (!crash.await(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new AssertionError("No crash within " + atMost + "; " + records() + " records were stored");
        }
    }

    @Override
    public String name() {
        return store.name();
    }

    @Override
    public synchronized void append(Batch batch) {
        requireAlive();
        var left = room - kinds.size();
        var asked = batch.records().size();
        var dies = asked > left || asked == left && !hearsOfTheLast;
        if (!dies) {
            store.append(batch);
            count(batch.records());
            return;
        }
        appendPrefix(batch, (int) left);
        crash.countDown();
        throw new SimulatedCrash("The process died at record " + (kinds.size() + (hearsOfTheLast ? 1 : 0)));
    }

    @Override
    public List<byte[]> read(String runId) {
        requireAlive();
        return store.read(runId);
    }

    @Override
    public List<RunHead> runs() {
        requireAlive();
        return store.runs();
    }

    @Override
    public Inbox inbox() {
        requireAlive();
        var inbox = store.inbox();
        return new Inbox() {
            @Override
            public List<Request> poll() {
                requireAlive();
                return inbox.poll();
            }

            @Override
            public void acknowledge(Request request) {
                requireAlive();
                inbox.acknowledge(request);
            }
        };
    }

    /** Closes the store underneath; after the crash it does nothing, as a dead process closes nothing. */
    @Override
    public void close() {
        if (!crashed()) {
            store.close();
        }
    }

    private CrashingRunStore crash(long afterRecords, boolean hearsOfTheLast) {
        if (afterRecords < kinds.size() || afterRecords == 0 && !hearsOfTheLast) {
            throw new IllegalArgumentException("That record is over: " + kinds.size() + " were stored");
        }
        this.room = afterRecords;
        this.hearsOfTheLast = hearsOfTheLast;
        return this;
    }

    private void appendPrefix(Batch batch, int length) {
        if (length > 0) {
            var prefix = batch.records().subList(0, length);
            var ended = batch.ended() && length == batch.records().size();
            store.append(new Batch(batch.runId(), batch.expectedSequence(), prefix, ended));
            count(prefix);
        }
    }

    private void count(List<byte[]> records) {
        records.forEach(record -> kinds.add(kindOf.apply(record)));
    }

    private void requireAlive() {
        if (crashed()) {
            throw new SimulatedCrash("The process is dead");
        }
    }
}
