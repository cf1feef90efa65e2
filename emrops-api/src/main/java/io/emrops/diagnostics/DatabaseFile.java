package io.emrops.diagnostics;

import io.emrops.DataSize;
import java.util.Objects;
import java.util.Optional;

/**
 * A file of a database.
 *
 * @param database whose it is
 * @param name as the database calls it
 * @param kind what is in it
 * @param size how large it is
 * @param used how much of it is taken; empty if that is not known
 * @param maximum how large it may become; empty if nobody has set a limit
 * @param growth by how much it grows when it is full, such as {@code 64 MiB} or {@code 10%}; empty if it does not
 * @param volume on which it lies; empty if that is not known
 */
public record DatabaseFile(
        String database,
        String name,
        Kind kind,
        DataSize size,
        Optional<DataSize> used,
        Optional<DataSize> maximum,
        String growth,
        String volume) {
    /** What is in a file. */
    public enum Kind {
        /** Rows. */
        DATA,
        /** The log. */
        LOG,
        /** Something else, such as documents. */
        OTHER
    }

    public DatabaseFile {
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(used, "used");
        Objects.requireNonNull(maximum, "maximum");
        Objects.requireNonNull(growth, "growth");
        Objects.requireNonNull(volume, "volume");
    }

    /** What is free in the file itself; nothing if that is not known. */
    DataSize free() {
        return used.map(taken -> new DataSize(Math.max(size.bytes() - taken.bytes(), 0)))
                .orElse(new DataSize(0));
    }
}
