package io.emrops.examples;

import java.util.concurrent.atomic.AtomicInteger;

/** Somebody who tries changes at both sites all the time, and sees whether both take them. */
final class PrimaryWatch implements AutoCloseable {
    private static final long PAUSE_MILLIS = 50;

    private final ReplicatedDatabase database;
    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicInteger two = new AtomicInteger();
    private final Thread thread = new Thread(this::work, "primary-watch");
    private volatile boolean over;

    PrimaryWatch(ReplicatedDatabase database) {
        this.database = database;
        thread.setDaemon(true);
        thread.start();
    }

    private void work() {
        try {
            while (!over) {
                if (bothTakeChanges()) {
                    two.incrementAndGet();
                }
                looks.incrementAndGet();
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The first one is asked again behind the second: between two questions the primary may have become another. */
    private boolean bothTakeChanges() {
        return database.takesChanges(ReplicatedDatabase.A)
                && database.takesChanges(ReplicatedDatabase.B)
                && database.takesChanges(ReplicatedDatabase.A);
    }

    int looks() {
        return looks.get();
    }

    /** How often there were two that took changes. */
    int two() {
        return two.get();
    }

    @Override
    public void close() throws InterruptedException {
        over = true;
        thread.join(20_000);
    }
}
