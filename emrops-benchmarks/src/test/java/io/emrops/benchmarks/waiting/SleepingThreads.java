package io.emrops.benchmarks.waiting;

import java.time.Duration;
import java.util.ArrayList;

/** The usual way to wait: a thread for each, asleep. */
final class SleepingThreads {
    private SleepingThreads() {}

    /** @param args how many threads, and how long they wait in ms */
    public static void main(String[] args) throws Exception {
        var count = Integer.parseInt(args[0]);
        var wait = Duration.ofMillis(Long.parseLong(args[1]));
        var waiters = new Waiters(count, wait);
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < count; i++) {
            var thread = new Thread(() -> {
                waiters.waits();
                try {
                    Thread.sleep(wait.toMillis());
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                waiters.goesOn();
            });
            threads.add(thread);
            thread.start();
        }
        for (var thread : threads) {
            thread.join();
        }
        waiters.awaitAllGone();
        waiters.print();
    }
}
