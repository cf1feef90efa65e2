package io.emrops.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;

/** Somebody who writes to whichever server takes it, all the time, and knows what was confirmed. */
final class Admissions implements AutoCloseable {
    private static final long PAUSE_MILLIS = 100;

    private final ReplicatedDatabase database;
    private final Queue<Integer> confirmed = new ConcurrentLinkedQueue<>();
    private final AtomicReference<String> server = new AtomicReference<>(ReplicatedDatabase.A);
    private final Thread thread = new Thread(this::work, "admissions");
    private volatile boolean over;

    Admissions(ReplicatedDatabase database) {
        this.database = database;
        thread.setDaemon(true);
        thread.start();
    }

    private void work() {
        try {
            for (var id = 1; !over; id++) {
                admit(id);
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void admit(int id) {
        try {
            database.admit(server.get(), id);
            confirmed.add(id);
        } catch (SQLException e) {
            server.set(server.get().equals(ReplicatedDatabase.A) ? ReplicatedDatabase.B : ReplicatedDatabase.A);
        }
    }

    /** All that was confirmed until now is where changes are taken now. */
    void requireNoneMissing() throws SQLException {
        var all = List.copyOf(confirmed);
        var primary = database.takingChanges();
        assertThat(primary).hasSize(1);
        assertThat(all).isNotEmpty();
        assertThat(database.admitted(primary.get(0))).containsAll(all);
    }

    @Override
    public void close() throws InterruptedException {
        over = true;
        thread.join(20_000);
    }
}
