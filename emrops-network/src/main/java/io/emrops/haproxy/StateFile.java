package io.emrops.haproxy;

import io.emrops.PreconditionFailedException;
import io.emrops.StepFailedException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The file that the configuration calls {@code server-state-file}: what HAProxy begins with after a reload. */
record StateFile(Path file) {
    static final String QUESTION = "show servers state";

    /**
     * Before anything is changed.
     *
     * @throws PreconditionFailedException if it cannot be written
     */
    void keepBefore(Conversation talk) {
        try {
            write(talk);
        } catch (IOException e) {
            throw new PreconditionFailedException(
                    "The servers' state cannot be written to " + file + "; nothing was changed", e);
        }
    }

    /** Behind a change. */
    void keepAfter(Conversation talk) {
        try {
            write(talk);
        } catch (IOException e) {
            throw new StepFailedException(
                    "The servers are changed, but their state cannot be written to " + file
                            + ": a reload of HAProxy would lose it",
                    e);
        }
    }

    /** Whoever reads it sees all of this, or all of what was there before. */
    private void write(Conversation talk) throws IOException {
        var state = talk.read(QUESTION) + "\n";
        SlotTable.states(state);
        var draft = file.resolveSibling(
                file.getFileName() + "." + ProcessHandle.current().pid() + ".new");
        try {
            // Not a channel: an interrupt would close it half-way.
            try (var out = new FileOutputStream(draft.toFile())) {
                out.write(state.getBytes(StandardCharsets.UTF_8));
                out.getFD().sync();
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
