package io.emrops.benchmarks.replay;

import io.emrops.benchmarks.journal.Payload;
import io.emrops.core.journal.FileRunStore;
import io.emrops.core.journal.VerificationReport;
import io.emrops.spi.RunStore.Batch;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A store of eight runs whose records of 300 bytes lie among each other. */
record SampleStore(Path directory, int records) {
    private static final int RUNS = 8;
    private static final int BATCH = 500;

    SampleStore {
        if (records % (RUNS * BATCH) != 0) {
            throw new IllegalArgumentException(records + " records do not make whole batches");
        }
    }

    /** Writes it. */
    void make() {
        try (var store = FileRunStore.builder(directory).unforcedForBenchmarks().open()) {
            for (int first = 0; first < perRun(); first += BATCH) {
                for (int run = 0; run < RUNS; run++) {
                    var batch = new ArrayList<byte[]>(BATCH);
                    for (int i = first; i < first + BATCH; i++) {
                        batch.add(Payload.of(run, i));
                    }
                    store.append(new Batch("run-" + run, first, batch, false));
                }
            }
        }
    }

    int perRun() {
        return records / RUNS;
    }

    /** Verifies it, and requires that all of it is there and in order. */
    void verify() {
        var report = FileRunStore.verify(directory);
        if (!report.intact() || report.unfinishedTail() || report.records() != records || report.runs() != RUNS) {
            throw new IllegalStateException("Not what was written: " + report);
        }
    }

    /** Reads a run in the middle, and requires that it is what was written. */
    void readOne() {
        int run = RUNS / 2;
        try (var store = FileRunStore.openReadOnly(directory)) {
            var read = store.read("run-" + run);
            if (read.size() != perRun()) {
                throw new IllegalStateException(read.size() + " records were read");
            }
            for (int i = 0; i < read.size(); i++) {
                Payload.require(run, i, read.get(i));
            }
        }
    }

    /** The files of the journal, in their order. */
    List<Path> segments() throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".seg"))
                    .sorted()
                    .toList();
        }
    }

    /**
     * Changes one bit in the middle, verifies, and changes it back.
     *
     * @throws IllegalStateException if that is not found, or found elsewhere
     */
    void requireDamageIsFound() throws IOException {
        var segments = segments();
        var file = segments.get(segments.size() / 2);
        long offset = Files.size(file) / 2;
        VerificationReport report;
        flip(file, offset);
        try {
            report = FileRunStore.verify(directory);
        } finally {
            flip(file, offset);
        }
        var found = report.firstBreak()
                .orElseThrow(() -> new IllegalStateException("The changed byte was not found: " + report));
        boolean there = Path.of(found.file()).getFileName().equals(file.getFileName())
                && found.offset() <= offset
                && found.offset() > offset - 2L * Payload.BYTES;
        if (!there || report.records() >= records) {
            throw new IllegalStateException("Byte " + offset + " of " + file + " was changed, and found: " + report);
        }
    }

    private static void flip(Path file, long offset) throws IOException {
        try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(offset);
            int there = bytes.read();
            bytes.seek(offset);
            bytes.write(there ^ 0x10);
        }
    }
}
