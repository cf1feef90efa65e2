package io.emrops.benchmarks.journal;

import java.nio.file.Path;

/** Who takes part. */
enum Contender {
    EMROPS("emrops", new EmropsLog.Kind()),
    PLAIN("write + force", new PlainLog.Kind()),
    ROCKSDB("RocksDB, sync", new RocksDbLog.Kind()),
    SQLITE("SQLite, WAL, FULL", new SqliteLog.Kind()),
    H2("H2, CHECKPOINT SYNC", new H2Log.Kind());

    private final String words;
    private final DurableLog.Kind kind;

    Contender(String words, DurableLog.Kind kind) {
        this.words = words;
        this.kind = kind;
    }

    /** What people call it. */
    String words() {
        return words;
    }

    DurableLog open(Path directory, int writers) throws Exception {
        return kind.open(directory, writers);
    }

    /**
     * Reads everything back from the files of a log that was closed.
     *
     * @throws IllegalStateException if it is not exactly what was acknowledged
     */
    void requireKept(Path directory, long[] acknowledged) throws Exception {
        var there = kind.readBack(directory, acknowledged.length);
        for (int writer = 0; writer < there.length; writer++) {
            if (there[writer] != acknowledged[writer]) {
                throw new IllegalStateException(words + " kept " + there[writer] + " of " + acknowledged[writer]
                        + " acknowledged records of writer " + writer);
            }
        }
    }
}
