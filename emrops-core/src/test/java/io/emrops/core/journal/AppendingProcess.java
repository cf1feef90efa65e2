package io.emrops.core.journal;

import static io.emrops.core.journal.Stores.batch;

import io.emrops.StoreException;
import java.nio.file.Path;

/** Opens a store, says so, and appends with four threads until it is killed; prints what was acknowledged. */
final class AppendingProcess {
    private AppendingProcess() {}

    public static void main(String[] arguments) throws InterruptedException {
        FileRunStore store;
        try {
            store = FileRunStore.builder(Path.of(arguments[0]))
                    .segmentBytes(64 << 10)
                    .open();
        } catch (StoreException e) {
            print(e.problem().name());
            return;
        }
        print("open");
        int threads = Integer.parseInt(arguments[1]);
        for (int i = 0; i < threads; i++) {
            String run = "run-" + i;
            new Thread(() -> append(store, run)).start();
        }
        Thread.currentThread().join();
    }

    private static void append(FileRunStore store, String run) {
        long from = store.runs().stream()
                .filter(head -> head.runId().equals(run))
                .mapToLong(head -> head.nextSequence())
                .findFirst()
                .orElse(0);
        for (long i = from; ; i += 2) {
            store.append(batch(run, i, run + " " + i, run + " " + (i + 1) + " " + "x".repeat((int) (i % 300))));
            print(run + " " + (i + 1));
        }
    }

    private static synchronized void print(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
