package io.emrops.testkit;

import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Work by several threads at once. */
final class Threads {
    private Threads() {}

    /** The work of one of them. */
    @FunctionalInterface
    interface Work {
        void by(int thread) throws Exception;
    }

    /** Returns when all are done; throws what the first of them threw. */
    static void inParallel(int count, Work work) throws Exception {
        var threads = Executors.newFixedThreadPool(count);
        try {
            var tasks = new ArrayList<Callable<@Nullable Void>>();
            for (var i = 0; i < count; i++) {
                var thread = i;
                tasks.add(() -> {
                    work.by(thread);
                    return null;
                });
            }
            for (var done : threads.invokeAll(tasks)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
