package io.emrops.audit;

import java.util.Objects;

/**
 * What came of reading an archive back and comparing each of its rows with the table, column by column.
 *
 * @param archive which
 * @param whole whether the file has every byte that was written, and as many rows
 * @param same rows that are the same in both
 * @param gone rows of the archive that are not in the table any more
 * @param changed rows that are different in the table now: they are not deleted
 */
public record ArchiveProof(AuditArchive archive, boolean whole, long same, long gone, long changed) {
    public ArchiveProof {
        Objects.requireNonNull(archive, "archive");
    }

    /** Whether every row of the archive was read back and is the same in the table. */
    public boolean isProof() {
        return whole && changed == 0 && gone == 0 && same == archive.rows();
    }
}
