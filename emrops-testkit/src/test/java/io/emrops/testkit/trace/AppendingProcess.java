package io.emrops.testkit.trace;

import io.emrops.core.journal.FileRunStore;
import io.emrops.spi.RunStore.Batch;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/** Appends from several threads at once, and tells of each record as soon as its append has returned. */
final class AppendingProcess {
    static final int RUNS = 8;
    static final int RECORDS = 60;

    private AppendingProcess() {}

    /** @param args the directory of the journal, the file to tell in, and whether anything is forced */
    public static void main(String[] args) throws Exception {
        var builder = FileRunStore.builder(Path.of(args[0])).segmentBytes(16 << 10);
        var threads = Executors.newFixedThreadPool(RUNS);
        try (var store = (Boolean.parseBoolean(args[2]) ? builder : builder.unforcedForBenchmarks()).open();
                var told = new Told(Path.of(args[1]))) {
            var writers = new ArrayList<Callable<Void>>();
            for (int run = 0; run < RUNS; run++) {
                var runId = "run-" + run;
                writers.add(() -> append(store, told, runId));
            }
            for (var done : threads.invokeAll(writers)) {
                done.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    private static Void append(FileRunStore store, Told told, String runId) {
        for (int i = 0; i < RECORDS; i++) {
            var record = record(runId + " " + i);
            var payload = (record + "-".repeat(100)).getBytes(StandardCharsets.US_ASCII);
            store.append(new Batch(runId, i, List.of(payload), i == RECORDS - 1));
            told.tell(runId + " " + i);
        }
        return null;
    }

    /** What the record of a line is known by. */
    static String record(String line) {
        return "<<" + line + ">>";
    }
}
