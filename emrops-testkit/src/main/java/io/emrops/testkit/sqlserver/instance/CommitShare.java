package io.emrops.testkit.sqlserver.instance;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction has done to one of its databases.
 *
 * @param count of the transactions on which it is built
 * @param last of those; null if there is none
 * @param redo in its order
 */
public record CommitShare(
        String database, int count, @Nullable Commit last, List<Commit.Redo> redo) {
    /** Copies the list. */
    public CommitShare {
        Objects.requireNonNull(database, "database");
        redo = List.copyOf(redo);
    }
}
