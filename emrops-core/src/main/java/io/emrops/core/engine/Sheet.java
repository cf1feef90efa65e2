package io.emrops.core.engine;

import io.emrops.core.history.RecordCodec;
import io.emrops.core.history.RunRecord;
import io.emrops.core.memory.MemoryRunStore;
import io.emrops.spi.RunStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Records of a run on their way to the store. Not safe for use by several threads at once. */
interface Sheet {
    /** Takes a record in; returns it as it reads when it comes back. */
    RunRecord write(RunRecord record);

    /** How many records there are. */
    int size();

    /**
     * Appends all of them and returns when they are durable.
     *
     * @throws io.emrops.StoreException as {@link RunStore#append} does
     */
    void append(String runId, long expectedSequence, boolean ended);

    /** Blank sheets for a store. */
    static Supplier<Sheet> of(RunStore store, RecordCodec codec) {
        return store instanceof MemoryRunStore memory ? () -> new Kept(memory, codec) : () -> new Written(store, codec);
    }

    /** For stores that keep bytes. */
    final class Written implements Sheet {
        private final RunStore store;
        private final RecordCodec codec;
        private final List<byte[]> records = new ArrayList<>(2);

        private Written(RunStore store, RecordCodec codec) {
            this.store = store;
            this.codec = codec;
        }

        @Override
        public RunRecord write(RunRecord record) {
            var written = codec.write(record);
            records.add(written.bytes());
            return written.record();
        }

        @Override
        public int size() {
            return records.size();
        }

        @Override
        public void append(String runId, long expectedSequence, boolean ended) {
            store.append(new RunStore.Batch(runId, expectedSequence, records, ended));
        }
    }

    /** For the store that keeps records as they are. */
    final class Kept implements Sheet {
        private final MemoryRunStore store;
        private final RecordCodec codec;
        private final List<RunRecord> records = new ArrayList<>(2);

        private Kept(MemoryRunStore store, RecordCodec codec) {
            this.store = store;
            this.codec = codec;
        }

        @Override
        public RunRecord write(RunRecord record) {
            var kept = codec.asRead(record);
            records.add(kept);
            return kept;
        }

        @Override
        public int size() {
            return records.size();
        }

        @Override
        public void append(String runId, long expectedSequence, boolean ended) {
            store.keep(runId, expectedSequence, records, ended);
        }
    }
}
