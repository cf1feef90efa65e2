package io.emrops.benchmarks.steps;

import io.emrops.Engine;
import io.emrops.Report;
import io.emrops.RunRequest;
import io.emrops.Runbook;
import io.emrops.core.Emrops;
import io.emrops.core.journal.FileRunStore;
import io.emrops.core.memory.MemoryLeases;
import io.emrops.core.memory.MemoryRunStore;
import io.emrops.spi.RunStore;
import java.nio.file.Path;

/** An engine of ours with its store. */
final class Ours implements AutoCloseable {
    private final RunStore store;
    private final Engine engine;

    private Ours(RunStore store) {
        this.store = store;
        this.engine = Emrops.builder(store, new MemoryLeases()).build();
    }

    /** One that writes nothing down, as {@link Emrops#inMemory} makes it. */
    static Ours withoutJournal() {
        return new Ours(new MemoryRunStore());
    }

    /** One that writes its journal and leaves it to the system when that comes to the disk. */
    static Ours unforced(Path directory) {
        return new Ours(FileRunStore.builder(directory).unforcedForBenchmarks().open());
    }

    /** One that waits until its journal is on the disk, as every engine in earnest does. */
    static Ours forced(Path directory) {
        return new Ours(FileRunStore.open(directory));
    }

    /** Runs a runbook to its end. */
    Report run(Runbook runbook) throws InterruptedException {
        return engine.start(runbook, RunRequest.by("benchmark")).await().orThrow();
    }

    /** How many records a run has left. */
    int records(Report run) {
        return store.read(run.runId()).size();
    }

    @Override
    public void close() {
        engine.close();
        store.close();
    }
}
