package io.emrops.core.trigger;

import io.emrops.spi.Inbox;
import io.emrops.spi.RunStore;
import io.emrops.testkit.SimulatedCrash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A process that dies at a chosen write, be it of a trigger's state or of a run's journal; behind that it does nothing more. */
final class Mortal implements RunStore, StateFile.Disk {
    private final RunStore store;
    private final int fatal;
    private final boolean written;
    private int writes;
    private volatile boolean dead;

    /**
     * @param fatal which write, from 1
     * @param written whether that one is still done
     */
    Mortal(RunStore store, int fatal, boolean written) {
        this.store = store;
        this.fatal = fatal;
        this.written = written;
    }

    boolean dead() {
        return dead;
    }

    @Override
    public synchronized void append(Batch batch) {
        if (dies()) {
            if (written) {
                store.append(batch);
            }
            throw new SimulatedCrash("at write " + fatal);
        }
        store.append(batch);
    }

    @Override
    public synchronized void replace(Path file, byte[] content) throws IOException {
        var dies = dies();
        if (!dies || written) {
            Files.write(file, content);
        }
        if (dies) {
            throw new SimulatedCrash("at write " + fatal);
        }
    }

    private boolean dies() {
        requireAlive();
        dead = ++writes == fatal;
        return dead;
    }

    private void requireAlive() {
        if (dead) {
            throw new SimulatedCrash("dead");
        }
    }

    @Override
    public String name() {
        return store.name();
    }

    @Override
    public List<byte[]> read(String runId) {
        requireAlive();
        return store.read(runId);
    }

    @Override
    public List<RunHead> runs() {
        requireAlive();
        return store.runs();
    }

    @Override
    public Inbox inbox() {
        return Inbox.none();
    }

    @Override
    public void close() {}
}
