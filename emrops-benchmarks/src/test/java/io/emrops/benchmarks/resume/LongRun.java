package io.emrops.benchmarks.resume;

import io.emrops.InDoubt;
import io.emrops.RunRequest;
import io.emrops.Runbook;
import io.emrops.core.Emrops;
import io.emrops.core.journal.FileRunStore;
import io.emrops.core.lock.FileLeases;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A run of many steps. Whoever comes to the body of the last one ends the process there, as a crash would. */
final class LongRun {
    private static final Marks MARKS = new Marks();
    private static final AtomicInteger BODIES = new AtomicInteger();

    private LongRun() {}

    /** @param args a directory, how many steps, and {@code begin} or {@code resume} */
    public static void main(String[] args) throws Exception {
        var directory = Path.of(args[0]);
        var book = book(Integer.parseInt(args[1]));
        MARKS.passed("definition");
        if (args[2].equals("begin")) {
            var store = FileRunStore.builder(directory.resolve("journal"))
                    .unforcedForBenchmarks()
                    .open();
            Emrops.builder(store, FileLeases.open(directory.resolve("locks")))
                    .build()
                    .start(book, RunRequest.by("m.meier").because("CHG-1"));
        } else {
            var store = new MarkingStore(FileRunStore.open(directory.resolve("journal")), MARKS);
            var engine = Emrops.builder(store, FileLeases.open(directory.resolve("locks")))
                    .build();
            MARKS.passed("opening");
            engine.resume(book, store.runs().get(0).runId());
        }
        new CountDownLatch(1).await();
    }

    private static Runbook book(int steps) {
        return Runbook.define("long", "Long", rb -> {
            for (int i = 1; i < steps; i++) {
                rb.action("step-" + i, "Step number " + i, run -> BODIES.incrementAndGet())
                        .nothingToUndo("It only counts");
            }
            rb.action("last", "The last step", run -> halt())
                    .inDoubt(InDoubt.rerun())
                    .nothingToUndo("It only ends the process");
        });
    }

    private static void halt() {
        MARKS.passed("walking");
        var lines = new ArrayList<>(List.of("bodies=" + BODIES.incrementAndGet()));
        lines.addAll(MARKS.lines());
        System.out.println(String.join("\n", lines));
        Runtime.getRuntime().halt(0);
    }
}
