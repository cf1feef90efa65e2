package io.emrops.testkit.sqlserver.instance;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A transaction in the log of a database.
 *
 * @param lsn of its end
 * @param at by the server's clock
 * @param mark of {@code BEGIN TRANSACTION … WITH MARK}; empty if it has none
 * @param bulkLogged whether the log has only noted which pages were loaded, and not what was
 * @param redo what it did, for whoever keeps the data; in its order
 */
public record Commit(Lsn lsn, Instant at, String mark, boolean bulkLogged, List<Redo> redo) {
    /** Copies the list. */
    public Commit {
        Objects.requireNonNull(lsn, "lsn");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(mark, "mark");
        redo = List.copyOf(redo);
    }

    /** One change to the data, which can be done again. Its text says what it was. */
    public interface Redo {}
}
