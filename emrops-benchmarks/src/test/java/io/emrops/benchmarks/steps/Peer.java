package io.emrops.benchmarks.steps;

import java.nio.file.Path;
import java.util.List;

/**
 * Another engine that keeps what it did.
 *
 * @param name with what it keeps it in
 * @param note what is not like for like
 * @param entry opens it, with an empty history
 */
record Peer(String name, String note, Contestant.Entry entry) {
    private static final String MEMORY = "nothing of the peer's outlives the process";
    private static final String UNFORCED = "the peer's database does not force a commit to the disk";
    private static final String BATCH = "the peer's tasks stand in no order and are stored in one batch; ";

    /** The one that comes nearest. */
    static List<Peer> nearest() {
        int tasks = 500;
        return List.of(new Peer(
                "db-scheduler, H2 in memory", BATCH + MEMORY, () -> new DbSchedulerTasks(H2.inMemory(), tasks)));
    }

    /** All of them; the slower ones do fewer steps. */
    static List<Peer> all(Path scratch) {
        int tasks = 500;
        int steps = 200;
        return List.of(
                nearest().get(0),
                new Peer(
                        "db-scheduler, H2 on file",
                        BATCH + UNFORCED,
                        () -> new DbSchedulerTasks(H2.onFile(scratch), tasks)),
                new Peer("Spring Batch, H2 in memory", MEMORY, () -> new SpringBatchJob(H2.inMemory(), steps)),
                new Peer("Spring Batch, H2 on file", UNFORCED, () -> new SpringBatchJob(H2.onFile(scratch), steps)),
                new Peer("Temporal test server, activities", MEMORY, () -> new TemporalWorkflow(steps, false)),
                new Peer("Temporal test server, local activities", MEMORY, () -> new TemporalWorkflow(steps, true)));
    }
}
