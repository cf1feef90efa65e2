package io.emrops.sqlserver.history;

import io.emrops.DataSize;
import java.util.Objects;
import java.util.Optional;

/**
 * What else is known of a backup set.
 *
 * @param copyOnly no differential backup builds on it
 * @param damaged the server found bad pages while it made it and went on
 * @param snapshot made by another program from a frozen disk; its file cannot be restored by a statement
 * @param checksums whether it has checksums
 * @param bulkLogged whether it has minimally logged changes, inside of which there is no stopping
 * @param encryptor thumbprint of the certificate it is encrypted with, as hexadecimal digits; empty if it is not
 * @param size of the data in it
 * @param storedSize as it lies, compressed
 * @param serverVersion major version of the server that made it, such as 16 for SQL Server 2022
 * @param description what whoever made it wrote beside it; may be empty
 * @param origin where it was made
 */
public record Traits(
        boolean copyOnly,
        boolean damaged,
        boolean snapshot,
        boolean checksums,
        boolean bulkLogged,
        Optional<String> encryptor,
        DataSize size,
        DataSize storedSize,
        int serverVersion,
        String description,
        Origin origin) {
    public Traits {
        Objects.requireNonNull(encryptor, "encryptor");
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(storedSize, "storedSize");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(origin, "origin");
    }

    Traits asUndamaged() {
        return new Traits(
                copyOnly,
                false,
                snapshot,
                checksums,
                bulkLogged,
                encryptor,
                size,
                storedSize,
                serverVersion,
                description,
                origin);
    }
}
