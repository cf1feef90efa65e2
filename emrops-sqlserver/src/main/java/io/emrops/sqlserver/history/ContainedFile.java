package io.emrops.sqlserver.history;

import io.emrops.DataSize;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * A file of the database that a backup set holds, by {@code RESTORE FILELISTONLY}.
 *
 * @param logicalName what the database calls it
 * @param physicalName where it lay
 * @param type what is in it
 * @param id its number in the database
 * @param guid what tells it from another that had its number or its name before; empty if it is not recorded
 * @param size how much room a restore needs for it, however little of it is used
 * @param present whether the set holds it: one that was offline is not restored
 * @param transparentlyEncryptedBy thumbprint of the certificate that the database is encrypted with, as hexadecimal digits; empty if it is not
 */
public record ContainedFile(
        String logicalName,
        String physicalName,
        Type type,
        long id,
        Optional<UUID> guid,
        DataSize size,
        boolean present,
        Optional<String> transparentlyEncryptedBy) {
    /** What is in a file of a database. */
    public enum Type {
        /** Rows. */
        DATA,
        /** The log. */
        LOG,
        /** File streams or memory-optimized tables: a directory. */
        CONTAINER,
        /** An index for full-text search, from before SQL Server 2008. */
        FULL_TEXT
    }

    public ContainedFile {
        Objects.requireNonNull(logicalName, "logicalName");
        Objects.requireNonNull(physicalName, "physicalName");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(guid, "guid");
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(transparentlyEncryptedBy, "transparentlyEncryptedBy");
    }
}
