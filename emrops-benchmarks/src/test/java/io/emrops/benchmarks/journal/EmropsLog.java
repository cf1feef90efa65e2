package io.emrops.benchmarks.journal;

import io.emrops.core.journal.FileRunStore;
import io.emrops.spi.RunStore;
import io.emrops.spi.RunStore.Batch;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Our store as it is: every writer has a run of its own, every append is a batch of one record. */
final class EmropsLog implements DurableLog {
    private final RunStore store;
    private final List<String> runs;

    private EmropsLog(RunStore store, List<String> runs) {
        this.store = store;
        this.runs = runs;
    }

    @Override
    public void append(int writer, long sequence, byte[] payload) {
        store.append(new Batch(runs.get(writer), sequence, List.of(payload), false));
    }

    @Override
    public void close() {
        store.close();
    }

    private static String run(int writer) {
        return "writer-" + writer;
    }

    static final class Kind implements DurableLog.Kind {
        @Override
        public DurableLog open(Path directory, int writers) {
            var runs = IntStream.range(0, writers).mapToObj(EmropsLog::run).toList();
            return new EmropsLog(FileRunStore.open(directory), runs);
        }

        @Override
        public long[] readBack(Path directory, int writers) {
            var counts = new long[writers];
            try (var store = FileRunStore.openReadOnly(directory)) {
                store.runs().forEach(head -> counts[writer(head.runId())] = head.nextSequence());
                // Every run lies across the whole journal, so that reading them all would read it once for each.
                var read = store.read(run(writers - 1));
                for (int i = 0; i < read.size(); i++) {
                    Payload.require(writers - 1, i, read.get(i));
                }
            }
            var report = FileRunStore.verify(directory);
            if (!report.intact() || report.records() != LongStream.of(counts).sum()) {
                throw new IllegalStateException("The journal is not in order: " + report);
            }
            return counts;
        }

        private static int writer(String run) {
            return Integer.parseInt(run.substring(run.indexOf('-') + 1));
        }
    }
}
